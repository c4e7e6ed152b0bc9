"""What findings say of constraints that are broken: the facts and the rules, by id and in each language by name."""

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from hukou_cli.base.bilingual import pick
from hukou_cli.base.errors import Finding
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.model import Constraint
from hukou_cli.rules.ast import Condition
from hukou_cli.rules.prose import words
from hukou_cli.text.language import Language
from hukou_cli.text.rules import say

MOST_ASKED = 4
"""The most facts that are named where nothing at all is known."""

Origin = Literal["not_given", "of_records"]
"""Where a value comes from that was not written: what stands for a fact not given, or the records."""


def advice_on(constraint: Constraint, edition: Edition, origins: Mapping[str, Origin]) -> dict[Language, str]:
    """Return what a constraint advises, with what to write beside what was given."""
    left_out = [name for name, origin in origins.items() if origin == "not_given"]
    if not left_out:
        return constraint.advice.by_language
    advice: dict[Language, str] = {}
    for language in get_args(Language):
        named = [say("with_id", language, pick(edition.facts[name].name, language), name) for name in left_out]
        advice[language] = say("give_too", language, pick(constraint.advice, language), _comma(language).join(named))
    return advice


def _comma(language: Language) -> str:
    return "、" if language == "zh" else ", "


def contradiction(edition: Edition, name: str, value: str, source: str) -> Finding:
    """Return the finding of an option that does not go with that of the fact which narrows its own.

    Args:
        edition: The edition, which names the facts and the options.
        name: The fact.
        value: Its option.
        source: The option of the other fact.

    """
    fact, by = edition.facts[name], edition.facts[edition.narrowed[name]]
    allowed = [fact.choices[option].with_id(option) for option in fact.narrowing[source]]
    told = {
        **fact.name.with_id(name).gaps("fact"),
        **fact.choices[value].gaps("seen"),
        "other_zh": f"{by.name.zh}“{by.choices[source].zh}”",
        "other_en": f"{by.name.en} “{by.choices[source].en}”",
        "allowed_zh": "、".join(words.zh for words in allowed),
        "allowed_en": ", ".join(words.en for words in allowed),
    }
    options = " ".join(fact.narrowing[source])
    return Finding(
        code="contradicts", values={"fact": name, "seen": value, "other": source, "allowed": options, **told}
    )


def broken_constraint(
    edition: Edition,
    constraint: Constraint,
    formula: Condition,
    known: Mapping[str, Value],
    origins: Mapping[str, Origin],
) -> Finding:
    """Return the finding of a constraint that facts break.

    Args:
        edition: The edition, which names the facts.
        constraint: The constraint.
        formula: Its formula.
        known: Its facts, each with its value.
        origins: Where the values come from that the applicant did not write.

    """
    seen = {name: edition.facts[name].text(value) for name, value in known.items()}
    values = constraint_values(edition, seen, [(constraint, formula)], origins)
    return Finding(code="constraint", values=values, advice=advice_on(constraint, edition, origins))


def nothing_known(edition: Edition, missing: Iterable[str], file: str) -> Finding:
    """Return the finding that nothing of what an edition asks for is known, with the first facts that are missing."""
    missing = [*missing]
    names = {name: edition.facts[name].name for name in missing[:MOST_ASKED]}
    values = {
        "city": edition.file.policy.folder,
        "allowed": " ".join(missing),
        "allowed_en": ", ".join(f"{words.en} ({name})" for name, words in names.items()),
        "allowed_zh": "、".join(f"{words.zh}（{name}）" for name, words in names.items()),
    }
    return Finding(code="nothing-known", values=values, file=file)


def constraint_values(
    edition: Edition,
    seen: Mapping[str, str],
    broken: Iterable[tuple[Constraint, Condition]],
    origins: Mapping[str, Origin] = {},
) -> dict[str, str]:
    """Return the values of a finding on constraints.

    Args:
        edition: The edition, which names the facts.
        seen: The facts that break them, each with its value as text; "" where it has none.
        broken: The constraints, each with its formula.
        origins: Where the values come from that the applicant did not write.

    """
    broken = [*broken]
    values = {"seen": _listed(seen, ", "), "rule": "; ".join(constraint.require for constraint, _ in broken)}
    for language in get_args(Language):

        def label(name: str, option: str, language: Language = language) -> str:
            fact = edition.facts.get(name)
            return pick(fact.choices[option] if option else fact.name, language) if fact else name

        comma, stop = ("，", "；") if language == "zh" else (", ", "; ")
        told = {
            label(name, ""): value + (say(origins[name], language) if name in origins else "")
            for name, value in seen.items()
        }
        values[f"seen_{language}"] = _listed(told, comma)
        values[f"rule_{language}"] = stop.join(words(formula, label, language) for _, formula in broken)
    return values


def _listed(seen: Mapping[str, str], comma: str) -> str:
    return comma.join(f"{name} = {value}" if value else name for name, value in seen.items())
