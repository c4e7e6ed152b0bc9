"""The third reading: a formula in words, and a step as arithmetic with the numbers in place.

``3 * insured_months / 12`` is described as ``3 × months insured ÷ 12`` and its step as ``3 × 189 ÷ 12 = 47.25``.
"""

from collections.abc import Callable, Iterator
from typing import cast

from hukou_cli.base.calendar import date_text
from hukou_cli.base.decimals import ratio_text
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.evaluator import Step, cap_of, is_capped
from hukou_cli.rules.phrases import ADDED, ATOM, MULTIPLIED, SIGNED, Phrase, added, compose
from hukou_cli.text.language import Language
from hukou_cli.text.rules import say
from hukou_cli.text.signs import full_width

Label = Callable[[str, str], str]
"""Names things: ``label(name, "")`` a fact, date or derived quantity; ``label(fact, option)`` an option of a choice."""

_LONGEST_LABEL = 24
"""Letters of a label that stands before its term in a sum; a Chinese character counts as two."""

_TWELVE = ast.Number(12, 1)

_FUNCTIONS = frozenset({ast.Least, ast.Greatest, ast.Whole, ast.Rest, ast.Round, ast.Completed})


def words(node: Formula, label: Label, language: Language) -> str:
    """Describe a formula with the names of things in place of their ids; a limit of the whole comes last.

    ``min(2 * x, 10)`` is ``2 × x, capped at 10``; ``max(0, 30 - x)`` is ``30 − x, not below 0``.
    """
    limited = _limit_of(node)
    if limited is not None:
        inner, key, limit = limited
        return say(key, language, words(inner, label, language), ratio_text(limit.value, limit.den))
    return full_width(_symbolic(node, label, language).text, language)


def _limit_of(node: Formula) -> tuple[Quantity, str, ast.Number] | None:
    """Return what a formula limits, the key of the words for it, and the number; None where it is no such limit."""
    if not isinstance(node, ast.Least | ast.Greatest) or len(node.items) != 2:  # noqa: PLR2004 - one of them the number
        return None
    numbers = [item for item in node.items if isinstance(item, ast.Number)]
    others = [item for item in node.items if not isinstance(item, ast.Number)]
    if len(numbers) != 1:
        return None
    return others[0], "capped" if isinstance(node, ast.Least) else "floored", numbers[0]


def arithmetic(step: Step, label: Label, language: Language) -> str:
    """Show a quantity's calculation: the numbers in place, then inner results, then the value.

    Terms that are 0 are left out, and of a conditional only the branch taken is shown. Terms that each take one
    quantity are named by it: ``own home (26 ÷ 12) 2.17 + rented (94 ÷ 24) 3.92 = 6.09``. A cap that was reached comes
    last: ``2 × 8 = 16, capped at 12``.
    """
    return full_width(_arithmetic(step, label, language), language)


def brief_arithmetic(step: Step, label: Label, language: Language) -> str:
    """Show a quantity's calculation as ``arithmetic`` does, without inner results and the value, but of what is capped.

    ``3 × 189 ÷ 12``; ``2 × 10 = 20, capped at 12``.
    """
    return full_width(_brief(step, label, language), language)


MOST_YEARS = 2
"""In how many terms full years are shown with the months that they are of, where a calculation is brief."""


MOST_TAKEN = 2
"""How many things a step takes are named."""


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
    named, value = _named_terms(step, label, language), quantity_text(step)
    table = _deciding(step)
    if isinstance(table.node, ast.Bands) and not isinstance(table.parts[1].node, ast.Number) and step.value:
        operand, points = (table.parts[0], table.parts[1])
        return (
            f"{words(table.node.operand, label, language)} {quantity_text(operand)}: {_brief(points, label, language)}"
        )
    is_long = sum(_is_years(part.node) for part in _steps_below(step)) > MOST_YEARS
    text = " + ".join(named) if named else _numeric(step, label, language, 0, years_alone=is_long).text
    text = text.removesuffix(f" → {value}")
    taken = _taken(step, label)
    if text == value:
        return ", ".join(taken) or text
    if isinstance(_deciding(step).node, ast.Tiers) and len(taken) == 1 and _columns(taken[0]) <= _LONGEST_LABEL:
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


