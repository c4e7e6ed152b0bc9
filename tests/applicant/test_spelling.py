"""An applicant's file as people type it: words of either language, signs of a Chinese keyboard, mistakes all at once."""

import datetime
from typing import Any

import pytest

from hukou_cli import Edition, Finding, InvalidApplicant, NotFound, Score, find_policy, score
from hukou_cli.applicant.document import applicant_of, parse_applicant
from hukou_cli.applicant.spelling import respelt

JOB = {"city": "beijing", "from": "2010-07", "district": "haidian"}


def scored(edition: Edition, **changed: Any) -> Score:
    told: dict[str, Any] = {"home": [], "study": [], "tax": []}
    return score(applicant_of({"degree": "bachelor", "insurance": [JOB], **told, **changed}), edition, 2026)


def mistakes(edition: Edition, text: str) -> list[Finding]:
    with pytest.raises(InvalidApplicant) as raised:
        score(parse_applicant(text, "me.toml"), edition, 2026)
    return list(raised.value.findings)


@pytest.mark.parametrize("tenure", ["rented", "租房", "租赁", "RENTED", " 租住 "])
@pytest.mark.parametrize("registered", [True, "是", "yes", "TRUE", "√"])
def test_tenures_and_flags_are_words_of_either_language(beijing: Edition, tenure: str, registered: object) -> None:
    """2020-08 to 2025-12 are 65 months."""
    home = [{**JOB, "tenure": tenure, "registered": registered}]
    assert scored(beijing, home=home).values["rented_months_since_2020_08"] == 65


def test_a_year_of_more_digits_than_python_reads_is_out_of_range(beijing: Edition) -> None:
    with pytest.raises(InvalidApplicant) as raised:
        scored(beijing, tax=[{"city": "beijing", "year": "9" * 5000, "paid": "1"}])
    assert raised.value.findings[0].code == "out-of-range"


@pytest.mark.parametrize("level", ["bachelor", "本科学历和学士学位", "Bachelor"])
def test_a_level_may_be_the_label_of_the_degree(beijing: Edition, level: str) -> None:
    """Of the 48 months up to 2012-06 those from 2010-07 on are insured: 24."""
    study = [{"from": "2008-09", "to": "2012-06", "level": level, "part_time": "否"}]
    assert scored(beijing, study=study).values["study_overlap_months"] == 24


def test_kinds_of_insurances_and_events_are_words_too(beijing: Edition) -> None:
    penalty = [{"kind": "行政拘留", "date": "2024年3月1日"}]
    pension = {**JOB, "kinds": ["养老", "医疗保险"], "from": "2010年7月", "to": "2010年12月"}
    result = scored(beijing, insurance=[pension], penalty=penalty)
    assert (result.values["detentions"], result.values["insured_months"]) == (1, 6)


def test_a_word_that_is_no_level_is_refused_with_the_list(beijing: Edition) -> None:
    with pytest.raises(InvalidApplicant) as raised:
        scored(beijing, study=[{"from": "2008-09", "to": "2012-06", "level": "本科"}])
    (finding,) = raised.value.findings
    assert (finding.code, finding.place, finding.nearest) == (
        "not-one-of",
        "study[1].level",
        "bachelor_single / bachelor",
    )


def test_a_study_of_a_level_that_is_not_claimed_is_told(beijing: Edition) -> None:
    studies = [
        {"from": "2013-09", "to": "2016-06", "level": "master"},
        {"from": "2004-09", "to": "2008-06", "level": "bachelor"},
    ]
    (note,) = [note for note in scored(beijing, study=studies).notes if note.code == "study-not-claimed"]
    assert {key: note.values[key] for key in ("record", "seen", "other")} == {
        "record": "study[1]",
        "seen": "master",
        "other": "bachelor",
    }
    assert note.sentence("en").startswith(
        "study 1 earned master's diploma and degree, but the education claimed is bachelor's"
    )


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("city = “北京”", "“”"),
        ('city ＝ "北京"', "＝"),
        ('city = "beijing"\n［［home］］\ncity = "beijing"', "［］"),
        ('{"city"："beijing"}', "："),
    ],
)  # fmt: skip
def test_signs_of_a_chinese_keyboard_are_named_with_their_place(text: str, signs: str) -> None:
    with pytest.raises(InvalidApplicant) as raised:
        parse_applicant(text, "me.toml")
    (finding,) = raised.value.findings
    assert (finding.code, finding.values["signs"]) == ("wide-signs", signs)
    assert finding.line == (2 if "\n" in text else 1)


def test_curly_quotes_within_a_text_are_text(beijing: Edition) -> None:
    (finding,) = mistakes(beijing, 'id = "“a”"\ncity = "beijing"\ndegree = "“本科”"\n')
    assert finding.code == "not-one-of"


