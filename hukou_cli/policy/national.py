"""``policies/cities.toml``: how large each large city is, and what the national rule expects of its size."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decoding import Model, located, repeats
from hukou_cli.base.errors import Finding, InvalidPolicy, NotFound, nearest
from hukou_cli.base.folding import fold_city_name, simplified
from hukou_cli.base.mismatches import not_one_of
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath, read_text
from hukou_cli.facts.types import Id
from hukou_cli.policy.citations import Citations, Confidence, Document, citations_of
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.load import fit, load_translated
from hukou_cli.policy.model import Heading, Regime

CITIES = "cities.toml"

People = Annotated[Decimal, Meta(description="in units of 10,000 people")]


class Series(Model, frozen=True, kw_only=True):
    """``[series.ID]``: one count of the people of the urban areas."""

    name: Bilingual
    short: Annotated[Bilingual, Meta(description="one word, for the head of a column")]
    year: Annotated[int, Meta(ge=1950, le=2200)]
    document: Annotated[str, Meta(description="id of a [[document]]")]
    note: Bilingual | None = None


class Rule(Model, frozen=True, kw_only=True):
    """``[rule.ID]``: what the national rule expects."""

    name: Annotated[Bilingual, Meta(description="in a few words")]
    text: Bilingual
    regimes: Annotated[tuple[Regime, ...], Meta(min_length=1, description="the regimes that agree with the rule")]
    main_proportion_since: Annotated[
        datetime.date | None,
        Meta(description="the day since which points must have insurance and residence years as the main proportion"),
    ] = None
    source: Citations


class NationalText(Model, frozen=True, kw_only=True):
    """``[national.ID]``: a national text of late, with what it says of settling and what it does not."""

    date: Annotated[datetime.date, Meta(description="the day it was published or adopted")]
    text: Annotated[Bilingual, Meta(description="what it says of settling, points and quotas, and what it does not")]
    source: Citations


class SizeClass(Model, frozen=True, kw_only=True, rename={"low": "from", "high": "below"}):
    """``[class.ID]``: a size class; ``from`` is included, ``below`` is not."""

    name: Bilingual
    low: People | None = None
    high: People | None = None
    rule: Annotated[Id, Meta(description="id of a [rule]")]
    source: Citations

    def holds(self, people: Decimal) -> bool:
        """Return whether a city with so many people is in the class."""
        return (self.low is None or self.low <= people) and (self.high is None or people < self.high)


class Size(Model, frozen=True, kw_only=True, rename={"class_": "class"}):
    """``size.SERIES`` of a city: its class, its people, or what they are known to be below."""

    class_: Annotated[Id | None, Meta(description="id of a [class]; it follows from `people` where left out")] = None
    people: People | None = None
    below: Annotated[People | None, Meta(description="where only this is known")] = None
    year: Annotated[int | None, Meta(description="where it is not the year of the series")] = None
    document: Annotated[str | None, Meta(description="where `people` is from another document than the series")] = None
    confidence: Annotated[Confidence | None, Meta(description="where it differs from the document's")] = None
    note: Bilingual | None = None


class LargeCity(Model, frozen=True, kw_only=True):
    """``[city.ID]``: one city; its id is that of its policy folder."""

    name: Annotated[Bilingual, Meta(description="without 市, as in a policy")]
    province: Annotated[Id, Meta(description="id of [provinces]")]
    size: Annotated[dict[Id, Size], Meta(description="by the id of a [series]")]


class CityFile(Model, frozen=True, kw_only=True, dict=True, rename={"class_": "class"}):
    """``policies/cities.toml``."""

    format: Literal[1]
    document: tuple[Document, ...]
    series: Annotated[dict[Id, Series], Meta(description="the first that has a city decides where one class is wanted")]
    rule: dict[Id, Rule]
    class_: Annotated[dict[Id, SizeClass], Meta(description="the size classes, the largest first")]
    provinces: dict[Id, Bilingual]
    city: dict[Id, LargeCity]
    national: Annotated[dict[Id, NationalText], Meta(description="national texts of late, the earliest first")] = {}

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The documents by id."""
        return {document.id: document for document in self.document}

    def city_id(self, city: str) -> str:
        """Return the id of a city named by its id or in either language. Raises NotFound with the nearest."""
        wanted = fold_city_name(city)
        if wanted in self.city:
            return wanted
        names = {name.lower(): id_ for id_, known in self.city.items() for name in known.name.by_language.values()}
        if wanted in names:
            return names[wanted]
        values = {"seen": harmless(city), "nearest": nearest(simplified(wanted), [*self.city, *names]) or ""}
        raise NotFound([Finding(code="unknown-large-city", values={**values, "allowed": str(len(self.city))})])

    def class_id(self, name: str) -> str:
        """Return the id of a class named by its id or in either language. Raises NotFound with the nearest."""
        wanted = name.strip().lower()
        names = {text.lower(): id_ for id_, known in self.class_.items() for text in known.name.by_language.values()}
        if wanted in self.class_ or wanted in names:
            return names.get(wanted, wanted)
        raise NotFound([not_one_of(name, list(self.class_))])

    def class_of(self, city: str, series: str) -> str | None:
        """Return the class of a city in a series: the one written, else the one that its figure falls into."""
        size = self.city[city].size.get(series)
        if size is None:
            return None
        if size.class_ is not None or size.people is None:
            return size.class_
        return next(id_ for id_, known in self.class_.items() if known.holds(size.people))

    def classes(self, city: str) -> dict[str, str]:
        """Return the class of a city in each series that has one, in the order of the series."""
        found = {series: self.class_of(city, series) for series in self.series}
        return {series: class_ for series, class_ in found.items() if class_ is not None}

    def rule_of(self, class_: str) -> Rule:
        """Return what the national rule expects of a class."""
        return self.rule[self.class_[class_].rule]

    def asks_main_proportion(self, heading: Heading) -> bool:
        """Return whether a rule asks an edition for the main proportion, by the city's class in any series.

        Not of a city that the table does not hold.
        """
        if heading.city not in self.city or heading.purpose != "hukou":
            return False
        since = [self.rule_of(class_).main_proportion_since for class_ in self.classes(heading.city).values()]
        return any(day and (heading.in_force_to is None or heading.in_force_to >= day) for day in since)

    def confidence_of(self, size: Size, series: str) -> Confidence:
        """Return the confidence of a figure; without a figure, that of the class."""
        return size.confidence or self.documents[size.document or self.series[series].document].confidence

    def cited(self) -> Iterator[tuple[KeyPath, str]]:
        """Yield the id of every document that the file cites, with its place."""
        tables: dict[str, Mapping[str, Rule | SizeClass | NationalText]] = {
            "rule": self.rule,
            "class": self.class_,
            "national": self.national,
        }
        for table, rules in tables.items():
            for id_, rule in rules.items():
                yield from (((table, id_, "source"), source.document) for source in citations_of(rule.source))
        yield from ((("series", id_, "document"), series.document) for id_, series in self.series.items())
        for id_, city in self.city.items():
            for series, size in city.size.items():
                if size.document is not None:
                    yield ("city", id_, "size", series, "document"), size.document


