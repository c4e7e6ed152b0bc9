"""The tables of a policy file. ``docs/policy-format.md`` describes them with examples."""

from __future__ import annotations  # read when TOML is decoded, which a start does not do

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decoding import Model
from hukou_cli.facts.types import MONTH, NUMBER, Fact, Id, WholeNumber
from hukou_cli.policy.citations import Citations, Document
from hukou_cli.policy.lever import FalseMaterial, Lever
from hukou_cli.policy.procedure import (
    Paper,
    Procedure,
)
from hukou_cli.policy.rounds import ROUND, Dates, PublishedRound
from hukou_cli.policy.wages import WageTable

Regime = Literal["ranking", "pass_mark", "conditions", "open"]

FormulaText = Annotated[str, Meta(min_length=1, description="a formula of the rule language")]
Points = Annotated[int | FormulaText, Meta(description="points: a number, or a formula")]


class Heading(Model, frozen=True, kw_only=True):
    """``[policy]``: which text this is, and since when."""

    city: Annotated[Id, Meta(description="the city; the folder's name, where the city has one scheme")]
    name: Annotated[Bilingual, Meta(description="the city's name")]
    scheme: Annotated[Id | None, Meta(description="a second scheme of the city; its folder is <city>_<scheme>")] = None
    scheme_name: Annotated[Bilingual | None, Meta(description="what people call that scheme")] = None
    purpose: Annotated[
        Literal["hukou", "service"], Meta(description="what the points are for: settling, or public services only")
    ] = "hukou"
    title: Annotated[Bilingual, Meta(description="the title of the measures")]
    number: Annotated[
        str | None, Meta(description="the document number, as 京政办发〔2020〕9号; left out where it was not seen")
    ] = None
    issuer: Annotated[Bilingual | None, Meta(description="who issued it")] = None
    regime: Annotated[
        Regime,
        Meta(description="ranking under a quota, a fixed pass mark, conditions without points, or open to all"),
    ]
    in_force_from: datetime.date
    in_force_to: datetime.date | None = None
    checked_on: Annotated[datetime.date, Meta(description="last day the text was compared with its sources")]
    decimals: Annotated[int, Meta(ge=0, le=6, description="each line is rounded half up to this many places")] = 2

    @property
    def folder(self) -> str:
        """The name of the folder of its editions, by which it is asked for."""
        return f"{self.city}_{self.scheme}" if self.scheme else self.city


class Row(Model, frozen=True, kw_only=True, rename={"low": "from"}):
    """One row of a table: of a choice ``option``, of bands ``from``, of tiers ``up_to``, each with what it gives."""

    option: Annotated[
        str | tuple[str, ...] | None, Meta(description="choice: the option, or the options, that the row is for")
    ] = None
    low: Annotated[
        WholeNumber | Annotated[str, Meta(pattern=NUMBER, title="number")] | None,
        Meta(description="bands: the first value of the band"),
    ] = None
    up_to: Annotated[
        WholeNumber | Annotated[str, Meta(pattern=NUMBER, title="number")] | None,
        Meta(description="tiers: the last value of the tier; the last tier has none"),
    ] = None
    points: Annotated[Points | None, Meta(description="choice and bands: what the row gives")] = None
    unit: Annotated[Points | None, Meta(description="tiers: what each unit within the tier gives")] = None
    year: Annotated[Points | None, Meta(description="tiers of months: what each full year within it gives")] = None
    month: Annotated[
        Points | None, Meta(description="tiers of months: what each month beyond the full years gives")
    ] = None


CHOICE = Meta(description="a choice fact; `rows` says what its options give")
BANDS = Meta(description="what is measured; `rows` says what each band gives")
TIERS = Meta(description="what is measured; `rows` says at what rate each part of it counts")
ROWS = Meta(description="the rows of choice, bands or tiers")
OTHERS = Meta(description="what the options without a row give; of bands, what lies below all of them")
EACH = Meta(description="writes the table once for several: each id stands for {id} in it, its word for {name}")


