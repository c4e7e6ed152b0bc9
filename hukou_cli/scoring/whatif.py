"""What-if: what each thing that an applicant can do is worth, and the smallest sets of them that get the applicant in.

What can be done is declared by the policies, as levers; nothing else is ever proposed. Each step is scored with the
whole policy, its side effects as records: who studies beside the job gets the degree and its deduction.
"""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from hukou_cli.applicant.document import Applicant
from hukou_cli.base import calendar
from hukou_cli.base.decimals import to_decimal
from hukou_cli.base.errors import Finding, InvalidOption, NotFound, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.facts.types import UNKNOWN
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import as_known_on
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.goal import go_together
from hukou_cli.scoring.growth import Growth, growth_of
from hukou_cli.scoring.past_lines import past_lines
from hukou_cli.scoring.plan_basis import RoundDays, round_days, stands_still
from hukou_cli.scoring.rounds_ahead import RoundsAhead
from hukou_cli.scoring.scenarios import Found, NoScenario, Scenario, Scenarios
from hukou_cli.scoring.score import score_under
from hukou_cli.scoring.step import Step
from hukou_cli.scoring.steps import Offer, offer_of
from hukou_cli.scoring.ways_in import WaysIn, line_of, rounds_searched
from hukou_cli.scoring.whatif_result import Effect, GoalLine, RoundBefore, WhatIf, Worth
from hukou_cli.scoring.written import collect_facts

MOST_STEPS_EVER = 5
"""The most steps of a set that may be asked for: more are hardly a plan."""

_AHEAD = (0, 1, 3, 7)
"""Which of the rounds to come are shown: the next, the one after, and two further on, as a degree takes three years."""

_MONTHS_AHEAD = (6, 12, 36, 84)
"""The same in months, where applications are open all year."""

_FEW = 8
"""Up to so many other steps each round is asked what a step does beside them, beyond that the last round first."""

_YEARS = 9
"""How many years ahead rounds are listed where no year was asked for."""


def what_if(  # noqa: PLR0913 - what a what-if depends on
    applicant: Applicant,
    policy: Edition,
    steps: Sequence[str] | None = None,
    *,
    today: datetime.date,
    on: datetime.date | None = None,
    earlier: Sequence[Edition] = (),
    by: int | None = None,
    line: Decimal | None = None,
    goal: GoalLine | None = None,
    most: int | None = None,
    grow: Sequence[str] = (),
) -> WhatIf:
    """Score an applicant with each step that the policy's levers offer, and with sets of them where a goal is set.

    Args:
        applicant: A loaded file.
        policy: The edition.
        steps: The ids of the levers or steps to try (default: all that are offered).
        today: Dates after it are refused unless planned.
        on: The day to judge on: steps begin in the month after it (default: ``today``).
        earlier: Earlier editions of the city, whose lines are joined where ``[line]`` says so.
        by: The last year that is looked at.
        line: A total to reach, in place of the forecast of a ranking.
        goal: Looks for the smallest sets that reach the middle of the forecast, or for sure its upper end; where the
            rules fix what is to be reached, both are the same.
        most: The most steps that such a set may have (default: 3, with more than 40 steps 2).
        grow: The facts given as months that grow by a month a month, or ``all`` of those that can.

    Raises:
        InvalidApplicant: With everything that is wrong with the applicant.
        InvalidOption: A step is not offered; ``by`` or ``most`` is out of range; ``line`` is given where the rules fix
            what is to be reached; there is no line to reach; a fact of ``grow`` cannot grow.
        NotFound: The rules have ended by that day, their points were not seen, or there is no round to come.

    """
    day = calendar.from_date(on or today)
    if on is not None:
        policy, earlier = as_known_on(policy, day), [as_known_on(edition, day) for edition in earlier]
    ahead = RoundsAhead(policy, on or today, past_lines(policy, earlier), line)
    ahead.require_year(by, "--by")
    if most is not None and not 1 <= most <= MOST_STEPS_EVER:
        values = {"seen": str(most), "allowed": f"1–{MOST_STEPS_EVER}"}
        raise InvalidOption([Finding(code="most-out-of-range", values=values, place="--most")])
    if goal is not None and policy.is_scored and ahead.kind in ("last_known", "none"):
        raise InvalidOption([Finding(code="goal-needs-line", values={"city": policy.id}, place="--goal")])
    growth = growth_of(applicant, policy, grow, day) if grow else None
    return _WhatIf(applicant, ahead, by, steps, today, growth).answer(goal, most)


