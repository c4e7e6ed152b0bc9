"""One edition as a screen."""

from collections.abc import Iterable
from typing import Literal

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.decimals import yuan_text
from hukou_cli.policy.citations import Citations, citations_of
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.model import Alternative, Gate, Indicator, Result, Veto
from hukou_cli.render.edition_text import checked_text, in_force_text, share_at_line_text, title_text
from hukou_cli.render.labels import labels, rank_names
from hukou_cli.render.layout import NARROW, hanging, indented, print_parts, section
from hukou_cli.render.policy_facts import fact_parts
from hukou_cli.render.policy_rounds import round_parts
from hukou_cli.render.procedure import day_text, procedure_parts
from hukou_cli.render.sentences import listed
from hukou_cli.render.sources import cite, confidence_counts, document_lines, rests_on
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Quantity
from hukou_cli.rules.prose import Label, band_text, tier_texts, words
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def print_policy(edition: Edition, language: Language, to: Console) -> None:
    """Print an edition: its conditions, each rule in words with its sources, its facts, rounds and documents."""
    parts = [*_heading(edition, language)]
    for title, body in _sections(edition, language, narrow=to.width < NARROW):
        shown = [*body]
        parts += section(say(title, language), *shown) if shown else []
    print_parts(parts, to, language)


def _sections(edition: Edition, language: Language, *, narrow: bool) -> Iterable[tuple[str, Iterable[RenderableType]]]:
    """Yield the key of each heading with what stands below it; an empty section is not shown."""
    label = labels(edition, language)
    yield "unseen", _unseen(edition, language)
    yield "gates", _rules(edition.gates, edition, label, language)
    yield "routes" if edition.needs_route else "other_routes", _routes(edition, label, language)
    yield "lines", _indicators(edition, label, language)
    yield "result", _result(edition, label, language)
    yield "vetoes", _rules(edition.vetoes, edition, label, language)
    yield "derived", _derived(edition, label, language)
    yield "places", _places(edition, label, language)
    yield "procedure", procedure_parts(edition, language)
    yield "recognises", _recognised(edition, language)
    yield "wages", _wages(edition, language)
    yield "facts", fact_parts(edition, language)
    yield "rounds", round_parts(edition, language, narrow=narrow) if edition.calendar.told else []
    share = share_at_line_text(edition, language)
    yield "proportion", [Text(share)] if share else []
    yield "caveats", _bulleted((pick(caveat.text, language) for caveat, _ in edition.caveats), "")
    yield "sources", _bulleted((document_lines(document, language) for document in edition.documents.values()), "dim")


def _bulleted(lines: Iterable[str], style: str) -> list[RenderableType]:
    marked = [f"· {line}" for line in lines]
    return [hanging(marked, style)] if marked else []


def _unseen(edition: Edition, language: Language) -> Iterable[RenderableType]:
    unseen = edition.file.unseen
    if unseen is not None:
        yield Text(f"{pick(unseen.what, language)}\n{pick(unseen.look, language)}")
        yield from _cited(unseen.source, edition, language)


def _heading(edition: Edition, language: Language) -> Iterable[RenderableType]:
    heading = edition.file.policy
    yield Text(f"{pick(heading.name, language)} · {title_text(edition, language)}", style="bold")
    dated = [in_force_text(edition, language), checked_text(edition, language)]
    issuer = [pick(heading.issuer, language)] if heading.issuer else []
    yield Text(" · ".join([*issuer, say(heading.regime, language), *dated]), style="dim")
    rests = [rests_on(edition, language)] if confidence_counts(edition) else []
    yield Text(" · ".join([*rests, edition.path]), style="dim")
    label = labels(edition, language)
    for name, day in edition.file.dates.items():
        yield Text(say("named", language, label(name, ""), day_text(day, language)))
    for period, dates in edition.file.periods.items():
        for name, day in dates.items():
            name_of_period = say("bracketed", language, label(name, ""), say("period", language, period))
            yield Text(say("named", language, name_of_period, day_text(day, language)))
    yield Text()