class Reading(Model, frozen=True, kw_only=True):
    """One way to count a fact, and the sources that count it so."""

    fact: Annotated[str, Meta(description="the fact that dated records give under this reading")]
    source: Citations


class Readings(Model, frozen=True, kw_only=True):
    """``[readings.FACT]``: sources disagree on how a fact counts; the value is one of two, which a question decides."""

    decided_by: Annotated[str, Meta(description="the flag fact whose answer decides between the readings")]
    no: Annotated[Reading, Meta(description="the reading that holds where the answer is no")]
    yes: Annotated[Reading, Meta(description="the reading that holds where the answer is yes")]

    @property
    def facts(self) -> tuple[str, str]:
        """The facts that give the value, where the answer is no and where it is yes."""
        return self.no.fact, self.yes.fact


class DerivedTable(Model, frozen=True, kw_only=True):
    """A derived quantity with a name, or one with a table: one of ``formula``, ``choice``, ``bands`` and ``tiers``."""

    name: Bilingual | None = None
    formula: FormulaText | None = None
    choice: Annotated[str | None, CHOICE] = None
    bands: Annotated[FormulaText | None, BANDS] = None
    tiers: Annotated[FormulaText | None, TIERS] = None
    rows: Annotated[tuple[Row, ...], ROWS] = ()
    others: Annotated[Points | None, OTHERS] = None
    source: Citations | None = None


class Gate(Model, frozen=True, kw_only=True):
    """``[[gate]]``: must hold to apply; no points."""

    each: Annotated[dict[Id, str], EACH] = {}
    id: Id
    name: Bilingual
    require: Annotated[FormulaText, Meta(description="condition that must hold")]
    source: Citations


class Need(Model, frozen=True, kw_only=True):
    """One of the conditions that a route asks for together; ``[needs.ID]``: one that several routes ask for."""

    name: Bilingual
    require: Annotated[FormulaText, Meta(description="condition that must hold")]
    source: Annotated[Citations | None, Meta(description="where it differs from the route's")] = None


class Route(Model, frozen=True, kw_only=True):
    """``[[route]]``: a way to hukou without points; it holds when every need of it does."""

    id: Id
    name: Bilingual
    need: Annotated[
        tuple[Need | Id, ...], Meta(min_length=1, description="what it asks for: conditions, or ids of [needs]")
    ]
    note: Annotated[Bilingual | None, Meta(description="how the rule is read, for people")] = None
    source: Citations


class Place(Model, frozen=True, kw_only=True):
    """``[[place]]``: where the hukou is registered; the first whose condition holds."""

    id: Id
    name: Bilingual
    when: Annotated[FormulaText | None, Meta(description="condition; default always")] = None
    asks: Annotated[
        Bilingual | None,
        Meta(description="a condition that no fact tells, in words; results name no place of such a policy"),
    ] = None
    source: Citations


class Recognition(Model, frozen=True, kw_only=True):
    """``[[recognises]]``: months in other cities that count here (同城化累计互认), a month once."""

    cities: Annotated[str, Meta(description="id of a list of [city_lists]")]
    kinds: Annotated[tuple[Literal["insurance", "home", "permit"], ...], Meta(min_length=1)]
    since: Annotated[
        Annotated[str, Meta(pattern=MONTH, title="month")] | None,
        Meta(description="first month that is recognised; default all"),
    ] = None
    factor: Annotated[
        WholeNumber | Annotated[str, Meta(pattern=NUMBER, title="number")],
        Meta(description="what one such month counts, above 0 and at most 1"),
    ] = 1
    source: Citations


class Unseen(Model, frozen=True, kw_only=True):
    """``[unseen]``: the regime is known, the table of points is not; nobody is scored, and this is said instead."""

    what: Annotated[Bilingual, Meta(description="what is known and what is not")]
    look: Annotated[Bilingual, Meta(description="where the official table stands")]
    source: Annotated[Citations | None, Meta(description="what is known rests on")] = None


