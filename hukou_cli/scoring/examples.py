"""Worked examples run: a case is scored, and every figure that is not the expected one is told."""

from decimal import Decimal

from hukou_cli.applicant.document import Applicant, applicant_of
from hukou_cli.base.decimals import limits_text
from hukou_cli.base.errors import Finding, InvalidApplicant, NotFound
from hukou_cli.base.mismatches import unknown_key
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.cases import Case, Given
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_findings import rounds_text
from hukou_cli.policy.rounds import read_round
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under

UNDETERMINED = "undetermined"
"""Value that a case expects of a verdict which missing facts decide."""

TO = ".."
"""Separator of the two limits of an open figure."""


NO_FIGURES = ("caveats", "no_caveats", "assumed", "not_assumed", "invalid")
"""Keys that ``expect`` may have beside the figures of a score."""


def run_case(case: Case, base: Given, edition: Edition) -> list[Finding]:
    """Score a case and compare it with what it expects.

    Returns:
        Every figure that differs; or why nothing can be compared: facts refused, a round that is not there, names in
        ``expect`` that no figure has.

    """
    try:
        actual = answers(score_case(case, base, edition), case)
    except NotFound as error:
        return [finding.at(place=case.id) for finding in error.findings]
    except InvalidApplicant as error:
        if "invalid" not in case.expect:
            return [finding.at(place=case.id) for finding in error.findings]
        places = (finding.place.removeprefix("facts.") for finding in error.findings)
        actual = {"invalid": tuple(dict.fromkeys(places))}
    else:
        known = tuple(dict.fromkeys([*actual, *NO_FIGURES]))
        unknown = [
            unknown_key(name, known).at(place=f"{case.id}.expect.{name}") for name in case.expect if name not in known
        ]
        if unknown:
            return unknown
    return [
        Finding(
            code="case-failed",
            values={"seen": name, "actual": _text(actual.get(name)), "allowed": _text(expected)},
            place=case.id,
        )
        for name, expected in case.expect.items()
        if _text(actual.get(name)) != _text(expected)
    ]


def score_case(case: Case, base: Given, edition: Edition) -> Score:
    """Score the applicant of a case in its round.

    Raises:
        InvalidApplicant: The facts or records of the case are refused.
        NotFound: The edition has no such round.

    """
    round_ = read_round(case.round)
    if round_ is None or not edition.calendar.has_kind(round_):
        values = {"seen": str(case.round), "city": edition.id, "allowed": rounds_text([edition])}
        values |= edition.file.policy.name.gaps("city")
        raise NotFound([Finding(code="unknown-round", values=values)])
    return score_under(applicant_in(case, base), edition, round_)


def applicant_in(case: Case, base: Given) -> Applicant:
    """Make the applicant of a case. Raises InvalidApplicant where its records are wrong."""
    return applicant_of({"facts": {**({} if case.records else base), **case.facts}, **case.records})


def answers(result: Score, case: Case) -> dict[str, object]:
    """Return everything that a case may expect of a score, points as exact text with all their places."""
    found: dict[str, object] = {line.indicator.id: _figure(line.points_range) for line in result.lines}
    found |= {
        "total": _figure(result.total_range),
        "rank_points": _figure(result.rank_range),
        "core_share": _figure(result.core_share_range),
        "distance": _figure(result.distance_range),
        "may_rise": _figure(result.may_rise_range),
        "eligible": UNDETERMINED if result.eligible is None else result.eligible,
        "enters_ranking": UNDETERMINED
        if result.enters_ranking is None and result.edition.has_entry_mark
        else result.enters_ranking,
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
    """Return a figure, or its limits as ``96.50..110.50`` where it is open."""
    return limits and (limits[0] if limits[0] == limits[1] else limits_text(limits))


def _text(value: object) -> str:
    """Write a figure so that 15 and 15.00 are the same and 15.0049 is not."""
    if isinstance(value, tuple):
        return " ".join(value) or "none"
    ends = harmless("none" if value is None else value).lower().split(TO)
    return TO.join(end.rstrip("0").rstrip(".") if "." in end else end for end in ends)
