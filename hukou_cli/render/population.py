"""What a change of rules does to people, as a screen: gains and losses, who passes, what each rule brings, groups."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.decimals import half_up, to_decimal
from hukou_cli.base.redaction import visible
from hukou_cli.render.edition_text import city_title, english_note, line_round_text, round_text
from hukou_cli.render.labels import value_text
from hukou_cli.render.layout import hanging, print_parts, section
from hukou_cli.render.sentences import listed
from hukou_cli.scoring.population import (
    PERCENTS,
    SIDES,
    Bar,
    Comparison,
    EditionInRound,
    GroupChange,
    LineChange,
    Reason,
    Side,
    Turned,
)
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say
from hukou_cli.text.screen_population import REASON_CODES

MOST_LINES, MOST_GROUPS_SHOWN = 12, 10
"""Rules and groups that a screen shows."""

SIGNS: dict[Side, str] = {"before": "−", "after": "+"}

MEDIAN = 50
"""The percent whose order statistic is called the median."""


def print_comparison(found: Comparison, language: Language, to: Console) -> None:
    """Print the editions and the rows, then a section each on totals, who passes, rules and groups."""
    parts: list[RenderableType] = [Text(title_text(found, language), style="bold")]
    parts.append(hanging([f"{SIGNS[side]} {side_text(at, language)}" for side, at in _sides(found)], ""))
    parts += [Text(text, style="dim") for text in (*english_notes(found, language), *row_texts(found, language))]
    parts.append(Text())
    if found.rows.both:
        parts += section(say("population_points", language), *_totals(found, language, to))
        parts += section(say("population_passing", language), *_passing(found, language))
        parts += section(say("population_lines", language), *_lines(found, language, to))
        if found.by is not None:
            parts += section(by_text(found, language), *_groups(found, language, to))
        parts.append(Text(say("population_method", language), style="dim"))
    else:
        parts.append(Text(say("population_nobody", language)))
    print_parts(parts, to, language)


def title_text(found: Comparison, language: Language) -> str:
    """Return what is told of: so many people."""
    return say("population_title", language, f"{found.rows.both:,}")


def _sides(found: Comparison) -> list[tuple[Side, EditionInRound]]:
    return list(zip(SIDES, (found.before, found.after), strict=True))


def side_text(at: EditionInRound, language: Language) -> str:
    """Return an edition, or the file of a draft, with its round, and that the rules have ended before it where so."""
    told = [at.edition.id, city_title(at.edition, language), round_text(at.round, language)]
    if at.has_ended:
        told.append(say("population_expired", language, at.edition.file.policy.in_force_to))
    return " · ".join(told)


def english_notes(found: Comparison, language: Language) -> list[str]:
    """Return for each edition how many of its texts are shown in Chinese on an English screen; nothing for none."""
    notes = (english_note(at.edition, language) for _, at in _sides(found))
    return list(dict.fromkeys(note for note in notes if note))


def row_texts(found: Comparison, language: Language) -> Iterator[str]:
    """Yield how many rows there are of each kind, and why some are not scored."""
    rows = found.rows
    numbers = (rows.read, rows.both, rows.only_before, rows.only_after, rows.neither)
    key = "population_rows_all" if rows.read == rows.both else "population_rows"
    told = say(key, language, visible(found.table), *(f"{number:,}" for number in numbers))
    skipped = say("population_passed_over", language, f"{rows.passed_over:,}") if rows.passed_over else ""
    yield told + skipped
    alike = found.reasons["before"] == found.reasons["after"]
    for side in SIDES[: 1 if alike else None]:
        reasons = [
            say("population_reason", language, f"{one.rows:,}", _reason_text(one, language))
            for one in found.reasons[side]
        ]
        if reasons:
            kind = say(f"population_reasons_{'both' if alike else side}", language)
            yield f"  {say('named', language, kind, listed(reasons, language))}"
    city, round_ = found.before.edition.file.policy.folder, found.before.round
    if any(found.reasons.values()) and not found.before.named.endswith(".toml"):
        yield f"  {say('population_reject_hint', language, visible(found.table), city, round_)}"


def _reason_text(reason: Reason, language: Language) -> str:
    """Return a mistake in words, with its column and its code."""
    words = say(f"reason_{reason.code if reason.code in REASON_CODES else 'other'}", language)
    if reason.column:
        return say("population_reason_of", language, visible(reason.column), words, reason.code)
    return say("population_reason_of_row", language, words, reason.code)


def points(value: Decimal) -> str:
    """Return points with thousands apart.

    >>> points(Decimal("-106000.50"))
    '−106,000.50'
    """
    return f"{value:,}".replace("-", "−")


def change_text(value: Decimal) -> str:
    """Return a change with its sign and thousands apart.

    >>> change_text(Decimal("106000.50")), change_text(Decimal("0.00"))
    ('+106,000.50', '0.00')
    """
    return f"+{value:,}" if value > 0 else points(value)


def mean(total: Decimal, people: int, places: int) -> Decimal:
    """Return the mean of a sum, rounded half up.

    >>> mean(Decimal("0.05"), 2, 2), mean(Decimal("-0.05"), 2, 2), mean(Decimal("0.00"), 0, 2)
    (Decimal('0.03'), Decimal('-0.03'), Decimal('0.00'))
    """
    numerator, denominator = total.as_integer_ratio()
    return to_decimal(half_up(numerator, denominator * max(1, people), places), places)


def share(number: int, of: int) -> str:
    """Return a share in percent to one place, rounded half up.

    >>> share(1, 3), share(0, 0)
    ('33.3', '0.0')
    """
    return str(to_decimal(half_up(100 * number, max(1, of), 1), 1))


def gain_lose_text(found: Comparison, language: Language) -> str:
    """Return how many gain, lose and stay the same, with their shares."""
    figures = (figure for number in (found.gain, found.lose, found.same) for figure in _with_share(number, found))
    return say("population_gain_lose", language, *figures)


def _with_share(number: int, found: Comparison) -> tuple[str, str]:
    return f"{number:,}", share(number, found.rows.both)


def mean_text(found: Comparison, language: Language) -> str:
    """Return the mean and the sum of the change."""
    average = mean(found.change, found.rows.both, found.places)
    return say("population_mean", language, change_text(average), change_text(found.change))


def percent_heads(language: Language) -> list[str]:
    """Return what the order statistics are called."""
    named = {PERCENTS[0]: "population_lowest", MEDIAN: "population_median", PERCENTS[-1]: "population_highest"}
    return [
        say(named[percent], language) if percent in named else say("population_percent", language, percent)
        for percent in PERCENTS
    ]


def quantile_rows(found: Comparison, language: Language) -> Iterator[list[str]]:
    """Yield the order statistics of the change and of both totals, behind their name."""
    yield [say("population_change", language), *map(change_text, found.quantiles["change"])]
    for side in SIDES:
        yield [say(f"population_{side}", language), *map(points, found.quantiles[side])]


def _totals(found: Comparison, language: Language, to: Console) -> Iterator[RenderableType]:
    yield Text(gain_lose_text(found, language))
    yield Text(mean_text(found, language))
    yield _grid(["", *percent_heads(language)], quantile_rows(found, language), to, least=9)


def _passing(found: Comparison, language: Language) -> Iterator[RenderableType]:
    for text in passing_texts(found, language):
        yield Text(text)
    for text in passing_notes(found, language):
        yield hanging([text], "dim")


def passing_texts(found: Comparison, language: Language) -> Iterator[str]:
    """Yield what is to be reached and how many pass under each edition, who passes newly or no longer, conditions."""
    if found.passing is not None:
        quota = _quota_text(found, language)
        if quota:
            yield quota
        for side in SIDES:
            named = say(f"population_{side}", language)
            yield f"{SIGNS[side]} {say('named', language, named, bar_text(found.bars[side], language))}"
        yield turned_text(found.passing, language)
        if found.passing.rejected_after or found.passing.rejected_before:
            numbers = (found.passing.rejected_after, found.passing.rejected_before)
            yield say("population_alone", language, *(f"{number:,}" for number in numbers))
    met = found.eligible
    counts = (met.both + met.no_longer, met.both + met.newly, met.newly, met.no_longer)
    yield say("population_eligible", language, *(f"{number:,}" for number in counts))


def passing_notes(found: Comparison, language: Language) -> Iterator[str]:
    """Yield what to do where no line is known, or where the line would move."""
    if found.passing is None:
        yield say("population_no_bar", language)
    elif any(
        bar.kind != "quota" and at.edition.file.policy.regime == "ranking"
        for bar, (_, at) in zip(found.bars.values(), _sides(found), strict=True)
    ):
        yield say("population_line_moves", language)


def turned_text(turned: Turned, language: Language) -> str:
    """Return how many pass newly, no longer, both times and neither time."""
    numbers = (turned.newly, turned.no_longer, turned.both, turned.neither)
    return say("population_turned", language, *(f"{number:,}" for number in numbers))


def _quota_text(found: Comparison, language: Language) -> str:
    """Return the quota with its rule for ties; empty where none is given."""
    rankings = [bar.ranking for bar in found.bars.values() if bar.ranking is not None]
    if not rankings:
        return ""
    rules = {bar.ties for bar in found.bars.values()}
    kind = "both" if len(rules) > 1 else "strict" if rules == {"strict"} else "all"
    return say(f"population_quota_{kind}", language, f"{rankings[0].quota:,}")


def bar_text(bar: Bar, language: Language) -> str:
    """Return what is to be reached under an edition, and how many reach it."""
    passed = f"{bar.passed:,}"
    if bar.kind == "quota":
        if bar.points is None:
            return say("population_bar_none", language)
        return say("population_bar_quota", language, points(bar.points), passed)
    if bar.kind == "last_line" and bar.round is not None and bar.points is not None:
        told = say("population_bar_last_line", language, points(bar.points), _plain_round(bar, language))
    elif bar.points is None:
        told = say("population_bar_rules", language)
    else:
        told = say(f"population_bar_{bar.kind}", language, points(bar.points))
    return say("population_bar_passed", language, told, passed)


def _plain_round(bar: Bar, language: Language) -> str:
    assert bar.round is not None
    return line_round_text(bar.round, language)


def changed_lines(found: Comparison) -> list[LineChange]:
    """Return the rules by which somebody's points change, the largest sum first."""
    changed = [line for line in found.lines if line.gain or line.lose]
    return sorted(changed, key=lambda line: -abs(line.change))


