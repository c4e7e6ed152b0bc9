"""Payments joined to records: unbroken spans for each employer, for the insurances that it paid alike."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from hukou_cli.base.calendar import month_set, spans_of, union
from hukou_cli.facts.record_tables import Insurances
from hukou_cli.imports.payments import Payment
from hukou_cli.imports.vocabulary import KINDS, Kinds


class InsuranceRecord(msgspec.Struct, frozen=True):
    """One ``[[insurance]]``.

    Attributes:
        city: The city as it is named; empty where it is not known.
        employer: The number of the employer, from 1 in the order of time; 0 where the printout names none.
        employer_name: Its name.
        district: The district as the printout writes it; empty where it does not.
        first: The first month.
        last: The last month.
        kinds: The insurances.
        base: The monthly contribution base, in fen; None where it is not kept.
        back_paid: The months that were repaid, as a month set.

    """

    city: str
    employer: int
    employer_name: str
    district: str
    first: int
    last: int
    kinds: Kinds
    base: int | None
    back_paid: int


class _Account(NamedTuple):
    """What payments have in common that stand in one record."""

    city: str
    employer: str
    district: str
    base: int | None


class _Months(msgspec.Struct):
    """The months of one insurance that were paid in time, and those that were repaid, as month sets."""

    paid: int = 0
    repaid: int = 0


Accounts = Mapping[_Account, Mapping[Insurances, _Months]]


def joined(payments: Iterable[tuple[str, Payment]], *, with_base: bool) -> list[InsuranceRecord]:
    """Join payments to records, in the order of time.

    A month that was both paid in time and repaid was paid in time.

    Args:
        payments: The payments, each with its city.
        with_base: Whether the base is kept; a new base begins a new record.

    """
    accounts: dict[_Account, dict[Insurances, _Months]] = {}
    for city, payment in payments:
        base = payment.base if with_base else None
        account = accounts.setdefault(_Account(city, payment.employer, payment.district, base), {})
        for kind in payment.kinds:
            months = account.setdefault(kind, _Months())
            if payment.is_repaid:
                months.repaid |= payment.months
            else:
                months.paid |= payment.months
    numbers = _numbers(accounts)
    records = [record for account in accounts for record in _records(account, accounts[account], numbers)]
    return sorted(
        records, key=lambda record: (record.first, record.employer, record.last, _order(record.kinds), record.base or 0)
    )


def _numbers(accounts: Accounts) -> dict[str, int]:
    """Return the number of each employer, in the order of their first months."""
    first: dict[str, int] = {"": 0}
    for account, kinds in accounts.items():
        months = union(each.paid | each.repaid for each in kinds.values())
        start = spans_of(months)[0][0]
        first[account.employer] = min(start, first.get(account.employer, start))
    named = sorted(filter(None, first), key=lambda name: (first[name], name))
    return {"": 0} | {name: number for number, name in enumerate(named, start=1)}


def _records(
    account: _Account, kinds: Mapping[Insurances, _Months], numbers: Mapping[str, int]
) -> list[InsuranceRecord]:
    """Return the records of one account: insurances with the same span and the same months repaid stand in one."""
    spans: dict[tuple[int, int, int], set[Insurances]] = {}
    for kind, months in kinds.items():
        for first, last in spans_of(months.paid | months.repaid):
            back_paid = months.repaid & ~months.paid & month_set(first, last)
            spans.setdefault((first, last, back_paid), set()).add(kind)
    return [
        InsuranceRecord(
            city=account.city,
            employer=numbers[account.employer],
            employer_name=account.employer,
            district=account.district,
            first=first,
            last=last,
            kinds=frozenset(paid),
            base=account.base,
            back_paid=back_paid,
        )
        for (first, last, back_paid), paid in spans.items()
    ]


def _order(kinds: Kinds) -> list[int]:
    return sorted(map(KINDS.index, kinds))


def placed(payments: Iterable[Payment], employments: Sequence[Payment]) -> list[Payment]:
    """Give payments that name no employer that of their months, where just one worked then; divide them so."""
    months: dict[tuple[str, str], int] = {}
    for each in employments:
        key = (each.employer, each.district)
        months[key] = months.get(key, 0) | each.months
    once = twice = 0
    for each_months in months.values():
        once, twice = once | each_months, twice | (once & each_months)
    found: list[Payment] = []
    for payment in payments:
        left = payment.months
        for (employer, district), each_months in () if payment.employer else months.items():
            if own := left & each_months & ~twice:
                left &= ~own
                place = payment.district or district
                found.append(msgspec.structs.replace(payment, months=own, employer=employer, district=place))
        if left:
            employer = payment.employer or payment.employer_code
            found.append(msgspec.structs.replace(payment, months=left, employer=employer))
    return found


def counted(payment: Payment, employments: Sequence[tuple[Kinds, Payment]]) -> Payment | None:
    """Return a payment with its months, where a row says only how many of them: those of work, if as many.

    None where that leaves them open. They are inferred where the table of employers is of other insurances.
    """
    if payment.count is None:
        return payment
    months = payment.months & union(each.months for _, each in employments)
    if months.bit_count() != payment.count:
        return None
    told = payment.months & union(each.months for kinds, each in employments if payment.kinds <= kinds)
    return msgspec.structs.replace(payment, months=months, count=None, is_inferred=months != told)
