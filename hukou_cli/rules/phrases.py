"""Words of a formula put together from those of its parts, with brackets where they hold together less tightly."""

from typing import assert_never

import msgspec

from hukou_cli.base.decimals import ratio_text
from hukou_cli.rules import ast
from hukou_cli.rules.ast import Formula
from hukou_cli.text.language import Language
from hukou_cli.text.rules import say

ADDED, SIGNED, MULTIPLIED, ATOM = range(4)
"""How tightly a part holds together."""

_SIGNS: dict[ast.Comparison, str] = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}


class Phrase(msgspec.Struct, frozen=True):
    """A part in words, and how tightly it holds together."""

    text: str
    level: int = ATOM

    def within(self, level: int) -> str:
        """Return the text, in brackets where it holds together less tightly than is asked for."""
        return self.text if self.level >= level else f"({self.text})"


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