class Veto(Model, frozen=True, kw_only=True):
    """``[[veto]]``: makes the application void, whatever the points."""

    id: Id
    name: Bilingual
    when: Annotated[FormulaText, Meta(description="condition that voids the application")]
    source: Citations


class Alternative(Model, frozen=True, kw_only=True):
    """One of those of which the highest counts (取最高项), its points in one of four forms."""

    name: Bilingual
    points: Points | None = None
    choice: Annotated[str | None, CHOICE] = None
    bands: Annotated[FormulaText | None, BANDS] = None
    tiers: Annotated[FormulaText | None, TIERS] = None
    rows: Annotated[tuple[Row, ...], ROWS] = ()
    others: Annotated[Points | None, OTHERS] = None
    when: Annotated[FormulaText | None, Meta(description="condition without which it gives 0")] = None
    source: Annotated[Citations | None, Meta(description="where it differs from the indicator's")] = None


class Indicator(Model, frozen=True, kw_only=True):
    """``[[indicator]]``: one line of the score, its points in one of six forms."""

    each: Annotated[dict[Id, str], EACH] = {}
    id: Id
    name: Bilingual
    group: Annotated[Id | None, Meta(description="a name for lines that [result] adds up together")] = None
    core: Annotated[
        Literal["insurance", "residence"] | None, Meta(description="what the megacity rule counts as main")
    ] = None
    points: Points | None = None
    choice: Annotated[str | None, CHOICE] = None
    bands: Annotated[FormulaText | None, BANDS] = None
    tiers: Annotated[FormulaText | None, TIERS] = None
    rows: Annotated[tuple[Row, ...], ROWS] = ()
    others: Annotated[Points | None, OTHERS] = None
    best_of: Annotated[tuple[Alternative, ...], Meta(description="the highest of these counts")] = ()
    unseen: Annotated[
        Literal["adds", "deducts"] | None,
        Meta(description="its points were not seen: what it adds, or deducts, is open up to `cap`, down to `floor`"),
    ] = None
    when: Annotated[FormulaText | None, Meta(description="condition without which the line is 0")] = None
    cap: Annotated[Points | None, Meta(description="most that the line can give")] = None
    floor: Annotated[Points | None, Meta(description="least that the line can give")] = None
    note: Annotated[Bilingual | None, Meta(description="what the formula does not say")] = None
    source: Citations

    @property
    def points_fact(self) -> str:
        """The fact by which an applicant may give the points of a line whose rule was not seen."""
        return f"{self.id}_points"


class Constraint(Model, frozen=True, kw_only=True):
    """``[[constraint]]``: what the facts of one applicant must satisfy together; else they are refused."""

    require: FormulaText
    facts: Annotated[tuple[str, ...], Meta(min_length=1, description="the facts it speaks of")]
    advice: Bilingual


class Result(Model, frozen=True, kw_only=True, rename={"pass_": "pass"}):
    """``[result]``: how the lines make a result."""

    total: Annotated[FormulaText | None, Meta(description="default: the sum of all lines")] = None
    pass_: Annotated[
        FormulaText | None, Meta(description="condition of a fixed pass mark; in a ranking, of being ranked at all")
    ] = None
    rank_by: Annotated[tuple[str, ...], Meta(description="what orders the applicants, first key first")] = ("total",)
    ties: Annotated[Literal["admit_all", "strict"], Meta(description="what happens to a tie at the quota")] = (
        "admit_all"
    )
    source: Annotated[Citations | None, Meta(description="what the pass mark, the rank keys and the ties rest on")] = (
        None
    )


class PastLineTable(Model, frozen=True, kw_only=True):
    """``[line]``: what the lines of past rounds tell of those to come."""

    since: Annotated[
        Annotated[int, Meta(ge=1990, le=2200)] | None,
        Meta(description="first year, of any edition, whose line is of one scale with the latest"),
    ] = None
    forecast: Annotated[bool, Meta(description="false: past lines tell nothing of later ones")] = True
    note: Annotated[Bilingual | None, Meta(description="what moved the line, for people")] = None
    source: Citations


