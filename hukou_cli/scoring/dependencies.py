"""Which rules of an edition may come out differently when some facts or records of an applicant change.

This is read off the formulas alone, whoever the applicant is. Whether a change shows is not asked: moving a job changes
no fact of somebody who rents, and yet it does once there is a home of one's own beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

import msgspec

from hukou_cli.policy.edition import Edition
from hukou_cli.rules.ast import Formula, names_in
from hukou_cli.rules.record_sets import PART_OF, Counting, record_sets_in


class Dependents(msgspec.Struct, frozen=True):
    """What depends on a change.

    Attributes:
        names: The facts and derived quantities that may have another value.
        rules: The rules that may come out differently, as a bit set over ``RuleIndex``.

    """

    names: frozenset[str]
    rules: int


class RuleIndex:
    """The rules of an edition, each with a number, and what each name is used by.

    Gates come first, then vetoes and the needs of routes, lines, constraints, and the names that ``[result]`` uses.

    Args:
        edition: The policy.
        unknown: The facts of which the applicant says that they are not known: no default stands for them.

    Attributes:
        conditions: The gates, vetoes and needs, as a bit set.
        routes: The needs of each route, as bit sets.
        first_line: The number of the first line.
        matter_by_others: The facts that are asked for only where others make them matter, and have no default then.

    """

    def __init__(self, edition: Edition, unknown: AbstractSet[str] = frozenset()) -> None:
        self.edition, self.unknown = edition, unknown
        self._rules: dict[str, int] = {}
        self._users: dict[str, set[str]] = {}
        self._mattering: dict[str, set[str]] = {}
        number = self._add(formula for _, formula in (*edition.gates, *edition.vetoes))
        self.routes: list[int] = []
        for _, needs in edition.routes:
            before, number = number, self._add((formula for _, formula in needs), number)
            self.routes.append((1 << number) - (1 << before))
        self.conditions = (1 << number) - 1
        self.first_line = number
        number = self._add((formula for _, formula in edition.indicators), number)
        number = self._add((formula for _, formula in edition.constraints), number)
        self.result_names = frozenset(
            name for formula in (edition.total, edition.passes) if formula is not None for name in names_in(formula)
        )
        for at, name in enumerate(sorted(self.result_names)):
            self._rules[name] = self._rules.get(name, 0) | 1 << (number + at)
        self._add_facts()
        self._countings = [*_countings(edition)]

    def _add(self, formulas: Iterable[Formula], number: int = 0) -> int:
        """Give each formula a number, from one on; return the number after the last."""
        for formula in formulas:
            for name in set(names_in(formula)):
                self._rules[name] = self._rules.get(name, 0) | 1 << number
            number += 1
        return number

    def _add_facts(self) -> None:
        """Note which names hang on which others: derived quantities, narrowed choices, disputed facts, conditions."""
        edition = self.edition
        for name, formula in edition.derived.items():
            self._use(name, names_in(formula))
        counted = {name for name, _ in _countings(edition)}
        for name, formula in edition.relevance.items():
            if name not in edition.defaults or name in counted or name in self.unknown:
                for each in names_in(formula):  # else its default stands whether or not it matters
                    self._mattering.setdefault(each, set()).add(name)
        self.matter_by_others = frozenset().union(*self._mattering.values())
        for name, by in edition.narrowed.items():
            self._use(name, (by,))
        for name, readings in edition.file.readings.items():
            self._use(name, (*readings.facts, readings.decided_by))
        for name, counting in _countings(edition):
            self._use(name, (tag for _, tag in counting.tags if tag in edition.facts))
            self._use(name, (edition.facts[name].until,))

    def _use(self, name: str, used: Iterable[str]) -> None:
        for each in used:
            self._users.setdefault(each, set()).add(name)

    def dependents(self, facts: AbstractSet[str], kinds: AbstractSet[str], *, is_first: bool = False) -> Dependents:
        """Return what depends on a change of facts and of records.

        Args:
            facts: The facts that may have another value.
            kinds: The kinds of records of which some are added or end.
            is_first: Whether the applicant told of no dated records before: the first one ends the silence on all.

        """
        return self._reached(facts, kinds, (self._users, self._mattering), is_first=is_first)

    def counted(self, facts: AbstractSet[str], kinds: AbstractSet[str], *, is_first: bool = False) -> frozenset[str]:
        """Return the facts that a change gives another value, but for those of which it changes whether they matter.

        Args:
            facts: As for ``dependents``.
            kinds: As for it.
            is_first: As for it.

        """
        names = self._reached(facts, kinds, (self._users,), is_first=is_first).names
        return names & self.edition.facts.keys()

    def _reached(
        self,
        facts: AbstractSet[str],
        kinds: AbstractSet[str],
        ways: tuple[Mapping[str, set[str]], ...],
        *,
        is_first: bool,
    ) -> Dependents:
        names = set(facts)
        names |= {name for name, counting in self._countings if kinds and (is_first or kinds & _kinds_of(counting))}
        left = [*names]
        while left:
            name = left.pop()
            for way in ways:
                more = way.get(name, set()) - names
                names |= more
                left += more
        rules = 0
        for name in names:
            rules |= self._rules.get(name, 0)
        return Dependents(frozenset(names), rules)


def _countings(edition: Edition) -> Iterator[tuple[str, Counting]]:
    """Yield every set expression of an edition with the fact that it is of."""
    for expressions in (edition.counts, edition.bearing, edition.excluding):
        yield from expressions.items()
    for name, streak in edition.streaks.items():
        yield from ((name, counting) for counting in streak if counting is not None)


def _kinds_of(counting: Counting) -> set[str]:
    """Return every kind of record that an expression names, on either side of a difference."""
    return {PART_OF.get(named.kind, named.kind) for named in record_sets_in(counting.formula)} | counting.kinds
