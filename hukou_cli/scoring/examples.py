"""Worked examples beside a policy: facts in, expected figures out, each with the arithmetic that gives them."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta

from hukou_cli.applicant.document import Applicant, applicant_of
from hukou_cli.base.decoding import Model, dates_as_text
from hukou_cli.base.errors import Finding, InvalidApplicant, InvalidPolicy
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import line_of, parse_toml, read_text
from hukou_cli.policy.catalog import rounds_text
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.load import fit
from hukou_cli.policy.rounds import RoundText, read_round
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under

Given = dict[str, bool | int | str]

UNDETERMINED = "undetermined"
"""What a case expects of a verdict that missing facts decide."""

TO = ".."
"""What stands between the limits of a figure that is open."""


class Case(Model, frozen=True, kw_only=True):
    """``[[case]]``: one worked example."""

    id: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]*$")]
    official: Annotated[bool, Meta(description="the figures were published, or stand in the official text")] = False
    round: Annotated[int, Meta(ge=1990, le=2200)] | RoundText
    facts: Annotated[Given, Meta(description="laid over [base]")] = {}
    records: Annotated[
        dict[str, list[dict[str, Any]]], Meta(description="dated records, by table; [base] is then not used")
    ] = {}
    expect: Annotated[
        dict[str, bool | int | str | tuple[str, ...]],
        Meta(
            description="line ids, total, rank_points, core_share, distance, eligible, reached, failed_gates, routes, "
            "place, caveats, no_caveats, assumed, not_assumed, unknown, decided_by, or invalid alone; "
            "a figure that is open as 96.50..110.50"
        ),
    ]
    why: Annotated[str, Meta(description="the arithmetic or the source that gives the expected figures")]


class CaseFile(Model, frozen=True, kw_only=True):
    """A file of cases; ``base`` holds the facts that they share."""

    format: Annotated[int, Meta(ge=1, le=1)]
    base: Given = {}
    equivalent: Annotated[
        dict[str, str],
        Meta(description="changes of a number that alter nothing, each with the reason: no case can fail"),
    ] = {}
    case: tuple[Case, ...]


def cases_beside(edition: Edition) -> Path:
    """Give the path of an edition's cases."""
    return Path(edition.path).with_suffix(".cases.toml")


def load_cases(path: Path) -> CaseFile:
    """Load a file of cases. Raises InvalidPolicy with everything wrong in it, NotFound."""
    text = read_text(path)
    cases = fit(dates_as_text(parse_toml(text, str(path), InvalidPolicy)), CaseFile, str(path), text)
    ids = [case.id for case in cases.case]
    twice = [
        Finding(code="duplicate-id", values={"seen": name}, file=str(path), line=line_of(text, ("case", at, "id")))
        for at, name in enumerate(ids)
        if name in ids[:at]
    ]
    if twice:
        raise InvalidPolicy(twice)
    return cases


def run_case(case: Case, base: Given, edition: Edition) -> list[Finding]:
    """Score a case; list every figure that differs from what it expects."""
    try:
        round_ = read_round(case.round)
        if round_ is None or not edition.calendar.has_kind(round_):
            values = {"seen": str(case.round), "city": edition.id, "allowed": rounds_text([edition])}
            return [Finding(code="unknown-round", values=values, place=case.id)]
        actual = answers(score_under(applicant_in(case, base), edition, round_), case)
    except InvalidApplicant as error:
        places = (finding.place.removeprefix("facts.") for finding in error.findings)
        actual = {"invalid": tuple(dict.fromkeys(places))}
    return [
        Finding(
            code="case-failed",
            values={"seen": name, "actual": _text(actual.get(name)), "allowed": _text(expected)},
            place=case.id,
        )
        for name, expected in case.expect.items()
        if _text(actual.get(name)) != _text(expected)
    ]


def applicant_in(case: Case, base: Given) -> Applicant:
    """Make the applicant of a case. Raises InvalidApplicant where its records are wrong."""
    return applicant_of({"facts": {**({} if case.records else base), **case.facts}, **case.records})


def answers(result: Score, case: Case) -> dict[str, object]:
    """Give everything that a case may expect of a score, points as exact text with all their places."""
    found: dict[str, object] = {line.indicator.id: _figure(line.points_range) for line in result.lines}
    found |= {
        "total": _figure(result.total_range),
        "rank_points": _figure(result.rank_range),
        "core_share": _figure(result.core_share_range),
        "distance": _figure(result.distance_range),
        "eligible": UNDETERMINED if result.eligible is None else result.eligible,
        "reached": UNDETERMINED if result.reached is None and result.has_line else result.reached,
        "failed_gates": result.failed_gates,
        "routes": result.routes,
        "place": result.place and result.place.id,
        "unknown": result.unknown,
        "decided_by": result.decided_by,
    }
    caveats = {caveat.id for caveat, _ in result.edition.caveats}
    shown = {caveat.id for caveat in result.caveats}
    facts, assumed = set(result.edition.facts), set(result.assumed)
    for key, there in (  # those named must be there, or must not; others may; a misspelt one is never right
        ("caveats", shown),
        ("no_caveats", caveats - shown),
        ("assumed", assumed),
        ("not_assumed", facts - assumed),
    ):
        named = case.expect.get(key)
        if isinstance(named, tuple):
            found[key] = tuple(name for name in named if name in there)
    return found


def _figure(limits: tuple[Decimal, Decimal] | None) -> object:
    """Give a figure, or its limits as ``96.50..110.50`` where it is open."""
    return limits and (limits[0] if limits[0] == limits[1] else f"{limits[0]}{TO}{limits[1]}")


def _text(value: object) -> str:
    """Write a figure so that 15 and 15.00 are the same and 15.0049 is not."""
    if isinstance(value, tuple):
        return " ".join(value) or "none"
    ends = harmless("none" if value is None else value).lower().split(TO)
    return TO.join(end.rstrip("0").rstrip(".") if "." in end else end for end in ends)
