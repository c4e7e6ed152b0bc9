"""The table of large cities: how many there are, how large they are, and what is wrong with a table that is."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from hukou_cli import InvalidPolicy, NotFound
from hukou_cli.policy.catalog import Catalog, bundled
from hukou_cli.policy.citations import citations_of
from hukou_cli.policy.national import CITIES, CityFile, Profile, load_cities

TABLE = load_cities(bundled())
TEXT = (bundled() / CITIES).read_text(encoding="utf-8")

# Cities with a policy that are not in the list, and why.
NOT_LISTED = {"jiaxing": "not among the 105 cities that the census puts at 1 million or more"}


def test_there_are_105_cities_in_the_classes_of_the_census() -> None:
    assert len(TABLE.city) == 105
    classes = Counter(TABLE.class_of(city, "census") for city in TABLE.city)
    assert classes == {"super_mega": 7, "mega": 14, "large_1": 14, "large_2": 70}


def test_the_list_is_in_the_order_of_the_census() -> None:
    order = list(TABLE.class_)
    places = [order.index(class_ or "") for class_ in (TABLE.class_of(city, "census") for city in TABLE.city)]
    assert places == sorted(places)
    assert list(TABLE.city)[:3] == ["shanghai", "beijing", "shenzhen"]
    assert list(TABLE.city)[-1] == "jinjiang"


def test_no_name_stands_twice() -> None:
    for names in ([city.name.zh for city in TABLE.city.values()], [city.name.en for city in TABLE.city.values()]):
        assert len(set(names)) == 105
    assert all(not city.name.zh.endswith("市") for city in TABLE.city.values())


# Copied by hand from the sources, in units of 10,000.
@pytest.mark.parametrize(
    ("city", "series", "people", "class_"),
    [
        ("shanghai", "census", "1987.3", "super_mega"),
        ("chengdu", "census", "1334", "super_mega"),
        ("wuhan", "census", "995.3", "mega"),
        ("foshan", "census", "854", "mega"),
        ("kunshan", "census", "141", "large_2"),
        ("shanghai", "yearbook", "2475.89", "super_mega"),
        ("beijing", "yearbook", "1912.80", "super_mega"),
        ("chongqing", "yearbook", "1200.71", "super_mega"),
        ("dongguan", "yearbook", "1082.44", "super_mega"),
        ("wuhan", "yearbook", "1080.64", "super_mega"),
        ("hangzhou", "yearbook", "1002.10", "super_mega"),
        ("xian", "yearbook", "770.00", "mega"),
        ("hefei", "yearbook", "650.40", "mega"),
        ("suzhou", "yearbook", "500.08", "mega"),
        ("foshan", "yearbook", "194", "large_2"),
    ],
)
def test_a_figure_and_its_class(city: str, series: str, people: str, class_: str) -> None:
    assert TABLE.city[city].size[series].people == Decimal(people)
    assert TABLE.class_of(city, series) == class_


def test_figures_from_memory_are_not_there() -> None:
    census = [city for city, known in TABLE.city.items() if known.size["census"].people is not None]
    assert census == ["shanghai", "chengdu", "wuhan", "foshan", "kunshan"]
    assert sum(known.size.get("yearbook") is not None for known in TABLE.city.values()) == 19 + 4
    for known in TABLE.city.values():
        for series, size in known.size.items():
            assert TABLE.confidence_of(size, series) in ("secondary", "inferred")


@pytest.mark.parametrize("city", ["harbin", "kunming", "dalian"])
def test_what_is_only_known_to_be_below_has_no_class(city: str) -> None:
    size = TABLE.city[city].size["yearbook"]
    assert (size.people, size.below, TABLE.class_of(city, "yearbook")) == (None, Decimal(500), None)
    assert TABLE.classes(city)["census"] == "mega"
    assert "yearbook" not in TABLE.classes(city)


def test_where_the_series_disagree_all_stand() -> None:
    found = {
        city: tuple(classes.values())
        for city, classes in ((city, TABLE.classes(city)) for city in TABLE.city)
        if len(set(classes.values())) > 1
    }
    assert found == {
        "wuhan": ("mega", "super_mega", "super_mega"),
        "dongguan": ("mega", "super_mega", "mega"),
        "hangzhou": ("mega", "super_mega", "mega"),
        "foshan": ("mega", "large_2"),
        "suzhou": ("large_1", "mega"),
        "hefei": ("large_1", "mega", "mega"),
    }


@pytest.mark.parametrize(
    ("people", "class_"),
    [
        ("1000", "super_mega"),
        ("999.9999", "mega"),
        ("500", "mega"),
        ("499.9999", "large_1"),
        ("300", "large_1"),
        ("299.9999", "large_2"),
        ("100", "large_2"),
        ("99.9999", "medium"),
        ("50", "medium"),
        ("49.9999", "small_1"),
        ("20", "small_1"),
        ("19.9999", "small_2"),
        ("0", "small_2"),
    ],
)
def test_the_lower_bound_of_a_class_is_included(people: str, class_: str) -> None:
    assert [id_ for id_, known in TABLE.class_.items() if known.holds(Decimal(people))] == [class_]


@pytest.mark.parametrize(
    ("class_", "rule"),
    [
        ("super_mega", "points"),
        ("mega", "points"),
        ("large_1", "relaxed"),
        ("large_2", "abolished"),
        ("medium", "abolished"),
        ("small_1", "abolished"),
        ("small_2", "abolished"),
    ],
)
def test_the_rule_of_a_class(class_: str, rule: str) -> None:
    assert TABLE.rule_of(class_) is TABLE.rule[rule]


def test_each_rule_cites_an_official_text() -> None:
    from hukou_cli.policy.citations import citations_of

    for rule in TABLE.rule.values():
        assert TABLE.documents[citations_of(rule.source)[0].document].confidence == "official"
    assert {document for _, document in TABLE.cited()} == set(TABLE.documents)


@pytest.mark.parametrize("name", ["suzhou", "Suzhou", "苏州", "苏州市", " SUZHOU "])
def test_a_city_is_known_by_its_names(name: str) -> None:
    assert TABLE.city_id(name) == "suzhou"


def test_a_misspelt_city_brings_the_nearest() -> None:
    with pytest.raises(NotFound, match="Did you mean `nanjing`") as caught:
        TABLE.city_id("nanjin")
    assert caught.value.findings[0].code == "unknown-large-city"


@pytest.mark.parametrize("name", ["mega", "MEGA", "特大城市", "mega city"])
def test_a_class_is_known_by_its_names(name: str) -> None:
    assert TABLE.class_id(name) == "mega"
    with pytest.raises(NotFound, match="super_mega"):
        TABLE.class_id("huge")


def test_every_city_with_a_policy_is_in_the_list(catalog: Catalog) -> None:
    assert not set(NOT_LISTED) & set(TABLE.city)
    assert set(NOT_LISTED) <= set(catalog.cities())
    for path in catalog.all():
        heading = catalog.load(path).file.policy
        if heading.city in NOT_LISTED:
            continue
        assert heading.city in TABLE.city, heading.city
        assert TABLE.city[heading.city].name == heading.name


def test_a_profile_has_the_latest_edition(catalog: Catalog) -> None:
    beijing, nanning = catalog.profiles(["beijing", "nanning"])
    assert beijing.edition is not None
    assert (beijing.edition.id, beijing.regime) == ("beijing/2020-07-16", "ranking")
    assert (nanning.edition, nanning.regime, nanning.departure("relaxed")) == (None, None, None)
    assert len(catalog.profiles()) == 105


@pytest.mark.parametrize(
    ("regime", "departures"),
    [
        ("open", {"points": "more_open", "relaxed": "agrees", "abolished": "agrees"}),
        ("conditions", {"points": "more_open", "relaxed": "agrees", "abolished": "stricter"}),
        ("pass_mark", {"points": "agrees", "relaxed": "stricter", "abolished": "stricter"}),
        ("ranking", {"points": "agrees", "relaxed": "stricter", "abolished": "stricter"}),
    ],
)
def test_a_regime_is_compared_with_the_rule(catalog: Catalog, regime: str, departures: dict[str, str]) -> None:
    from msgspec.structs import replace

    edition = catalog.find("beijing")
    policy = replace(edition.file.policy, regime=regime)
    profile = Profile("beijing", TABLE, replace(edition, file=replace(edition.file, policy=policy)))
    assert {rule: profile.departure(rule) for rule in TABLE.rule} == departures


def test_the_rules_of_a_city_name_the_series_that_say_so() -> None:
    assert Profile("suzhou", TABLE, None).rules == {"relaxed": ["census"], "points": ["yearbook"]}
    assert Profile("wuhan", TABLE, None).rules == {"points": ["census", "yearbook", "yearbook_2021"]}


def test_the_yearbook_of_2021_has_eight_cities_beyond_ten_million_and_eleven_beyond_five() -> None:
    listed = [
        (TABLE.class_of(city, "yearbook_2021"), known.size["yearbook_2021"])
        for city, known in TABLE.city.items()
        if "yearbook_2021" in known.size
    ]
    assert Counter(class_ for class_, _ in listed) == {"super_mega": 8, "mega": 11}
    assert [size.people for _, size in listed if size.people is not None] == []  # the list has no figures


def test_no_national_text_of_late_is_read_for_more_than_it_says() -> None:
    """Of the six, official text was seen of four; none of those has a word on points, quotas or size classes."""
    said = TABLE.national
    assert [str(text.date) for text in said.values()] == sorted(str(text.date) for text in said.values())
    official = [
        id_
        for id_, text in said.items()
        for source in citations_of(text.source)
        if TABLE.documents[source.document].confidence == "official"
    ]
    assert official == ["decision_2024", "rural_2025", "cities_2025", "proposal_2025"]
    assert [id_ for id_ in official if "未提" in said[id_].text.zh] == ["decision_2024", "rural_2025", "proposal_2025"]
    assert said["cities_2025"].text.zh == "未见关于落户的规定"


# ---------------------------------------------------------------- a table of one's own


def test_a_table_of_ones_own_comes_first(tmp_path: Path) -> None:
    (tmp_path / CITIES).write_text(TEXT.replace('name = "南宁"', 'name = "邕"'), encoding="utf-8")
    assert Catalog([tmp_path]).large_cities().city_id("邕") == "nanning"
    assert Catalog([]).large_cities().city_id("南宁") == "nanning"


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('province = "guangxi"', 'province = "guangsi"', "not-one-of", "city.nanning.province"),
        ('rule = "relaxed"', 'rule = "relax"', "not-one-of", "class.large_1.rule"),
        ('size.census = { class = "mega", people = 995.3', 'size.census = { class = "super_mega", people = 995.3', "not-one-of", "city.wuhan.size.census.class"),
        ('document = "census-press" }', 'document = "press" }', "not-one-of", "city.shanghai.size.census.document"),
        ("size.yearbook = { people = 2475.89 }", "size.almanac = { people = 2475.89 }", "not-one-of", "city.shanghai.size.almanac"),
        ("from = 300\nbelow = 500", "from = 300\nbelow = 400", "class-hole", "class.large_1"),
        ("below = 20\n", "from = 1\nbelow = 20\n", "class-hole", "class.small_2"),
        ('id = "wiki-ranking"', 'id = "census-press"', "duplicate-id", "document[9]"),
        ("people = 2475.89", 'people = "many"', "wrong-type", "city.shanghai.size.yearbook.people"),
        ("people = 2475.89", "poeple = 2475.89", "unknown-key", "city.shanghai.size.yearbook.poeple"),
        ('name = "南宁"', 'name = "南\\u001b宁"', "control-character", "city.nanning.name"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, code: str, place: str
) -> None:
    assert old in TEXT
    (tmp_path / CITIES).write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        load_cities(tmp_path)
    finding = caught.value.findings[0]
    assert (finding.code, finding.place) == (code, place)
    assert finding.line > 0


def test_a_folder_without_a_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        load_cities(tmp_path)
    assert caught.value.findings[0].code == "file-missing"


def test_the_table_is_frozen() -> None:
    assert CityFile.__struct_config__.frozen
