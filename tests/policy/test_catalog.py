"""Which edition is in force for a round, and how a city is named."""

import json
import shutil
from pathlib import Path

import pytest

from hukou_cli import InvalidPolicy, NotFound, find_policy
from hukou_cli import score as score_one
from hukou_cli.policy.catalog import Catalog, bundled
from hukou_cli.policy.neighbours import names_in_heading
from hukou_cli.policy.rounds import RoundId
from hukou_cli.policy.schema import policy_schema
from tests.support.people import PERSON
from tests.support.springfield import edition_with

SAMPLES = Path(__file__).parent / "sample"


@pytest.mark.parametrize(
    ("year", "edition"),
    [
        (2018, "2017-01-01"),
        (2019, "2017-01-01"),
        (2020, "2020-07-16"),
        (2026, "2020-07-16"),
        (2031, "2020-07-16"),
        (None, "2020-07-16"),
    ],
)
def test_a_round_has_its_edition(catalog: Catalog, year: int | None, edition: str) -> None:
    assert catalog.find("beijing", None if year is None else RoundId(year)).id == f"beijing/{edition}"


@pytest.mark.parametrize("name", ["beijing", "Beijing", "北京", "北京市", " BEIJING "])
def test_a_city_is_known_by_its_names(catalog: Catalog, name: str) -> None:
    assert catalog.city_id(name) == "beijing"


def test_every_city_with_a_policy_is_known_by_the_names_its_file_gives_it(catalog: Catalog) -> None:
    """Its neighbours are told of them by the names of its folder, and ``divisions.toml`` has the others."""
    known = catalog.find("beijing").neighbours.cities
    for city in catalog.cities():
        assert {city, *names_in_heading(catalog.editions(city)[0])} <= known
    assert "skeleton" not in known  # a folder without an edition


def test_every_name_of_a_city_is_one_citys(catalog: Catalog) -> None:
    """A Chinese name is found by scanning the headings, any other by parsing them: both say the same."""
    assert {name: catalog.find_id(name) for name in catalog.ids} == catalog.ids
    assert catalog.find_id("上海") == "shanghai" != catalog.find_id("shanghai_points")


def test_a_misspelt_city_brings_the_nearest() -> None:
    with pytest.raises(NotFound, match="Did you mean `beijing`"):
        find_policy("bejing")


def test_a_round_before_all_editions_is_refused_with_those_known() -> None:
    with pytest.raises(NotFound, match="2018-2026"):
        find_policy("beijing", 2016)


@pytest.mark.parametrize("city", ["..", "../beijing", "/", "beijing/../beijing", "*", "", "北京\x1b[31m"])
def test_a_city_is_no_path(city: str) -> None:
    with pytest.raises(NotFound):
        find_policy(city)


def test_a_folder_of_ones_own_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "beijing"
    own.mkdir()
    text = (bundled() / "beijing" / "2020-07-16.toml").read_text(encoding="utf-8")
    (own / "2020-07-16.toml").write_text(
        text.replace('points = "3 * insured_months / 12"', 'points = "4 * insured_months / 12"'), encoding="utf-8"
    )
    facts = {**PERSON, "insured_months": 120}
    from hukou_cli import score

    assert score(facts, find_policy("beijing", policies=tmp_path)).lines[0].points == 40
    assert score(facts, find_policy("beijing")).lines[0].points == 30
    assert Catalog([SAMPLES]).cities() == sorted([*Catalog().cities(), "springfield"])


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        Catalog([tmp_path / "none"])
    assert caught.value.findings[0].code == "no-such-folder"


def test_the_schema_file_is_the_one_printed() -> None:
    assert (bundled() / "policy.schema.json").read_text(encoding="utf-8") == policy_schema()


def test_every_policy_names_the_schema_and_fits_it(catalog: Catalog) -> None:
    """The schema is checked by its own words: every key that a file uses is one it lists."""
    schema = json.loads(policy_schema())
    top = schema["$defs"]["PolicyFile"]["properties"]
    assert schema["$defs"]["PolicyFile"]["additionalProperties"] is False
    for path in catalog.all():
        text = path.read_text(encoding="utf-8")
        assert text.startswith("#:schema ../policy.schema.json\n")
        import tomllib

        assert set(tomllib.loads(text)) <= set(top)


