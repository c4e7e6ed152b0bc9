"""The third reading: a formula in words, and a step as arithmetic with the numbers in place.

``3 * insured_months / 12`` is described as ``3 × months insured ÷ 12`` and its step as ``3 × 189 ÷ 12 = 47.25``.
"""

from collections.abc import Callable
from typing import assert_never, cast

import msgspec

from hukou_cli.base.calendar import date_text
from hukou_cli.base.decimals import ratio_text
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Formula, Quantity
from hukou_cli.rules.evaluator import Step, cap_of, is_capped
from hukou_cli.text.language import Language
from hukou_cli.text.rules import say
from hukou_cli.text.signs import full_width

Label = Callable[[str, str], str]
"""Names things: ``label(name, "")`` a fact, date or derived quantity; ``label(fact, option)`` an option of a choice."""

LONGEST_LABEL = 24
"""Letters of a label that stands before its term in a sum; a Chinese character counts as two."""

ADDED, SIGNED, MULTIPLIED, ATOM = range(4)
"""How tightly a part holds together."""

_SIGNS: dict[ast.Comparison, str] = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}

_TWELVE = ast.Number(12, 1)

_FUNCTIONS = frozenset({ast.Least, ast.Greatest, ast.Whole, ast.Rest, ast.Round, ast.Completed})


class Phrase(msgspec.Struct, frozen=True):
    """A part in words, and how tightly it holds together."""

    text: str
    level: int = ATOM

    def within(self, level: int) -> str:
        """Return the text, in brackets where it holds together less tightly than is asked for."""
        return self.text if self.level >= level else f"({self.text})"


def words(node: Formula, label: Label, language: Language) -> str:
    """Describe a formula with the names of things in place of their ids; a limit of the whole comes last.

    ``min(2 * x, 10)`` is ``2 × x, capped at 10``; ``max(0, 30 - x)`` is ``30 − x, not below 0``.
    """
    limited = _limit_of(node)
    if limited is not None:
        inner, key, limit = limited
        return say(key, language, words(inner, label, language), ratio_text(limit.value, limit.den))
    return full_width(symbolic(node, label, language).text, language)


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


def _arithmetic(step: Step, label: Label, language: Language) -> str:
    limited = cap_of(step)
    if limited is not None and step.value:
        inner, cap = limited
        shown = _arithmetic(inner, label, language)
        return say("capped", language, shown, quantity_text(cap)) if is_capped(step) else shown
    named = named_terms(step, label, language)
    if named:
        return f"{' + '.join(named)} = {quantity_text(step)}"
    value = quantity_text(step)
    chain: list[str] = []
    for solved in range(_height(step) + 1 if step.value else 1):
        text = numeric(step, label, language, solved).text
        if text not in (*chain, value):
            chain.append(text)
    if len(chain) == 1 and isinstance(deciding(step).node, ast.Choice | ast.Bands | ast.Conditional):
        return chain[0]  # it ends in its value already
    return " = ".join([*chain, value])


def named_terms(step: Step, label: Label, language: Language) -> list[str]:
    """Return the terms of a sum, each with the name of what it takes; none where a term takes several or is long."""
    step = deciding(step)
    terms = [part for part in step.parts if part.value] if isinstance(step.node, ast.Sum) else []
    texts = []
    for term in terms:
        names = set(ast.names_in(term.node))
        name = label(names.pop(), "") if len(names) == 1 else ""
        if not name or columns(name) > LONGEST_LABEL or term.value < 0 or isinstance(term.node, ast.Conditional):
            return []
        inner = term.parts[0] if isinstance(term.node, ast.Round) else term
        if _height(inner):
            return []
        shown, value = numeric(inner, label, language, 0).text, quantity_text(term)
        texts.append(f"{name} {value}" if shown == value else f"{name} ({shown}) {value}")
    return texts if len(texts) > 1 else []


def columns(text: str) -> int:
    """Return how wide a text is on a screen: a Chinese character takes two columns."""
    return len(text) + sum(not each.isascii() for each in text)


def chosen_option(step: Step) -> str:
    """Return the option of a choice table that a step took."""
    assert isinstance(step.node, ast.Choice)
    return next(option for option, row in step.node.rows.items() if row is step.parts[0].node)


def _height(step: Step) -> int:
    """Count how deep functions stand within functions."""
    below = max((_height(part) for part in step.parts), default=0)
    return below + (type(step.node) in _FUNCTIONS and not is_years(step.node))


def is_years(node: Formula) -> bool:
    """Return whether a node turns months to full years; its words show both, so that it is not solved apart."""
    return isinstance(node, ast.Whole) and isinstance(node.operand, ast.Quotient) and node.operand.by == _TWELVE


def deciding(step: Step) -> Step:
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


