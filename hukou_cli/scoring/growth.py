"""Months that an applicant gave as numbers, grown by a month a month for the rounds ahead."""

from collections.abc import Sequence

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.calendar import month_of
from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules.ast import names_in
from hukou_cli.rules.record_sets import Period, parts_like
from hukou_cli.scoring.plan_basis import round_days
from hukou_cli.scoring.score import score_under
from hukou_cli.scoring.written import collect_facts

ALL = "all"
"""What names every fact that can grow."""

_GOING_ON = frozenset(("insurance", "home", "permit", "marriage"))
"""The kinds of records that go on."""


class Growth(msgspec.Struct, frozen=True):
    """The months that grow, as they are on the counting day of the round that a score takes by default."""

    applicant: Applicant
    edition: Edition
    months: dict[str, int]
    counted_to: int

    def applicant_in(self, round_: RoundId) -> Applicant:
        """Return the applicant with the months of a round, each at most what can be in it."""
        window = self.edition.calendar.window(round_)
        more = max(0, month_of(window.dates["as_of"]) - self.counted_to)
        grown = {name: min(months + more, window.limits[name][1]) for name, months in self.months.items()}
        return msgspec.structs.replace(self.applicant, set_={**self.applicant.set_, **grown})


def growth_of(applicant: Applicant, edition: Edition, names: Sequence[str], day: int) -> Growth:
    """Return the growth of facts given as months.

    Args:
        applicant: The applicant.
        edition: The policy.
        names: Ids of facts, or ``all``. With a fact grow those that a constraint ties to it: the months of insurance
            since a date cannot stand still while those of all time grow.
        day: ``yyyymmdd``; the numbers are of the round that is scored by default on it.

    Raises:
        InvalidOption: A fact is not given, is 0, or is not one of months that go on: of insurance, a home, a permit or
            a marriage, and not within a stretch that ends or moves; or of anything else that ``grows``.
        InvalidApplicant: With everything that is wrong with the applicant.

    """
    base = edition.calendar.default(day)
    values = score_under(round_days(applicant, edition).applicant_in(applicant, base), edition, base).values
    written, _, _ = collect_facts(applicant, edition)
    months = {
        name: value for name in written if goes_on_by_months(edition, name) and (value := int(values.get(name) or 0))
    }
    wrong = [name for name in names if name not in months and name != ALL]
    if wrong:
        allowed = " ".join(months)
        values_of = {"seen": harmless(wrong[0]), "allowed": allowed or "none", "allowed_zh": allowed or "无"}
        raise InvalidOption([Finding(code="cannot-grow", values=values_of, place="--grow")])
    tied = months.keys() if ALL in names else _tied(edition, set(names))
    chosen = {name: value for name, value in months.items() if name in tied}
    return Growth(applicant, edition, chosen, month_of(edition.calendar.window(base).dates["as_of"]))


def _tied(edition: Edition, names: set[str]) -> set[str]:
    """Return facts with all that constraints tie to them, directly or through others."""
    constraints = [set(names_in(formula)) for _, formula in edition.constraints]
    while more := {name for tied in constraints if tied & names for name in tied} - names:
        names = names | more
    return names


def goes_on_by_months(edition: Edition, name: str) -> bool:
    """Return whether a fact counts months that go on: without an end of their own, and not the last ones only."""
    if name not in edition.facts or edition.facts[name].type != "months":
        return False
    if edition.facts[name].grows:
        return True
    kinds = edition.kinds_counted.get(name, frozenset())
    if not kinds or not kinds <= _GOING_ON:
        return False
    counting = edition.counts.get(name) or edition.streaks[name][0]
    return all(period.bound == "since" for period in parts_like(counting.formula, Period))
