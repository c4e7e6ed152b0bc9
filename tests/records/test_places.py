"""The city of a record is one of the known cities and prefectures, by any of its names, or an error with the nearest."""

import datetime
import tomllib
from typing import Any

import pytest

from hukou_cli import Edition, InvalidApplicant, Score, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.folding import fold_city_name
from hukou_cli.policy.catalog import bundled
from tests.support.catalog import CATALOG
from tests.support.program import hukou

FILE = bundled() / "divisions.toml"


def scored(edition: Edition, where: str, **more: Any) -> Score:
    insurance = [{"city": where, "from": "2010-07"}, {"city": "beijing", "from": "2010-07"}]
    return score(applicant_of({"degree": "none", "insurance": insurance, **more}), edition, 2026)


@pytest.mark.parametrize(
    ("city", "nearest"),
    [("北就", "北京"), ("Shanghia", "shanghai"), ("bejing", "beijing"), ("广洲", "广州"), ("hangzhuo", "hangzhou")],
)
def test_a_name_that_no_city_has_is_an_error_with_the_nearest(beijing: Edition, city: str, nearest: str) -> None:
    with pytest.raises(InvalidApplicant) as raised:
        scored(beijing, city)
    found = [(finding.code, finding.place, finding.nearest) for finding in raised.value.findings]
    assert found == [("unknown-place", "insurance[1].city", nearest)]


@pytest.mark.parametrize("kind", ["penalty", "tax", "study", "home", "permit"])
def test_every_kind_of_record_is_checked(beijing: Edition, kind: str) -> None:
    tables: dict[str, dict[str, Any]] = {
        "penalty": {"date": "2012-03-01"},
        "tax": {"year": 2024, "income": 0},
        "study": {"from": "2004-09", "to": "2008-07", "level": "bachelor"},
        "home": {"from": "2010-07", "tenure": "owned"},
        "permit": {"from": "2010-07"},
    }
    with pytest.raises(InvalidApplicant) as raised:
        scored(beijing, "beijing", **{kind: [{"city": "北就", **tables[kind]}]})
    assert [finding.place for finding in raised.value.findings] == [f"{kind}[1].city"]


@pytest.mark.parametrize(
    "table", [{"city": "北就", "facts": {"insured_months": 1}}, {"facts": {"北就": {"insured_months": 1}}}]
)
def test_the_city_of_facts_is_checked_too(beijing: Edition, table: dict[str, Any]) -> None:
    with pytest.raises(InvalidApplicant) as raised:
        scored(beijing, "beijing", **table)
    assert [(finding.code, finding.nearest) for finding in raised.value.findings] == [("unknown-place", "北京")]


@pytest.mark.parametrize(
    "city",
    ["保定", "保定市", " Baoding ", "延边", "延边州", "延边朝鲜族自治州", "yanbian", "阿里地区", "仙桃市", "香港", "hohhot", "昆山", "境外", "overseas"],
)  # fmt: skip
def test_prefectures_and_all_their_names_are_known(beijing: Edition, city: str) -> None:
    notes = {(note.code, note.values.get("seen")) for note in scored(beijing, city).notes}
    assert ("other-city", fold_city_name(city)) in notes


def test_there_are_all_units_and_every_large_city() -> None:
    """GB/T 2260: 333 units of prefecture level and 4 municipalities; 32 that stand directly under a province."""
    divisions = tomllib.loads(FILE.read_text(encoding="utf-8"))
    municipalities, elsewhere, counties = 4, 3, 4
    assert len(divisions["places"]) == 333 + municipalities + 32 + elsewhere + counties
    known = {fold_city_name(name) for unit in divisions["places"] for name in unit.split()}
    cities = CATALOG.large_cities().city
    assert {*cities, *(fold_city_name(city.name.zh) for city in cities.values())} <= known


SHARED = [("suzhou", "苏州", "宿州"), ("fuzhou", "福州", "抚州"), ("taizhou", "泰州", "台州"), ("yichun", "伊春", "宜春"), ("yulin", "玉林", "榆林")]  # fmt: skip


@pytest.mark.parametrize(("pinyin", "first", "second"), SHARED)
def test_a_pinyin_that_two_cities_share_is_told_by_both_names(
    beijing: Edition, pinyin: str, first: str, second: str
) -> None:
    (note,) = [note for note in scored(beijing, pinyin).notes if note.code == "other-city"]
    assert note.sentence("zh") == f"{first}或{second}的记录不计入北京"
    assert note.sentence("en") == f"records of {pinyin.title()} ({first}, {second}) are not counted in Beijing"


def test_every_shared_pinyin_is_in_the_list_above() -> None:
    units = tomllib.loads(FILE.read_text(encoding="utf-8"))["places"]
    spelt = [name for unit in units for name in {*map(fold_city_name, unit.split())}]
    assert {name for name in spelt if spelt.count(name) > 1} == {pinyin for pinyin, *_ in SHARED}


@pytest.mark.parametrize(("pinyin", "own", "other"), [("suzhou", "苏州", "宿州"), ("fuzhou", "福州", "抚州")])
def test_the_pinyin_of_the_policys_own_city_is_taken_for_it_and_said(pinyin: str, own: str, other: str) -> None:
    def told(city: str) -> list[str]:
        permit = [{"city": city, "from": "2020-01-01"}]
        applicant = applicant_of({"birth_date": "1990-01-01", "permit": permit})
        notes = score(applicant, CATALOG.find(own), on=datetime.date(2026, 5, 10)).notes
        return [note.sentence("zh") for note in notes if note.code == "shared-pinyin"]

    assert told(pinyin) == [f"{own}、{other}的拼音相同，此处按{own}计，指其他城市的请写中文名称"]
    assert told(own) == []


@pytest.mark.subprocess
@pytest.mark.parametrize(
    ("words", "taken"),
    [("policy show suzhou", "苏州"), ("cities taizhou", "台州"), ("compare - --cities 北京", ""), ("score - --city suzhou", "苏州"),
     ("compare - --cities suzhou,beijing", "苏州"), ("score - --city 苏州", ""), ("score - --city beijing", "")],
)  # fmt: skip
def test_a_shared_pinyin_on_the_command_line_is_told_on_stderr(words: str, taken: str) -> None:
    done = hukou(*words.split(), "--lang", "zh", stdin="birth_date = 1990-01-01\n")
    assert done.returncode == 0, done.stderr
    assert (f"此处按{taken}计" if taken else "") in done.stderr
    assert done.stderr.count("shared-pinyin") == bool(taken)