def _rules(
    rules: Iterable[tuple[Gate | Veto, Condition]], edition: Edition, label: Label, language: Language
) -> Iterable[RenderableType]:
    """Yield each gate or veto with its condition in words and its sources."""
    for rule, condition in rules:
        name, said = pick(rule.name, language), words(condition, label, language)
        yield Text(name, style="bold")
        if said.casefold() != name.casefold():
            yield indented(said, 1, "")
        yield from _cited(rule.source, edition, language)


def _result(edition: Edition, label: Label, language: Language) -> Iterable[RenderableType]:
    """Return the pass mark, the ranking keys and the rule for ties; nothing where all are the usual ones."""
    result = edition.file.result
    if edition.passes is None and result.rank_by == Result().rank_by:
        return []
    said = []
    is_ranking = edition.file.policy.regime == "ranking"
    if edition.passes is not None:
        said.append(say("rank_rule" if is_ranking else "pass_rule", language, words(edition.passes, label, language)))
    if is_ranking:
        said.append(say("ranked_by", language, listed(rank_names(edition, language), language)))
        said += [say("ties_admit_all", language)] if result.ties == "admit_all" else []
    return _bulleted(said, "")


def _routes(edition: Edition, label: Label, language: Language) -> Iterable[RenderableType]:
    for route, needs in edition.routes:
        yield Text(pick(route.name, language), style="bold")
        for need, condition in needs:
            name, said = pick(need.name, language), words(condition, label, language)
            is_told = said.casefold() == name.casefold()
            yield indented(f"· {name if is_told else say('named', language, name, said)}", 1, "")
            yield from _cited(need.source, edition, language)
        if route.note is not None:
            yield indented(pick(route.note, language), 1, "italic")
        yield from _cited(route.source, edition, language)


def _places(edition: Edition, label: Label, language: Language) -> Iterable[RenderableType]:
    for at, (place, condition) in enumerate(edition.places, start=1):
        yield Text(f"{at}. {pick(place.name, language)}", style="bold")
        asked = say("asked_for", language, pick(place.asks, language)) if place.asks else say("always", language)
        yield indented(words(condition, label, language) if condition else asked, 1, "")
        yield from _cited(place.source, edition, language)


def _recognised(edition: Edition, language: Language) -> Iterable[RenderableType]:
    for known in edition.file.recognises:
        since = say("from_month", language, known.since) if known.since else say("all_months", language)
        kinds = listed((say(kind, language) for kind in known.kinds), language)
        yield Text(say("recognised", language, kinds, _cities(edition, known.cities, language), since, known.factor))
        yield from _cited(known.source, edition, language)


def _wages(edition: Edition, language: Language) -> Iterable[RenderableType]:
    """Yield each table of average wages, a row for the months in which a wage is used, with its sources."""
    for name, wages in edition.file.wages.items():
        yield Text(say("bracketed", language, pick(wages.name, language), name), style="bold")
        for row in wages.rows:
            yield indented(say("wage", language, row.start, row.end, yuan_text(row.fen)), 1, "")
            yield from _cited(row.source, edition, language)


def _cities(edition: Edition, named: str, language: Language) -> str:
    return listed((pick(name, language) for name in edition.file.city_lists[named].values()), language)


def _indicators(edition: Edition, label: Label, language: Language) -> Iterable[RenderableType]:
    for indicator, quantity in edition.indicators:
        yield Text(say("bracketed", language, pick(indicator.name, language), indicator.id), style="bold")
        yield from _line(indicator, quantity, edition, label, language)
        yield from _note(indicator, language)
        yield from _cited(indicator.source, edition, language)