Departure = Literal["agrees", "more_open", "stricter"]


class Profile(msgspec.Struct, frozen=True):
    """A city of the table, and the edition of its policy that is the latest, where it has one."""

    id: str
    table: CityFile
    edition: Edition | None

    @property
    def city(self) -> LargeCity:
        """The city's row of the table."""
        return self.table.city[self.id]

    @property
    def regime(self) -> Regime | None:
        """The regime of the latest edition."""
        return self.edition.file.policy.regime if self.edition else None

    @property
    def rules(self) -> dict[str, list[str]]:
        """The rules that the city's classes fall under, each with the series that say so."""
        found: dict[str, list[str]] = {}
        for series, class_ in self.table.classes(self.id).items():
            found.setdefault(self.table.class_[class_].rule, []).append(series)
        return found

    def departure(self, rule: str) -> Departure | None:
        """Return how the regime compares with what a rule expects; None where there is no policy."""
        if self.regime is None:
            return None
        expected = self.table.rule[rule].regimes
        if self.regime in expected:
            return "agrees"
        strictest = max(_STRICTNESS[regime] for regime in expected)
        return "stricter" if _STRICTNESS[self.regime] > strictest else "more_open"


_STRICTNESS: Mapping[Regime, int] = {"open": 0, "conditions": 1, "pass_mark": 2, "ranking": 2}


def load_cities(folder: Path) -> CityFile:
    """Load the table of cities of a policy folder. Raises InvalidPolicy with everything wrong in it, NotFound."""
    path = str(folder / CITIES)
    text = read_text(folder / CITIES)
    file = fit(load_translated(folder / CITIES), CityFile, path, text)
    problems = list(_problems(file))
    if problems:
        raise InvalidPolicy(located(problems, path, text))
    return file


def _problems(file: CityFile) -> Iterator[tuple[KeyPath, Finding]]:
    """Find ids that name nothing, classes that leave a hole, figures outside the class that is written."""
    if not file.class_:
        yield (), Finding(code="class-hole")
    upper: Decimal | None = None
    for at, (id_, known) in enumerate(file.class_.items()):
        is_last = at == len(file.class_) - 1
        if known.high != upper or (known.low is None) is not is_last:
            yield ("class", id_), Finding(code="class-hole")
        upper = known.low
    for at, id_ in repeats(document.id for document in file.document):
        yield ("document", at), Finding(code="duplicate-id", values={"seen": id_})
    named: list[tuple[KeyPath, str, Mapping[str, object]]] = [(*cited, file.documents) for cited in file.cited()]
    named += [(("class", id_, "rule"), known.rule, file.rule) for id_, known in file.class_.items()]
    for id_, city in file.city.items():
        named.append((("city", id_, "province"), city.province, file.provinces))
        for series, size in city.size.items():
            named.append((("city", id_, "size", series), series, file.series))
            if size.class_ is not None:
                named.append((("city", id_, "size", series, "class"), size.class_, file.class_))
    unknown = [(path, not_one_of(seen, list(known))) for path, seen, known in named if seen not in known]
    yield from unknown
    for id_, city in file.city.items() if not unknown else ():
        for series, size in city.size.items():
            if size.class_ and size.people is not None and not file.class_[size.class_].holds(size.people):
                allowed = [known for known, class_ in file.class_.items() if class_.holds(size.people)]
                yield ("city", id_, "size", series, "class"), not_one_of(size.class_, allowed)
