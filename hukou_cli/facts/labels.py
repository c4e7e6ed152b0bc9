"""Facts by the names that people call them: an id, or the label in either language."""

from collections.abc import Mapping

from hukou_cli.facts.types import Fact


def facts_by_label(facts: Mapping[str, Fact]) -> dict[str, list[str]]:
    """Return the facts that each label may mean, labels as ``plain`` writes them; ids are labels too."""
    labels: dict[str, list[str]] = {}
    for name, fact in facts.items():
        for label in dict.fromkeys((name, plain(fact.name.zh), plain(fact.name.en))):
            labels.setdefault(label, []).append(name)
    return labels


def plain(text: str) -> str:
    """Write a name so that width, case and blanks around it make no difference.

    >>> plain(" Ｄate of Birth ")
    'date of birth'
    """
    import unicodedata

    return unicodedata.normalize("NFKC", text).strip().lower()
