"""The tables of dated records that an applicant's file may have, as they are written."""

from typing import Annotated, Literal

from msgspec import Meta

from hukou_cli.base.decoding import Model
from hukou_cli.facts.types import Id

WrittenMonth = Annotated[str, Meta(title="month")]
"""A month, or a day of it, in any spelling that ``calendar`` reads."""

Planned = Annotated[bool, Meta(description="still to come: its dates may lie in the future")]

WrittenDate = Annotated[str, Meta(title="date")]
Insurances = Literal["pension", "medical", "unemployment", "injury", "maternity"]


class InsuranceTable(Model, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """``[[insurance]]``: social insurance paid through one employer; ``back_paid`` months were repaid later."""

    city: str
    start: WrittenMonth
    end: WrittenMonth | None = None
    kinds: tuple[Insurances, ...] = ("pension", "medical", "unemployment", "injury", "maternity")
    district: str | None = None
    base: Annotated[str | int | None, Meta(description="the monthly contribution base, yuan")] = None
    back_paid: tuple[WrittenMonth, ...] = ()
    excused: Annotated[
        tuple[WrittenMonth, ...], Meta(description="repaid for a fault that was not the applicant's, as the bank's")
    ] = ()
    planned: Planned = False


class HomeTable(Model, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """``[[home]]``: a home; ``registered`` tells whether a rental or dormitory is declared to the city.

    A home of the spouse has the tenure ``spouse``, and how the spouse holds it in ``spouse_tenure``.
    """

    city: str
    start: WrittenMonth
    end: WrittenMonth | None = None
    tenure: Literal["owned", "rented", "dormitory", "family", "spouse"]
    spouse_tenure: Literal["owned", "rented", "dormitory"] | None = None
    district: str | None = None
    registered: bool | None = None
    share: Annotated[str | int, Meta(description="the share held, as 0.5")] = 1
    planned: Planned = False


class PermitTable(Model, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """``[[permit]]``: a residence permit, from its issue to its expiry; ``endorsed`` are the months of endorsement.

    Without it nothing is said of them; an empty list says that there is none.
    """

    city: str
    start: WrittenMonth
    end: WrittenMonth | None = None
    district: str | None = None
    endorsed: tuple[WrittenMonth, ...] | None = None
    planned: Planned = False


class StudyTable(Model, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """``[[study]]``: a course of study, from its first month to that of graduation; ``level`` is what it earned."""

    city: str | None = None
    start: WrittenMonth
    end: WrittenMonth | None = None
    level: Annotated[str, Meta(min_length=1, max_length=64)]
    part_time: bool = False
    planned: Planned = False


class MarriageTable(Model, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """``[[marriage]]``: a marriage."""

    start: WrittenMonth
    end: WrittenMonth | None = None
    planned: Planned = False


class TaxTable(Model, frozen=True, kw_only=True):
    """``[[tax]]``: the individual income tax paid in one calendar year, in yuan."""

    city: str
    year: Annotated[int, Meta(ge=1980, le=2199)]
    income: Annotated[str | int, Meta(description="yuan, at most two decimals")]
    planned: Planned = False


class EventTable(Model, frozen=True, kw_only=True):
    """``[[penalty]]``, ``[[commendation]]``, ``[[blood_donation]]``: something that happened on a day."""

    city: str | None = None
    kind: Id | None = None
    date: WrittenDate
    planned: Planned = False


SpanTable = InsuranceTable | HomeTable | PermitTable | StudyTable | MarriageTable
"""A record over a stretch of time."""


class RecordTables(Model, frozen=True, kw_only=True):
    """The tables of records that an applicant's file may have."""

    insurance: tuple[InsuranceTable, ...] = ()
    home: tuple[HomeTable, ...] = ()
    permit: tuple[PermitTable, ...] = ()
    study: tuple[StudyTable, ...] = ()
    marriage: tuple[MarriageTable, ...] = ()
    tax: tuple[TaxTable, ...] = ()
    penalty: tuple[EventTable, ...] = ()
    commendation: tuple[EventTable, ...] = ()
    blood_donation: tuple[EventTable, ...] = ()