def _arithmetic(step: Step, label: Label, language: Language) -> str:
    limited = cap_of(step)
    if limited is not None and step.value:
        inner, cap = limited
        shown = _arithmetic(inner, label, language)
        return say("capped", language, shown, quantity_text(cap)) if is_capped(step) else shown
    named = _named_terms(step, label, language)
    if named:
        return f"{' + '.join(named)} = {quantity_text(step)}"
    value = quantity_text(step)
    chain: list[str] = []
    for solved in range(_height(step) + 1 if step.value else 1):
        text = _numeric(step, label, language, solved).text
        if text not in (*chain, value):
            chain.append(text)
    if len(chain) == 1 and isinstance(_deciding(step).node, ast.Choice | ast.Bands | ast.Conditional):
        return chain[0]  # it ends in its value already
    return " = ".join([*chain, value])


def _named_terms(step: Step, label: Label, language: Language) -> list[str]:
    """Return the terms of a sum, each with the name of what it takes; none where a term takes several or is long."""
    step = _deciding(step)
    terms = [part for part in step.parts if part.value] if isinstance(step.node, ast.Sum) else []
    texts = []
    for term in terms:
        names = set(ast.names_in(term.node))
        name = label(names.pop(), "") if len(names) == 1 else ""
        if not name or _columns(name) > _LONGEST_LABEL or term.value < 0 or isinstance(term.node, ast.Conditional):
            return []
        inner = term.parts[0] if isinstance(term.node, ast.Round) else term
        if _height(inner):
            return []
        shown, value = _numeric(inner, label, language, 0).text, quantity_text(term)
        texts.append(f"{name} {value}" if shown == value else f"{name} ({shown}) {value}")
    return texts if len(texts) > 1 else []


def _columns(text: str) -> int:
    """Return how wide a text is on a screen: a Chinese character takes two columns."""
    return len(text) + sum(not each.isascii() for each in text)


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
            return f"{words(operand, label, language)}: {_by_tier(step).text}"
        case node:
            return _symbolic(node, label, language, with_rows=False).text


def chosen_option(step: Step) -> str:
    """Return the option of a choice table that a step took."""
    assert isinstance(step.node, ast.Choice)
    return next(option for option, row in step.node.rows.items() if row is step.parts[0].node)


def _height(step: Step) -> int:
    """Count how deep functions stand within functions."""
    below = max((_height(part) for part in step.parts), default=0)
    return below + (type(step.node) in _FUNCTIONS and not _is_years(step.node))


def _is_years(node: Formula) -> bool:
    """Return whether a node turns months to full years; its words show both, so that it is not solved apart."""
    return isinstance(node, ast.Whole) and isinstance(node.operand, ast.Quotient) and node.operand.by == _TWELVE


def _deciding(step: Step) -> Step:
    """Pass over conditionals whose branch was taken, to what the figure was made of."""
    while isinstance(step.node, ast.Conditional) and (step.parts[0].value or not _is_unmet(step)):
        step = step.parts[1]
    return step


def _is_unmet(step: Step) -> bool:
    """Return whether a step is a conditional that gives 0 because its condition does not hold."""
    is_conditional = isinstance(step.node, ast.Conditional)
    return is_conditional and not step.parts[0].value and step.parts[1].node == ast.Number(0, 1)


def quantity_text(step: Step) -> str:
    """Write a quantity's value; a date as a date."""
    node = cast("Quantity", step.node)
    if isinstance(node, ast.Day) or (isinstance(node, ast.Name) and node.is_date):
        return date_text(step.value)
    return ratio_text(step.value, node.den).replace("-", "−")


def _symbolic(node: Formula, label: Label, language: Language, *, with_rows: bool = True) -> Phrase:
    """Write a formula in words; without their rows tables are named by what they go by."""
    match node:
        case ast.Choice(fact) if not with_rows:
            return Phrase(say("by", language, label(fact, "")), MULTIPLIED)
        case ast.Bands(operand) | ast.Tiers(operand) if not with_rows:
            return Phrase(say("by", language, words(operand, label, language)), MULTIPLIED)
        case ast.Name(name) | ast.Flag(name):
            return Phrase(label(name, ""))
        case ast.Number() | ast.Day():
            return Phrase(quantity_text(Step(node, node.value)), ATOM if node.value >= 0 else SIGNED)
        case ast.Member(fact, options):
            named = " / ".join(label(fact, option) for option in options)
            return Phrase(say("in", language, label(fact, ""), named), ADDED)
        case ast.Choice(fact, rows):
            each = (f"{label(fact, option)} → {_symbolic(row, label, language).text}" for option, row in rows.items())
            return Phrase("; ".join(each), ADDED)
        case ast.Bands(operand, rows):
            measured = _symbolic(operand, label, language).text
            shown = (
                f"{band_text(row, operand, language)} → {_symbolic(row.points, label, language).text}" for row in rows
            )
            return Phrase(f"{measured}: {'; '.join(shown)}", ADDED)
        case ast.Whole(ast.Quotient(operand)) if _is_years(node):
            return Phrase(f"{say('whole_years', language)}({_symbolic(operand, label, language).text})")
        case ast.Tiers(operand):
            measured = _symbolic(operand, label, language).text
            shown = (f"{tier} → {rate}" for tier, rate in tier_texts(node, label, language))
            return Phrase(f"{measured}: {'; '.join(shown)}", ADDED)
        case _:
            parts = [_symbolic(child, label, language, with_rows=with_rows) for child in ast.children(node)]
            return compose(node, parts, language)