def line_name(line: LineChange, language: Language) -> str:
    """Return the name of a rule, and that it is new or dropped where so."""
    name = pick(line.name, language)
    return name if len(line.sides) > 1 else say(f"population_only_{line.sides[0]}", language, name)


def line_heads(language: Language) -> list[str]:
    """Return the headings of the table of rules."""
    return ["", *(say(f"population_{name}_head", language) for name in ("gain", "lose", "mean", "sum"))]


def line_cells(line: LineChange, found: Comparison, language: Language) -> list[str]:
    """Return the cells of a rule: its name, who gains and loses, the mean over all people, the sum."""
    average = mean(line.change, found.rows.both, found.places)
    figures = (f"{line.gain:,}", f"{line.lose:,}", change_text(average), change_text(line.change))
    return [line_name(line, language), *figures]


def outside_cells(found: Comparison, language: Language) -> list[str]:
    """Return the cells of what changes in totals and in no rule."""
    average = mean(found.outside_lines, found.rows.both, found.places)
    return [say("population_outside", language), "", "", change_text(average), change_text(found.outside_lines)]


def _lines(found: Comparison, language: Language, to: Console) -> Iterator[RenderableType]:
    changed = changed_lines(found)
    rows = [line_cells(line, found, language) for line in changed[:MOST_LINES]]
    if found.outside_lines:
        rows.append(outside_cells(found, language))
    if rows:
        yield _grid(line_heads(language), rows, to)
    if len(changed) > MOST_LINES:
        yield Text(say("population_lines_more", language, len(changed) - MOST_LINES), style="dim")
    if len(changed) < len(found.lines):
        yield Text(say("population_lines_same", language, len(found.lines) - len(changed)), style="dim")


