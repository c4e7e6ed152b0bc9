"""The tables of rounds: dates relative to a round's year, and what was published of each round."""

from __future__ import annotations  # read when TOML is decoded, which a start does not do

from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decoding import Model
from hukou_cli.facts.types import Id
from hukou_cli.policy.citations import Citations
from hukou_cli.policy.rounds import RoundId

Positive = Annotated[int, Meta(ge=1)]


class RoundDate(Model, frozen=True, kw_only=True):
    """A day relative to the year of the round."""

    year: Annotated[int, Meta(ge=-5, le=5, description="0 is the year of the round, -1 the year before")]
    month: Annotated[int, Meta(ge=1, le=12)]
    day: Annotated[int, Meta(ge=1, le=31)]
    name: Annotated[Bilingual | None, Meta(description="what people call it, but for as_of and age_on")] = None


ApplicationDate = Literal["application", "previous_month_end"]
"""A day that follows from the day of application, where applications are open all year."""

Dates = dict[Id, RoundDate | ApplicationDate]

Moment = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:00)?)?$", title="date")]
"""A day, with the time where it was seen: ``2024-09-30`` or ``2024-09-30T18:00``."""


class PublishedRound(Model, frozen=True, kw_only=True):
    """``[[round]]``: one year's applications, or one period's; or that there were none."""

    year: Annotated[int, Meta(ge=1990, le=2200)]
    period: Annotated[
        Annotated[int, Meta(ge=1, le=9)] | None, Meta(description="where a year has several, its number")
    ] = None
    held: Annotated[bool, Meta(description="false: the year had no round")] = True
    under: Annotated[
        Bilingual | None, Meta(description="the other measures it was held under; it is shown and not scored")
    ] = None
    part: Annotated[
        Bilingual | None, Meta(description="the part of the year or of the city that it is of; shown and not scored")
    ] = None
    opens: Annotated[Moment | None, Meta(description="when applications were first taken")] = None
    closes: Annotated[Moment | None, Meta(description="when they were last taken")] = None
    quota: Positive | None = None
    cutoff: Annotated[Decimal | None, Meta(description="cut-off: the lowest total admitted, known afterwards")] = None
    published_line: Annotated[
        Decimal | None, Meta(description="the line that the city published for the round: who reached it was admitted")
    ] = None
    pass_mark: Annotated[
        Decimal | None, Meta(description="what the rules asked for: to settle, or in a ranking to be ranked")
    ] = None
    line_of: Annotated[
        Id | None, Meta(description="the group or line whose points the cut-off is of, where it is not the total")
    ] = None
    admitted: Positive | None = None
    applicants: Positive | None = None
    dates: Annotated[dict[Id, RoundDate], Meta(description="the days of [dates] that were others in this round")] = {}
    source: Citations
    note: Bilingual | None = None

    @property
    def id(self) -> RoundId:
        """The round that it is of."""
        return RoundId(self.year, self.period or 0)

    @property
    def is_scored(self) -> bool:
        """True if an applicant can be scored in it: it was held, by this edition, and is no part of another."""
        return self.held and self.under is None and self.part is None

    @property
    def line(self) -> Decimal | None:
        """What is compared with it, the total or the points of ``line_of``: the cut-off or the published line."""
        return self.cutoff if self.cutoff is not None else self.published_line
