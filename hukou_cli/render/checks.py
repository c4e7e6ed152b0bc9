"""The conditions and routes of a result: those that fail or are open in full, those that hold in one line."""

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.render.footnotes import Footnotes
from hukou_cli.render.layout import marks
from hukou_cli.render.sentences import listed, measured
from hukou_cli.scoring.result import RouteCheck, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

MOST_OPEN = 2
"""How many open conditions stand each on a row of its own; more are told in one list."""

MOST_NAMED = 3
"""How many conditions that list names."""


def checks(
    score: Score, notes: Footnotes, language: Language, to: Console, *, is_full: bool
) -> Iterator[RenderableType]:
    """Yield each condition that is not met or is open, and each veto that applies, then how many are met.

    Args:
        score: The result.
        notes: The marks of the rules.
        language: The language.
        to: The screen.
        is_full: Whether each open condition is told with what decides it, however many there are.

    """
    table, signs = _table(), marks(to, language)
    rules = (*score.gates, *score.vetoes)
    undecided = [check for check in rules if check.passed is None]
    listed_at_once = undecided if len(undecided) > MOST_OPEN and not is_full else []
    for check in rules:
        if not check.passed and check not in listed_at_once:
            name = Text(measured(check, score, language)).append(f" {notes.mark(check.rule)}", style="dim")
            table.add_row(signs[check.passed], name)
    if listed_at_once:
        names = listed((pick(check.rule.name, language) for check in listed_at_once), language, most=MOST_NAMED)
        said = Text(say("gates_open", language, len(listed_at_once), names))
        said.append(f" {notes.mark(*(check.rule for check in listed_at_once))}", style="dim")
        table.add_row(signs[None], said)
    met = [check for check in score.gates if check.passed]
    if met:
        kind = "gates_met" if len(met) == len(score.gates) else "other_gates_met"
        said = Text(say(kind, language, len(met)))
        said.append(f" {notes.mark(*(check.rule for check in met))}", style="dim")
        table.add_row(signs[True], said)
    if table.row_count:
        yield table
        if not score.lines and not score.route_checks:
            yield Text()


def routes(score: Score, notes: Footnotes, language: Language, to: Console) -> Iterator[RenderableType]:
    """Yield the routes that hold, or else the nearest with what they lack, then how many others do not hold.

    Of routes beside points that are enough, and of which none holds, just the number.
    """
    if not score.route_checks:
        return
    if score.passed and not score.edition.needs_route and not score.routes:
        said = Text(say("routes_not_needed", language, len(score.route_checks)), style="dim")
        yield said.append(f" {notes.mark(*(checked.route for checked in score.route_checks))}")
        return
    shown = _shown(score)
    if not score.edition.needs_route and len(score.route_checks) == 1 and len(shown[0].needs) == 1:
        yield _one_route(shown[0], score, notes, language, to)
        yield Text()
        return
    table, signs = _table(), marks(to, language)
    for checked in shown:
        name = Text(pick(checked.route.name, language), style="bold" if checked.passed else "")
        name.append(f" {notes.mark(checked.route)}", style="dim")
        table.add_row(signs[checked.passed], name)
        for check in checked.needs if not checked.passed else ():
            if not check.passed:
                need = _table()
                need.add_row(signs[check.passed], measured(check, score, language))
                table.add_row("", need)
    title = "routes" if score.edition.needs_route else "other_routes"
    yield Text(say(title, language), style="bold")
    yield table
    left = len(score.route_checks) - len(shown)
    if left:
        key = "other_routes_fail" if any(checked.passed is not None for checked in shown) else "other_routes_left"
        yield Text(f"  {say(key, language, left)}", style="dim")
    yield Text()


def _one_route(checked: RouteCheck, score: Score, notes: Footnotes, language: Language, to: Console) -> Table:
    """Return, in one line, the only route beside points, with what it asks for unless it holds."""
    (need,) = checked.needs
    told = say("other_route", language, pick(checked.route.name, language))
    if not checked.passed:
        told = say("other_route_asks", language, told, measured(need, score, language))
    table = _table()
    table.add_row(marks(to, language)[checked.passed], Text(told).append(f" {notes.mark(checked.route)}", style="dim"))
    return table


def _shown(score: Score) -> Sequence[RouteCheck]:
    """Return the routes that hold; where none does, those that may still, else the nearest."""
    holding = [checked for checked in score.route_checks if checked.passed]
    return holding or score.nearest_routes


def _table() -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table
