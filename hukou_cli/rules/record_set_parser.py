"""Set expressions parsed, as ``insurance - back_paid & since('1998-07')``.

The same small subset of Python's syntax as formulas, parsed by the same parser: names of records with their tags
(``insurance``, ``insurance.pension``, ``home.rented.registered``), ``| & -``, and the functions of ``USAGE``.
"""

import ast
from typing import NoReturn, assert_never

from msgspec.structs import replace

from hukou_cli.base import calendar, decimals
from hukou_cli.base.errors import Finding, InvalidPolicy, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.rules.parser import parse_expression
from hukou_cli.rules.record_sets import (
    PART_OF,
    SORTS,
    TAGS,
    BaseAtLeast,
    BeforeGraduation,
    Begun,
    Both,
    ByDistrict,
    Counting,
    During,
    Either,
    EveryKind,
    Full,
    Held,
    Joined,
    Longest,
    LongestKind,
    Measured,
    MonthEnd,
    Period,
    RecordSet,
    SetFormula,
    TaxYears,
    Where,
    Without,
    WithSpouse,
    kinds_in,
    parts_of,
    record_sets_in,
    sort_of,
    tags_in,
)

USAGE = {
    "since": "since('2018-01')",
    "before": "before('2020-08')",
    "last": "last(60)",
    "last_years": "last_years(5)",
    "in_district": "in_district(home.owned, 'list')",
    "outside": "outside(home.owned, 'list')",
    "in_cities": "in_cities(insurance, 'list')",
    "full": "full(home.owned)",
    "longest": "longest(home.owned)",
    "held": "held(home.owned)",
    "begun": "begun(home.owned, '2020-04-02')",
    "base_at_least": "base_at_least(insurance, 'wages', 1.3)",
    "during": "during(home.rented, permit)",
    "month_end": "month_end(permit)",
    "by_district": "by_district(home.rented, 12)",
    "every_kind": "every_kind(insurance - back_paid)",
    "longest_kind": "longest_kind(insurance - back_paid)",
    "before_graduation": "before_graduation(48, 'bachelor')",
    "with_spouse": "with_spouse(home.owned)",
    "anywhere": "anywhere(penalty.criminal)",
    "tax_years": "tax_years(100000)",
}


def parse_set(
    text: str, district_lists: tuple[str, ...], city_lists: tuple[str, ...] = (), wages: tuple[str, ...] = ()
) -> Counting:
    """Parse a set expression of a policy.

    Args:
        text: the expression.
        district_lists: the names that ``in_district`` and ``outside`` may use.
        city_lists: the names that ``in_cities`` may use.
        wages: the tables of average wages that ``base_at_least`` may use.

    Raises:
        InvalidPolicy: with one finding, which has the column.

    >>> parse_set("full(home.owned) & since('2018-01')", ()).sort
    'months'

    """
    body, shift = parse_expression(text)
    parser = _SetParser(text, shift, district_lists, city_lists, wages)
    found = parser.read(body)
    sort = None if isinstance(found, Where) else sort_of(found)
    if isinstance(found, Where) or sort is None:
        parser.fail("wrong-kind", body, seen=harmless(text), allowed="@record-set")
    if sort != "months" and any(where.of != "anywhere" for where in _conditions(found)):
        parser.fail("wrong-kind", body, seen=harmless(text), allowed="@month-set")
    lifted = [named for named in record_sets_in(found) if any(where.of == "anywhere" for where in named.where)]
    if any(SORTS[named.kind] != "days" and named.kind != "study" for named in lifted):
        parser.fail("wrong-kind", body, seen=harmless(text), allowed="@events-or-studies")
    return Counting(found, sort, frozenset(kinds_in(found)), frozenset(tags_in(found)))


