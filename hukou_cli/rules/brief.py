"""One step of a calculation in few words: the short calculation beside a line, and what a step is called."""

from collections.abc import Iterator

from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition
from hukou_cli.rules.evaluator import Step, cap_of, is_capped
from hukou_cli.rules.prose import (
    LONGEST_LABEL,
    Label,
    band_text,
    by_tier,
    chosen_option,
    columns,
    deciding,
    is_years,
    named_terms,
    numeric,
    quantity_text,
    symbolic,
    words,
)
from hukou_cli.text.language import Language
from hukou_cli.text.rules import say
from hukou_cli.text.signs import full_width

MOST_YEARS = 2
"""In how many terms full years are shown with the months that they are of, where a calculation is brief."""

MOST_TAKEN = 2
"""How many things a step takes are named."""


def brief_arithmetic(step: Step, label: Label, language: Language) -> str:
    """Show a quantity's calculation as ``arithmetic`` does, without inner results and the value, but of what is capped.

    ``3 × 189 ÷ 12``; ``2 × 10 = 20, capped at 12``.
    """
    return full_width(_brief(step, label, language), language)


def _steps_below(step: Step, *, with_conditions: bool = False) -> Iterator[Step]:
    """Yield a step and those below it, conditions among them if asked for."""
    yield step
    for part in step.parts:
        if with_conditions or not isinstance(part.node, Condition):
            yield from _steps_below(part, with_conditions=with_conditions)


def _brief(step: Step, label: Label, language: Language) -> str:
    limited = cap_of(step)
    if limited is not None and step.value:
        inner, cap = limited
        shown = _brief(inner, label, language)
        if not is_capped(step):
            return shown
        value = quantity_text(inner)
        return say("capped", language, shown if shown == value else f"{shown} = {value}", quantity_text(cap))
    named, value = named_terms(step, label, language), quantity_text(step)
    table = deciding(step)
    if isinstance(table.node, ast.Bands) and not isinstance(table.parts[1].node, ast.Number) and step.value:
        operand, points = (table.parts[0], table.parts[1])
        return (
            f"{words(table.node.operand, label, language)} {quantity_text(operand)}: {_brief(points, label, language)}"
        )
    is_long = sum(is_years(part.node) for part in _steps_below(step)) > MOST_YEARS
    text = " + ".join(named) if named else numeric(step, label, language, 0, years_alone=is_long).text
    text = text.removesuffix(f" → {value}")
    taken = _taken(step, label)
    if text == value:
        return ", ".join(taken) or text
    if isinstance(deciding(step).node, ast.Tiers) and len(taken) == 1 and columns(taken[0]) <= LONGEST_LABEL:
        return f"{taken[0]}: {text}"
    return text


def _taken(step: Step, label: Label) -> list[str]:
    """Return what a step takes by name: numbers that are not 0 with their values, else flags that hold and options."""
    numbers: dict[str, str] = {}
    others: dict[str, str] = {}
    for part in _steps_below(step, with_conditions=True):
        match part.node:
            case ast.Name(id_) if part.value and not part.node.is_date:
                numbers[id_] = f"{label(id_, '')} {quantity_text(part)}"
            case ast.Flag(id_) if part.value:
                others[id_] = label(id_, "")
            case ast.Choice(id_) if part.value:
                others[id_] = label(id_, chosen_option(part))
    return [*(numbers or others).values()][:MOST_TAKEN]


def headline(step: Step, label: Label, language: Language) -> str:
    """Describe one step on its own: a formula in words, but of a table only the row that applied."""
    return full_width(_headline(step, label, language), language)


def _headline(step: Step, label: Label, language: Language) -> str:
    match step.node:
        case ast.Choice(fact):
            return f"{label(fact, '')}: {label(fact, chosen_option(step))}"
        case ast.Bands(operand, rows):
            row = next(row for row in rows if row.points is step.parts[1].node)
            return f"{words(operand, label, language)}: {band_text(row, operand, language)}"
        case ast.Tiers(operand):
            return f"{words(operand, label, language)}: {by_tier(step).text}"
        case node:
            return symbolic(node, label, language, with_rows=False).text
