"""The tree of a set expression: how dated records give a fact, as ``insurance - back_paid & since('1998-07')``.

A set is of months, of days (events) or of calendar years (amounts), and never mixed. The tree is a closed union of
frozen nodes; every reading of it matches on the union and ends in ``assert_never``.
"""

from __future__ import annotations  # which nothing reads: no text is decoded to these types

from functools import cache
from typing import Literal, TypeVar, assert_never

from msgspec.structs import replace

from hukou_cli.rules.ast import Node

Sort = Literal["months", "days", "years"]

SORTS: dict[str, Sort] = {
    "insurance": "months",
    "back_paid": "months",
    "excused": "months",
    "home": "months",
    "permit": "months",
    "endorsed": "months",
    "study": "months",
    "marriage": "months",
    "penalty": "days",
    "commendation": "days",
    "blood_donation": "days",
    "tax": "years",
}
"""The kinds of records, and what a set of them is made of."""

PART_OF = {"back_paid": "insurance", "excused": "insurance", "endorsed": "permit"}
"""The names that stand for some months of a record of another kind, and that kind."""

INSURANCES = ("pension", "medical", "unemployment", "injury", "maternity")

TAGS: dict[str, tuple[str, ...]] = {
    "insurance": INSURANCES,
    "back_paid": INSURANCES,
    "excused": INSURANCES,
    "home": ("owned", "rented", "dormitory", "family", "registered", "half"),
    "permit": (),
    "endorsed": (),
    "marriage": (),
    "tax": (),
}
"""The tags that records of a kind bear; a study bears its level, an event what kind of event it was."""


TENURES = ("owned", "rented", "dormitory")
"""Tenures of a home; a spouse's home bears one of them as ``spouse-owned`` in place of ``owned``."""


class RecordSet(Node, frozen=True):
    """The records of a kind that bear every tag; ``where`` are the conditions on where they are of."""

    kind: str
    tags: tuple[str, ...] = ()
    where: tuple[Where, ...] = ()


class Where(Node, frozen=True):
    """A condition on where a record is of: its district, or its city, is in a list or outside it.

    Without a condition on the city a record is of the policy's own city, or of one that the policy recognises;
    ``anywhere`` lifts that for events and studies; ``elsewhere`` asks for any city but the policy's own.
    """

    of: Literal["district", "city", "anywhere", "elsewhere"]
    listed: str = ""
    inside: bool = True


class Joined(Node, frozen=True):
    """Records of one kind under several names, measured as one: ``home.owned | home.rented`` within ``full``."""

    names: tuple[RecordSet, ...]


class WithSpouse(Node, frozen=True):
    """``with_spouse(of)``: homes of one's own and those of a spouse that are held alike, from the marriage on."""

    of: RecordSet | Joined


class During(Node, frozen=True):
    """``during(of, within)``: records, each cut to the days on which one of the others runs."""

    of: RecordSet | Joined | WithSpouse
    within: RecordSet


class Held(Node, frozen=True):
    """``held(of)``: the records that run on the counting day.

    ``held(of, 60)``: with those before them too, as long as at most so many days lie between one and the next.
    """

    of: RecordSet | Joined | WithSpouse | During
    gap_days: int | None = None


class Begun(Node, frozen=True):
    """``begun(of, '2020-04-02')``: the records that began by a day, ``yyyymmdd``, that day included."""

    of: RecordSet | Joined | Held
    day: int


class MonthEnd(Node, frozen=True):
    """``month_end(of)``: the months at whose end a record runs; of the month of the counting day, on that day."""

    of: RecordSet | Joined | WithSpouse | During | Held


class Full(Node, frozen=True):
    """``full(of)``: months completed to the day (每满一个月), in place of the calendar months touched.

    Records that follow one another without a day between them are measured as one; in ``full(of, 30)`` also those with
    at most so many days between them, and these days count.
    """

    of: RecordSet | Joined | WithSpouse | During | Held
    gap_days: int = 0


