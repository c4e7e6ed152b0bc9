"""Set expressions parsed, as ``insurance - back_paid & since('1998-07')``.

The same small subset of Python's syntax as formulas, parsed by the same parser: names of records with their tags
(``insurance``, ``insurance.pension``, ``home.rented.registered``), ``| & -``, and those of ``FUNCTIONS``.
"""

import ast
from collections.abc import Callable
from typing import NamedTuple, NoReturn

from hukou_cli.base import calendar, decimals
from hukou_cli.base.errors import Finding, InvalidPolicy, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.rules.parser import parse_expression
from hukou_cli.rules.record_set_shapes import (
    are_homes,
    conditions,
    everywhere,
    is_of_insurance,
    measurable,
    measured,
    of_the_same,
)
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


def parse_set(
    text: str, district_lists: tuple[str, ...], city_lists: tuple[str, ...] = (), wages: tuple[str, ...] = ()
) -> Counting:
    """Parse a set expression of a policy.

    Args:
        text: The expression.
        district_lists: The names that ``in_district`` and ``outside`` may use.
        city_lists: The names that ``in_cities`` may use.
        wages: The tables of average wages that ``base_at_least`` may use.

    Raises:
        InvalidPolicy: With one finding, which has the column.

    >>> parse_set("full(home.owned) & since('2018-01')", ()).sort
    'months'

    """
    body, shift = parse_expression(text)
    parser = _SetParser(text, shift, district_lists, city_lists, wages)
    found = parser.read(body)
    sort = None if isinstance(found, Where) else sort_of(found)
    if isinstance(found, Where) or sort is None:
        parser.fail("wrong-kind", body, seen=harmless(text), allowed="@record-set")
    if sort != "months" and any(where.of != "anywhere" for where in conditions(found)):
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
                return everywhere(left, right)
            if isinstance(left, Where) and not isinstance(right, Where):
                return everywhere(right, left)
        if isinstance(left, Where) or isinstance(right, Where):
            self.fail("wrong-kind", at, seen=self.source(at), allowed="@record-set")
        match at.op:
            case ast.BitAnd():
                return Both(left, right)
            case ast.BitOr():
                return Either(left, right)
            case ast.Sub():
                return Without(left, of_the_same(left, right))
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
        if name not in FUNCTIONS:
            close = nearest(name, FUNCTIONS) or ""
            self.fail("unknown-function", at, seen=harmless(name), nearest=close, allowed=" ".join(FUNCTIONS))
        function = FUNCTIONS[name]
        found = function.build(self, name, args)
        if found is None:
            self.fail("wrong-arguments", at, seen=self.source(at), allowed=function.usage)
        return found

    def measurable(self, at: ast.expr) -> "RecordSet | Joined | Measured | None":
        """Read records of one kind over months; None where an expression is anything else."""
        return measurable(self.read(at))

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


# ---------------------------------------------------------------- functions: a node, or None of wrong arguments

Built = SetFormula | Where | None


def _whole(arg: ast.expr) -> int | None:
    """Return a whole number that is written as an argument; None for anything else."""
    return arg.value if isinstance(arg, ast.Constant) and type(arg.value) is int else None


def _text(arg: ast.expr) -> str | None:
    """Return a text that is written as an argument; None for anything else."""
    return arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None


def _from_month(_: _SetParser, name: str, args: list[ast.expr]) -> Built:
    month = calendar.read_month(_text(args[0]) or "") if len(args) == 1 else None
    return None if month is None else Period("since" if name == "since" else "before", month)


def _latest(_: _SetParser, name: str, args: list[ast.expr]) -> Built:
    number = _whole(args[0]) if len(args) == 1 else None
    return Period("last" if name == "last" else "last_years", number) if number and number > 0 else None


def _before_graduation(_: _SetParser, _name: str, args: list[ast.expr]) -> Built:
    months = _whole(args[0]) if args else None
    options = [text for arg in args[1:] if (text := _text(arg)) is not None]
    if not months or months < 0 or len(options) != len(args) - 1:
        return None
    return BeforeGraduation(months, tuple(options))


def _tax_years(_: _SetParser, _name: str, args: list[ast.expr]) -> Built:
    amount = _whole(args[0]) if len(args) == 1 else None
    return None if amount is None else TaxYears(amount)


def _in_a_list(parser: _SetParser, name: str, args: list[ast.expr]) -> Built:
    """Build a condition on where records are of, alone or laid on the records named before it."""
    listed = _text(args[-1]) if 1 <= len(args) <= 2 else None  # noqa: PLR2004 - records and a list
    if listed is None:
        return None
    where = parser.where(name, listed, args[-1])
    if len(args) == 1:
        return where
    inner = parser.read(args[0])
    return None if isinstance(inner, Where) else everywhere(inner, where)


def _anywhere(parser: _SetParser, _name: str, args: list[ast.expr]) -> Built:
    inside = parser.read(args[0]) if len(args) == 1 else None
    return None if inside is None or isinstance(inside, Where) else everywhere(inside, Where("anywhere"))


def _of_insurances(parser: _SetParser, name: str, args: list[ast.expr]) -> Built:
    within = parser.read(args[0]) if len(args) == 1 else None
    if within is None or isinstance(within, Where) or not is_of_insurance(within):
        return None
    return EveryKind(within) if name == "every_kind" else LongestKind(within)


