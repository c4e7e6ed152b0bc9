"""Which certificate to claim: the total by each level of education that an applicant's records hold."""

from collections.abc import Callable, Iterator

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.base.points_text import spanned
from hukou_cli.rules.record_sets import CLAIMED
from hukou_cli.scoring.result import Claim, Score

FULL_TIME = "full_time_degree"
"""The fact that tells whether the education claimed was full-time; it goes with the certificate."""


def compare_claims(applicant: Applicant, result: Score, score_again: Callable[[Applicant], Score]) -> Score:
    """Return a score with the total by each certificate that could be claimed, and a note where they differ.

    Only where studies of several levels have ended by the counting day, and points are given: the certificate with the
    most points stands first. An applicant who gave a count that hangs on the certificate is not compared: what it
    would be for another is not known.

    Args:
        applicant: The applicant as written.
        result: The score of what is claimed.
        score_again: Scores an applicant under the same edition and round.

    """
    if result.records is None or not result.edition.is_scored or CLAIMED not in result.edition.facts:
        return result
    options = dict(_options(result))
    if len(options) <= 1 or _gave_a_count(result):
        return result
    found = (
        _claim(applicant, result, option, score_again, is_full_time=full_time) for option, full_time in options.items()
    )
    claims = [claim for claim in found if claim]
    if len({claim.total_range for claim in claims}) <= 1:
        return result
    claims.sort(key=lambda claim: claim.total_range, reverse=True)
    seen = ", ".join(f"{claim.degree}: {spanned(claim.total_range)}" for claim in claims)
    names = result.edition.facts[CLAIMED].choices
    by_name = {
        "seen_en": "; ".join(f"{names[claim.degree].en}: {spanned(claim.total_range)}" for claim in claims),
        "seen_zh": "；".join(f"{names[claim.degree].zh} {spanned(claim.total_range)}" for claim in claims),
    }
    note = Finding(code="claims-compared", values={"seen": seen, **by_name})
    return msgspec.structs.replace(result, claims=tuple(claims), notes=(*result.notes, note))


def _options(result: Score) -> Iterator[tuple[str, bool]]:
    """Yield the option of each level whose study has ended, with whether it was full-time; one claimed as it is."""
    assert result.records is not None
    given, choices = str(result.values.get(CLAIMED, "")), result.edition.facts[CLAIMED].choices
    for record in result.records.spans.get("study", ()):
        if record.last <= result.records.as_of:
            for level in record.tags - {"part_time", "full_time"}:
                option = given if given.startswith(f"{level}_") else level
                if option in choices:
                    yield option, "full_time" in record.tags


def _gave_a_count(result: Score) -> bool:
    """Return whether a fact that records count from the study claimed was given straight."""
    hanging = [name for name, kind, choice in result.edition.counts_by_choice if (kind, choice) == ("study", CLAIMED)]
    given = [name for name in hanging if name in result.values and name not in result.assumed]
    return any(name not in result.counts or result.counts[name].value != result.values[name] for name in given)


def _claim(
    applicant: Applicant, result: Score, option: str, score_again: Callable[[Applicant], Score], *, is_full_time: bool
) -> Claim | None:
    """Score one certificate; None where it cannot be claimed with what else is given."""
    if option == result.values.get(CLAIMED):
        return Claim(option, result.total_range)
    claimed: dict[str, object] = {CLAIMED: option}
    if FULL_TIME in result.edition.facts:
        claimed[FULL_TIME] = is_full_time
    try:
        found = score_again(msgspec.structs.replace(applicant, set_={**applicant.set_, **claimed}))
    except InvalidApplicant:
        return None
    return Claim(option, found.total_range)