class AtLine(Model, frozen=True, kw_only=True):
    """``reference.at_line``: what the reference applicant has on reaching the line."""

    months: Annotated[int, Meta(ge=0, description="how many months it took")]
    total: Annotated[Decimal, Meta(description="the total there")]
    share: Annotated[Decimal, Meta(description="the core share of it, to four places")]


class Reference(Model, frozen=True, kw_only=True):
    """``[reference]``: an ordinary applicant whose core months grow until the line is reached."""

    round: (
        Annotated[int, Meta(ge=1990, le=2200)]
        | Annotated[str, Meta(pattern=ROUND, title="round", description="2025, 2026-1 or a day")]
    )
    facts: dict[str, bool | int | str]
    grow: Annotated[tuple[str, ...], Meta(description="month facts that grow by one a step, each up to its maximum")]
    at_line: Annotated[AtLine | None, Meta(description="what the check measures at the line, kept to be shown")] = None


class Caveat(Model, frozen=True, kw_only=True):
    """``[[caveat]]``: what this file does not model or is not sure of; shown with every result it could touch."""

    id: Id
    text: Bilingual
    when: Annotated[
        FormulaText | None, Meta(description="condition under which it touches a result; default always")
    ] = None


class PolicyFile(Model, frozen=True, kw_only=True):
    """One edition of a city's policy."""

    format: Literal[1]
    policy: Heading
    document: tuple[Document, ...]
    dates: Dates = {}
    periods: Annotated[
        dict[Annotated[str, Meta(pattern="^[1-9]$")], Dates], Meta(description="dates of each period of a year")
    ] = {}
    districts: Annotated[dict[Id, Bilingual], Meta(description="the city's districts, by id")] = {}
    district_lists: Annotated[
        dict[Id, tuple[str, ...]], Meta(description="districts that set expressions name together")
    ] = {}
    city_lists: Annotated[
        dict[Id, dict[Id, Bilingual]],
        Meta(description="other cities that set expressions and [[recognises]] name together"),
    ] = {}
    facts: dict[Id, Fact] = {}
    readings: Annotated[dict[Id, Readings], Meta(description="facts whose count is disputed")] = {}
    wages: Annotated[
        dict[Id, WageTable], Meta(description="average wages by which set expressions measure monthly bases")
    ] = {}
    derived: dict[Id, FormulaText | DerivedTable] = {}
    constraint: tuple[Constraint, ...] = ()
    gate: tuple[Gate, ...] = ()
    indicator: tuple[Indicator, ...] = ()
    groups: Annotated[dict[Id, Bilingual], Meta(description="what people call a group of lines")] = {}
    veto: tuple[Veto, ...] = ()
    needs: Annotated[dict[Id, Need], Meta(description="conditions that several routes ask for")] = {}
    route: tuple[Route, ...] = ()
    place: tuple[Place, ...] = ()
    procedure: Procedure | None = None
    paper: tuple[Paper, ...] = ()
    recognises: tuple[Recognition, ...] = ()
    unseen: Unseen | None = None
    result: Result = Result()
    round: tuple[PublishedRound, ...] = ()
    line: PastLineTable | None = None
    reference: Reference | None = None
    lever: tuple[Lever, ...] = ()
    false_material: FalseMaterial | None = None
    caveat: tuple[Caveat, ...] = ()

    @property
    def unseen_lines(self) -> tuple[Indicator, ...]:
        """The lines whose points were not seen."""
        return tuple([indicator for indicator in self.indicator if indicator.unseen])

    @property
    def date_names(self) -> tuple[str, ...]:
        """The names of the dates of a round."""
        return tuple(dict.fromkeys(name for dates in (self.dates, *self.periods.values()) for name in dates))
