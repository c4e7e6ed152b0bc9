"""Boxes of missing facts: subdivided until the limits of every rule are reached by values that the facts may have.

The missing facts are parted so that no rule takes facts of two parts. A part starts as one box, in which each rule has
an *outer* range by interval arithmetic, and an *inner* range of what it comes to at the corners of the box. Where the
two differ, the boxes that reach an outer end are cut in halves (branch and bound), until both agree or there are too
many boxes: so the limits always hold the true value, and are nearly always those of somebody who may exist.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from hukou_cli.rules.ast import Condition
from hukou_cli.rules.contraction import contracted, inequalities_of, is_empty
from hukou_cli.rules.intervals import added, bounds, either, meet
from hukou_cli.rules.possible import Possible, Range
from hukou_cli.rules.relaxation import Relaxation, is_linear_in_part
from hukou_cli.scoring.partial_rules import Box, PartialRules, Rule
from hukou_cli.scoring.subdivision import count_values, ends_of, subdivide

Table = dict[tuple[Possible, ...], Range]
"""Range of a rule, by the pieces of the facts that it takes."""

MOST_VALUES = 64
"""The most combinations of values of a part that are tried one by one, which shows which facts decide."""

_ALL_CORNERS = 4
"""The most facts of a box of which every corner is tried."""

_NEAR = 5
"""Hundredths of a point by which limits may be wider than what several facts come to: rounding cannot be followed."""


class Part(msgspec.Struct, frozen=True):
    """Missing facts that some rules take together, the boxes that the constraints allow, and what each rule comes to.

    The part without facts has the rules that are settled, and one box.
    """

    facts: frozenset[str]
    boxes: list[Box]
    tables: dict[Rule, Table]


def partition(rules: PartialRules, most: int) -> list[frozenset[str]]:
    """Part the missing facts so that no rule takes facts of two parts; the part without facts comes first.

    Args:
        rules: The rules, evaluated partially.
        most: The most combinations of values that facts may have to be joined by what adds nothing to a sum: single
            needs, places, caveats, and names that ``[result]`` uses.

    """
    adding = (*rules.constraints, *rules.gates, *rules.vetoes, rules.some_route, *rules.lines)
    bound = [rule.facts for rule in adding] + [rules.in_order(pair) for pair in rules.edition.narrowed.items()]
    not_added = [rule.facts for rule in rules.every_rule() if rule not in adding]
    not_added += [rules.behind.get(name, ()) for name in rules.result_names]
    parts = [frozenset([name]) for name in rules.in_order(itertools.chain(*bound, *not_added))]
    for facts in bound:
        parts = _bind(parts, facts)
    for facts in not_added:
        together = _bind(parts, facts)
        if math.prod(_values(rules, name) for part in together if part not in parts for name in part) <= most:
            parts = together
    return [frozenset(), *parts]


def _bind(parts: list[frozenset[str]], facts: Iterable[str]) -> list[frozenset[str]]:
    """Join the parts that have some of these facts."""
    touched = [part for part in parts if not part.isdisjoint(facts)]
    return [part for part in parts if part not in touched] + ([frozenset().union(*touched)] if touched else [])


def _values(rules: PartialRules, name: str) -> int:
    return count_values(rules.edition.facts[name], rules.box[name])


def settled_part(rules: PartialRules, known: Mapping[Rule, Table]) -> Part:
    """Return the part without facts: the rules that are settled, in one box; what some of them come to may be known."""
    settled = [rule for rule in rules.every_rule() if not rule.facts]
    tables = {rule: known.get(rule) or {(): bounds(rule.formula, rules.box)} for rule in settled}
    return Part(frozenset(), [rules.box], tables)


def evaluate_part(rules: PartialRules, facts: frozenset[str], most: int, *, limits: bool = True) -> Part:
    """Subdivide a part into boxes, and evaluate in each the rules that take its facts.

    Args:
        rules: The rules, evaluated partially.
        facts: The missing facts of the part.
        most: About how many boxes there may be.
        limits: Whether the limits of what is open are wanted, and not only what is open.

    """
    search = _Search(rules, rules.in_order(facts), limits=limits)
    boxes = [leaf.box for leaf in search.leaves(most)]
    tables = {rule: {rule.pieces(box): search.range_of(rule, box) for box in boxes} for rule in search.rules}
    return Part(facts, boxes, tables)


class _Leaf(msgspec.Struct, frozen=True, eq=False):
    """A box that is not subdivided, and the range of each target in it."""

    box: Box
    ranges: tuple[Range, ...]


class _Search:
    """Branch and bound over the boxes of a part. Its *targets* are the rules, and the sums of their lines.

    Attributes:
        rules: The rules that take facts of the part.
        targets: The facts of each target.
        limits: Whether a target that is known to be open is examined further, for its limits.
        inner: The hull of what each target comes to at the corners tried; None before the first one.

    """

    def __init__(self, partial: PartialRules, facts: tuple[str, ...], *, limits: bool) -> None:
        def takes(rule: Rule) -> bool:
            return not set(facts).isdisjoint(rule.facts)

        self.partial, self.limits = partial, limits
        self.declared = {name: partial.edition.facts[name] for name in facts}
        self.counts = {name: _values(partial, name) for name in facts}
        self.rules = [rule for rule in partial.every_rule() if takes(rule)]
        self.constraints = [rule for rule in partial.constraints if takes(rule)]
        self.inequalities = inequalities_of(rule.formula for rule in self.constraints)
        definitions = {name: rule.formula for name, rule in partial.derived.items()}
        self.derived = {name: rule for name, rule in partial.derived.items() if takes(rule)}
        core = [rule for (line, _), rule in zip(partial.edition.indicators, partial.lines, strict=True) if line.core]
        self.lines = {
            rule: Relaxation(rule.formula, definitions, self.inequalities)
            for rule in partial.lines
            if takes(rule) and not isinstance(rule.formula, Condition) and is_linear_in_part(rule.formula)
        }
        self.sums = [[at for at, rule in enumerate(self.rules) if rule in lines] for lines in (partial.lines, core)]
        added_up = [partial.in_order(name for at in lines for name in self.rules[at].facts) for lines in self.sums]
        self.targets = [*(rule.facts for rule in self.rules), *added_up]
        self.near = _NEAR * 10**partial.edition.file.policy.decimals // 100
        self.inner: list[Range | None] = [None for _ in self.targets]
        self.seen: dict[Rule, Table] = defaultdict(dict)
        self.visited: set[tuple[Possible, ...]] = set()

    def leaves(self, most: int) -> list[_Leaf]:
        """Return boxes that hold every combination of values that the constraints allow."""
        few = math.prod(self.counts.values()) <= min(MOST_VALUES, most)
        found = self.evaluated(self.single_values() if few else [self.partial.box])
        self.visit_corners(found)
        while len(found) < most:
            halves = {
                leaf: cut for leaf, open_end in self.unsettled(found).items() if (cut := self.cut(leaf, open_end))
            }
            if not halves:
                break
            found = [leaf for leaf in found if leaf not in halves]
            for cut in halves.values():
                self.visit_corners(cut)
                found += cut
        return found

    def single_values(self) -> Iterator[Box]:
        """Yield a box for every combination of values."""
        values = [subdivide(self.declared[name], self.partial.box[name], count) for name, count in self.counts.items()]
        for combination in itertools.product(*values):
            yield self.partial.box | dict(zip(self.declared, combination, strict=True))

    def evaluated(self, boxes: Iterable[Box]) -> list[_Leaf]:
        """Evaluate boxes, without those that the constraints rule out."""
        return [leaf for box in boxes if (leaf := self.leaf_of(box)) is not None]

    def leaf_of(self, box: Box) -> _Leaf | None:
        """Contract a box by the constraints and evaluate every target in it; None where they rule it out."""
        if self.inequalities and len(self.declared) > 1:
            box = contracted(box, self.inequalities)
        if is_empty({name: box[name] for name in self.declared}) or not _fits(self.partial, box):
            return None
        if not all(self.range_of(rule, box)[1] for rule in self.constraints):
            return None
        for name, rule in self.derived.items():
            box = {**box, name: meet(self.range_of(rule, box), self.partial.box[name])}
        ranges = [self.range_of(rule, box) for rule in self.rules]
        return _Leaf(box, (*ranges, *(added(ranges[at] for at in lines) for lines in self.sums)))

    def range_of(self, rule: Rule, box: Box) -> Range:
        """Return the range of a rule in a box, worked out once for the same pieces of the facts that it takes."""
        pieces, seen = rule.pieces(box), self.seen[rule]
        if pieces not in seen:
            relaxation = self.lines.get(rule)
            if relaxation is None or len(pieces) == 1 or not any(map(_is_wide, pieces)):
                seen[pieces] = bounds(rule.formula, box)
            else:
                seen[pieces] = relaxation.bounds(box)
        return seen[pieces]

    def corners(self, box: Box) -> Iterator[Box]:
        """Yield the corners of a box not tried yet.

        All of them where the facts are few; else those of all low and of all high ends, and those next to them.
        """
        ends = [ends_of(self.declared[name], box[name]) for name in self.declared]
        if len(ends) <= _ALL_CORNERS:
            found: Iterable[tuple[Possible, ...]] = itertools.product(*ends)
        else:
            found = [
                tuple([pair[side ^ (at == flipped)] for at, pair in enumerate(ends)])
                for side in (0, 1)
                for flipped in range(-1, len(ends))
            ]
        for corner in set(found) - self.visited:
            self.visited.add(corner)
            yield box | dict(zip(self.declared, corner, strict=True))

    def visit_corners(self, leaves: Iterable[_Leaf]) -> None:
        """Widen the inner ranges by what the targets come to at the corners that the constraints allow."""
        for corner in self.evaluated(box for leaf in leaves for box in self.corners(leaf.box)):
            for at, value in enumerate(corner.ranges):
                known = self.inner[at]
                if value[0] == value[1]:
                    self.inner[at] = value if known is None else either((known, value))

    def unsettled(self, leaves: Sequence[_Leaf]) -> dict[_Leaf, tuple[int, int]]:
        """Return the leaves that reach an end of a target which no corner has reached, with that target and end.

        A target that takes facts of other parts too, as a caveat may, is left as wide as it is.
        """
        found: dict[_Leaf, tuple[int, int]] = {}
        for at, facts in enumerate(self.targets if leaves else ()):
            if not self.declared.keys() >= set(facts):
                continue
            inner, outer = self.inner[at], either(leaf.ranges[at] for leaf in leaves)
            if not self.limits and inner is not None and inner[0] != inner[1]:
                continue
            apart = self.near if len(facts) > 1 else 0
            for end in (0, 1):
                if inner is None or abs(inner[end] - outer[end]) > apart:
                    found |= {leaf: (at, end) for leaf in leaves if leaf.ranges[at][end] == outer[end]}
        return found

    def cut(self, leaf: _Leaf, open_end: tuple[int, int]) -> list[_Leaf]:
        """Cut a box in halves along the fact by which the open end of a target comes nearest to what was reached."""
        at, end = open_end
        inner = self.inner[at]
        reached = leaf.ranges[at][1 - end] if inner is None else inner[end]
        cuts = [self.evaluated(halves) for name in self.targets[at] if len(halves := self.halves(leaf.box, name)) > 1]
        return min(cuts, key=lambda cut: sum(abs(half.ranges[at][end] - reached) for half in cut), default=[])

    def halves(self, box: Box, name: str) -> list[Box]:
        """Return a box cut in halves along a fact; or the box itself, where the fact has a single value in it."""
        return [{**box, name: piece} for piece in subdivide(self.declared[name], box[name], 2)]


def _is_wide(possible: Possible) -> bool:
    return isinstance(possible, tuple) and possible[0] < possible[1]


def _fits(partial: PartialRules, box: Box) -> bool:
    """Return whether each choice may go with the one that narrows it, where both are missing."""
    for name, by in partial.edition.narrowed.items():
        if name not in partial.given or by not in partial.given:
            continue  # the one that is missing has the options that go with the other
        options, sources = box[name], box[by]
        if isinstance(options, frozenset) and isinstance(sources, frozenset):
            narrowing = partial.edition.facts[name].narrowing
            if all(options.isdisjoint(narrowing[source]) for source in sources):
                return False
    return True
