"""Facts that two readings of a rule count differently, while nobody has said which reading holds."""

from collections.abc import Container, Iterator

import msgspec

from hukou_cli.base.errors import Finding
from hukou_cli.facts.types import Value
from hukou_cli.policy.edition import Edition


class Disputed(msgspec.Struct, frozen=True):
    """A fact that two readings count differently: the flag that decides, and the value for no and for yes."""

    by: str
    no: int
    yes: int


def disputed_counts(
    written: Container[str], values: dict[str, Value], edition: Edition
) -> Iterator[tuple[str, Disputed]]:
    """Yield the facts whose readings differ while nobody has said which holds; add the others to the values.

    Args:
        written: The facts that are given straight.
        values: The values of the facts known.
        edition: The policy.

    """
    for name, readings in edition.file.readings.items():
        no, yes = (values.get(fact) for fact in readings.facts)
        if name in written or not isinstance(no, int) or not isinstance(yes, int):
            continue
        answer = values.get(readings.decided_by)
        if no == yes or answer is not None:
            values[name] = yes if answer else no
        else:
            yield name, Disputed(readings.decided_by, no, yes)


def note_on_disputed(name: str, found: Disputed, edition: Edition) -> Finding:
    """Note what a fact comes to under each reading, and the question that decides."""
    fact = edition.facts[name]
    texts = {"fact": name, "seen": fact.text(found.no), "other": fact.text(found.yes), "key": found.by}
    names = {"zh": edition.facts[found.by].name.zh, "en": edition.facts[found.by].name.en}
    return Finding(code="readings-differ", values=texts | names | fact.name.gaps("fact"))
