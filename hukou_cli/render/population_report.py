"""What a change of rules does to people, as Markdown and as charts for a page."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal

from hukou_cli.render.markdown import table
from hukou_cli.render.plan_chart import axis_step
from hukou_cli.render.population import (
    SIGNS,
    by_text,
    change_text,
    changed_lines,
    english_notes,
    gain_lose_text,
    group_cells,
    group_heads,
    line_cells,
    line_heads,
    mean_text,
    outside_cells,
    passing_notes,
    passing_texts,
    percent_heads,
    quantile_rows,
    row_texts,
    side_text,
    title_text,
)
from hukou_cli.render.report import counted_bars
from hukou_cli.scoring.population import SIDES, Comparison
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

FINEST = 2
"""The decimals of the narrowest bins."""

BINS = 20
"""About how many bars the chart of changes has."""


def comparison_markdown(found: Comparison, language: Language) -> str:
    """Return a comparison as a Markdown page."""
    sides = zip(SIDES, (found.before, found.after), strict=True)
    parts = [
        f"# {title_text(found, language)}",
        "\n".join(
            f"- {say('named', language, say(f'population_{side}', language), side_text(at, language))}"
            for side, at in sides
        ),
        *(text.strip() for text in (*english_notes(found, language), *row_texts(found, language))),
    ]
    if not found.rows.both:
        return "\n\n".join([*parts, say("population_nobody", language)]) + "\n"
    parts += [f"**{gain_lose_text(found, language)}**", mean_text(found, language)]
    parts += [f"## {say('population_points', language)}"]
    parts.append(table(["", *percent_heads(language)], quantile_rows(found, language)))
    parts += [f"## {say('population_passing', language)}"]
    parts += [_listed(text) for text in passing_texts(found, language)]
    parts += passing_notes(found, language)
    parts += [f"## {say('population_lines', language)}", *_lines(found, language)]
    if found.by is not None:
        parts.append(f"## {by_text(found, language)}")
        parts.append(table(group_heads(found, language), [group_cells(each, found, language) for each in found.groups]))
        if found.more_groups:
            parts.append(say("population_groups_more", language, f"{found.more_groups:,}"))
    return "\n\n".join([*parts, say("population_method", language)]) + "\n"


def _listed(text: str) -> str:
    """Return a line of the screen as one of a list, where it begins with a sign."""
    sign, _, rest = text.partition(" ")
    return f"- {rest}" if sign in SIGNS.values() else text


def _lines(found: Comparison, language: Language) -> Iterator[str]:
    changed = changed_lines(found)
    rows = [line_cells(line, found, language) for line in changed]
    if found.outside_lines:
        rows.append(outside_cells(found, language))
    if rows:
        yield table(line_heads(language), rows)
    if len(changed) < len(found.lines):
        yield say("population_lines_same", language, len(found.lines) - len(changed))


def comparison_charts(found: Comparison, language: Language) -> Iterator[str]:
    """Yield the histogram of the changes, as bars; nothing where all changes are the same."""
    if len(found.changes) > 1:
        rows = [
            (_bin_name(low, high, language), people, "less" if low < 0 else "sure" if high > 0 else "open")
            for low, high, people in histogram(found.changes)
        ]
        yield counted_bars(rows, say("population_chart", language))


def histogram(changes: Sequence[tuple[Decimal, int]], bins: int = BINS) -> list[tuple[Decimal, Decimal, int]]:
    """Count people by their change: no change by itself, the others in bins of one width, from the lowest on.

    Args:
        changes: The changes, the lowest first, with how many people have each.
        bins: About how many bins there are.

    Returns:
        The lowest and the highest change that occur in each bin that is not empty, and how many people it has.

    >>> histogram([(Decimal(-1), 2), (Decimal(0), 5), (Decimal("0.5"), 3), (Decimal("0.9"), 1), (Decimal(4), 1)], 5)
    [(Decimal('-1'), Decimal('-1'), 2), (Decimal('0'), Decimal('0'), 5), (Decimal('0.5'), Decimal('0.9'), 4), \
(Decimal('4'), Decimal('4'), 1)]

    """
    step = axis_step(changes[-1][0] - changes[0][0], bins, Decimal(1).scaleb(-FINEST))
    found: list[tuple[Decimal, Decimal, int]] = []
    last: tuple[bool, Decimal] | None = None
    for change, people in changes:
        key = (change == 0, (change / step).to_integral_value(ROUND_FLOOR))
        if key == last:
            low, _, upto = found[-1]
            found[-1] = (low, change, upto + people)
        else:
            found.append((change, change, people))
        last = key
    return found


def _bin_name(low: Decimal, high: Decimal, language: Language) -> str:
    if low == high:
        return change_text(low)
    return say("from_to", language, change_text(low), change_text(high))
