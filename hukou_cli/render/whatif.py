"""The screen of a what-if: what each step is worth, round by round, and what it asks."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import month_text
from hukou_cli.base.points_text import signed, signed_difference
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.lever import Lever
from hukou_cli.render.edition_text import city_title, dated_text
from hukou_cli.render.layout import NARROW, hanging, print_parts
from hukou_cli.render.plan_answer import line_ahead_name, round_name
from hukou_cli.render.sentences import clauses, facts_text, listed
from hukou_cli.render.step_names import asks_text, step_name
from hukou_cli.scoring.step import Step
from hukou_cli.scoring.whatif_result import Effect, WhatIf, Worth
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

_MOST_ROWS = 16
"""Steps that are shown; more, worth less or only later, are counted."""


def print_what_if(found: WhatIf, language: Language, to: Console, command: str) -> None:
    """Print what each step is worth.

    Args:
        found: The answer.
        language: The language of the page.
        to: The screen.
        command: What was typed, to which an option may be added.

    """
    rows = step_rows(found)
    shown = rows[:_MOST_ROWS]
    parts: list[RenderableType] = [*heading(found, say("whatif", language), language), Text()]
    parts += [_table(found, shown, language, to), Text()]
    said = [*effects_lines(found, rows, language, left_off=len(rows) - len(shown))]
    parts += [*(hanging([f"· {line}"], "") for line in said), Text()] if said else []
    parts += [*(hanging([f"· {line}"], "") for line in remarks(found, [row.step for row in shown], language))]
    parts += [
        Text(),
        Text(say("whatif_more", language, f"{command} --goal")),
        Text(say("whatif_plan", language, command.replace("hukou whatif", "hukou plan", 1))),
        Text(say("estimate", language), style="italic"),
    ]
    print_parts(parts, to, language)


def effects_lines(found: WhatIf, rows: Sequence["StepRow"], language: Language, *, left_off: int = 0) -> Iterator[str]:
    """Yield what the marks mean, what decides where facts are missing, what turns with a step, what was not tried.

    Args:
        found: The answer.
        rows: The steps that do something.
        language: The language of the page.
        left_off: How many of them are not shown.

    """
    if found.steps and not rows:
        yield say("whatif_none_useful", language)
    elif found.steps and not found.edition.is_scored:
        yield say("whatif_signs", language)
    if found.decided_by:
        yield say("whatif_open", language, facts_text(found.decided_by, found.edition, language))
    if left_off:
        yield say("whatif_more_rows", language, left_off)
    yield from _conditions(found, [worth for worth in found.steps if _is_useful(worth, found)], language)
    yield from _not_tried(found, language)
    if not found.steps:
        yield say("whatif_no_steps", language)


def _is_useful(worth: Worth, found: WhatIf) -> bool:
    """Return whether a step adds points in some round, or meets a further condition.

    Who may apply in every round already gains nothing by a step that trades one condition for another.
    """
    if any(effect.worth is None or effect.worth > 0 for effect in worth.effects):
        return True
    only_trades = any(effect.closes for effect in worth.effects) and all(each.may_apply for each in found.rounds)
    return any(effect.opens for effect in worth.effects) and not only_trades


def heading(found: WhatIf, what: str, language: Language) -> Iterator[Text]:
    """Yield city, what is shown, applicant and beginning; the edition; and that the rules end, where they do."""
    person = harmless(found.applicant_id) if found.applicant_id else ""
    begins = say("whatif_from", language, month_text(found.begins))
    parts = (city_title(found.edition, language), what, person, begins)
    yield Text(" · ".join(part for part in parts if part), style="bold")
    yield Text(" · ".join(dated_text(found.edition, language)), style="dim")
    if ended := rules_ended_text(found, language):
        yield Text(f"! {ended}", style="bold yellow")


def rules_ended_text(found: WhatIf, language: Language) -> str:
    """Return that the rules end within the rounds shown; empty where they do not."""
    if not any(before.rules_ended for before in found.rounds):
        return ""
    return say("whatif_rules_ended", language, found.edition.file.policy.in_force_to)


# ---------------------------------------------------------------- the table


class StepRow:
    """A row of the table: a step, or several of one lever that are worth the same, and their effects."""

    def __init__(self, worth: Worth, *, is_anywhere: bool) -> None:
        self.step, self.effects, self.beside, self.is_anywhere = worth.step, worth.effects, worth.beside, is_anywhere

    def name(self, language: Language) -> str:
        """Return what one does, with what it asks."""
        named = step_name(self.step, language, is_anywhere=self.is_anywhere)
        if self.beside is not None:
            named = say("whatif_beside", language, named, step_name(self.beside, language))
        return f"{named} {asks_text([self.step], language)}".rstrip()


def step_rows(found: WhatIf) -> list[StepRow]:
    """Return a row for each step that does something."""
    return [*_once([worth for worth in found.steps if _is_useful(worth, found)])]


def _once(worths: Sequence[Worth]) -> Iterator[StepRow]:
    """Yield the rows: of what can be done several times once; places that are worth the same as one."""
    once = [worth for worth in worths if worth.step.rank[1] == 1]
    seen: list[tuple[object, ...]] = []
    for worth in once:
        alike = _likeness(worth)
        if alike in seen:
            continue
        seen.append(alike)
        places = [other for other in once if other.step.name_anywhere == worth.step.name_anywhere]
        yield StepRow(worth, is_anywhere=len(places) > 1 and all(_likeness(other) == alike for other in places))


def _likeness(worth: Worth) -> tuple[object, ...]:
    return worth.step.name_anywhere, worth.beside and worth.beside.id, worth.effects


def _table(found: WhatIf, rows: Sequence[StepRow], language: Language, to: Console) -> Table:
    """Lay out the table; where narrow with the first and the last round alone."""
    at = range(len(found.rounds)) if to.width >= NARROW else sorted({0, len(found.rounds) - 1})
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    for _ in at:
        table.add_column(justify="right", no_wrap=True)
    before = [*before_rows(found, language)]
    for number, (name, cells) in enumerate(
        [*before, *([("", [])] if rows else []), *worth_rows(found, rows, language)]
    ):
        style = "" if number else "dim"
        table.add_row(Text(name, style=style), *(Text(cells[each], style=style) for each in at if cells))
    if found.together:
        name, cells = together_row(found, language)
        table.add_row(Text(name, style="bold"), *(Text(cells[each], style="bold") for each in at))
    return table


Cells = tuple[str, list[str]]
"""What a row is called, and its text for each round."""


def before_rows(found: WhatIf, language: Language) -> Iterator[Cells]:
    """Yield the rounds, and for each the total as it comes, the line, and whether the conditions are met."""
    before = found.rounds
    yield say("round_head", language), [str(each.round) for each in before]
    if found.edition.is_scored:
        yield say("whatif_base", language), ["?" if each.total is None else signed(each.total) for each in before]
        if any(each.line is not None for each in before):
            lines = ["" if each.line is None else signed(each.line) for each in before]
            yield line_ahead_name(found.kind, found.past, language), lines
    if not found.edition.is_scored or any(not each.may_apply for each in before):
        words = {True: "whatif_met", False: "whatif_not_met", None: "undecided"}
        yield say("whatif_may_apply", language), [say(words[each.may_apply], language) for each in before]


def worth_rows(found: WhatIf, rows: Iterable[StepRow], language: Language) -> Iterator[Cells]:
    """Yield for each step what it is worth in each round."""
    for row in rows:
        yield row.name(language), [_cell(effect, found) for effect in row.effects]


def together_row(found: WhatIf, language: Language) -> Cells:
    """Return what the steps asked for are worth when all are taken."""
    return say("whatif_together", language), [_cell(effect, found) for effect in found.together]


def _cell(effect: Effect, found: WhatIf) -> str:
    """Return what a step is worth in a round; where conditions alone decide, whether it meets or breaks some."""
    if found.edition.is_scored:
        return "?" if effect.worth is None else signed_difference(effect.worth)
    return "+" if effect.opens else "−" if effect.closes else ""


# ---------------------------------------------------------------- what stands below it


def _conditions(found: WhatIf, worths: Iterable[Worth], language: Language) -> Iterator[str]:
    """Yield the conditions that hold only with a step, or no longer with it, each with the first such round."""
    for worth in worths:
        if worth.beside is not None or worth.step.rank[1] > 1:
            continue
        for key, listing in (("whatif_opens", "opens"), ("whatif_closes", "closes")):
            told: set[str] = set()
            for before, effect in zip(found.rounds, worth.effects, strict=True):
                for name in [name for name in getattr(effect, listing) if name not in told]:
                    told.add(name)
                    named = _condition(found, name, language)
                    yield say(key, language, round_name(before.round, language), named, step_name(worth.step, language))


def _condition(found: WhatIf, id_: str, language: Language) -> str:
    file = found.edition.file
    names = {gate.id: gate.name for gate in file.gate} | {veto.id: veto.name for veto in file.veto}
    return pick((names | {route.id: route.name for route in file.route})[id_], language)


def _not_tried(found: WhatIf, language: Language) -> Iterator[str]:
    """Yield what gives nothing in these rounds, what cannot be tried and why, and what goes against other facts."""
    told = [worth for worth in found.steps if _is_useful(worth, found)]
    useful = {step.lever.id for worth in told for step in (worth.step, worth.beside) if step is not None}
    idle = {worth.step.lever.id: worth.step.lever for worth in found.steps if worth.step.lever.id not in useful}
    if idle:
        yield say(
            "whatif_nothing",
            language,
            clauses((_lever_name(lever, found, language) for lever in idle.values()), language),
        )
    for why in ("given_straight", "not_known"):
        against = [each for each in found.not_offered if each.why == why]
        if against:
            levers = clauses((_lever_name(each.lever, found, language) for each in against), language)
            facts = dict.fromkeys(fact for each in against for fact in each.facts)
            yield say(f"whatif_{why}", language, levers, facts_text(facts, found.edition, language))
    if found.refused:
        yield say("whatif_refused", language, listed((step_name(step, language) for step in found.refused), language))


def _lever_name(lever: Lever, found: WhatIf, language: Language) -> str:
    """Return the name of a lever of which nothing is chosen: that of its fact, where its own leaves something open."""
    name = lever.id if lever.name is None else pick(lever.name, language)
    if "{" not in name:
        return name
    fact = found.edition.facts.get(lever.fact or "")
    return re.sub(r"\{\w+\}", "…", name) if fact is None else pick(fact.name, language)


def _months_assumed(steps: Sequence[Step], found: WhatIf, language: Language) -> list[str]:
    """Return how long steps take of which no source tells it, those of a lever that all take as long in one."""
    assumed = [step for step in steps if step.lever.assumed and step.takes]
    said: dict[str, None] = {}
    for step in assumed:
        alike = [other.takes for other in assumed if other.lever.id == step.lever.id]
        is_alike = len(alike) > 1 and len(set(alike)) == 1
        name = _lever_name(step.lever, found, language) if is_alike else step_name(step, language, is_anywhere=True)
        said[say("whatif_takes", language, name, step.takes)] = None
    return [*said]


def _cautions(levers: Sequence[Lever], found: WhatIf, language: Language) -> Iterator[str]:
    """Yield what must be true for levers to count, each once, with the name of the lever where it is of one alone."""
    by_text: dict[str, list[Lever]] = {}
    for lever in levers:
        if lever.caution is not None:
            by_text.setdefault(_sentence(pick(lever.caution, language), language), []).append(lever)
    for said, those in by_text.items():
        name = _lever_name(those[0], found, language)
        yield said if len(those) > 1 or "…" in name else say("named", language, name, said)


def _sentence(text: str, language: Language) -> str:
    """Return a text of a policy file with a full stop."""
    return text.rstrip(".。") + ("。" if language == "zh" else ".")


def remarks(found: WhatIf, steps: Sequence[Step], language: Language) -> Iterator[str]:
    """Yield how it was worked out, what the brackets mean, what must be true, and what false material leads to."""
    yield say("whatif_scored", language)
    if found.grown:
        yield say("plan_grown", language, facts_text(found.grown, found.edition, language))
    if found.stands_still:
        yield say("plan_stands_still", language, facts_text(found.stands_still, found.edition, language))
    if found.first_days:
        yield say("plan_opening_days", language, facts_text(found.first_days, found.edition, language))
    levers = list({step.lever.id: step.lever for step in steps}.values())
    asks = dict.fromkeys(asked for step in steps if (asked := asks_text([step], language)))
    if asks:
        yield say("whatif_asks", language, " ".join(asks))
    if takes := _months_assumed(steps, found, language):
        yield say("whatif_assumed", language, clauses(takes, language))
    yield from _cautions(levers, found, language)
    for districts, place in {step.districts: step.place for step in steps if len(step.districts) > 1}.items():
        names = (pick(found.edition.file.districts[district], language) for district in districts)
        yield say("named", language, pick(place, language), listed(names, language))
    barred = found.edition.file.false_material
    if levers and barred is not None:
        yield _sentence(pick(barred.text, language), language)
