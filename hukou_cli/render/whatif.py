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
from hukou_cli.render.labels import clauses, facts_text, line_round_text, listed
from hukou_cli.render.layout import NARROW, hanging, print_parts
from hukou_cli.render.plan_answer import round_name
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
    useful = [worth for worth in found.steps if _is_useful(worth, found)]
    rows = [*_shown(useful)]
    shown = rows[:_MOST_ROWS]
    parts: list[RenderableType] = [*heading(found, say("whatif", language), language), Text()]
    parts += [_table(found, shown, language, to), Text()]
    more = [say("whatif_more_rows", language, len(rows) - len(shown))] if len(shown) < len(rows) else []
    said = [*more, *_conditions(found, useful, language), *_not_tried(found, language)]
    if found.decided_by:
        said.insert(0, say("whatif_open", language, facts_text(found.decided_by, found.edition, language)))
    if not found.steps:
        said.append(say("whatif_no_steps", language))
    elif not rows:
        said.insert(0, say("whatif_none_useful", language))
    elif not found.edition.is_scored:
        said.insert(0, say("whatif_signs", language))
    parts += [*(hanging([f"· {line}"], "") for line in said), Text()] if said else []
    parts += [*(hanging([f"· {line}"], "") for line in remarks(found, [row.step for row in shown], language))]
    parts += [
        Text(),
        Text(say("whatif_more", language, f"{command} --goal")),
        Text(say("estimate", language), style="italic"),
    ]
    print_parts(parts, to, language)


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
    policy = found.edition.file.policy
    name = pick(policy.name, language)
    if policy.scheme_name is not None:
        name += f" {pick(policy.scheme_name, language)}"
    person = harmless(found.applicant_id) if found.applicant_id else ""
    begins = say("whatif_from", language, month_text(found.begins))
    yield Text(" · ".join(part for part in (name, what, person, begins) if part), style="bold")
    told = [say("edition", language, policy.in_force_from), say("checked", language, policy.checked_on)]
    yield Text(" · ".join(told), style="dim")
    if any(before.rules_ended for before in found.rounds):
        yield Text(f"! {say('whatif_rules_ended', language, policy.in_force_to)}", style="bold yellow")


# ---------------------------------------------------------------- the table


class _Row:
    """A row of the table: a step, or several of one lever that are worth the same, and their effects."""

    def __init__(self, worth: Worth, *, is_anywhere: bool) -> None:
        self.step, self.effects, self.beside, self.is_anywhere = worth.step, worth.effects, worth.beside, is_anywhere

    def name(self, language: Language) -> str:
        """Return what one does, with what it asks."""
        named = step_name(self.step, language, is_anywhere=self.is_anywhere)
        if self.beside is not None:
            named = say("whatif_beside", language, named, step_name(self.beside, language))
        return f"{named} {asks_text([self.step], language)}".rstrip()


def _shown(worths: Sequence[Worth]) -> Iterator[_Row]:
    """Yield the rows: of what can be done several times once; places that are worth the same as one."""
    once = [worth for worth in worths if worth.step.rank[1] == 1]
    seen: list[tuple[object, ...]] = []
    for worth in once:
        alike = _likeness(worth)
        if alike in seen:
            continue
        seen.append(alike)
        places = [other for other in once if other.step.name_anywhere == worth.step.name_anywhere]
        yield _Row(worth, is_anywhere=len(places) > 1 and all(_likeness(other) == alike for other in places))


def _likeness(worth: Worth) -> tuple[object, ...]:
    return worth.step.name_anywhere, worth.beside and worth.beside.id, worth.effects


def _table(found: WhatIf, rows: Sequence[_Row], language: Language, to: Console) -> Table:
    """Lay out the rounds, the totals as they come, the line, and what each step is worth."""
    at = range(len(found.rounds)) if to.width >= NARROW else sorted({0, len(found.rounds) - 1})
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    for _ in at:
        table.add_column(justify="right", no_wrap=True)
    before = [found.rounds[number] for number in at]

    def add(name: str, cells: Iterable[str], style: str = "") -> None:
        table.add_row(Text(name, style=style), *(Text(cell, style=style) for cell in cells))

    add(say("round_head", language), (str(each.round) for each in before), "dim")
    if found.edition.is_scored:
        totals = ("?" if each.total is None else signed(each.total) for each in before)
        add(say("whatif_base", language), totals)
        if any(each.line is not None for each in before):
            add(_line_name(found, language), ("" if each.line is None else signed(each.line) for each in before))
    if not found.edition.is_scored or any(not each.may_apply for each in before):
        met = ("whatif_met" if each.may_apply else "whatif_not_met" for each in before)
        add(say("whatif_may_apply", language), (say(key, language) for key in met))
    if rows:
        table.add_row("")
    for row in rows:
        add(row.name(language), (_cell(row.effects[number], found) for number in at))
    if found.together:
        add(say("whatif_together", language), (_cell(found.together[number], found) for number in at), "bold")
    return table


def _line_name(found: WhatIf, language: Language) -> str:
    match found.kind:
        case "forecast":
            return say("whatif_line_forecast", language, line_round_text(found.past.known[-1].round, language))
        case "entry_mark":
            return say("entry_mark", language)
        case "pass_mark":
            return say("mark", language)
        case _:
            return say("score_line_head", language)


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