class _SetParser:
    """Walks the tree that ``ast`` gives of a set expression."""

    def __init__(
        self,
        text: str,
        shift: int,
        district_lists: tuple[str, ...],
        city_lists: tuple[str, ...],
        wages: tuple[str, ...],
    ) -> None:
        self.bytes = text.strip().encode()
        self.shift = shift
        self.district_lists = district_lists
        self.city_lists = city_lists
        self.wages = wages

    def read(self, at: ast.expr) -> SetFormula | Where:
        match at:
            case ast.Name() | ast.Attribute():
                return self.record_set(at)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self.call(at, name, args)
            case ast.BinOp(left=left, right=right):
                return self.operation(at, self.read(left), self.read(right))
            case _:
                self.fail("set-not-allowed", at, seen=self.source(at))

    def operation(self, at: ast.BinOp, left: SetFormula | Where, right: SetFormula | Where) -> SetFormula:
        """Join two sets; ``outside('list')`` alone holds for every record named beside it."""
        if isinstance(at.op, ast.BitAnd):
            if isinstance(right, Where) and not isinstance(left, Where):
                return _everywhere(left, right)
            if isinstance(left, Where) and not isinstance(right, Where):
                return _everywhere(right, left)
        if isinstance(left, Where) or isinstance(right, Where):
            self.fail("wrong-kind", at, seen=self.source(at), allowed="@record-set")
        match at.op:
            case ast.BitAnd():
                return Both(left, right)
            case ast.BitOr():
                return Either(left, right)
            case ast.Sub():
                return Without(left, _of_the_same(left, right))
            case _:
                self.fail("set-not-allowed", at, seen=self.source(at))

    def record_set(self, at: ast.expr) -> RecordSet:
        kind, *tags = self.source(at).split(".")
        if kind not in SORTS:
            close = nearest(kind, SORTS) or ""
            self.fail("unknown-name", at, seen=self.source(at), nearest=close, allowed=" ".join(SORTS))
        known = [f"{kind}.{tag}" for tag in TAGS.get(kind, tags)]
        for tag in (f"{kind}.{tag}" for tag in tags):
            if tag not in known:
                close = nearest(tag, known) or ""
                self.fail("unknown-name", at, seen=self.source(at), nearest=close, allowed=" ".join([kind, *known]))
        return RecordSet(kind, tuple(tags))

    def call(self, at: ast.Call, name: str, args: list[ast.expr]) -> SetFormula | Where:
        match name, args:
            case (("since" | "before"), [ast.Constant(value=str(text))]) if (
                month := calendar.read_month(text)
            ) is not None:
                return Period("since" if name == "since" else "before", month)
            case (("last" | "last_years"), [ast.Constant(value=int(number))]) if type(number) is int and number > 0:
                return Period("last" if name == "last" else "last_years", number)
            case "before_graduation", [ast.Constant(value=int(number)), *options] if type(number) is int and number > 0:
                named = [part.value for part in options if isinstance(part, ast.Constant)]
                texts = tuple(value for value in named if isinstance(value, str))
                if len(texts) == len(options):
                    return BeforeGraduation(number, texts)
            case "tax_years", [ast.Constant(value=int(number))] if type(number) is int:
                return TaxYears(number)
            case (("in_district" | "outside" | "in_cities"), [*sets, ast.Constant(value=str(listed)) as last]) if (
                len(sets) <= 1
            ):
                where = self.where(name, listed, last)
                inner = [self.read(part) for part in sets]
                if not inner:
                    return where
                if not isinstance(inner[0], Where):
                    return _everywhere(inner[0], where)
            case "anywhere", [part] if not isinstance(inside := self.read(part), Where):
                return _everywhere(inside, Where("anywhere"))
            case (("every_kind" | "longest_kind"), [part]) if _is_of_insurance(within := self.read(part)):
                assert not isinstance(within, Where)
                return EveryKind(within) if name == "every_kind" else LongestKind(within)
            case "with_spouse", [part] if _is_of_homes(homes := self.read(part)):
                joined = _measurable(homes)
                assert isinstance(joined, RecordSet | Joined)
                return WithSpouse(joined)
            case "begun", [part, ast.Constant(value=str(text))] if (
                day := calendar.read_day(text)
            ) is not None and isinstance(started := _measurable(self.read(part)), RecordSet | Joined | Held):
                return Begun(started, day)
            case "base_at_least", [part, ast.Constant(value=str(listed)) as named, ast.Constant() as written] if (
                isinstance(paid := self.read(part), RecordSet)
                and paid.kind == "insurance"
                and (times := decimals.from_text(self.source(written))) is not None
                and times[0] > 0
            ):
                self.require_listed(listed, self.wages, named)
                return BaseAtLeast(paid, listed, times)
            case "during", [part, others] if isinstance(
                cut := _measurable(self.read(part)), RecordSet | Joined | WithSpouse
            ) and isinstance(cutting := _measurable(self.read(others)), RecordSet):
                return During(cut, cutting)
            case "held", [part, ast.Constant(value=int(days))] if type(days) is int and isinstance(
                run := _measurable(self.read(part)), RecordSet | Joined
            ):
                return Held(run, days)
            case "month_end", [part] if isinstance(
                ended := _measurable(self.read(part)), RecordSet | Joined | WithSpouse | During | Held
            ):
                return MonthEnd(ended)
            case "by_district", [part, ast.Constant(value=int(least))] if (
                type(least) is int
                and (placed := _measurable(self.read(part))) is not None
                and not isinstance(placed, Begun | BaseAtLeast | MonthEnd | ByDistrict | Longest)
            ):
                return ByDistrict(placed, least)
            case (("full" | "longest" | "held"), [part]) if (
                records := _measurable(self.read(part))
            ) is not None and not isinstance(records, Begun | BaseAtLeast | MonthEnd | ByDistrict):
                return _measured(name, records)
            case _ if name not in USAGE:
                close = nearest(name, USAGE) or ""
                self.fail("unknown-function", at, seen=harmless(name), nearest=close, allowed=" ".join(USAGE))
            case _:
                pass
        self.fail("wrong-arguments", at, seen=self.source(at), allowed=USAGE[name])

    def where(self, name: str, listed: str, at: ast.expr) -> Where:
        """Read a condition on where a record is of, by the name of its list."""
        self.require_listed(listed, self.city_lists if name == "in_cities" else self.district_lists, at)
        return Where("city" if name == "in_cities" else "district", listed, inside=name != "outside")

    def require_listed(self, listed: str, lists: tuple[str, ...], at: ast.expr) -> None:
        """Fail where a name is none of the lists or tables that the policy has."""
        if listed not in lists:
            close = nearest(listed, lists) or ""
            self.fail("not-one-of", at, seen=harmless(listed), nearest=close, allowed=" ".join(lists), help="")

    def source(self, at: ast.expr) -> str:
        end = at.end_col_offset if at.end_col_offset is not None else at.col_offset
        return harmless(self.bytes[at.col_offset : end].decode(errors="replace"))

    def fail(self, code: str, at: ast.expr, **values: str) -> NoReturn:
        column = len(self.bytes[: at.col_offset].decode(errors="replace")) + 1 + self.shift
        raise InvalidPolicy([Finding(code=code, values=values, column=column)])


