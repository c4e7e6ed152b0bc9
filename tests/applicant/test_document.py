"""Applicant files: TOML and JSON, and what is said of those that cannot be used."""

import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from hukou_cli import Edition, HukouError, InvalidApplicant, NotFound, find_policy, load_applicant, score
from hukou_cli.applicant.document import parse_applicant
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.step import with_steps
from hukou_cli.scoring.steps import offer_of
from tests.support.effort import grows_no_faster

WHOLE = """\
city = "beijing"
id = "a-1"
birth_date = 1980-06-15
retirement_category = "male"
degree = "bachelor"

[facts]
has_residence_permit = true
insured_streak_months = 84
insured_months = 189
insured_months_since_2020_08 = 17
own_home_months = 189
own_home_months_since_2020_08 = 17
rented_months_since_2020_08 = 0
outer_home_months = 48
innovation_points = 0.0
"""

AS_JSON = """
{"city": "beijing", "id": "a-1", "birth_date": "1980-06-15", "retirement_category": "male", "degree": "bachelor",
 "facts": {"beijing": {"has_residence_permit": true, "insured_streak_months": 84, "insured_months": 189,
 "insured_months_since_2020_08": 17, "own_home_months": 189, "own_home_months_since_2020_08": 17,
 "rented_months_since_2020_08": 0, "outer_home_months": 48}, "shanghai": {"whatever": 1}}}
"""


def test_toml_and_json_say_the_same(tmp_path: Path, beijing: Edition) -> None:
    (tmp_path / "a.toml").write_text(WHOLE, encoding="utf-8-sig")
    (tmp_path / "a.json").write_text(AS_JSON, encoding="utf-8")
    totals = {score(load_applicant(tmp_path / name), beijing, 2022).total for name in ("a.toml", "a.json")}
    assert [str(total) for total in totals] == ["106.00"]