def symbolic(node: Formula, label: Label, language: Language, *, with_rows: bool = True) -> Phrase:
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
            each = (f"{label(fact, option)} → {symbolic(row, label, language).text}" for option, row in rows.items())
            return Phrase("; ".join(each), ADDED)
        case ast.Bands(operand, rows):
            measured = symbolic(operand, label, language).text
            shown = (
                f"{band_text(row, operand, language)} → {symbolic(row.points, label, language).text}" for row in rows
            )
            return Phrase(f"{measured}: {'; '.join(shown)}", ADDED)
        case ast.Whole(ast.Quotient(operand)) if is_years(node):
            return Phrase(f"{say('whole_years', language)}({symbolic(operand, label, language).text})")
        case ast.Tiers(operand):
            measured = symbolic(operand, label, language).text
            shown = (f"{tier} → {rate}" for tier, rate in tier_texts(node, label, language))
            return Phrase(f"{measured}: {'; '.join(shown)}", ADDED)
        case _:
            parts = [symbolic(child, label, language, with_rows=with_rows) for child in ast.children(node)]
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


def by_tier(step: Step) -> Phrase:
    """Write a marginal scale as what lies in each tier times its rate: ``3 × 10 + 2 × 12``."""
    products = [part for part in step.parts[1].parts if part.value]
    terms = [Phrase(" × ".join(quantity_text(factor) for factor in part.parts), MULTIPLIED) for part in products]
    return added(terms) if terms else Phrase("0")


def numeric(step: Step, label: Label, language: Language, solved: int, *, years_alone: bool = False) -> Phrase:
    """Write a step with numbers, the functions in it replaced by their values up to ``solved`` deep.

    Full years stand with the months that they are of, unless ``years_alone``.
    """
    node = step.node
    if type(node) in _FUNCTIONS and _height(step) <= solved and not is_years(node):
        return _value(step)
    if years_alone and is_years(node):
        return _value(step)
    parts = [numeric(part, label, language, solved, years_alone=years_alone) for part in step.parts]
    match node:
        case ast.Name() | ast.Number() | ast.Day():
            return _value(step)
        case ast.Sum():
            terms = [text for text, part in zip(parts, step.parts, strict=True) if part.value]
            return added(terms) if terms else Phrase("0")
        case ast.Whole() if is_years(node):
            months, years = quantity_text(step.parts[0].parts[0]), quantity_text(step)
            return Phrase(say("full_years", language, years, months))
        case ast.Conditional(condition):
            if _is_unmet(step):
                return Phrase(say("unmet", language, words(condition, label, language)), ADDED)
            return parts[1]
        case ast.Choice(fact):
            return Phrase(f"{label(fact, chosen_option(step))} → {parts[0].text}", ADDED)
        case ast.Tiers():
            return by_tier(step)
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


# ---------------------------------------------------------------- words put together


def added(terms: list[Phrase]) -> Phrase:
    """Join terms with + and −; a term that starts with a minus brings its own."""
    if len(terms) == 1:
        return terms[0]
    text = terms[0].within(SIGNED)
    for term in terms[1:]:
        signed = term.text.startswith("−")
        text += f" − {term.text[1:]}" if signed and term.level > ADDED else f" + {term.within(SIGNED)}"
    return Phrase(text, ADDED)


def compose(node: Formula, parts: list[Phrase], language: Language) -> Phrase:
    """Put the words of a node around those of its parts."""
    listed = ", ".join(part.text for part in parts)
    match node:
        case ast.Sum():
            return added(parts)
        case ast.Negative():
            return Phrase(f"−{parts[0].within(MULTIPLIED)}", SIGNED)
        case ast.Product():
            opening, *others = parts
            factors = [opening.within(SIGNED), *(part.within(MULTIPLIED) for part in others)]
            return Phrase(" × ".join(factors), SIGNED if factors[0].startswith("−") else MULTIPLIED)
        case ast.Quotient(_, by):
            operand = parts[0].within(SIGNED)
            divided = f"{operand} ÷ {ratio_text(by.value, by.den)}"
            return Phrase(divided, SIGNED if operand.startswith("−") else MULTIPLIED)
        case ast.Least():
            return Phrase(f"{say('min', language)}({listed})")
        case ast.Greatest():
            return Phrase(f"{say('max', language)}({listed})")
        case ast.Whole():
            return Phrase(f"{say('whole', language)}({listed})")
        case ast.Rest():
            return Phrase(say("rest", language, parts[0].within(MULTIPLIED)), ADDED)
        case ast.Round():
            return Phrase(f"{say('round', language)}({listed})")
        case ast.Completed(unit):
            return Phrase(say(unit, language, *(part.text for part in parts)))
        case ast.Conditional():
            return Phrase(say("if", language, *(part.text for part in parts)), ADDED)
        case ast.Compare(operator):
            return Phrase(f"{parts[0].text} {_SIGNS[operator]} {parts[1].text}", MULTIPLIED)
        case ast.Not():
            kind = "not_flag" if isinstance(node.condition, ast.Flag) else "not"
            return Phrase(say(kind, language, parts[0].text), MULTIPLIED)
        case ast.AllOf():
            return Phrase(say("and", language).join(part.within(MULTIPLIED) for part in parts), ADDED)
        case ast.AnyOf():
            return Phrase(say("or", language).join(part.within(MULTIPLIED) for part in parts), ADDED)
        case ast.Number() | ast.Day() | ast.Name() | ast.Flag() | ast.Member():
            raise AssertionError(node)  # the callers write these themselves
        case ast.Choice() | ast.Bands() | ast.Tiers():
            raise AssertionError(node)  # the callers write these themselves
        case _:
            assert_never(node)
