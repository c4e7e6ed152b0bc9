"""What changes from one round to the next, line by line, and the facts that changed it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from hukou_cli.base.decimals import to_decimal
from hukou_cli.rules.ast import Formula, names_in
from hukou_cli.rules.prose import quantity_text
from hukou_cli.scoring.result import Line, Score


class Cause(msgspec.Struct, frozen=True):
    """A fact, or a derived quantity, that differs between two rounds; ``before`` and ``after`` are its values as text.

    A quantity is named where no fact that it takes differs: it follows from the dates of the rounds alone, as an age.
    """

    name: str
    before: str
    after: str


class LineChange(msgspec.Struct, frozen=True):
    """What a line gives more, or less, than in the round before.

    Attributes:
        line: The id of the line.
        change: The difference in points; not 0 but where it usually is another.
        is_usual: Whether it is the most frequent change of this line in the plan.
        causes: What differs in its formula.

    """

    line: str
    change: Decimal
    is_usual: bool
    causes: tuple[Cause, ...]


def line_changes(scores: Sequence[Score]) -> list[tuple[LineChange, ...]]:
    """Return, for each score of a plan but the first, what changed since the score before it.

    A line that missing facts leave open is left out. A line that stays as it is counts as a change of 0, and is listed
    where another change is the usual one.
    """
    steps = [dict(_differences(before, after)) for before, after in pairwise(scores)]
    usual: dict[str, int] = {}
    for line in dict.fromkeys(line for step in steps for line in step):
        usual[line] = Counter(step[line] for step in steps if line in step).most_common(1)[0][0]
    return [
        tuple(
            _change(before, after, line, units, is_usual=units == usual[line])
            for line, units in step.items()
            if units or usual[line]
        )
        for (before, after), step in zip(pairwise(scores), steps, strict=True)
    ]


def _differences(before: Score, after: Score) -> Iterator[tuple[str, int]]:
    """Yield how much each settled line changes, in units of ``10**-places``."""
    for one, two in zip(before.lines, after.lines, strict=True):
        if one.points is not None and two.points is not None:
            yield two.indicator.id, two.low - one.low


def _change(before: Score, after: Score, line: str, units: int, *, is_usual: bool) -> LineChange:
    places = after.edition.file.policy.decimals
    formula = _line(after, line).formula
    causes = tuple(dict.fromkeys(_causes(before, after, formula)))
    return LineChange(line, to_decimal(units, places), is_usual, causes)


def _line(score: Score, id_: str) -> Line:
    return next(line for line in score.lines if line.indicator.id == id_)


def _causes(before: Score, after: Score, formula: Formula) -> Iterator[Cause]:
    """Yield the facts of a formula whose values differ, of its derived quantities the facts that they come from."""
    edition = after.edition
    for name in names_in(formula):
        old, new = before.values.get(name), after.values.get(name)
        if old is None or new is None or old == new:
            continue
        if name in edition.facts:
            fact = edition.facts[name]
            yield Cause(name, fact.text(old), fact.text(new))
        elif name in edition.derived:
            deeper = list(_causes(before, after, edition.derived[name]))
            own = _derived(before, after, name)
            yield from deeper or own


def _derived(before: Score, after: Score, name: str) -> Iterator[Cause]:
    """Yield a derived quantity as a cause of its own; a condition is none."""
    one, two = before.derived.get(name), after.derived.get(name)
    if one is not None and two is not None and not isinstance(before.values[name], bool):
        yield Cause(name, quantity_text(one), quantity_text(two))
