"""The worked examples beside a policy file: facts in, expected figures out, each with the arithmetic behind them."""

from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta

from hukou_cli.base.decoding import Model, dates_as_text, repeats
from hukou_cli.base.errors import Finding, InvalidPolicy
from hukou_cli.base.toml_source import line_of, parse_toml, read_text
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.load import fit
from hukou_cli.policy.rounds import ROUND

Given = dict[str, bool | int | str]
RoundText = Annotated[str, Meta(pattern=ROUND, title="round", description="2025, 2026-1 or a day")]


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
            description="line ids, total, rank_points, core_share, distance, may_rise, eligible, enters_ranking, "
            "reached, failed_gates, routes, place, caveats, no_caveats, assumed, not_assumed, unknown, decided_by, or "
            "invalid alone; a figure that is open as 96.50..110.50"
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
    """Return the path of an edition's cases."""
    return Path(edition.path).with_suffix(".cases.toml")


def lines_of_cases(path: Path, cases: CaseFile) -> dict[str, int]:
    """Return the lines of a file of cases by place: ``id``, ``id.expect.total``, ``id.facts.degree``.

    A fact that stands in ``[base]`` alone has its line there.
    """
    text = read_text(path)
    lines = {}
    for at, case in enumerate(cases.case):
        lines[case.id] = line_of(text, ("case", at))
        for figure in case.expect:
            lines[f"{case.id}.expect.{figure}"] = line_of(text, ("case", at, "expect", figure))
        for fact in {**cases.base, **case.facts}:
            where = ("case", at, "facts", fact) if fact in case.facts else ("base", fact)
            lines[f"{case.id}.facts.{fact}"] = line_of(text, where)
    return lines


def load_cases(path: Path) -> CaseFile:
    """Load a file of cases. Raises InvalidPolicy with everything wrong in it, NotFound."""
    text = read_text(path)
    cases = fit(dates_as_text(parse_toml(text, str(path), InvalidPolicy)), CaseFile, str(path), text)
    twice = [
        Finding(code="duplicate-id", values={"seen": name}, file=str(path), line=line_of(text, ("case", at, "id")))
        for at, name in repeats(case.id for case in cases.case)
    ]
    if twice:
        raise InvalidPolicy(twice)
    return cases
