"""What to know beside the points: the place, what is missing, breaks, what to check, and defaults."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import month_set, spans_text
from hukou_cli.base.points_text import signed_difference
from hukou_cli.render.labels import clauses, facts_text, labels, listed, value_text
from hukou_cli.render.layout import NARROW, hanging, section
from hukou_cli.scoring.result import Break, Score, Unbroken
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

MOST_NAMES = 2
"""How many facts of one break are named before the rest is counted."""


def remarks(score: Score, language: Language, width: int, *, is_full: bool) -> Iterator[RenderableType]:
    """Yield each remark behind its heading.

    Args:
        score: The result.
        language: The language.
        width: The width of the screen, in columns.
        is_full: Whether defaults are printed in full further down, so that they are not counted here.

    """
    rows = [*_rows(score, language, width, is_full=is_full)]
    table = Table.grid()
    if rows and width >= NARROW:
        heading = max(cell_len(head) for head, _ in rows) + 2
        table.add_column(width=heading)
        table.add_column(width=width - heading, overflow="fold")
        for head, said in rows:
            table.add_row(Text(head, style="bold"), said)
    for head, said in rows if width < NARROW else ():
        yield Text(head, style="bold")
        yield Padding(said, (0, 0, 0, 2))
    if rows and width >= NARROW:
        yield table


def _rows(score: Score, language: Language, width: int, *, is_full: bool) -> Iterator[tuple[str, Text]]:
    place = place_text(score, language)
    if place:
        yield say("place_head", language), Text(place)
    if score.unknown:
        yield say("unknown", language), _missing(score, language)
    for hole in shown_breaks(score):
        yield say("break", language), Text(break_text(hole, score, language))
    if score.notes:
        yield say("notes", language), Text(clauses((note.sentence(language) for note in score.notes), language))
    if score.assumed and not is_full:
        yield say("assumed", language), Text(_defaults(score, language, width))


def closing(score: Score, language: Language, *, counts_doubts: bool) -> str:
    """Return that the result is an estimate, and how many of its rules are not certain."""
    if not counts_doubts or not score.caveats:
        return say("estimate", language)
    return say("estimate_doubts", language, len(score.caveats))


def place_text(score: Score, language: Language) -> str:
    """Return the place of registration by name, or that none holds, or the facts that decide it.

    Nothing where a place asks for what no fact tells, and none before it holds.
    """
    if score.place is not None:
        return pick(score.place.name, language)
    is_open = any(holds is None for _, holds in score.registration)
    if not is_open:
        is_decided = bool(score.registration) and len(score.registration) == len(score.edition.places)
        return say("no_place", language) if is_decided else ""
    return say("depends", language, facts_text(score.place_decided_by, score.edition, language))


def _missing(score: Score, language: Language) -> Text:
    """Return the missing facts that matter, each with its id, and how many make no difference."""
    label = labels(score.edition, language)
    matter = [name for name in score.unknown if name in score.decided_by or name in score.place_decided_by]
    said = Text()
    for name in matter:
        said.append(label(name, "")).append(f" ({name})\n", style="dim")
    others = [name for name in score.unknown if name not in matter]
    if others:
        said.append(say("no_difference", language, facts_text(others, score.edition, language)), style="dim")
    said.rstrip()
    return said


def break_text(hole: Break, score: Score, language: Language) -> str:
    """Return the months of a hole, what the run lost by it, and what that cost in points and conditions."""
    months = spans_text(month_set(hole.first, hole.last))
    named = facts_text(hole.facts[:MOST_NAMES], score.edition, language)
    if len(hole.facts) > MOST_NAMES:
        named = say("and_more", language, named, len(hole.facts) - MOST_NAMES)
    without = hole.unbroken
    if without is None:
        said = [say("break_cost", language, months, hole.lost, named, hole.run)]
    else:
        said = [say("break_run", language, months, named, hole.run, without.run), *_cost(without, score, language)]
    if hole.kind == "insurance":
        said.append(say("break_paid", language))
    return clauses(said, language)


def shown_breaks(score: Score) -> list[Break]:
    """Return the breaks worth a word: not what has merely ended, as a rental before one's own home, at no cost."""
    return [hole for hole in score.breaks if hole.run or hole.unbroken is None or not hole.unbroken.is_same]


def _cost(without: Unbroken, score: Score, language: Language) -> Iterator[str]:
    """Yield the points that a break cost, and the conditions and routes that fail by it alone."""
    if without.points:
        yield say("points", language, signed_difference(without.points))
    rules = {check.id: check.rule for check in (*score.gates, *score.vetoes)}
    routes = {checked.route.id: checked.route for checked in score.route_checks}
    missed = [pick(rules[id_].name, language) for id_ in without.gates]
    missed += [pick(routes[id_].name, language) for id_ in without.routes]
    if missed:
        yield say("break_met", language, listed(missed, language))
    if without.is_same:
        yield say("break_free", language)


def _defaults(score: Score, language: Language, width: int) -> str:
    """Return the defaults that fit on one row by name and value, at least one, and how many more there are."""
    texts = [*_default_texts(score, score.assumed, language)]
    for shown in range(len(texts), 0, -1):
        named, left = listed(texts[:shown], language), len(texts) - shown
        said = say("defaults_more", language, named, left) if left else named
        if cell_len(said) + cell_len(say("assumed", language)) + 2 <= width:
            break
    return said


def _default_texts(score: Score, names: Iterable[str], language: Language) -> Iterator[str]:
    for name in names:
        fact = score.edition.facts[name]
        yield say("named", language, pick(fact.name, language), value_text(fact, score.values[name], language))


def assumed(score: Score, language: Language) -> list[RenderableType]:
    """Return every default with the id to give it by."""
    if not score.assumed:
        return []
    texts = zip(_default_texts(score, score.assumed, language), score.assumed, strict=True)
    return section(say("assumed", language), hanging((f"· {text}  {name}" for text, name in texts), "dim"))