def _is_of_insurance(node: SetFormula | Where) -> bool:
    """Return whether an expression is of insurance alone, of no single one, and measures nothing record by record."""
    if isinstance(node, Where) or sort_of(node) != "months":
        return False
    parts = parts_of(node)
    named = record_sets_in(node)
    is_plain = all(isinstance(part, RecordSet | Both | Either | Without | Period) for part in parts)
    return is_plain and all(PART_OF.get(each.kind, each.kind) == "insurance" and not each.tags for each in named)


def _is_of_homes(node: SetFormula | Where) -> bool:
    """Return whether an expression names homes, and nothing else of them than how they are held."""
    found = _measurable(node)
    if not isinstance(found, RecordSet | Joined):
        return False
    return all(
        named.kind == "home" and not {"spouse", "family"}.intersection(named.tags) for named in record_sets_in(found)
    )


def _measurable(node: SetFormula | Where) -> RecordSet | Joined | Measured | None:
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


def _measured(function: str, node: RecordSet | Joined | WithSpouse | During | Held | Full | Longest) -> SetFormula:
    """Measure records. The nodes stand in one order, however it is written: first what is held, the longest last."""
    functions = {function}
    while isinstance(node, Full | Longest) or (isinstance(node, Held) and node.gap_days is None):
        functions.add(type(node).__name__.lower())
        node = node.of
    held = Held(node) if "held" in functions and not isinstance(node, Held) else node
    full = Full(held) if "full" in functions else held
    return Longest(full) if "longest" in functions else full


def _of_the_same(left: SetFormula, right: SetFormula) -> SetFormula:
    """Read ``insurance.pension - back_paid`` as the repaid months of that insurance alone."""
    match left:
        case (
            WithSpouse(of)
            | During(of)
            | Held(of)
            | Begun(of)
            | BaseAtLeast(of)
            | MonthEnd(of)
            | Full(of)
            | ByDistrict(of)
            | Longest(of)
        ):
            return _of_the_same(of, right)
        case RecordSet(kind, tags, where) if isinstance(right, RecordSet) and PART_OF.get(right.kind) == kind:
            return RecordSet(right.kind, right.tags or tags, right.where or where)
        case _:
            return right


def _conditions(node: SetFormula) -> tuple[Where, ...]:
    """Return every condition on where records are of."""
    return tuple(where for named in record_sets_in(node) for where in named.where)


def _everywhere(node: SetFormula, where: Where) -> SetFormula:
    """Lay a condition on every record that an expression names."""
    match node:
        case RecordSet(where=conditions):
            return replace(node, where=(*conditions, where))
        case Period() | TaxYears() | BeforeGraduation():
            return node
        case Joined(names):
            return Joined(tuple([replace(name, where=(*name.where, where)) for name in names]))
        case During(of):  # where a record is of, not those that cut it
            return replace(node, of=_everywhere(of, where))
        case (
            WithSpouse(of)
            | Held(of)
            | Begun(of)
            | BaseAtLeast(of)
            | MonthEnd(of)
            | Full(of)
            | ByDistrict(of)
            | Longest(of)
            | EveryKind(of)
            | LongestKind(of)
        ):
            return replace(node, of=_everywhere(of, where))
        case Both(left, right) | Either(left, right) | Without(left, right):
            return replace(node, left=_everywhere(left, where), right=_everywhere(right, where))
        case _:
            assert_never(node)