class BaseAtLeast(Node, frozen=True):
    """``base_at_least(of, 'average', 1.3)``: months whose monthly base is at least so many times the average wage.

    ``wages`` names the table of average wages; ``times`` is the exact ratio, numerator and denominator.
    """

    of: RecordSet
    wages: str
    times: tuple[int, int]


class ByDistrict(Node, frozen=True):
    """``by_district(of, 12)``: the months of records in the districts in which there are at least so many of them."""

    of: RecordSet | Joined | WithSpouse | During | Held | Full
    least: int


class Longest(Node, frozen=True):
    """``longest(of)``: the months of the one record that has the most; each is measured alone, also where ``full``."""

    of: RecordSet | Joined | WithSpouse | During | Held | Full


class EveryKind(Node, frozen=True):
    """``every_kind(of)``: the months that an expression has for each of the five insurances."""

    of: SetFormula


class LongestKind(Node, frozen=True):
    """``longest_kind(of)``: what an expression has for the one insurance with the most months."""

    of: SetFormula


class BeforeGraduation(Node, frozen=True):
    """``before_graduation(48)``: so many months up to and with that in which the education claimed ended.

    It is of no month where ``options`` are named and the degree claimed is none of them.
    """

    months: int
    options: tuple[str, ...] = ()


class Period(Node, frozen=True):
    """A stretch of time: ``since`` and ``before`` a month, the ``last`` months, the last calendar years."""

    bound: Literal["since", "before", "last", "last_years"]
    amount: int


class TaxYears(Node, frozen=True):
    """The calendar years with at least so much income tax, in yuan."""

    amount: int


class Both(Node, frozen=True):
    """``left & right``."""

    left: SetFormula
    right: SetFormula


class Either(Node, frozen=True):
    """``left | right``."""

    left: SetFormula
    right: SetFormula


class Without(Node, frozen=True):
    """``left - right``."""

    left: SetFormula
    right: SetFormula


Named = RecordSet | Joined | WithSpouse | During | Held | Begun
"""Expressions that name records, which can then be taken one by one."""

Measured = WithSpouse | During | Held | Begun | BaseAtLeast | MonthEnd | Full | ByDistrict | Longest
"""Functions of the records named in ``of``."""

ByKind = EveryKind | LongestKind
"""Functions of an expression, taken once for each of the five insurances."""

Part = TypeVar("Part", bound=Node)
SetFormula = RecordSet | Joined | Measured | ByKind | BeforeGraduation | Period | TaxYears | Both | Either | Without

CLAIMED = "degree"
"""The choice fact that tells which education is claimed."""

_CLAIMED_STUDY = RecordSet("study", (CLAIMED,))


class Counting(Node, frozen=True):
    """A set expression ready to count with: what it is made of, and the kinds and tags of records it asks for."""

    formula: SetFormula
    sort: Sort
    kinds: frozenset[str]
    tags: frozenset[tuple[str, str]]


def kinds_in(node: SetFormula) -> set[str]:
    """Return the kinds of records that an expression speaks of, those it takes away included.

    Those that only cut others in time are left out: they do not tell that there are none of the others.
    """
    cutting = {part.within for part in parts_like(node, During)}
    kinds = {PART_OF.get(named.kind, named.kind) for named in record_sets_in(node) if named not in cutting}
    return kinds | ({"tax"} if sort_of(node) == "years" else set())


def tags_in(node: SetFormula) -> set[tuple[str, str]]:
    """Return every tag that an expression asks of a record, behind the kind of record."""
    return {(named.kind, tag) for named in record_sets_in(node) for tag in named.tags}


