"""A what-if as a Markdown page: what each step is worth, or the smallest sets of steps that are enough."""

from collections.abc import Iterable, Iterator

from hukou_cli.base.calendar import month_text
from hukou_cli.base.points_text import signed_difference
from hukou_cli.render.edition_text import city_title, dated_text, title_text
from hukou_cli.render.markdown import listing, table
from hukou_cli.render.plan_answer import round_name
from hukou_cli.render.sentences import facts_text
from hukou_cli.render.sources import cited_documents, rule_sources
from hukou_cli.render.step_names import steps_text
from hukou_cli.render.ways_in import goal_text, shown_ways, way_heads, way_rows, ways_lines
from hukou_cli.render.whatif import (
    before_rows,
    effects_lines,
    remarks,
    rules_ended_text,
    step_rows,
    together_row,
    worth_rows,
)
from hukou_cli.scoring.whatif_result import Goal, WhatIf
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def what_if_markdown(found: WhatIf, language: Language) -> str:
    """Return what each step is worth as a Markdown page, with every step that does something."""
    rows = step_rows(found)
    heads, *before = ([name, *cells] for name, cells in before_rows(found, language))
    told = [*before, *([name, *cells] for name, cells in worth_rows(found, rows, language))]
    if found.together:
        name, cells = together_row(found, language)
        told.append([f"**{name}**", *cells])
    said = [*effects_lines(found, rows, language)]
    best = _most(found, language)
    parts = [
        *_heading(found, "whatif", language),
        f"**{best or said.pop(0)}**",
        *_ended(found, language),
        f"## {say('whatif_worth_head', language)}",
        table(heads, told),
        *listing(say("whatif_told", language), [*said, *remarks(found, [row.step for row in rows], language)]),
    ]
    return _page(parts, found, language)


def goal_markdown(found: WhatIf, language: Language) -> str:
    """Return the smallest sets of steps that are enough as a Markdown page."""
    goal, head = found.goal, _heading(found, "goal", language)
    if goal is None:
        open_ = say("goal_open", language, facts_text(found.decided_by, found.edition, language))
        return _page([*head, f"**{open_}**"], found, language)
    in_two = shown_ways(goal)
    has_points = found.edition.is_scored
    parts = [
        *head,
        f"**{_enough(goal, language)}**",
        *_ended(found, language),
        goal_text(found, goal, language),
        f"## {say('goal_head', language)}",
        table(way_heads(language, has_points=has_points), _ways(found, goal, language), left=(0, 1, 2)),
        *listing(say("whatif_told", language), ways_lines(found, goal, in_two, language)),
    ]
    return _page(parts, found, language)


def _ways(found: WhatIf, goal: Goal, language: Language) -> Iterable[list[str]]:
    return way_rows(goal, shown_ways(goal), language, has_points=found.edition.is_scored)


def _heading(found: WhatIf, what: str, language: Language) -> Iterator[str]:
    """Yield city and what is shown, and the measures with their edition."""
    begins = say("whatif_from", language, month_text(found.begins))
    yield f"# {city_title(found.edition, language)} · {say(what, language)} · {begins}"
    yield " · ".join((title_text(found.edition, language), *dated_text(found.edition, language)))


def _ended(found: WhatIf, language: Language) -> list[str]:
    """Return that the rules end, where they do."""
    ended = rules_ended_text(found, language)
    return [f"! {ended}"] if ended else []


def _most(found: WhatIf, language: Language) -> str:
    """Return the step that adds the most points in any one round; empty where none certainly does."""
    certain = [
        (effect.worth, worth, before)
        for worth in found.steps
        for before, effect in zip(found.rounds, worth.effects, strict=True)
        if effect.worth is not None and effect.worth > 0
    ]
    if not certain:
        return ""
    points, worth, before = max(certain, key=lambda told: told[0])
    beside = [] if worth.beside is None else [worth.beside]
    named = steps_text([worth.step, *beside], language)
    return say("whatif_most", language, named, signed_difference(points), round_name(before.round, language))


def _enough(goal: Goal, language: Language) -> str:
    """Return the first set that is enough, and for when, or that none is."""
    if not goal.ways:
        ends = (round_name(round_, language) for round_ in (goal.rounds[0], goal.rounds[-1]))
        return say("goal_none", language, goal.most, *ends)
    first = goal.ways[0]
    when = round_name(first.round, language)
    if not first.steps:
        return say("goal_enough_now", language, when)
    return say("goal_enough", language, when, steps_text(first.steps, language))


def _page(parts: Iterable[str], found: WhatIf, language: Language) -> str:
    """Return a page with the documents that the rules and the steps cite, and that it is an estimate."""
    edition = found.edition
    cited = (*rule_sources(edition), *(lever.source for lever in edition.levers))
    sources = cited_documents(cited, edition, language)
    return "\n\n".join([*parts, *listing(say("sources", language), sources), say("estimate", language)]) + "\n"
