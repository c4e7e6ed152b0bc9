"""The tables of the procedure: where and how one applies, what follows, what to bring."""

from __future__ import annotations  # read when TOML is decoded, which a start does not do

from typing import Annotated, Literal

from msgspec import Meta

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decoding import Model
from hukou_cli.facts.types import Id
from hukou_cli.policy.citations import URL, Citations
from hukou_cli.policy.rounds import RoundDate

ProcedurePart = Literal["where", "step", "objection", "after", "deadline", "paper", "place"]

PROCEDURE_PARTS: tuple[ProcedurePart, ...] = ("where", "step", "objection", "after", "deadline", "paper", "place")
"""Parts of the procedure of an application; ``deadline`` is the time that ``after`` leaves."""

DURATION = Meta(ge=1, le=3660)


class Statement(Model, frozen=True, kw_only=True):
    """One sentence on how one applies, with the time that it takes or leaves where that was seen."""

    id: Id
    text: Bilingual
    working_days: Annotated[Annotated[int, DURATION] | None, Meta(description="how long, in working days")] = None
    calendar_days: Annotated[Annotated[int, DURATION] | None, Meta(description="how long, in calendar days")] = None
    days: Annotated[
        Annotated[int, DURATION] | None, Meta(description="how long, in days of which the source does not say the kind")
    ] = None
    months: Annotated[Annotated[int, DURATION] | None, Meta(description="how long, in months")] = None
    by: Annotated[RoundDate | None, Meta(description="the last day, from the year of the round")] = None
    at_least: Annotated[bool, Meta(description="the time is the least, as of a list that is shown")] = False
    note: Annotated[Bilingual | None, Meta(description="what of it was not seen, or is of one round only")] = None
    source: Citations

    @property
    def durations(self) -> dict[str, int]:
        """The durations given, by key: at most one in a valid file."""
        given = {name: getattr(self, name) for name in ("working_days", "calendar_days", "days", "months")}
        return {name: value for name, value in given.items() if value is not None}


class Channel(Model, frozen=True, kw_only=True):
    """``[[procedure.where]]``: where one applies."""

    id: Id
    kind: Annotated[Literal["portal", "window", "employer"], Meta(description="online, in person, or by the employer")]
    text: Bilingual
    url: (
        Annotated[str, Meta(pattern=URL, description="an address that a browser opens; it need have no scheme")] | None
    ) = None
    source: Citations


class Procedure(Model, frozen=True, kw_only=True):
    """``[procedure]``: how one applies, and what follows."""

    not_seen: Annotated[
        tuple[ProcedurePart, ...], Meta(description="what no source that was read tells; it is printed as such")
    ] = ()
    where: Annotated[tuple[Channel, ...], Meta(description="where one applies")] = ()
    step: Annotated[tuple[Statement, ...], Meta(description="the steps in their order")] = ()
    objection: Annotated[tuple[Statement, ...], Meta(description="how one objects or appeals")] = ()
    after: Annotated[tuple[Statement, ...], Meta(description="what follows admission, and by when")] = ()


class Paper(Model, frozen=True, kw_only=True, rename={"for_": "for"}):
    """``[[paper]]``: what to bring: always, or for the lines, conditions, routes and places that one claims."""

    id: Id
    name: Bilingual
    for_: Annotated[
        Id | Annotated[tuple[Id, ...], Meta(min_length=1)] | None,
        Meta(description="the ids of the lines, gates, routes or places that it proves; default always"),
    ] = None
    note: Annotated[Bilingual | None, Meta(description="what the paper must show, or where one gets it")] = None
    source: Citations

    @property
    def proves(self) -> tuple[str, ...]:
        """The ids that the paper is for; none where it is always brought."""
        return (self.for_,) if isinstance(self.for_, str) else self.for_ or ()


def procedure_statements(procedure: Procedure | None) -> dict[str, tuple[Channel | Statement, ...]]:
    """Return the statements of ``[procedure]`` by the list that they stand in; none where there is no such table."""
    given = procedure or Procedure()
    return {"where": given.where, "step": given.step, "objection": given.objection, "after": given.after}
