"""The large cities on the screen and as JSON, for every city there is and as pages that stand beside this file."""

import io
import json
from decimal import Decimal

import pytest
from rich.cells import cell_len

from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.national import Profile
from hukou_cli.render.national import cities_json, print_cities, print_city
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG
from tests.support.screens import compare, screen

TABLE = CATALOG.large_cities()


def profiles(catalog: Catalog, *cities: str) -> list[Profile]:
    """Give cities with their policies, as the catalog has them, but under a path that is the same everywhere."""
    return catalog.profiles(cities)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list(catalog: Catalog, language: Language) -> None:
    """Every kind of row: two classes, a figure of another year, one that is only a bound, none, each regime."""
    to = screen(80)
    rows = profiles(catalog, "beijing", "zhengzhou", "changsha", "suzhou")
    print_cities([*rows, *(Profile(city, TABLE, None) for city in ("foshan", "dalian", "shijiazhuang"))], language, to)
    compare(f"cities-{language}-80.txt", to, 80)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("city", ["zhengzhou", "suzhou", "fuzhou"])
def test_a_city(catalog: Catalog, city: str, language: Language) -> None:
    """A regime more open than the rule; a table that was not seen, and two rules; conditions that are the rule's."""
    to = screen(80)
    print_city(profiles(catalog, city)[0], language, to)
    compare(f"city-{city}-{language}-80.txt", to, 80)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_city_without_a_policy(language: Language) -> None:
    to = screen(80)
    print_city(Profile("foshan", TABLE, None), language, to)
    compare(f"city-foshan-{language}-80.txt", to, 80)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_every_city_fits_the_screen(catalog: Catalog, language: Language, width: int) -> None:
    for profile in catalog.profiles():
        to = screen(width)
        print_city(profile, language, to)
        assert isinstance(to.file, io.StringIO)
        printed = to.file.getvalue()
        assert all(cell_len(line) <= width and line == line.rstrip() for line in printed.splitlines())
        assert profile.city.name.zh in printed


def test_an_empty_list_says_so() -> None:
    to = screen(80)
    print_cities([], "en", to)
    assert isinstance(to.file, io.StringIO)
    assert "0 cities." in to.file.getvalue()


def test_json_holds_both_figures_exactly(catalog: Catalog) -> None:
    answer = json.loads(cities_json(profiles(catalog, "suzhou", "dalian"), "en"), parse_float=Decimal)
    assert answer["schema"] == "hukou-cities/1"
    suzhou, dalian = answer["cities"]
    assert [size["people_10k"] for size in suzhou["sizes"]] == [None, Decimal("500.08")]
    assert [size["class"] for size in suzhou["sizes"]] == ["large_1", "mega"]
    assert [(rule["id"], rule["series"], rule["departure"]) for rule in suzhou["rules"]] == [
        ("relaxed", ["census"], "stricter"),
        ("points", ["yearbook"], "agrees"),
    ]
    assert (suzhou["policy"]["regime"], suzhou["policy"]["table_seen"]) == ("pass_mark", True)
    assert (dalian["sizes"][1]["people_10k"], dalian["sizes"][1]["below_10k"]) == (None, 500)
    assert dalian["policy"]["regime"] == "open"
    assert all(rule["sources"][0]["confidence"] == "official" for rule in suzhou["rules"])


def test_json_of_a_city_without_a_policy() -> None:
    (city,) = json.loads(cities_json([Profile("nanning", TABLE, None)], "zh"))["cities"]
    assert (city["name"], city["province"], city["policy"]) == ("南宁", "广西", None)
    assert city["rules"][0]["departure"] is None