def test_a_misspelt_table_of_records_brings_the_right_one_with_its_line(beijing: Edition) -> None:
    (finding,) = mistakes(
        beijing, 'city = "beijing"\ndegree = "none"\n\n[[insurence]]\ncity = "beijing"\nfrom = "2010-07"\n'
    )
    assert (finding.code, finding.line, finding.nearest) == ("unknown-key", 4, "insurance")
    assert "insurance" in finding.allowed.split()


def test_what_is_suggested_is_allowed(beijing: Edition) -> None:
    for name in ("insured_permt", "hom", "rented_month", "degre"):
        (finding,) = mistakes(beijing, f'city = "beijing"\n{name} = 1\n')
        assert not finding.nearest or finding.nearest in finding.allowed.split()


def test_a_missing_key_hides_no_other_mistake_of_the_record(beijing: Edition) -> None:
    found = mistakes(beijing, '[[tax]]\nyear = 2024\nincome = "12.5万"\n[[home]]\nfrom = "2020-13"\ntenure = "租房"\n')
    assert [(finding.code, finding.place) for finding in found] == [
        ("missing-key", "tax[1]"),
        ("not-an-amount", "tax[1].income"),
        ("missing-key", "home[1]"),
        ("wrong-type", "home[1].from"),
    ]


def test_the_options_of_a_record_are_named_in_chinese(beijing: Edition) -> None:
    (finding,) = mistakes(beijing, '[[home]]\ncity = "beijing"\nfrom = "2020-01"\ntenure = "借住"\n')
    assert finding.sentence("zh") == "“借住”不在可选项中：宿舍、亲属、自有、租房、配偶"
    for word in ("宿舍", "亲属", "自有", "租房", "配偶"):
        assert respelt({"home": [{"tenure": word}]})["home"] != [{"tenure": word}]


@pytest.mark.parametrize("end", ["至今", "now", " Present "])
def test_an_end_that_says_it_goes_on_is_none(beijing: Edition, end: str) -> None:
    """From 2010-07 to 2025-12, the counting month of 2026, are 15 years and a half: 186 months."""
    assert scored(beijing, insurance=[{**JOB, "to": end}]).values["insured_months"] == 186


def test_a_record_without_its_beginning_hides_nothing_else_of_it(beijing: Edition) -> None:
    """Neither the district nor the option nor the end; without a city no district of another city is meant."""
    text = '[[home]]\ndistrict = "海定"\ntenure = "租凭"\nto = "2013"\n'
    found = {finding.place: finding for finding in mistakes(beijing, text)}
    assert {place: finding.code for place, finding in found.items()} == {
        "home[1]": "missing-key",
        "home[1].district": "unknown-district",
        "home[1].tenure": "not-one-of",
        "home[1].to": "wrong-type",
    }
    assert found["home[1]"].remedy("zh") == '请补上，如 from = "2020-08"。'  # the last of the two that are missing
    assert found["home[1].district"].remedy("zh").startswith("是否应为 `海淀`？")
    assert found["home[1].tenure"].remedy("zh") == "是否应为 `租房`？"


def test_what_stands_in_for_a_missing_value_is_not_blamed(beijing: Edition) -> None:
    """A month ahead is told of the record without a city, a month before birth is of the one without a level."""
    text = (
        "birth_date = 1990-05-01\n"
        '[[insurance]]\nfrom = "2199-01"\n'
        '[[study]]\nfrom = "1989-09"\nto = "1993-06"\n'
        '[[tax]]\ncity = "武漢"\nincome = "3600元"\n'
    )
    applicant = parse_applicant(text, "me.toml")
    with pytest.raises(InvalidApplicant) as raised:
        score(applicant, beijing, 2026, today=datetime.date(2026, 11, 30))
    assert sorted((finding.place, finding.code) for finding in raised.value.findings) == [
        ("insurance[1]", "missing-key"),
        ("insurance[1].from", "month-in-future"),
        ("study[1]", "missing-key"),
        ("study[1].from", "before-birth"),
        ("tax[1]", "missing-key"),
        ("tax[1].city", "unknown-place"),
        ("tax[1].income", "not-an-amount"),
    ]


def test_a_city_in_traditional_characters_is_asked_for_in_simplified_ones(beijing: Edition) -> None:
    for written, meant in (("武漢", "武汉"), ("廣州", "广州"), ("瀋陽市", "沈阳")):
        (finding,) = mistakes(beijing, f'[[insurance]]\ncity = "{written}"\nfrom = "2010-07"\n')
        assert (finding.code, finding.nearest) == ("unknown-place", meant)
    with pytest.raises(NotFound) as raised:
        find_policy("廣州")
    assert raised.value.findings[0].nearest == "广州"