def _line(
    indicator: Indicator, quantity: Quantity, edition: Edition, label: Label, language: Language
) -> Iterable[RenderableType]:
    """Yield the rule of a line: of the highest of several each by its name, its limits below a table."""
    inner, limits = _without_limits(indicator, quantity, label, language)
    if isinstance(inner, ast.Greatest) and indicator.best_of:
        yield indented(say("best_of", language), 1, "")
        for way, item in zip(indicator.best_of, inner.items, strict=True):
            rule, conditions = _without_limits(way, item, label, language)
            yield indented(f"· {pick(way.name, language)}", 1, "")
            yield from _quantity(rule, label, language, 2)
            yield from (indented(condition, 2, "") for condition in conditions)
            yield from _cited(way.source, edition, language)
    elif isinstance(inner, ast.Choice | ast.Bands | ast.Tiers):
        yield from _quantity(inner, label, language)
    else:
        yield from _quantity(quantity, label, language)
        return
    yield from (indented(limit, 1, "") for limit in limits)


def _without_limits(
    item: Indicator | Alternative, quantity: Quantity, label: Label, language: Language
) -> tuple[Quantity, list[str]]:
    """Return a quantity without its condition, floor and cap, and these in words."""
    limits = []
    if item.when is not None and isinstance(quantity, ast.Conditional):
        limits.append(say("only_if", language, words(quantity.condition, label, language)))
        quantity = quantity.then
    if isinstance(item, Indicator) and item.floor is not None and isinstance(quantity, ast.Greatest):
        limits.append(say("at_least", language, words(quantity.items[1], label, language)))
        quantity = quantity.items[0]
    if isinstance(item, Indicator) and item.cap is not None and isinstance(quantity, ast.Least):
        limits.append(say("at_most", language, words(quantity.items[1], label, language)))
        quantity = quantity.items[0]
    return quantity, limits[::-1]


def _quantity(quantity: Quantity, label: Label, language: Language, depth: int = 1) -> Iterable[RenderableType]:
    """Yield a rule in words; a table of points as a table."""
    match quantity:
        case ast.Choice(fact, rows):
            shown = [(label(fact, option), words(row, label, language)) for option, row in rows.items()]
            yield _rows(label(fact, ""), shown, depth)
        case ast.Bands(operand, rows):
            shown = [(band_text(row, operand, language), words(row.points, label, language)) for row in rows]
            yield _rows(words(operand, label, language), shown, depth)
        case ast.Tiers(operand):
            yield _rows(words(operand, label, language), tier_texts(quantity, label, language), depth, justify="left")
        case _:
            yield indented(words(quantity, label, language), depth, "")


def _rows(
    title: str, rows: list[tuple[str, str]], depth: int, *, justify: Literal["left", "right"] = "right"
) -> RenderableType:
    """Return a table under its title, two columns a level; numbers are justified right, words left."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify=justify, overflow="fold")
    table.add_row(f"{'  ' * depth}{title}", "")
    for name, points in rows:
        table.add_row(f"{'  ' * (depth + 1)}{name}", points)
    return table


def _note(indicator: Indicator, language: Language) -> Iterable[RenderableType]:
    if indicator.note is not None:
        yield indented(pick(indicator.note, language), 1, "italic")


def _cited(source: Citations | None, edition: Edition, language: Language) -> Iterable[RenderableType]:
    for cited in citations_of(source):
        yield indented(cite(cited, edition, language), 1, "dim")


def _derived(edition: Edition, label: Label, language: Language) -> Iterable[RenderableType]:
    shown = [rule for _, rule in edition.indicators]
    for name, formula in edition.derived.items():
        if any(formula is rule for rule in shown):
            continue  # it stands with the line that it gives the points of
        yield Text(label(name, ""), style="bold")
        if isinstance(formula, ast.Condition):
            yield indented(words(formula, label, language), 1, "")
        else:
            yield from _quantity(formula, label, language)
        table = edition.tables.get(name)
        yield from _cited(table.source if table else None, edition, language)
