"""The keys of a dated record that policies look at, and the options that they may have there."""

from collections.abc import Iterable

from hukou_cli.policy.edition import Edition
from hukou_cli.rules.record_sets import PART_OF, TAGS, RecordSet

TENURES = ("rented", "owned", "dormitory", "family")
"""Tenures of a home, the commonest first; a home of the spouse is told where a marriage is looked at."""

_ALWAYS = frozenset({"city", "from", "to", "tenure", "level", "part_time", "year", "income", "date"})


def kinds_looked_at(editions: Iterable[Edition]) -> set[str]:
    """Return the kinds of records from which some policy counts."""
    return {kind for edition in editions for kinds in edition.kinds_counted.values() for kind in kinds}


def record_keys(editions: Iterable[Edition], kind: str) -> set[str]:
    """Return the keys of records of a kind that some policy looks at, with those that every record has.

    >>> from hukou_cli.policy.catalog import Catalog
    >>> sorted(record_keys([Catalog().find("beijing")], "permit") - _ALWAYS)
    []
    """
    editions = [*editions]
    named = _named(editions, kind)
    tags = {tag for node in named for tag in node.tags}
    found = {node.kind for node in named if node.kind != kind}
    found |= {"kinds"} if kind == "insurance" and tags else set()
    found |= {"kind"} if kind not in TAGS and tags else set()
    found |= {"registered"} & tags
    found |= {"share"} if "half" in tags else set()
    found |= {"district"} if any(where.of == "district" for node in named for where in node.where) else set()
    found |= {"base"} if any(edition.file.wages for edition in editions) else set()
    return found | _ALWAYS


def record_options(editions: Iterable[Edition], kind: str) -> list[str]:
    """Return the tenures of homes, the insurances, or the kinds of events that some policy looks at."""
    editions = [*editions]
    tags = list(dict.fromkeys(tag for node in _named(editions, kind) if node.kind == kind for tag in node.tags))
    if kind != "home":
        return tags
    tenures = [tenure for tenure in TENURES if tenure in tags]
    spouse = ["spouse"] if "marriage" in kinds_looked_at(editions) else []
    return [*tenures, *spouse] or [*TENURES]


def _named(editions: Iterable[Edition], kind: str) -> list[RecordSet]:
    """Return the names of records that set expressions of policies have for a kind, or for parts of one."""
    return [node for edition in editions for node in edition.named_records if PART_OF.get(node.kind, node.kind) == kind]
