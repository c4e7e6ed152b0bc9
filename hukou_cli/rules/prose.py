"""The third reading: a formula in words, and a step as arithmetic with the numbers in place.

``3 * insured_months / 12`` is described as ``3 × months insured ÷ 12`` and its step as ``3 × 189 ÷ 12 = 47.25``.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, assert_never

from hukou_cli.base.calendar import date_text
from hukou_cli.base.decimals import ratio_text
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Condition, Formula, Quantity
from hukou_cli.rules.evaluator import Step, cap_of, is_capped
from hukou_cli.text.language import Language
from hukou_cli.text.rules import say
from hukou_cli.text.signs import full_width

Label = Callable[[str, str], str]
"""Names things: ``label(name, "")`` a fact, date or derived quantity; ``label(fact, option)`` an option of a choice."""

_ADDED, _SIGNED, _MULTIPLIED, _ATOM = range(4)

_LONGEST_LABEL = 24
"""Letters of a label that stands before its term in a sum; a Chinese character counts as two."""

_TWELVE = ast.Number(12, 1)

_FUNCTIONS = (ast.Least, ast.Greatest, ast.Whole, ast.Rest, ast.Round, ast.Completed)

_SIGNS: dict[ast.Comparison, str] = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}


class _Text(NamedTuple):
    """A part in words, and how tightly it holds together."""

    text: str
    level: int = _ATOM

    def within(self, level: int) -> str:
        return self.text if self.level >= level else f"({self.text})"


def words(node: Formula, label: Label, language: Language) -> str:
    """Describe a formula with the names of things in place of their ids."""
    return full_width(_symbolic(node, label, language).text, language)


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


def _steps_below(step: Step) -> Iterator[Step]:
    """Yield a step and those that are shown below it: of a conditional the branch taken."""
    yield step
    for part in step.parts:
        if not isinstance(part.node, Condition):
            yield from _steps_below(part)


def _brief(step: Step, label: Label, language: Language) -> str:
    limited = cap_of(step)
    if limited is not None and step.value:
        inner, cap = limited
        shown = _brief(inner, label, language)
        if not is_capped(step):
            return shown
        value = quantity_text(inner)
        return say("capped", language, shown if shown == value else f"{shown} = {value}", quantity_text(cap))
    named = _named_terms(step, label, language)
    is_long = sum(_is_years(part.node) for part in _steps_below(step)) > MOST_YEARS
    text = " + ".join(named) if named else _numeric(step, label, language, 0, years_alone=is_long).text
    return text.removesuffix(f" → {quantity_text(step)}")


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
    return below + (isinstance(step.node, _FUNCTIONS) and not _is_years(step.node))


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
    if isinstance(step.node, ast.Day) or (isinstance(step.node, ast.Name) and step.node.is_date):
        return date_text(step.value)
    assert not isinstance(step.node, Condition)
    return ratio_text(step.value, step.node.den).replace("-", "−")


def _symbolic(node: Formula, label: Label, language: Language, *, with_rows: bool = True) -> _Text:
    """Write a formula in words; without their rows tables are named by what they go by."""
    match node:
        case ast.Choice(fact) if not with_rows:
            return _Text(say("by", language, label(fact, "")), _MULTIPLIED)
        case ast.Bands(operand) | ast.Tiers(operand) if not with_rows:
            return _Text(say("by", language, words(operand, label, language)), _MULTIPLIED)
        case ast.Name(name) | ast.Flag(name):
            return _Text(label(name, ""))
        case ast.Number() | ast.Day():
            return _Text(quantity_text(Step(node, node.value)), _ATOM if node.value >= 0 else _SIGNED)
        case ast.Member(fact, options):
            named = " / ".join(label(fact, option) for option in options)
            return _Text(say("in", language, label(fact, ""), named), _ADDED)
        case ast.Choice(fact, rows):
            each = (f"{label(fact, option)} → {_symbolic(row, label, language).text}" for option, row in rows.items())
            return _Text("; ".join(each), _ADDED)
        case ast.Bands(operand, rows):
            measured = _symbolic(operand, label, language).text
            shown = (
                f"{band_text(row, operand, language)} → {_symbolic(row.points, label, language).text}" for row in rows
            )
            return _Text(f"{measured}: {'; '.join(shown)}", _ADDED)
        case ast.Whole(ast.Quotient(operand)) if _is_years(node):
            return _Text(f"{say('whole_years', language)}({_symbolic(operand, label, language).text})")
        case ast.Tiers(operand):
            measured = _symbolic(operand, label, language).text
            shown = (f"{tier} → {rate}" for tier, rate in tier_texts(node, label, language))
            return _Text(f"{measured}: {'; '.join(shown)}", _ADDED)
        case _:
            parts = [_symbolic(child, label, language, with_rows=with_rows) for child in ast.children(node)]
            return _compose(node, parts, language)


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


def _by_tier(step: Step) -> _Text:
    """Write a marginal scale as what lies in each tier times its rate: ``3 × 10 + 2 × 12``."""
    products = [part for part in step.parts[1].parts if part.value]
    terms = [_Text(" × ".join(quantity_text(factor) for factor in part.parts), _MULTIPLIED) for part in products]
    return _added(terms) if terms else _Text("0")


def _numeric(step: Step, label: Label, language: Language, solved: int, *, years_alone: bool = False) -> _Text:
    """Write a step with numbers, the functions in it replaced by their values up to ``solved`` deep.

    Full years stand with the months that they are of, unless ``years_alone``.
    """
    node = step.node
    if isinstance(node, _FUNCTIONS) and _height(step) <= solved and not _is_years(node):
        return _value(step)
    if years_alone and _is_years(node):
        return _value(step)
    parts = [_numeric(part, label, language, solved, years_alone=years_alone) for part in step.parts]
    match node:
        case ast.Name() | ast.Number() | ast.Day():
            return _value(step)
        case ast.Sum():
            terms = [text for text, part in zip(parts, step.parts, strict=True) if part.value]
            return _added(terms) if terms else _Text("0")
        case ast.Whole() if _is_years(node):
            months, years = quantity_text(step.parts[0].parts[0]), quantity_text(step)
            return _Text(say("full_years", language, years, months))
        case ast.Conditional(condition):
            if _is_unmet(step):
                return _Text(say("unmet", language, words(condition, label, language)), _ADDED)
            return parts[1]
        case ast.Choice(fact):
            return _Text(f"{label(fact, chosen_option(step))} → {parts[0].text}", _ADDED)
        case ast.Tiers():
            return _by_tier(step)
        case ast.Bands(operand):
            return _Text(f"{words(operand, label, language)} {parts[0].text} → {parts[1].text}", _ADDED)
        case ast.Flag() | ast.Member() | ast.Compare() | ast.Not() | ast.AllOf() | ast.AnyOf():
            return _Text(words(node, label, language), _ADDED)
        case ast.Greatest() if step.value > 0:  # what gives 0 beside it says nothing
            terms = [text for text, part in zip(parts, step.parts, strict=True) if part.value]
            return terms[0] if len(terms) == 1 else _compose(node, terms, language)
        case ast.Least() | ast.Greatest() if not all(map(_is_unmet, step.parts)):
            # Beside what does count, the condition that was not met is a plain 0.
            shown = zip(parts, step.parts, strict=True)
            return _compose(node, [_value(part) if _is_unmet(part) else text for text, part in shown], language)
        case _:
            return _compose(node, parts, language)


def _value(step: Step) -> _Text:
    return _Text(quantity_text(step), _ATOM if step.value >= 0 else _SIGNED)


def _added(terms: list[_Text]) -> _Text:
    """Join terms with + and −; a term that starts with a minus brings its own."""
    if len(terms) == 1:
        return terms[0]
    text = terms[0].within(_SIGNED)
    for term in terms[1:]:
        signed = term.text.startswith("−")
        text += f" − {term.text[1:]}" if signed and term.level > _ADDED else f" + {term.within(_SIGNED)}"
    return _Text(text, _ADDED)


def _compose(node: Formula, parts: list[_Text], language: Language) -> _Text:
    """Put the words of a node around those of its parts."""
    listed = ", ".join(part.text for part in parts)
    match node:
        case ast.Sum():
            return _added(parts)
        case ast.Negative():
            return _Text(f"−{parts[0].within(_MULTIPLIED)}", _SIGNED)
        case ast.Product():
            opening, *others = parts
            factors = [opening.within(_SIGNED), *(part.within(_MULTIPLIED) for part in others)]
            return _Text(" × ".join(factors), _SIGNED if factors[0].startswith("−") else _MULTIPLIED)
        case ast.Quotient(_, by):
            operand = parts[0].within(_SIGNED)
            divided = f"{operand} ÷ {ratio_text(by.value, by.den)}"
            return _Text(divided, _SIGNED if operand.startswith("−") else _MULTIPLIED)
        case ast.Least():
            return _Text(f"{say('min', language)}({listed})")
        case ast.Greatest():
            return _Text(f"{say('max', language)}({listed})")
        case ast.Whole():
            return _Text(f"{say('whole', language)}({listed})")
        case ast.Rest():
            return _Text(say("rest", language, parts[0].within(_MULTIPLIED)), _ADDED)
        case ast.Round():
            return _Text(f"{say('round', language)}({listed})")
        case ast.Completed(unit):
            return _Text(say(unit, language, *(part.text for part in parts)))
        case ast.Conditional():
            return _Text(say("if", language, *(part.text for part in parts)), _ADDED)
        case ast.Compare(operator):
            return _Text(f"{parts[0].text} {_SIGNS[operator]} {parts[1].text}", _MULTIPLIED)
        case ast.Not():
            kind = "not_flag" if isinstance(node.condition, ast.Flag) else "not"
            return _Text(say(kind, language, parts[0].text), _MULTIPLIED)
        case ast.AllOf():
            return _Text(say("and", language).join(part.within(_MULTIPLIED) for part in parts), _ADDED)
        case ast.AnyOf():
            return _Text(say("or", language).join(part.within(_MULTIPLIED) for part in parts), _ADDED)
        case ast.Number() | ast.Day() | ast.Name() | ast.Flag() | ast.Member():
            raise AssertionError(node)  # the callers write these themselves
        case ast.Choice() | ast.Bands() | ast.Tiers():
            raise AssertionError(node)  # the callers write these themselves
        case _:
            assert_never(node)