@cache
def record_sets_in(node: SetFormula) -> tuple[RecordSet, ...]:
    """Return every name of records in an expression, in the order they are written."""
    match node:
        case RecordSet():
            return (node,)
        case Joined(names):
            return names
        case WithSpouse(of):
            return (*record_sets_in(of), *map(spouse_home, record_sets_in(of)), RecordSet("marriage"))
        case During(of, within):
            return (*record_sets_in(of), within)
        case _ if isinstance(node, Measured | ByKind):
            return record_sets_in(node.of)
        case BeforeGraduation():
            return (_CLAIMED_STUDY,)
        case Both(left, right) | Either(left, right) | Without(left, right):
            return (*record_sets_in(left), *record_sets_in(right))
        case Period() | TaxYears():
            return ()
        case _:
            assert_never(node)


@cache
def parts_of(node: SetFormula) -> tuple[SetFormula, ...]:
    """Return every node of an expression, parts before wholes; not the kinds that ``every_kind`` spells out."""
    match node:
        case RecordSet() | Joined() | BeforeGraduation() | Period() | TaxYears():
            return (node,)
        case Both(left, right) | Either(left, right) | Without(left, right):
            return (*parts_of(left), *parts_of(right), node)
        case _ if isinstance(node, Measured | ByKind):
            return (*parts_of(node.of), node)
        case _:
            assert_never(node)


@cache
def parts_like(node: SetFormula, kind: type[Part]) -> tuple[Part, ...]:
    """Return those nodes of an expression that are of one kind of node."""
    return tuple(part for part in parts_of(node) if isinstance(part, kind))


@cache
def spouse_home(named: RecordSet) -> RecordSet:
    """Return the homes of a spouse that are held as a name says: ``home.rented`` as those that the spouse rents."""
    tags = tuple(f"spouse-{tag}" if tag in TENURES else tag for tag in named.tags)
    return replace(named, tags=tags if tags != named.tags else ("spouse", *tags))


@cache
def kinds_of(node: ByKind) -> tuple[SetFormula, ...]:
    """Return the expression within ``every_kind`` or ``longest_kind`` for each insurance, pension first."""
    return tuple([_of_kind(node.of, kind) for kind in INSURANCES])


def _of_kind(node: SetFormula, tag: str) -> SetFormula:
    """Ask every name of insurance in an expression for one insurance."""
    match node:
        case RecordSet(kind, tags):
            return replace(node, tags=(tag, *tags)) if PART_OF.get(kind, kind) == "insurance" else node
        case Both(left, right) | Either(left, right) | Without(left, right):
            return replace(node, left=_of_kind(left, tag), right=_of_kind(right, tag))
        case _:
            return node


def counted_in(node: SetFormula) -> tuple[Named, ...]:
    """Return the records that an expression counts, not those that it only takes away; those measured as one as one."""
    match node:
        case RecordSet() | Joined() | WithSpouse() | During() | Held() | Begun():
            return (node,)
        case Full(of) | MonthEnd(of) | BaseAtLeast(of):
            return (of,)
        case ByDistrict(of) | Longest(of) | EveryKind(of) | LongestKind(of):
            return counted_in(of)
        case BeforeGraduation():
            return ()
        case Both(left, right) | Either(left, right):
            return (*counted_in(left), *counted_in(right))
        case Without(left, _):
            return counted_in(left)
        case Period() | TaxYears():
            return ()
        case _:
            assert_never(node)


def sort_of(node: SetFormula) -> Sort | None:
    """Return what the set is made of; None where only periods were named, or sorts were mixed."""
    match node:
        case RecordSet(kind):
            return SORTS[kind]
        case _ if isinstance(node, Joined | Measured | ByKind | BeforeGraduation):
            return "months"
        case TaxYears():
            return "years"
        case Period():
            return None
        case Both(left, right) | Either(left, right) | Without(left, right):
            first, second = sort_of(left), sort_of(right)
            if first is None or second is None:
                only_filter = isinstance(node, Both) or (isinstance(node, Without) and second is None)
                return first or second if only_filter else None
            return first if first == second else None
        case _:
            assert_never(node)
