"""What to know beside the points: the place, what is missing, breaks, what to check, and defaults."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import month_set, spans_text
from hukou_cli.base.errors import Finding
from hukou_cli.base.points_text import signed_difference
from hukou_cli.render.labels import labels, value_text
from hukou_cli.render.layout import NARROW, hanging, section
from hukou_cli.render.sentences import clauses, facts_text, listed, sentences
from hukou_cli.render.verdict import deciding_eligibility
from hukou_cli.scoring.breaks import Break, Unbroken, breaks_of
from hukou_cli.scoring.defaults import Default, defaults_of
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

MOST_NAMES = 2
"""How many facts of one break, or without effect, are named before the rest is counted."""

MOST_MISSING = 4
"""How many missing facts stand each on a row of its own with its id; more are named in one list."""


MOST_LISTED = 8
"""How many missing facts such a list names; the others are counted."""


IN_HEADING = ("round-ahead", "round-over")
"""Notes that the heading has beside the round."""


MERELY_TOLD = (
    "counted-once", "own-home-first", "records-not-used", "not-asked", "many-not-asked", "other-city", "goes-on",
)  # fmt: skip
"""Notes that ask for nothing."""


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
    if missing := _missing(score, language, is_full=is_full):
        yield say("unknown", language), missing
    for hole in shown_breaks(score):
        yield say("break", language), Text(break_text(hole, score, language))
    notes = [note for note in score.notes if note.code not in IN_HEADING]
    if notes:
        yield say("notes", language), Text(_note_rows(notes, language))
    if score.assumed and not is_full:
        yield say("assumed", language), Text(_defaults(score, language, width))


def _note_rows(notes: Sequence[Finding], language: Language) -> str:
    """Return what there is to do, a row each, and in a last row what is merely told."""
    rows = [note.sentence(language) for note in notes if note.code not in MERELY_TOLD]
    told = [note.sentence(language) for note in notes if note.code in MERELY_TOLD]
    return "\n".join([*rows, *([clauses(told, language)] if told else [])])


def closing(score: Score, language: Language, *, counts_doubts: bool) -> str:
    """Return that the result is an estimate, and how many of its rules are not certain."""
    said = [say("estimate_projected" if score.round_state == "projected" else "estimate", language)]
    if counts_doubts and score.caveats:
        said.append(say("doubts", language, len(score.caveats)))
    return sentences(said, language)


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


def _missing(score: Score, language: Language, *, is_full: bool) -> Text:
    """Return the missing facts that matter, with their ids where they are few or all is told, and how many do not."""
    edition, label = score.edition, labels(score.edition, language)
    matter = by_weight(score)
    others = [name for name in score.unknown if name not in matter]
    if not is_full:  # rules that were not seen are told above, with the answer
        unseen = {line.indicator.points_fact for line in score.unseen}
        matter = [name for name in matter if name not in unseen]
    said = Text()
    if is_full or len(matter) <= MOST_MISSING:
        for name in matter:
            said.append(f"{say('bracketed', language, label(name, ''), name)}\n")
    elif matter:
        named = facts_text(matter, edition, language, most=MOST_LISTED)
        said.append(say("ids_apart", language, named) + "\n")
    if others:
        most = None if is_full else MOST_NAMES
        said.append(say("no_difference", language, facts_text(others, edition, language, most=most)), style="dim")
    said.rstrip()
    return said


def by_weight(score: Score) -> list[str]:
    """Return the missing facts that matter, first those on which it hangs whether one may apply, then by points.

    What a fact may move is the sum of the widths of the lines that it decides; without limit comes first.
    """
    eligibility = set(deciding_eligibility(score))
    widths: dict[str, Decimal] = {}
    for line in score.lines:
        low, high = line.points_range
        for name in line.decided_by:
            widths[name] = widths.get(name, Decimal(0)) + (high - low)
    matter = [name for name in score.unknown if name in score.decided_by or name in score.place_decided_by]
    return sorted(matter, key=lambda name: (name not in eligibility, -widths.get(name, Decimal(0))))


def break_text(hole: Break, score: Score, language: Language, *, paid: str = "") -> str:
    """Return the months of a hole, what the run lost by it, and what that cost in points and conditions.

    ``paid`` says what to do where insurance was paid later; by default how a file has it.
    """
    months = spans_text(month_set(hole.first, hole.last))
    named = facts_text(hole.facts, score.edition, language, most=MOST_NAMES)
    without = hole.unbroken
    if without is None:
        said = [say("break_cost", language, months, hole.lost, named, hole.run)]
    else:
        said = [say("break_run", language, months, named, hole.run, without.run), *_cost(without, score, language)]
    if hole.kind == "insurance":
        said.append(paid or say("break_paid", language))
    return clauses(said, language)


def shown_breaks(score: Score) -> list[Break]:
    """Return the breaks worth a word: not what has merely ended, as a rental before one's own home, at no cost."""
    return [hole for hole in breaks_of(score) if hole.run or hole.unbroken is None or not hole.unbroken.is_same]


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
    """Return each default of which another value does harm, with the harm, and how many more there are.

    Where none does, those that fit on one row, at least one.
    """
    defaults = defaults_of(score)
    harmful = [default for default in defaults if default.is_harmful]
    if not harmful:
        return _that_fit(defaults, score, language, width)
    absent = [default for default in harmful if not score.values[default.fact]]
    present = [default for default in harmful if score.values[default.fact]]
    said = [say("defaults_none", language, _with_harm(absent, score, language))] if absent else []
    said += [_with_harm(present, score, language)] if present else []
    if len(defaults) > len(harmful):
        said.append(say("defaults_others", language, len(defaults) - len(harmful)))
    return clauses(said, language)


