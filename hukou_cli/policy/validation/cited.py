"""Every source that a policy file cites."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy.citations import Citation, citations_of
from hukou_cli.policy.model import (
    DerivedTable,
    Gate,
    Indicator,
    Need,
    Place,
    PolicyFile,
    Recognition,
    Route,
    Veto,
)
from hukou_cli.policy.procedure import Paper, procedure_statements

if TYPE_CHECKING:
    from hukou_cli.policy.lever import Lever
    from hukou_cli.policy.rounds import PublishedRound


def sources_cited(file: PolicyFile) -> Iterator[tuple[KeyPath, Citation]]:
    """Yield every source that a rule of the file cites, with the place of the rule."""
    tables: dict[
        str, tuple[Gate | Indicator | Veto | Route | Place | Paper | Recognition | PublishedRound | Lever, ...]
    ] = {
        "gate": file.gate,
        "indicator": file.indicator,
        "veto": file.veto,
        "route": file.route,
        "place": file.place,
        "paper": file.paper,
        "recognises": file.recognises,
        "round": file.round,
        "lever": file.lever,
    }
    for table, rules in tables.items():
        for at, rule in enumerate(rules):
            yield from (((table, at, "source"), source) for source in citations_of(rule.source))
    yield from ((("result", "source"), source) for source in citations_of(file.result.source))
    if file.line is not None:
        yield from ((("line", "source"), source) for source in citations_of(file.line.source))
    for at, indicator in enumerate(file.indicator):
        for number, way in enumerate(indicator.best_of):
            path = ("indicator", at, "best_of", number, "source")
            yield from ((path, source) for source in citations_of(way.source))
    for name, readings in file.readings.items():
        for answer, reading in (("no", readings.no), ("yes", readings.yes)):
            yield from ((("readings", name, answer, "source"), source) for source in citations_of(reading.source))
    for name, wages in file.wages.items():
        for at, row in enumerate(wages.rows):
            yield from ((("wages", name, "rows", at, "source"), source) for source in citations_of(row.source))
    for name, need in file.needs.items():
        yield from ((("needs", name, "source"), source) for source in citations_of(need.source))
    for at, route in enumerate(file.route):
        for number, asked in enumerate(route.need):
            sources = citations_of(asked.source) if isinstance(asked, Need) else ()
            yield from ((("route", at, "need", number, "source"), source) for source in sources)
    for table, statements in procedure_statements(file.procedure).items():
        for at, statement in enumerate(statements):
            at_source: KeyPath = ("procedure", table, at, "source")
            yield from ((at_source, source) for source in citations_of(statement.source))
    if file.false_material is not None:
        yield from ((("false_material", "source"), source) for source in citations_of(file.false_material.source))
    if file.unseen is not None:
        yield from ((("unseen", "source"), source) for source in citations_of(file.unseen.source))
    for name, derived in file.derived.items():
        if isinstance(derived, DerivedTable):
            yield from ((("derived", name, "source"), source) for source in citations_of(derived.source))