def band_text(row: ast.Band, operand: Quantity, language: Language) -> str:
    """Write the edges of a band in words; of a whole quantity a step of one as the single number, ``46``."""
    low, high = (edge and ratio_text(edge.value, edge.den) for edge in (row.low, row.high))
    if row.low is None or row.high is None:
        return say("below", language, high) if low is None else say("from", language, low)
    if operand.den == row.low.den == 1 and row.high.value - row.low.value == row.low.den:
        return low or ""
    return say("between", language, low, high)


def tier_texts(scale: ast.Tiers, label: Label, language: Language) -> list[tuple[str, str]]:
    """Write each tier of a marginal scale: which part it is, as ``37 – 60``, and at what rate that counts."""
    texts, low = [], ""
    for row in scale.rows:
        high = ratio_text(row.up_to.value, row.up_to.den) if row.up_to else ""
        part = f"{low} – {high}" if low and high else say("up_to", language, high) if high else ""
        part = part or (say("beyond", language, low) if low else say("any", language))
        rates = [say("per_year" if scale.by_year else "each", language, words(row.rate, label, language))]
        if row.month is not None:
            rates.append(say("per_month", language, words(row.month, label, language)))
        texts.append((part, say("rates", language).join(rates)))
        low = high
    return texts


def _by_tier(step: Step) -> Phrase:
    """Write a marginal scale as what lies in each tier times its rate: ``3 × 10 + 2 × 12``."""
    products = [part for part in step.parts[1].parts if part.value]
    terms = [Phrase(" × ".join(quantity_text(factor) for factor in part.parts), MULTIPLIED) for part in products]
    return added(terms) if terms else Phrase("0")


def _numeric(step: Step, label: Label, language: Language, solved: int, *, years_alone: bool = False) -> Phrase:
    """Write a step with numbers, the functions in it replaced by their values up to ``solved`` deep.

    Full years stand with the months that they are of, unless ``years_alone``.
    """
    node = step.node
    if type(node) in _FUNCTIONS and _height(step) <= solved and not _is_years(node):
        return _value(step)
    if years_alone and _is_years(node):
        return _value(step)
    parts = [_numeric(part, label, language, solved, years_alone=years_alone) for part in step.parts]
    match node:
        case ast.Name() | ast.Number() | ast.Day():
            return _value(step)
        case ast.Sum():
            terms = [text for text, part in zip(parts, step.parts, strict=True) if part.value]
            return added(terms) if terms else Phrase("0")
        case ast.Whole() if _is_years(node):
            months, years = quantity_text(step.parts[0].parts[0]), quantity_text(step)
            return Phrase(say("full_years", language, years, months))
        case ast.Conditional(condition):
            if _is_unmet(step):
                return Phrase(say("unmet", language, words(condition, label, language)), ADDED)
            return parts[1]
        case ast.Choice(fact):
            return Phrase(f"{label(fact, chosen_option(step))} → {parts[0].text}", ADDED)
        case ast.Tiers():
            return _by_tier(step)
        case ast.Bands(operand):
            return Phrase(f"{words(operand, label, language)} {parts[0].text} → {parts[1].text}", ADDED)
        case ast.Flag() | ast.Member() | ast.Compare() | ast.Not() | ast.AllOf() | ast.AnyOf():
            return Phrase(words(node, label, language), ADDED)
        case ast.Greatest() if step.value > 0:  # what gives 0 beside it says nothing
            terms = [text for text, part in zip(parts, step.parts, strict=True) if part.value]
            return terms[0] if len(terms) == 1 else compose(node, terms, language)
        case ast.Least() | ast.Greatest() if not all(map(_is_unmet, step.parts)):
            # Beside what does count, the condition that was not met is a plain 0.
            shown = zip(parts, step.parts, strict=True)
            return compose(node, [_value(part) if _is_unmet(part) else text for text, part in shown], language)
        case _:
            return compose(node, parts, language)


def _value(step: Step) -> Phrase:
    return Phrase(quantity_text(step), ATOM if step.value >= 0 else SIGNED)
