"""The shape of set expressions: what may be measured, and how a condition or measure is laid on all records in one."""

from typing import assert_never

from msgspec.structs import replace

from hukou_cli.rules.record_sets import (
    PART_OF,
    SORTS,
    BeforeGraduation,
    Begun,
    Both,
    ByDistrict,
    ByKind,
    During,
    Either,
    Full,
    Held,
    Joined,
    Longest,
    Measured,
    MonthEnd,
    Period,
    RecordSet,
    SetFormula,
    TaxYears,
    Where,
    Without,
    WithSpouse,
    parts_of,
    record_sets_in,
    sort_of,
)


def is_of_insurance(node: SetFormula | Where) -> bool:
    """Return whether an expression is of insurance alone, of no single one, and measures nothing record by record."""
    if isinstance(node, Where) or sort_of(node) != "months":
        return False
    parts = parts_of(node)
    named = record_sets_in(node)
    is_plain = all(isinstance(part, RecordSet | Both | Either | Without | Period) for part in parts)
    return is_plain and all(PART_OF.get(each.kind, each.kind) == "insurance" and not each.tags for each in named)


def are_homes(named: RecordSet | Joined) -> bool:
    """Return whether records are homes of which nothing else is asked than how they are held."""
    return all(
        each.kind == "home" and not {"spouse", "family"}.intersection(each.tags) for each in record_sets_in(named)
    )


def measurable(node: SetFormula | Where) -> RecordSet | Joined | Measured | None:
    """Return records of one kind over months, under one name or several; None where an expression is anything else."""
    match node:
        case WithSpouse() | During() | Held() | Begun() | MonthEnd() | Full() | ByDistrict() | Longest():
            return node
        case RecordSet(kind):
            return node if SORTS[kind] == "months" else None
        case Either():
            sides = _sides(node)
            names = tuple([side for side in sides if isinstance(side, RecordSet)])
            is_one_kind = len(names) == len(sides) and len({(name.kind, name.where) for name in names}) == 1
            return Joined(names) if is_one_kind and SORTS[names[0].kind] == "months" else None
        case _:
            return None


def _sides(node: SetFormula) -> tuple[SetFormula, ...]:
    return (*_sides(node.left), *_sides(node.right)) if isinstance(node, Either) else (node,)


def measured(function: str, node: RecordSet | Joined | WithSpouse | During | Held | Full | Longest) -> SetFormula:
    """Measure records. The nodes stand in one order, however it is written: first what is held, the longest last."""
    functions = {function}
    while isinstance(node, Longest) or (isinstance(node, Full | Held) and not node.gap_days):
        functions.add(type(node).__name__.lower())
        node = node.of
    held = Held(node) if "held" in functions and not isinstance(node, Held | Full) else node
    full = Full(held) if "full" in functions and not isinstance(held, Full) else held
    return Longest(full) if "longest" in functions else full


def of_the_same(left: SetFormula, right: SetFormula) -> SetFormula:
    """Read ``insurance.pension - back_paid`` as the repaid months of that insurance alone."""
    match left:
        case _ if isinstance(left, Measured):
            return of_the_same(left.of, right)
        case RecordSet(kind, tags, where) if isinstance(right, RecordSet) and PART_OF.get(right.kind) == kind:
            return RecordSet(right.kind, right.tags or tags, right.where or where)
        case _:
            return right


def conditions(node: SetFormula) -> tuple[Where, ...]:
    """Return every condition on where records are of."""
    return tuple(where for named in record_sets_in(node) for where in named.where)


def everywhere(node: SetFormula, where: Where) -> SetFormula:
    """Lay a condition on every record that an expression names."""
    match node:
        case RecordSet(where=conditions):
            return replace(node, where=(*conditions, where))
        case Period() | TaxYears() | BeforeGraduation():
            return node
        case Joined(names):
            return Joined(tuple([replace(name, where=(*name.where, where)) for name in names]))
        case _ if isinstance(node, Measured | ByKind):  # not the records that cut others in time
            return replace(node, of=everywhere(node.of, where))
        case Both(left, right) | Either(left, right) | Without(left, right):
            return replace(node, left=everywhere(left, where), right=everywhere(right, where))
        case _:
            assert_never(node)
