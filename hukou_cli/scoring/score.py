"""Score one applicant under one edition: every line with its arithmetic, its points and its source."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.applicant.files import Applicant, applicant_of
from hukou_cli.errors import Finding
from hukou_cli.exact import half_up, to_decimal
from hukou_cli.formula.evaluate import Step, evaluate
from hukou_cli.formula.names import Value
from hukou_cli.months import LATEST, from_date
from hukou_cli.policy.edition import LINES, TOTAL, Edition, Window
from hukou_cli.policy.model import Caveat, Gate, Indicator, Round, Veto
from hukou_cli.scoring.given import Given, facts_of

if TYPE_CHECKING:
    from hukou_cli.scoring.counting import Counted

SHARE_PLACES = 4


class Check(msgspec.Struct, frozen=True):
    """A gate or a veto decided: ``passed`` is whether it lets the applicant through."""

    rule: Gate | Veto
    passed: bool
    step: Step


class Line(msgspec.Struct, frozen=True):
    """One indicator in a result. ``step`` is its whole calculation, ``units`` its points in units of 10**-places."""

    indicator: Indicator
    step: Step
    units: int
    places: int

    @property
    def points(self) -> Decimal:
        """The points, rounded half up to the policy's places."""
        return to_decimal(self.units, self.places)


class Score(msgspec.Struct, frozen=True, dict=True):
    """The answer for one applicant. Points are exact decimals with the policy's number of places.

    ``values`` holds every fact and derived quantity used; ``derived`` the calculation of each derived one;
    ``assumed`` the facts that stand at their default; ``counts`` those counted from dated records; ``notes`` what was
    noticed in the records and is no mistake.
    """

    edition: Edition
    round: int
    applicant_id: str | None
    values: dict[str, Value]
    assumed: tuple[str, ...]
    derived: dict[str, Step]
    gates: tuple[Check, ...]
    vetoes: tuple[Check, ...]
    lines: tuple[Line, ...]
    caveats: tuple[Caveat, ...]
    counts: "dict[str, Counted]" = {}
    notes: tuple[Finding, ...] = ()

    @property
    def places(self) -> int:
        """How many decimal places points have."""
        return self.edition.file.policy.decimals

    @cached_property
    def eligible(self) -> bool:
        """Whether every gate holds and no veto does."""
        return all(check.passed for check in (*self.gates, *self.vetoes))

    @property
    def failed_gates(self) -> tuple[str, ...]:
        """The ids of the gates that do not hold and of the vetoes that do."""
        return tuple(check.rule.id for check in (*self.gates, *self.vetoes) if not check.passed)

    @cached_property
    def totals(self) -> dict[str, int]:
        """The line ids, the groups and ``lines``, in units of 10**-places: what ``[result]`` may speak of."""
        sums = {line.indicator.id: line.units for line in self.lines}
        for line in self.lines:
            if line.indicator.group:
                sums[line.indicator.group] = sums.get(line.indicator.group, 0) + line.units
        return sums | {LINES: sum(line.units for line in self.lines)}

    @cached_property
    def total(self) -> Decimal:
        """The total: the sum of the lines, or what the policy's ``[result]`` says."""
        formula = self.edition.total
        if formula is None:
            return to_decimal(self.totals[LINES], self.places)
        step = evaluate(formula, self.values | self.totals)
        return to_decimal(half_up(step.value, formula.den, self.places), self.places)

    @cached_property
    def core(self) -> Decimal:
        """The points of the core lines: insurance and residence."""
        return to_decimal(sum(line.units for line in self.lines if line.indicator.core), self.places)

    @property
    def core_share(self) -> Decimal | None:
        """The core lines' share of the total, rounded to four places; None where the total is not above 0."""
        if self.total <= 0:
            return None
        core, total = (int(points.scaleb(self.places)) for points in (self.core, self.total))
        return to_decimal(half_up(core, total, SHARE_PLACES), SHARE_PLACES)

    @cached_property
    def cutoff(self) -> Round | None:
        """The latest round, up to this one, with a published cut-off."""
        return self.edition.cutoff(self.round)

    @property
    def distance(self) -> Decimal | None:
        """How far the total lies above (or, negative, below) the latest cut-off; None where there is none."""
        if self.cutoff is None or self.cutoff.cutoff is None:
            return None
        return self.total - self.cutoff.cutoff

    @cached_property
    def reached(self) -> bool | None:
        """Whether the pass mark or the latest cut-off is reached; None where the policy has neither."""
        if self.edition.passes is not None:
            return bool(evaluate(self.edition.passes, self.values | self.totals | {TOTAL: self._total_units}).value)
        return None if self.distance is None else self.distance >= 0

    @property
    def _total_units(self) -> int:
        return int(self.total.scaleb(self.places))


def score(
    applicant: Applicant | Mapping[str, object],
    policy: Edition,
    round: int | None = None,  # noqa: A002 - the word of the field
    *,
    today: datetime.date | None = None,
) -> Score:
    """Score an applicant under an edition, in the round of a year (default: the latest round the edition knows).

    ``applicant`` is a loaded file, or facts by id: months and counts as whole numbers, amounts and numbers as
    decimals (int, Decimal or text, never float), dates as ``date`` or ``"yyyy-mm-dd"``, choices by option id, flags as
    bool. Dates after ``today`` are refused where it is given.

    Raises InvalidApplicant with everything that is wrong or missing.
    """
    if isinstance(applicant, Mapping):
        applicant = _of_facts(applicant)
    year = policy.latest_round if round is None else round
    window = policy.window(year)
    given = facts_of(applicant, policy, window, LATEST if today is None else from_date(today))
    return _scored(applicant.id, policy, year, given, window)


def _of_facts(facts: Mapping[str, object]) -> Applicant:
    """Make an applicant of facts by id; ``id``, ``city`` and ``facts`` mean what they mean in a file."""
    if "facts" in facts:
        return applicant_of(facts)
    top = {key: value for key, value in facts.items() if key in ("id", "city")}
    return applicant_of({**top, "facts": {key: value for key, value in facts.items() if key not in top}})


def _scored(applicant_id: str | None, edition: Edition, year: int, given: Given, window: Window) -> Score:
    values: dict[str, Value] = {**window.dates, **given.values}
    derived: dict[str, Step] = {}
    rules = edition.evaluators
    for name, calculate in rules.derived.items():
        derived[name] = step = calculate(values)
        values[name] = step.value
    places = edition.file.policy.decimals
    lines = []
    for indicator, calculate, den in rules.indicators:
        step = calculate(values)
        lines.append(Line(indicator, step, half_up(step.value, den, places), places))
    gates = [(gate, calculate(values)) for gate, calculate in rules.gates]
    vetoes = [(veto, calculate(values)) for veto, calculate in rules.vetoes]
    return Score(
        edition=edition,
        round=year,
        applicant_id=applicant_id,
        values=values,
        assumed=given.assumed,
        derived=derived,
        gates=tuple([Check(gate, bool(step.value), step) for gate, step in gates]),
        vetoes=tuple([Check(veto, not step.value, step) for veto, step in vetoes]),
        lines=tuple(lines),
        caveats=tuple([caveat for caveat, touches in rules.caveats if touches is None or touches(values).value]),
        counts=given.counts,
        notes=given.notes,
    )