def _with_spouse(parser: _SetParser, _name: str, args: list[ast.expr]) -> Built:
    homes = parser.measurable(args[0]) if len(args) == 1 else None
    return WithSpouse(homes) if isinstance(homes, RecordSet | Joined) and are_homes(homes) else None


def _begun(parser: _SetParser, _name: str, args: list[ast.expr]) -> Built:
    match args:
        case [part, written] if (day := calendar.read_day(_text(written) or "")) is not None:
            started = parser.measurable(part)
            return Begun(started, day) if isinstance(started, RecordSet | Joined | Held) else None
    return None


def _base_at_least(parser: _SetParser, _name: str, args: list[ast.expr]) -> Built:
    match args:
        case [part, named, ast.Constant() as written]:
            paid, listed = parser.read(part), _text(named)
            times = decimals.from_text(parser.source(written))
            if isinstance(paid, RecordSet) and paid.kind == "insurance" and listed and times and times[0] > 0:
                parser.require_listed(listed, parser.wages, named)
                return BaseAtLeast(paid, listed, times)
    return None


def _during(parser: _SetParser, _name: str, args: list[ast.expr]) -> Built:
    match [parser.measurable(arg) for arg in args]:
        case [RecordSet() | Joined() | WithSpouse() as cut, RecordSet() as cutting]:
            return During(cut, cutting)
    return None


def _held(parser: _SetParser, name: str, args: list[ast.expr]) -> Built:
    match args:
        case [part, written] if (days := _whole(written)) is not None:
            run = parser.measurable(part)
            return Held(run, days) if isinstance(run, RecordSet | Joined) else None
    return _month_by_month(parser, name, args)


def _full(parser: _SetParser, name: str, args: list[ast.expr]) -> Built:
    match args:
        case [part, written] if days := _whole(written):
            run = parser.measurable(part)
            return Full(run, days) if isinstance(run, RecordSet | Joined) else None
    return _month_by_month(parser, name, args)


def _month_by_month(parser: _SetParser, name: str, args: list[ast.expr]) -> Built:
    records = parser.measurable(args[0]) if len(args) == 1 else None
    if records is None or isinstance(records, Begun | BaseAtLeast | MonthEnd | ByDistrict):
        return None
    if name == "held" and any(isinstance(part, Full) and part.gap_days for part in parts_of(records)):
        return None
    return measured(name, records)


def _month_end(parser: _SetParser, _name: str, args: list[ast.expr]) -> Built:
    ended = parser.measurable(args[0]) if len(args) == 1 else None
    return MonthEnd(ended) if isinstance(ended, RecordSet | Joined | WithSpouse | During | Held) else None


def _by_district(parser: _SetParser, _name: str, args: list[ast.expr]) -> Built:
    match args:
        case [part, written] if (least := _whole(written)) is not None:
            placed = parser.measurable(part)
            if placed is not None and not isinstance(placed, Begun | BaseAtLeast | MonthEnd | ByDistrict | Longest):
                return ByDistrict(placed, least)
    return None


def _elsewhere(parser: _SetParser, _name: str, args: list[ast.expr]) -> Built:
    named = parser.measurable(args[0]) if len(args) == 1 else None
    is_placed = isinstance(named, RecordSet | Joined) and all(
        PART_OF.get(each.kind, each.kind) in _PLACED and not each.where for each in record_sets_in(named)
    )
    return everywhere(named, Where("elsewhere")) if named is not None and is_placed else None


_PLACED = ("insurance", "home", "permit")
"""The kinds of records over months that are always of a city."""


class _Function(NamedTuple):
    """A function of set expressions: how it is written, and what builds its node of the arguments."""

    usage: str
    build: Callable[[_SetParser, str, list[ast.expr]], Built]


FUNCTIONS = {
    "since": _Function("since('2018-01')", _from_month),
    "before": _Function("before('2020-08')", _from_month),
    "last": _Function("last(60)", _latest),
    "last_years": _Function("last_years(5)", _latest),
    "in_district": _Function("in_district(home.owned, 'list')", _in_a_list),
    "outside": _Function("outside(home.owned, 'list')", _in_a_list),
    "in_cities": _Function("in_cities(insurance, 'list')", _in_a_list),
    "full": _Function("full(home.owned)", _full),
    "longest": _Function("longest(home.owned)", _month_by_month),
    "held": _Function("held(home.owned)", _held),
    "begun": _Function("begun(home.owned, '2020-04-02')", _begun),
    "base_at_least": _Function("base_at_least(insurance, 'wages', 1.3)", _base_at_least),
    "during": _Function("during(home.rented, permit)", _during),
    "month_end": _Function("month_end(permit)", _month_end),
    "by_district": _Function("by_district(home.rented, 12)", _by_district),
    "every_kind": _Function("every_kind(insurance - back_paid)", _of_insurances),
    "longest_kind": _Function("longest_kind(insurance - back_paid)", _of_insurances),
    "before_graduation": _Function("before_graduation(48, 'bachelor')", _before_graduation),
    "with_spouse": _Function("with_spouse(home.owned)", _with_spouse),
    "anywhere": _Function("anywhere(penalty.criminal)", _anywhere),
    "elsewhere": _Function("elsewhere(insurance)", _elsewhere),
    "tax_years": _Function("tax_years(100000)", _tax_years),
}