def test_the_installed_package_finds_its_policies(tmp_path: Path) -> None:
    """In a wheel the policies stand inside the package; in a checkout beside it."""
    package = Path(__file__).parent.parent.parent / "hukou_cli"
    shutil.copytree(package, tmp_path / "hukou_cli", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(bundled(), tmp_path / "hukou_cli" / "policies")
    import subprocess
    import sys

    code = "from hukou_cli.policy.catalog import bundled; print(bundled())"
    printed = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(printed.stdout.strip()) == tmp_path / "hukou_cli" / "policies"


@pytest.mark.parametrize(
    ("round_", "edition"),
    [
        ("2019-01-01", "2019-01-01"),
        ("2022-06-15", "2019-01-01"),
        ("2023-12-31", "2019-01-01"),
        ("2024-01-01", "2024-01-01"),
        ("2028-12-31", "2024-01-01"),
    ],
)
def test_a_city_that_ranks_all_year_is_asked_for_by_the_day(round_: str, edition: str) -> None:
    assert find_policy("foshan", round_).id == f"foshan/{edition}"


@pytest.mark.parametrize("round_", ["2020", "2021"])
def test_a_city_whose_table_was_not_seen_says_so(round_: str) -> None:
    found = find_policy("guangzhou", round_)
    assert found.id == "guangzhou/2020-07-09"
    with pytest.raises(NotFound) as caught:
        score_one({"degree": "bachelor"}, found, round_)
    assert [finding.code for finding in caught.value.findings] == ["not-scored"]
    assert caught.value.findings[0].text("zh").startswith("广州不能计分。")
    assert "\n  See Guangzhou's library" in caught.value.findings[0].text("en")


@pytest.mark.parametrize("round_", ["2009", "2009-12-31"])
def test_a_round_before_the_first_edition_is_refused_there_too(round_: str) -> None:
    with pytest.raises(NotFound, match="2010-01-01"):
        find_policy("ningbo", round_)


def test_what_one_persons_file_says_of_the_person_every_city_can_read() -> None:
    """A city may name the options of a shared choice its own way; it may not refuse one that another city takes."""
    catalog = Catalog()
    shared = catalog.vocabulary()["facts"]
    assert isinstance(shared, dict)
    for city in catalog.cities():
        edition = catalog.find(city)
        for name, fact in edition.facts.items():
            if fact.type == "choice" and fact.scope == "person":
                missing = set(shared[name]["choices"]) - set(fact.choices)
                assert not missing, f"{edition.id}: {name} lacks {sorted(missing)}"


def test_a_file_that_cannot_be_read_tells_its_neighbours_nothing(tmp_path: Path) -> None:
    """The other editions of a city are scanned when one is loaded: what is wrong with them does not stop it."""
    own = tmp_path / "springfield"
    shutil.copytree(SAMPLES / "springfield", own)
    (own / "1990-01-01.toml").write_bytes(b"\xff\xfe[[[ no TOML\n[facts.only_then]\ntype = 3\n")
    (own / "1991-01-01.toml").mkdir()
    newest = Catalog([tmp_path]).find("springfield")
    assert "only_then" in newest.neighbours.facts
    assert {"springfield", "beijing", "北京", "shanghai"} <= newest.neighbours.cities


def test_a_round_may_have_days_of_its_own() -> None:
    calendar = find_policy("guangzhou", 2022).calendar
    assert calendar.dates(RoundId(2022))["as_of"] == 20221231  # the guide of that round
    assert calendar.dates(RoundId(2023))["as_of"] == 20230930


def test_a_day_of_a_round_that_the_policy_does_not_have_is_told() -> None:
    source = {"document": "law", "article": "1"}
    days = {"conted_on": {"year": 0, "month": 6, "day": 31}, "as_of": {"year": 0, "month": 6, "day": 31}}
    with pytest.raises(InvalidPolicy) as caught:
        edition_with("insurance", round=[{"year": 2024, "dates": days, "source": source}])
    assert [finding.code for finding in caught.value.findings] == ["unknown-key", "no-such-day", "no-such-day"]


def test_both_schemes_of_shanghai_measure_by_the_same_wages() -> None:
    hukou, points = (Catalog().find(city).file.wages["average"].rows for city in ("shanghai", "shanghai_points"))
    assert [(row.start, row.end, row.yuan) for row in hukou] == [(row.start, row.end, row.yuan) for row in points]


@pytest.mark.parametrize(
    ("city", "round_", "code", "allowed"),
    [
        ("tianjin", RoundId(2027), "period-needed", "2027-1 2027-2"),
        ("beijing", RoundId(2999), "round-too-far", ""),
        ("beijing", RoundId(1990), "unknown-round", ""),
        ("wuhan", RoundId(2026), "round-needed", ""),
    ],
)
def test_a_round_that_there_is_not_brings_what_to_write(city: str, round_: RoundId, code: str, allowed: str) -> None:
    with pytest.raises(NotFound) as told:
        Catalog().find(city, round_)
    (finding,) = told.value.findings
    assert finding.code == code
    assert allowed in finding.text("zh")