def _with_harm(defaults: Sequence[Default], score: Score, language: Language) -> str:
    """Return defaults by name, those that are not no or 0 with their value; equal harm stands behind the last."""
    texts = []
    for at, default in enumerate(defaults):
        fact, value = score.edition.facts[default.fact], score.values[default.fact]
        text = _default_text(default, score, language) if value else pick(fact.name, language)
        harm = _harm_text(default, score, language)
        is_last = at + 1 == len(defaults) or _harm_text(defaults[at + 1], score, language) != harm
        texts.append(say("bracketed", language, text, harm) if is_last else text)
    return listed(texts, language)


def _that_fit(defaults: Sequence[Default], score: Score, language: Language, width: int) -> str:
    """Return the defaults that fit on one row by name and value, at least one, and how many more there are."""
    texts = [_default_text(default, score, language) for default in defaults]
    for shown in range(len(texts), 0, -1):
        named, left = listed(texts[:shown], language), len(texts) - shown
        said = say("defaults_more", language, named, left) if left else named
        if cell_len(said) + cell_len(say("assumed", language)) + 2 <= width:
            break
    return said


def _default_text(default: Default, score: Score, language: Language) -> str:
    fact = score.edition.facts[default.fact]
    return say("named", language, pick(fact.name, language), value_text(fact, score.values[default.fact], language))


def _harm_text(default: Default, score: Score, language: Language) -> str:
    """Return what another value of a default does: of a count one more, of months and amounts the most."""
    kind = "present" if score.values[default.fact] else "absent"
    if default.bars or default.points is None:
        return say(f"{kind}_bars", language)
    is_whole = score.edition.facts[default.fact].type in ("flag", "count")
    return say(f"{kind}_costs" if is_whole else "default_most", language, signed_difference(default.points))


def assumed(score: Score, language: Language) -> list[RenderableType]:
    """Return every default with the id to give it by."""
    if not score.assumed:
        return []
    return section(say("assumed", language), hanging((f"· {line}" for line in default_lines(score, language)), "dim"))


def default_lines(score: Score, language: Language) -> Iterator[str]:
    """Yield each default with its id and what it is worth, if anything; the most harmful first."""
    for default in defaults_of(score):
        beside = [default.fact]
        if default.is_harmful:
            beside.append(_harm_text(default, score, language))
        elif default.points:
            beside.append(say("default_most", language, signed_difference(default.points)))
        yield say("bracketed", language, _default_text(default, score, language), clauses(beside, language))
