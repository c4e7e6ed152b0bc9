"""Checks of ``[procedure]`` and ``[[paper]]``: ids, durations, and what is said not to have been seen."""

from collections.abc import Iterator, Sequence

from hukou_cli.base.calendar import last_day
from hukou_cli.base.decoding import repeats
from hukou_cli.base.errors import Finding
from hukou_cli.base.mismatches import not_one_of
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy import model, procedure

Problems = Iterator[tuple[KeyPath, Finding]]


def procedure_problems(file: model.PolicyFile) -> Problems:
    """Yield every problem with how one applies and with the papers, each with its place in the file."""
    for table, statements in procedure.procedure_statements(file.procedure).items():
        repeated = dict(repeats(statement.id for statement in statements))
        for at, statement in enumerate(statements):
            path: KeyPath = ("procedure", table, at)
            if at in repeated:
                yield path, Finding(code="duplicate-id", values={"seen": statement.id})
            if isinstance(statement, procedure.Statement):
                yield from (((*path, *key), finding) for key, finding in _duration_problems(statement))
    if file.procedure is not None:
        stated = stated_parts(file)
        for at, part in enumerate(file.procedure.not_seen):
            if part in stated:
                yield ("procedure", "not_seen", at), Finding(code="seen-and-not-seen", values={"seen": part})
    claimed = _claimed(file)
    for at, paper in enumerate(file.paper):
        for name in paper.proves:
            if name not in claimed:
                yield ("paper", at, "for"), not_one_of(name, claimed)
    for at, place in enumerate(file.place):
        if place.asks is not None and place.when is not None:
            yield ("place", at, "asks"), Finding(code="asks-or-when")


def stated_parts(file: model.PolicyFile) -> set[procedure.ProcedurePart]:
    """Return the parts of how one applies of which the file states something."""
    told = file.procedure or procedure.Procedure()
    lists: dict[procedure.ProcedurePart, Sequence[object]] = {
        "where": told.where,
        "step": told.step,
        "objection": told.objection,
        "after": told.after,
        "deadline": [statement for statement in told.after if statement.durations or statement.by],
        "paper": file.paper,
        "place": file.place,
    }
    return {part for part, stated in lists.items() if stated}


def _claimed(file: model.PolicyFile) -> list[str]:
    """Return the ids that a paper may be for: what an applicant claims or must show."""
    tables: tuple[Sequence[model.Gate | model.Indicator | model.Route | model.Place], ...] = (
        file.gate, file.indicator, file.route, file.place,
    )  # fmt: skip
    return list(dict.fromkeys(item.id for table in tables for item in table))


def _duration_problems(statement: procedure.Statement) -> Problems:
    given = [*statement.durations, *(["by"] if statement.by else [])]
    if len(given) > 1:
        yield (), Finding(code="one-duration", values={"seen": " ".join(given)})
    if statement.by and statement.by.day > last_day(2023, statement.by.month):
        values = {"seen": f"{statement.by.month:02d}-{statement.by.day:02d}"}
        yield ("by", "day"), Finding(code="no-such-day", values=values)
    if statement.at_least and not statement.durations:
        yield (), Finding(code="missing-key", values={"key": "days"})
