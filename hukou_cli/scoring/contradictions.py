"""What findings say of constraints that are broken: the facts and the rules, by id and in each language by name."""

from collections.abc import Iterable, Mapping
from typing import get_args

from hukou_cli.base.bilingual import pick
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.model import Constraint
from hukou_cli.rules.ast import Condition
from hukou_cli.rules.prose import words
from hukou_cli.text.language import Language


def constraint_values(
    edition: Edition, seen: Mapping[str, str], broken: Iterable[tuple[Constraint, Condition]]
) -> dict[str, str]:
    """Return the values of a finding on constraints.

    Args:
        edition: The edition, which names the facts.
        seen: The facts that break them, each with its value as text; "" where it has none.
        broken: The constraints, each with its formula.

    """
    broken = [*broken]
    values = {"seen": _listed(seen, ", "), "rule": "; ".join(constraint.require for constraint, _ in broken)}
    for language in get_args(Language):

        def label(name: str, option: str, language: Language = language) -> str:
            fact = edition.facts.get(name)
            return pick(fact.choices[option] if option else fact.name, language) if fact else name

        comma, stop = ("，", "；") if language == "zh" else (", ", "; ")
        values[f"seen_{language}"] = _listed({label(name, ""): value for name, value in seen.items()}, comma)
        values[f"rule_{language}"] = stop.join(words(formula, label, language) for _, formula in broken)
    return values


def _listed(seen: Mapping[str, str], comma: str) -> str:
    return comma.join(f"{name} = {value}" if value else name for name, value in seen.items())
