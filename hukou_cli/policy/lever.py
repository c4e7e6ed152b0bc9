"""``[[lever]]``: what a person can do for points, or for a way to hukou: the tables, as they are written."""

from __future__ import annotations  # read when TOML is decoded, which a start does not do

from typing import Annotated, Literal

from msgspec import Meta

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decoding import Model
from hukou_cli.facts.types import NUMBER, Id, RecordKind, WholeNumber
from hukou_cli.policy.citations import Citations

Asks = Literal["money", "income", "time", "exam", "employer", "health"]

Written = bool | int | str
"""What a fact or a key of a record is given; within a text ``{district}``, ``{option}`` and ``{amount}`` are filled."""

WAIT = Meta(ge=0, le=600)

TABLE = "table"
"""The key of ``record`` that names the kind of record; all others are keys of such a record."""


class Lever(Model, frozen=True, kw_only=True, rename={"with_": "with"}):
    """``[[lever]]``: one thing that a person can do; it writes a record, or gives a fact another value, or both.

    A record begins with the first day of the next month, or so many months later as the lever takes, and goes on. One
    of study goes from the next month to that in which it ends; a donation is of a day, income tax of a year.
    """

    id: Id
    off: Annotated[bool, Meta(description="true in a city: the shared lever of this id is none there")] = False
    name: Annotated[
        Bilingual | None,
        Meta(description="what one does; `{option}`, `{amount}`, `{count}` and `{year}` are filled in"),
    ] = None
    name_in: Annotated[
        Bilingual | None, Meta(description="with `vary`: what one does where the district matters, as `{district}`")
    ] = None
    record: Annotated[
        dict[Id, Written | tuple[str, ...]],
        Meta(description="the record that it writes: its `table`, and what stands in it beside city and days"),
    ] = {}
    fact: Annotated[
        str | None,
        Meta(description="the fact that it changes; one that records give, only where it was given in place of them"),
    ] = None
    ladder: Annotated[
        tuple[str, ...], Meta(description="options of the fact in their order; those above the present one are offered")
    ] = ()
    options: Annotated[
        tuple[str, ...], Meta(description="options of the fact in no order; all but the present one are offered")
    ] = ()
    amounts: Annotated[
        tuple[WholeNumber | Annotated[str, Meta(pattern=NUMBER, title="number")], ...],
        Meta(
            description="numbers, rising; of the fact those above the present one are offered; of a record they stand "
            "in it as `{amount}`, by default those of `tax_years`"
        ),
    ] = ()
    add: Annotated[
        Annotated[int, Meta(ge=1, le=10_000)] | None, Meta(description="what each time adds to the fact")
    ] = None
    value: Annotated[Written | None, Meta(description="what the fact becomes")] = None
    grows: Annotated[
        tuple[str, ...], Meta(description="facts of months that go on by a month a month from then on")
    ] = ()
    with_: Annotated[dict[Id, Written], Meta(description="what else is true with it: facts and their values")] = {}
    vary: Annotated[
        Literal["district"] | None,
        Meta(description="offered for each part of the city that the policy tells apart, as `{district}`"),
    ] = None
    every: Annotated[
        Annotated[int, Meta(ge=1, le=120)] | None, Meta(description="how many months lie between one time and the next")
    ] = None
    most: Annotated[
        Annotated[int, Meta(ge=2, le=20)] | None, Meta(description="how many times it is offered at most")
    ] = None
    ends: Annotated[
        RecordKind | None,
        Meta(description="the open record of this kind ends when it begins, unless it is an own home"),
    ] = None
    unless: Annotated[
        tuple[str, ...], Meta(description="records with which it is not offered while they go on, as `home.owned`")
    ] = ()
    takes: Annotated[
        Annotated[int, WAIT] | dict[str, Annotated[int, WAIT]],
        Meta(description="months until it counts: a number, or one for each option"),
    ] = 0
    source: Annotated[
        Citations | None, Meta(description="what it rests on: the months, the amounts, what must be true")
    ] = None
    assumed: Annotated[bool, Meta(description="no source tells how long it takes: results say so")] = False
    asks: Annotated[tuple[Asks, ...], Meta(description="what it asks of a person")] = ()
    caution: Annotated[Bilingual | None, Meta(description="what must be true for it to count")] = None

    @property
    def table(self) -> str | None:
        """The kind of record that it writes."""
        table = self.record.get(TABLE)
        return table if isinstance(table, str) else None

    @property
    def fields(self) -> dict[str, Written | tuple[str, ...]]:
        """What stands in the record that it writes, beside the city and the days."""
        return {key: value for key, value in self.record.items() if key != TABLE}

    @property
    def rungs(self) -> tuple[str, ...]:
        """The options or amounts that it offers, as text."""
        return self.ladder or self.options or tuple(str(amount) for amount in self.amounts)

    def months_until(self, rung: str = "") -> int:
        """Return after how many months it counts, for one of its rungs."""
        return self.takes if isinstance(self.takes, int) else self.takes.get(rung, 0)


class FalseMaterial(Model, frozen=True, kw_only=True):
    """``[false_material]``: what the policy says becomes of who hands in what is not true."""

    text: Bilingual
    source: Citations