MISTAKES = [
    ("insured_months = 189\n", "insured_months = -1\n", "negative", "facts.insured_months", 10),
    ("insured_months = 189\n", "insured_months = 12.6\n", "not-a-whole-number", "facts.insured_months", 10),
    ("insured_months = 189\n", "insured_months = 283\n", "above-maximum", "facts.insured_months", 10),
    ("insured_months = 189\n", 'insured_months = " １８９"\n', "none", "", 0),
    ("insured_months = 189\n", 'insured_months = "0x1F"\n', "not-a-whole-number", "facts.insured_months", 10),
    ("insured_months = 189\n", 'insured_months = "1e2"\n', "not-a-whole-number", "facts.insured_months", 10),
    ("insured_months = 189\n", "insured_months = true\n", "not-a-whole-number", "facts.insured_months", 10),
    ("insured_months = 189\n", "insured_months = []\n", "not-a-whole-number", "facts.insured_months", 10),
    ("insured_months = 189\n", f"insured_months = {'9' * 16}\n", "above-maximum", "facts.insured_months", 10),
    ("insured_months = 189\n", 'insured_months = "000000198506151233"\n', "identity-number", "facts.insured_months", 10),
    ("insured_months = 189\n", "insured_moths = 9\ninsured_months = 189\n", "unknown-fact", "facts.insured_moths", 10),
    ('degree = "bachelor"', 'degree = "Bachelor"', "none", "", 0),
    ('degree = "bachelor"', 'degree = "本科"', "not-one-of", "degree", 5),
    ('degree = "bachelor"', "degree = 3", "not-one-of", "degree", 5),
    ("birth_date = 1980-06-15", 'birth_date = "1980-06-31"', "no-such-day", "birth_date", 3),
    ("birth_date = 1980-06-15", 'birth_date = "15/6/1980"', "not-a-date", "birth_date", 3),
    ("birth_date = 1980-06-15", "birth_date = 1980-06-15T10:00:00", "not-a-date", "birth_date", 3),
    ("birth_date = 1980-06-15", "birth_date = 2999-01-01", "date-too-late", "birth_date", 3),
    ("birth_date = 1980-06-15", "birth_date = 1899-12-31", "date-too-early", "birth_date", 3),
    ("birth_date = 1980-06-15", "birth_date = 19800615", "not-a-date", "birth_date", 3),
    ('id = "a-1"', 'id = "00000019900101019X"', "identity-number", "id", 2),
    ('id = "a-1"', "id = 3", "wrong-type", "id", 2),
    ("has_residence_permit = true", 'has_residence_permit = "maybe"', "not-a-flag", "facts.has_residence_permit", 8),
    ("innovation_points = 0.0", "innovation_points = 7", "not-one-of-numbers", "facts.innovation_points", 16),
    ("innovation_points = 0.0", "innovation_points = 2.5", "too-many-places", "facts.innovation_points", 16),
    ("innovation_points = 0.0", "innovation_points = nan", "not-a-number", "facts.innovation_points", 16),
    ("innovation_points = 0.0", 'innovation_points = "２．０"', "none", "", 0),
    ("innovation_points = 0.0", "innovation_points = -2", "negative", "facts.innovation_points", 16),
    ('degree = "bachelor"\n', 'degree = "bachelor"\ninsured_months = 3\n', "belongs-to-city", "insured_months", 6),
    ('degree = "bachelor"\n\n[facts]', '[facts]\ndegree = "bachelor"', "none", "", 0),
    ('degree = "bachelor"\n\n[facts]', 'degree = "bachelor"\n[facts]\ndegree = "master"', "two-values", "facts.degree", 7),
    ("insured_months_since_2020_08 = 17", "insured_months_since_2020_08 = 18", "above-maximum", "facts.insured_months_since_2020_08", 11),
    ("own_home_months = 189", "own_home_months = 16", "constraint", "facts.own_home_months_since_2020_08", 13),
    ("insured_months = 189\n", "", "none", "", 0),
    ("insured_months = 189\n", 'insured_months = "unknown"\n', "none", "", 0),
    ("insured_months = 189\n", 'insured_months = "Unknown"\n', "not-a-whole-number", "facts.insured_months", 10),
    ('retirement_category = "male"', 'sex = "female"\nretirement_category = "male"', "contradicts", "retirement_category", 5),
    ("[facts]", "facts = 3\n[other]", "wrong-type", "facts", 7),
    ("[facts]", "[facts", "not-toml", "", 7),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "line"),
    MISTAKES,
    ids=[f"{code}-{new.strip()[:25]}" for _, new, code, *_ in MISTAKES],
)
def test_a_mistake_is_told_with_its_place(
    beijing: Edition, old: str, new: str, code: str, place: str, line: int
) -> None:
    assert old in WHOLE
    try:
        score(parse_applicant(WHOLE.replace(old, new, 1), "me.toml"), beijing, 2022)
    except InvalidApplicant as error:
        finding = error.findings[0]
        assert (finding.code, finding.place, finding.line) == (code, place, line)
        assert finding.file == "me.toml"
        shown = finding.text("zh") + finding.text("en")
        assert "00000019" not in shown
        assert "Decimal" not in shown
        assert "class" not in shown
    else:
        assert code == "none"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1980-06-15", '"1980/6/15"'), ("1980-06-15", '"1980.06.15"'), ("1980-06-15", '"1980年6月15日"'),
        ("1980-06-15", '"1980/6/15 0:00"'), ("1980-06-15", '"1980-06-15T00:00:00.000"'), ("= 189\n", '= "189.0"\n'),
        ('"bachelor"', '"本科学历和学士学位"'), ('"male"', '"男（原60周岁）"'),
    ],
)  # fmt: skip
def test_what_spreadsheets_write_is_what_it_stands_for(beijing: Edition, old: str, new: str) -> None:
    """Days with the year first, whole numbers with a point and noughts, options by their labels."""
    assert old in WHOLE
    applicant = parse_applicant(WHOLE.replace(old, new, 1))
    assert score(applicant, beijing, 2022).values == score(parse_applicant(WHOLE), beijing, 2022).values


def test_a_digit_in_another_script_or_a_minus_sign_is_no_digit(beijing: Edition) -> None:
    for text in ("١٨٩", "－1", "−1", "1 89", "+189"):
        with pytest.raises(InvalidApplicant):
            score(parse_applicant(WHOLE.replace("= 189\n", f'= "{text}"\n', 1)), beijing, 2022)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"  \n", "file-empty"),
        (b"\x89PNG\r\n", "not-utf8"),
        ("城市 = 北京".encode("gb18030"), "not-utf8"),
        (b"x" * (100 * 1024 * 1024), "file-too-large"),
        (b"{", "not-json"),
        (b'{"id": "a", "id": "b"}', "not-json"),
        (b"[" * 100_000, "not-toml"),
        (b'{"a":' * 100_000, "not-json"),
        (b"a = " + b"9" * 10_000, "not-toml"),
    ],
)
def test_what_is_no_applicant_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(HukouError) as caught:
        load_applicant(path)
    assert caught.value.findings[0].code == code


def test_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="file-is-folder"):
        load_applicant(tmp_path)
    with pytest.raises(NotFound, match="file-too-large"):
        load_applicant("/dev/zero")