def by_text(found: Comparison, language: Language) -> str:
    """Return by what people are grouped: the name of the fact, or else of the column."""
    assert found.by is not None
    return say(
        "population_by", language, visible(found.by) if found.by_fact is None else pick(found.by_fact.name, language)
    )


def group_name(group: GroupChange, found: Comparison, language: Language) -> str:
    """Return what a group is called: an option or a flag in words, any other text as it is."""
    fact, value = found.by_fact, group.value
    if value is None:
        return say("population_empty", language)
    if fact is not None and fact.type == "flag" and value in ("true", "false"):
        return value_text(fact, value == "true", language)
    return value_text(fact, value, language) if fact is not None and value in fact.choices else visible(value)


def group_heads(found: Comparison, language: Language) -> list[str]:
    """Return the headings of the table of groups."""
    passing = ("newly", "no_longer") if found.passing is not None else ()
    names = ("people", "gain", "lose", "mean")
    heads = [say(f"population_{name}_head", language) for name in names]
    return ["", *heads, say("population_median", language), *(say(f"population_{x}_head", language) for x in passing)]


def group_cells(group: GroupChange, found: Comparison, language: Language) -> list[str]:
    """Return the cells of a group: what it is called, people, gains, losses, mean, median, who passes newly or not."""
    name = group_name(group, found, language)
    numbers = (f"{number:,}" for number in (group.people, group.gain, group.lose))
    figures = (change_text(mean(group.change, group.people, found.places)), change_text(group.median))
    passing = (f"{group.newly:,}", f"{group.no_longer:,}") if found.passing is not None else ()
    return [name, *numbers, *figures, *passing]


def _groups(found: Comparison, language: Language, to: Console) -> Iterator[RenderableType]:
    shown = found.groups[:MOST_GROUPS_SHOWN]
    yield _grid(group_heads(found, language), [group_cells(group, found, language) for group in shown], to)
    more = len(found.groups) - len(shown) + found.more_groups
    if more:
        yield Text(say("population_groups_more", language, f"{more:,}"), style="dim")


def _grid(
    heads: Sequence[str], rows: "Sequence[Sequence[str]] | Iterator[list[str]]", to: Console, least: int = 6
) -> Table:
    """Return a table of figures, the first column of words as wide as is left."""
    cells = [list(row) for row in rows]
    widths = [max(least, *(Text(row[at]).cell_len for row in [list(heads), *cells])) + 1 for at in range(1, len(heads))]
    table = Table.grid()
    table.add_column(width=max(8, to.width - sum(widths)), overflow="fold")
    for width in widths:
        table.add_column(width=width, justify="right", no_wrap=True)
    table.add_row(*(Text(head, style="dim") for head in heads))
    for row in cells:
        table.add_row(*row)
    return table