class _WhatIf:
    """One applicant, the rounds to come, and what can be done."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a what-if depends on
        self,
        applicant: Applicant,
        ahead: RoundsAhead,
        by: int | None,
        wanted: Sequence[str] | None,
        today: datetime.date,
        growth: Growth | None,
    ) -> None:
        self.growth = growth
        self.ahead, self.edition, self.by = ahead, ahead.edition, by
        self.applicant, days = applicant, round_days(applicant, self.edition).days
        of_round = [name for name, fact in self.edition.facts.items() if fact.of_round and name not in days]
        self.assumed = tuple(name for name in of_round if name in self.edition.used)
        self.days = RoundDays(self.edition, {**dict.fromkeys(of_round, 0), **days})
        self.places = self.edition.file.policy.decimals
        self.ahead_rounds = ahead.rounds(by or ahead.on.year + _YEARS)
        if not self.ahead_rounds:
            values = {"city": self.edition.id, "seen": str(by or ahead.on.year)}
            raise NotFound([Finding(code="no-round-ahead", values=values)])
        first = self.ahead_rounds[0]
        self.before = score_under(self.applicant_in(first), self.edition, first, calendar.from_date(today))
        self.wanted = wanted
        offer = offer_of(applicant, self.edition, ahead.on, self.before.values)
        self.begins = calendar.month_of(calendar.from_date(ahead.on)) + 1
        self.not_offered, self.steps = offer.not_offered, offer.steps
        if wanted is not None:
            self.steps = _wanted(offer, wanted)
        written, _, _ = collect_facts(applicant, self.edition)
        unknown = {name for name, (_, raw) in written.items() if raw == UNKNOWN}
        self.scenarios = Scenarios(self.applicant_in, self.edition, applicant.told_records, self.steps, unknown)

    def applicant_in(self, round_: RoundId) -> Applicant:
        """Return the applicant as of a round: months that grow, and its first day for days of another, or not given."""
        applicant = self.applicant if self.growth is None else self.growth.applicant_in(round_)
        return self.days.applicant_in(applicant, round_)

    def answer(self, goal: GoalLine | None, most: int | None) -> WhatIf:
        """Return what each step is worth, and where a goal is set the smallest sets that reach it."""
        rounds = self.rounds_shown()
        base = [self.scenarios.whole((), round_) for round_ in rounds]
        missing = next((found.facts for found in base if isinstance(found, NoScenario)), ())
        worths, refused = self.worths(rounds, base)
        grown = () if self.growth is None else tuple(self.growth.months)
        searched = rounds_searched(self.ahead, self.ahead_rounds, self.by)
        return WhatIf(
            edition=self.edition,
            applicant_id=self.applicant.id,
            on=self.ahead.on,
            begins=self.begins,
            kind=self.ahead.kind,
            past=self.ahead.past,
            rounds=tuple(map(self.round_before, rounds, base)),
            steps=tuple(sorted(worths, key=_order)),
            not_offered=self.not_offered,
            refused=tuple(refused),
            has_chosen_steps=self.wanted is not None,
            together=self.together(rounds, base),
            decided_by=missing,
            stands_still=tuple(name for name in stands_still(self.applicant, self.edition) if name not in grown),
            grown=grown,
            first_days=self.assumed,
            goal=None if goal is None or missing else WaysIn(self.scenarios, self.ahead, goal).found(searched, most),
        )

    # ------------------------------------------------------------ the rounds

    def rounds_shown(self) -> list[RoundId]:
        """Return the rounds in which the worth of steps is told: none that counts up to a day before they begin."""
        at = _MONTHS_AHEAD if self.edition.calendar.is_open_all_year else _AHEAD
        first = calendar.first_of(self.begins)
        dates = ((round_, self.edition.calendar.window(round_).dates["as_of"]) for round_ in self.ahead_rounds)
        rounds = [round_ for round_, day in dates if round_.day or day >= first]
        return [rounds[number] for number in at if number < len(rounds)] or self.ahead_rounds[-1:]

    def round_before(self, round_: RoundId, base: Found) -> RoundBefore:
        """Return a round as it comes if nothing else changes."""
        known = base if isinstance(base, Scenario) else None
        return RoundBefore(
            round=round_,
            total=None if known is None or not self.edition.is_scored else to_decimal(known.total, self.places),
            may_apply=None if known is None else self.may_apply(known),
            line=line_of(self.ahead, round_, "middle"),
            rules_ended=self.ahead.have_rules_ended(round_),
        )

    def may_apply(self, known: Scenario) -> bool | None:
        """Return whether the conditions to apply are met; None where missing facts decide it."""
        if self.scenarios.may_apply(known.failing | known.open):
            return True
        return None if self.scenarios.may_apply(known.failing) else False

    # ------------------------------------------------------------ what each step is worth

    def worths(self, rounds: Sequence[RoundId], base: Sequence[Found]) -> tuple[list[Worth], list[Step]]:
        """Return what each step does, and the steps that go against other facts."""
        worths: list[Worth] = []
        refused: list[Step] = []
        for step in self.steps:
            found = [self.scenarios.whole((step,), round_) for round_ in rounds]
            if all(isinstance(each, NoScenario) and not each.facts for each in found):
                refused.append(step)
                continue
            effects = (self.effect(before, after, [step]) for before, after in zip(base, found, strict=True))
            worths.append(Worth(step, tuple(effects)))
        idle = [worth for worth in worths if not _is_something(worth.effects)]
        others = _one_of_each_rung([worth for worth in worths if worth not in idle], idle)
        return [self.beside(worth, others, rounds) if worth in idle else worth for worth in worths], refused

    def together(self, rounds: Sequence[RoundId], base: Sequence[Found]) -> tuple[Effect, ...]:
        """Return what steps that were asked for do when all are taken; nothing where they cannot be."""
        if self.wanted is None or len(self.steps) <= 1 or not go_together(self.steps):
            return ()
        found = (self.scenarios.whole(self.steps, round_) for round_ in rounds)
        return tuple(self.effect(before, after, self.steps) for before, after in zip(base, found, strict=True))

    def effect(self, before: Found, after: Found, steps: Sequence[Step]) -> Effect:
        """Return the difference that steps make, also where the total is open by lines that they do not touch."""
        rules, lines, is_open = self.scenarios.rules_of(steps), {}, False
        limits = zip(_line_limits(before), _line_limits(after), strict=False)
        for at, ((old, most_before), (new, most_after)) in enumerate(limits):
            if (old, new) == (most_before, most_after):
                lines[self.edition.indicators[at][0].id] = new - old
            else:
                is_open |= bool(rules >> (self.scenarios.index.first_line + at) & 1)
        worth = sum(lines.values()) if lines and not is_open and self.edition.total is None else None
        if isinstance(before, Scenario) and isinstance(after, Scenario):
            worth = after.total - before.total
        return Effect(
            worth=None if worth is None else to_decimal(worth, self.places),
            lines={name: to_decimal(units, self.places) for name, units in lines.items() if units},
            opens=self.conditions(before.failing & ~after.failing),
            closes=self.conditions(after.failing & ~before.failing),
        )

    def conditions(self, bits: int) -> tuple[str, ...]:
        """Return conditions by id, those that a route needs by the id of the route."""
        named = [rule.id for rule, _ in self.edition.gates] + [rule.id for rule, _ in self.edition.vetoes]
        named += [route.id for route, needs in self.edition.routes for _ in needs]
        return tuple(dict.fromkeys(name for at, name in enumerate(named) if bits >> at & 1))

    def beside(self, worth: Worth, others: Sequence[Step], rounds: Sequence[RoundId]) -> Worth:
        """Return what a step that does nothing alone does beside another one, with which it does the most.

        Whether it does something is asked of the last round first.
        """
        step, best = worth.step, worth
        for other in others:
            if other.lever.id == step.lever.id or other.contradicts(step) or not self.scenarios.is_joint(step, other):
                continue
            if not self.effect_beside(step, other, rounds[-1]).is_something and len(others) > _FEW:
                continue
            found = Worth(step, tuple(self.effect_beside(step, other, round_) for round_ in rounds), other)
            if _is_something(found.effects) and _order(found) < _order(best):
                best = found
        return best

    def effect_beside(self, step: Step, other: Step, round_: RoundId) -> Effect:
        """Return what a step does for who takes another one."""
        alone, both = self.scenarios.whole((other,), round_), self.scenarios.whole((other, step), round_)
        return self.effect(alone, both, [other, step])


def _wanted(offer: Offer, wanted: Sequence[str]) -> tuple[Step, ...]:
    """Return the steps of some ids, of levers or of steps. Raises InvalidOption for one that is not offered."""
    known = {name for step in offer.steps for name in (step.id, step.lever.id)}
    wrong = [name for name in wanted if name not in known]
    if wrong:
        values = {
            "seen": harmless(wrong[0]),
            "nearest": nearest(wrong[0], sorted(known)) or "",
            "allowed": " ".join(sorted(known)),
        }
        raise InvalidOption([Finding(code="unknown-step", values=values, place="--steps")])
    return tuple(step for step in offer.steps if step.id in wanted or step.lever.id in wanted)


def _line_limits(found: Found) -> Sequence[tuple[int, int]]:
    """Return the limits of the points of each line; none where nobody can have such facts."""
    return found.lines if isinstance(found, NoScenario) else [(points, points) for points in found.lines]


def _is_something(effects: Iterable[Effect]) -> bool:
    return any(effect.is_something for effect in effects)


def _one_of_each_rung(useful: Sequence[Worth], idle: Sequence[Worth]) -> list[Step]:
    """Return the steps beside which another may do something: those that do, and of the others the first of a lever."""
    first = {worth.step.lever.id: worth.step for worth in reversed(idle)}
    return [worth.step for worth in useful if worth.step.rank[1] == 1] + list(first.values())


def _order(worth: Worth) -> tuple[bool, bool, list[Decimal]]:
    """Order steps: what does nothing and what hangs on another one last, else what is worth the most soonest first."""
    amounts = [-(effect.worth or Decimal(0)) for effect in worth.effects]
    return not _is_something(worth.effects), worth.beside is not None, amounts
