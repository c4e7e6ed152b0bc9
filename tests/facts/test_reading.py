"""A text becomes a fact's value, or a finding that says what may have been meant."""

from decimal import Decimal

import pytest

from hukou_cli import Finding, find_policy
from hukou_cli.facts.reading import read_fact

CATEGORY = find_policy("beijing").facts["retirement_category"]  # male, female_55, female_50


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("male_60", "male"),  # begins with an option; spelt most alike is female_50
        ("男性", ""),  # begins with no whole name: 男（原60周岁）
        ("female", "female_55 / female_50"),  # the beginning of two
        ("female_60", "female_50"),  # no option is the beginning of it: "male" stands inside
        ("femal_55", "female_55"),  # a slip of the pen
    ],
)
def test_a_word_that_is_no_option_brings_those_it_may_mean(written: str, nearest: str) -> None:
    found = read_fact(CATEGORY, written, 0)
    assert isinstance(found, Finding)
    assert found.values["nearest"] == nearest


@pytest.mark.parametrize("written", ["男", "男（原60周岁）", "男(原60周岁)", " MALE ", "ｍａｌｅ"])
def test_an_option_is_named_up_to_its_bracket_in_any_case_and_width(written: str) -> None:
    assert read_fact(CATEGORY, written, 0) == "male"


@pytest.mark.parametrize(
    ("written", "option"), [("大专", "associate"), ("专科", "associate"), ("高中", "secondary"), ("中专", "secondary")]
)
def test_a_word_that_people_say_for_one_option_is_that_option(written: str, option: str) -> None:
    """大学专科（含高职） is told as 大专; 高中、中专（不积分） is one option with two names in it."""
    assert read_fact(find_policy("beijing").facts["degree"], written, 0) == option


@pytest.mark.parametrize(
    ("written", "months"), [("115个月", 115), ("１１５ 个月", 115), ("1 month", 1), ("0 months", 0)]
)
def test_months_with_their_unit_are_months(written: str, months: int) -> None:
    assert read_fact(find_policy("beijing").facts["insured_months"], written, 330) == months


@pytest.mark.parametrize("written", ["115月", "9年", "约115个月", "115.5个月", "-1个月", "331个月"])
def test_what_may_be_other_than_months_is_refused(written: str) -> None:
    assert isinstance(read_fact(find_policy("beijing").facts["insured_months"], written, 330), Finding)


def test_what_may_be_meant_is_named_in_the_readers_language() -> None:
    found = read_fact(find_policy("beijing").facts["degree"], "docter", 0)
    assert isinstance(found, Finding)
    assert "是否应为 `研究生学历和博士学位`？" in found.text("zh")
    assert "Did you mean `doctor`?" in found.text("en")


@pytest.mark.parametrize("written", ["女", "本科", "大学", "硕士"])
def test_a_beginning_that_may_be_several_is_refused_with_the_list(written: str) -> None:
    fact = CATEGORY if written == "女" else find_policy("beijing").facts["degree"]
    found = read_fact(fact, written, 0)
    assert isinstance(found, Finding)
    assert found.allowed == " ".join(fact.choices)


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("insured_months", " １８９　", 189),
        ("innovation_points", "２．０", 2),
        ("birth_date", "１９８７／３／１２", 19870312),
        ("has_residence_permit", "Ｙ", True),
        ("has_residence_permit", "×", False),
        ("has_residence_permit", "有", True),  # 持有本市居住证
        ("criminal_record", "无", False),  # 有刑事犯罪记录
    ],
)
def test_full_width_digits_and_blanks_are_read_as_what_they_are(name: str, written: str, value: object) -> None:
    assert read_fact(find_policy("beijing").facts[name], written, 99991231) == value


@pytest.mark.parametrize(
    ("city", "name", "written"),
    [
        ("beijing", "has_residence_permit", "1"),  # a number may belong to another column
        ("beijing", "honour", "有"),  # 获规定的荣誉表彰 asks for no possession
    ],
)
def test_a_flag_takes_no_word_that_may_mean_something_else(city: str, name: str, written: str) -> None:
    found = read_fact(find_policy(city).facts[name], written, 1)
    assert isinstance(found, Finding)
    assert found.code == "not-a-flag"


@pytest.mark.parametrize("written", ["1²", "①", "12,5", "100月", "1 89", "一百"])
def test_what_is_not_certain_is_refused(written: str) -> None:
    found = read_fact(find_policy("beijing").facts["insured_months"], written, 1000)
    assert isinstance(found, Finding)


@pytest.mark.parametrize("written", ["31107", "31107.0", " ３１１０７ ", 31107])
def test_a_spreadsheets_number_of_a_day_is_told_as_the_day(written: object) -> None:
    found = read_fact(find_policy("beijing").facts["birth_date"], written, 20261130)
    assert isinstance(found, Finding)
    assert (found.code, found.allowed) == ("spreadsheet-day", "1985-03-01")
    assert "31107 is 1985-03-01" in found.text("en").replace("31107.0", "31107")


@pytest.mark.parametrize("written", ["1985", 1985, 19850301, True, 31107.5])
def test_other_numbers_are_no_dates(written: object) -> None:
    found = read_fact(find_policy("beijing").facts["birth_date"], written, 20261130)
    assert isinstance(found, Finding)
    assert found.code == "not-a-date"


@pytest.mark.parametrize("given", [Decimal("1e999999999999999"), Decimal("1e-999999999999999")])
def test_a_decimal_of_more_digits_than_memory_holds_is_no_number(given: Decimal) -> None:
    found = read_fact(find_policy("beijing").facts["insured_months"], given, 1000)
    assert isinstance(found, Finding)
    assert found.code == "not-a-whole-number"