def test_control_characters_and_markup_are_shown_harmlessly(beijing: Edition) -> None:
    text = WHOLE.replace('"bachelor"', '"[red]\\u001b[31mx\\u202e:smile:"')
    with pytest.raises(InvalidApplicant) as caught:
        score(parse_applicant(text), beijing, 2022)
    shown = caught.value.findings[0].text("en")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[red]" in shown


def test_a_word_of_another_edition_or_city_is_no_mistake(beijing: Edition) -> None:
    text = WHOLE + "moved_home_months = 5\n[facts.tianjin]\nanything = 1\n"
    assert str(score(parse_applicant(text), beijing, 2022).total) == "106.00"


def test_a_word_that_this_edition_does_not_ask_for_is_said(beijing: Edition) -> None:
    result = score(parse_applicant(WHOLE + "moved_home_months = 5\n"), beijing, 2022)
    assert [note.values["seen"] for note in result.notes] == ["moved_home_months"]


@pytest.mark.parametrize("city", ["北京", "Beijing", "北京市", "beijing"])
def test_the_city_of_plain_facts_may_be_named_in_either_language(beijing: Edition, city: str) -> None:
    text = WHOLE.replace('city = "beijing"', f'city = "{city}"')
    assert str(score(parse_applicant(text), beijing, 2022).total) == "106.00"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("[facts]", "[facts.bejing]", "unknown-place"),
        ("outer_home_months = 48", "[facts.outer_home_months]\nvalue = 48", "fact-is-table"),
    ],
)
def test_a_table_that_is_no_city_is_refused(beijing: Edition, old: str, new: str, code: str) -> None:
    with pytest.raises(InvalidApplicant) as caught:
        score(parse_applicant(WHOLE.replace(old, new)), beijing, 2022)
    assert code in {finding.code for finding in caught.value.findings}


@pytest.mark.parametrize("other", ["foshan", "Foshan", "佛山", "佛山市"])
def test_a_table_of_a_city_with_a_name_like_it_is_that_citys(other: str) -> None:
    facts = {"facts": {"zhongshan": {"insured_now": True}, other: {"insured_now": False}}}
    result = score(facts, find_policy("zhongshan"), "2025-06-01")  # not taken for a misspelt zhongshan
    assert result.values["insured_now"] is True


def test_every_mistake_is_told_and_none_is_compared_with_all_others(beijing: Edition) -> None:
    def told(mistakes: int) -> int:
        text = WHOLE + "".join(f"nobody_knows_{at} = 1\n" for at in range(mistakes))
        with pytest.raises(InvalidApplicant) as caught:
            score(parse_applicant(text, "me.toml"), beijing, 2022)
        return len(caught.value.findings)

    assert told(1000) == 1000
    assert grows_no_faster(told, 1000)


UNFINISHED = """\
city = "北京"
birth_date = 1990-03-08
unfinished = ["insurance"]

[[insurance]]
from = "2012-07"
city = "beijing"
district = "chaoyang"

[[permit]]
city = "beijing"
from = "2015-06"
"""


def test_a_list_that_is_not_complete_does_not_count(beijing: Edition) -> None:
    """What it lacks may be any number of months more; a step that adds to it makes it no more complete."""
    answer = score(parse_applicant(UNFINISHED), beijing, 2026)
    whole = score(parse_applicant(UNFINISHED.replace('unfinished = ["insurance"]\n', "")), beijing, 2026)
    assert (whole.values["insured_months"], "insured_months" in answer.unknown) == (162, True)
    assert [note.values["kind"] for note in answer.notes if note.code == "records-unfinished"] == ["insurance"]
    assert answer.eligible is None
    none = replace(parse_applicant(UNFINISHED), set_={"insurance": "[]"})
    assert score(none, beijing, 2026).values["insured_months"] == 0
    applicant = parse_applicant(UNFINISHED)
    offer = offer_of(applicant, beijing, datetime.date(2026, 11, 30), answer.values)
    step = next(step for step in offer.steps if "insurance" in step.kinds)
    after = with_steps(applicant, [step], beijing.calendar.window(RoundId(2030)))
    assert "insured_months" in score(after, beijing, 2030).unknown


@pytest.mark.parametrize(
    ("written", "code", "place"),
    [('["insurence"]', "not-one-of", "unfinished[1]"), ('"insurance"', "wrong-type", "unfinished"), ("[]", "", "")],
)
def test_what_is_not_complete_is_listed_by_kind(written: str, code: str, place: str) -> None:
    found = parse_applicant(UNFINISHED.replace('["insurance"]', written)).found
    assert [(finding.code, finding.place) for finding in found] == ([(code, place)] if code else [])
