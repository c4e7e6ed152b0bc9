"""The tables of a rule: choice, bands and tiers, from their rows to one quantity, and what is wrong with the rows."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import msgspec

from hukou_cli.base import decimals
from hukou_cli.base.decoding import repeats
from hukou_cli.base.errors import Finding
from hukou_cli.base.mismatches import not_one_of, unknown_key
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy import model
from hukou_cli.policy.model import Points, Row
from hukou_cli.rules import ast, nodes
from hukou_cli.rules.ast import Quantity
from hukou_cli.rules.scope import Symbol
from hukou_cli.rules.tiers import MONTHS, tiers

Formed = model.Indicator | model.Alternative | model.DerivedTable
"""Tables that give a quantity in one of several forms."""

Read = Callable[[KeyPath, Points], Quantity]
"""Parses the points at a place of the file; what is wrong with them is kept."""

Problems = list[tuple[KeyPath, Finding]]

KEYS = {"choice": ("option", "points"), "bands": ("from", "points"), "tiers": ("up_to", "unit", "year", "month")}
"""The keys of the rows of each form."""


_ROW_KEYS = tuple(zip(Row.__struct_fields__, Row.__struct_encode_fields__, strict=True))
"""The fields of a row, each with its key."""


def forms_of(item: Formed) -> list[str]:
    """Return the forms that a table uses: there should be one."""
    forms = ("points", "formula", *KEYS, "best_of", "unseen")
    return [form for form in forms if getattr(item, form, None) not in (None, ())]


def form_problems(item: Formed) -> Iterator[tuple[KeyPath, Finding]]:
    """Yield what is wrong with a table as a whole, and with the keys of its rows."""
    forms = forms_of(item)
    with_rows, with_others = forms[:1] in (["choice"], ["bands"], ["tiers"]), forms[:1] in (["choice"], ["bands"])
    if len(forms) != 1 or bool(item.rows) != with_rows or (item.others is not None and not with_others):
        yield (), Finding(code="one-form")
        return
    for at, row in enumerate(item.rows):
        given = {key for name, key in _ROW_KEYS if getattr(row, name) is not None}
        known = KEYS[forms[0]]
        yield from ((("rows", at, key), unknown_key(key, known)) for key in given.difference(known))
        needed = known if forms[0] != "tiers" else ("year",) if given & {"year", "month"} else ("unit",)
        missing = [key for key in needed if key not in given]
        yield from ((("rows", at), Finding(code="missing-key", values={"key": key})) for key in missing)


def choice_of(symbol: Symbol, item: Formed, path: KeyPath, read: Read) -> Quantity | Problems:
    """Build a choice: each option has what its row gives, or what ``others`` gives."""
    problems: Problems = []
    rows: dict[str, Quantity] = {}
    for at, row in enumerate(item.rows):
        quantity = read((*path, "rows", at, "points"), row.points or 0)
        for option in (row.option,) if isinstance(row.option, str) else row.option or ():
            if option not in symbol.options:
                problems.append(((*path, "rows", at, "option"), not_one_of(option, symbol.options)))
            elif option in rows:
                problems.append(((*path, "rows", at, "option"), Finding(code="duplicate-id", values={"seen": option})))
            rows[option] = msgspec.structs.replace(quantity)  # one node an option: a step tells by it which was taken
    missing = [option for option in symbol.options if option not in rows]
    if item.others is not None:
        others = read((*path, "others"), item.others)
        rows |= {option: msgspec.structs.replace(others) for option in missing}
    elif missing:
        problems.append(((*path, "rows"), Finding(code="no-others", values={"seen": " ".join(missing)})))
    return problems or nodes.choice(symbol, rows)


def bands_of(measured: Quantity, item: Formed, path: KeyPath, read: Read) -> Quantity | Problems:
    """Build bands: each row holds from its edge to the next higher one, ``others`` below the lowest."""
    places = sorted(range(len(item.rows)), key=lambda at: Decimal(item.rows[at].low or 0))
    edges = [_number(item.rows[at].low or 0) for at in places]
    problems = _edges_twice([row.low for row in item.rows], (*path, "rows"), "from")
    if item.others is None:
        lowest = harmless(item.rows[places[0]].low)
        problems.append(((*path, "rows"), Finding(code="bands-hole", values={"seen": lowest})))
        return problems
    below = read((*path, "others"), item.others)
    points = [read((*path, "rows", at, "points"), item.rows[at].points or 0) for at in places]
    limits = zip([None, *edges], [*edges, None], [below, *points], strict=True)
    return problems or nodes.bands(measured, tuple(ast.Band(*band) for band in limits))


def tiers_of(measured: Quantity, item: Formed, path: KeyPath, read: Read) -> Quantity | Problems:
    """Build a marginal scale: each row holds from the end of the one below it to its own."""
    ends = [row.up_to for row in item.rows]
    problems = _edges_twice(ends, (*path, "rows"), "up_to")
    places = sorted(range(len(ends)), key=lambda at: (ends[at] is None, Decimal(ends[at] or 0)))
    by_year = item.rows[0].year is not None
    if any((row.year is not None) != by_year for row in item.rows):
        problems.append(((*path, "rows"), Finding(code="tiers-mixed")))
    for at, end in enumerate(ends):
        if end is not None and (Decimal(end) <= 0 or (by_year and Decimal(end) % MONTHS)):
            allowed = "@full-years" if by_year else "@positive"
            values = {"seen": harmless(end), "allowed": allowed}
            problems.append(((*path, "rows", at, "up_to"), Finding(code="wrong-type", values=values)))
    if ends[places[-1]] is not None:
        values = {"seen": harmless(ends[places[-1]])}
        problems.append(((*path, "rows", places[-1]), Finding(code="tiers-end", values=values)))
    built = [_tier(item.rows[at], (*path, "rows", at), read) for at in places]
    return problems or tiers(measured, built, by_year=by_year)


def _tier(row: Row, path: KeyPath, read: Read) -> ast.Tier:
    rate = read((*path, "year"), row.year) if row.year is not None else read((*path, "unit"), row.unit or 0)
    month = None if row.month is None else read((*path, "month"), row.month)
    return ast.Tier(None if row.up_to is None else _number(row.up_to), rate, month)


def _edges_twice(edges: Sequence[int | str | None], path: KeyPath, key: str) -> Problems:
    """Find the edges that an earlier row has."""
    values = [None if edge is None else Decimal(edge) for edge in edges]
    return [
        ((*path, at, key), Finding(code="duplicate-id", values={"seen": harmless(edges[at] or "")}))
        for at, _ in repeats(values)
    ]


def _number(value: int | str) -> ast.Number:
    read = decimals.from_text(str(value))
    assert read is not None
    return ast.Number(*read)
