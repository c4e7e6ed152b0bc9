"""Records typed on one line: those of all invented applicants, and what is wrong with a line."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from hukou_cli.base.decoding import dates_as_text
from hukou_cli.base.errors import Finding
from hukou_cli.policy.catalog import bundled
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.record_keys import record_keys
from hukou_cli.records.typed_line import read_line
from hukou_cli.render.ask import typed_line
from hukou_cli.text.language import Language
from hukou_cli.text.rules import RULES
from tests.support.catalog import CATALOG

BEIJING = CATALOG.find("beijing")
TYPED = ("insurance", "home", "permit", "study", "marriage", "tax")


def examples() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for city in CATALOG.cities():
        file = bundled() / city / "example.toml"
        person = dates_as_text(tomllib.loads(file.read_text(encoding="utf-8"), parse_float=str))
        for kind in TYPED:
            yield from ((city, kind, record) for record in person.get(kind, []))


def typed(kind: str, record: Mapping[str, Any], edition: Edition, words: str) -> str:
    """Return the line that somebody types for a record: in ids, or in Chinese."""
    if kind == "tax":
        return f"{record['year']} {record['income']}"
    zh = words == "zh"
    parts = [record["from"], record.get("to", "")]
    tenure = record.get("tenure", "")
    parts.append(RULES[f"tag.{tenure}"]["zh"] if zh and tenure else tenure)
    parts += [RULES[f"tag.{each}"]["zh"] if zh else each for each in record.get("kinds", [])]
    district = record.get("district", "")
    parts.append(edition.file.districts[district].zh if zh and district in edition.file.districts else district)
    parts.append(("备案" if zh else "declared") if record.get("registered") else "")
    if kind == "study":
        level = record["level"]
        parts.append(str([*edition.facts["degree"].choices].index(level) + 1) if zh else level)
        parts.append(("在职" if zh else "part-time") if record.get("part_time") else "")
    if record.get("city") not in (None, edition.file.policy.city):
        parts.append(record["city"])
    parts += [f"{'补缴' if zh else 'back'}{month}" for month in record.get("back_paid", [])]
    parts += [f"{'签注' if zh else 'endorsed'}{month}" for month in record.get("endorsed", [])]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("words", ["en", "zh"])
def test_the_records_of_all_invented_applicants_can_be_typed(words: Language) -> None:
    count = 0
    for city, kind, record in examples():
        edition = CATALOG.find_on(city, 20261130)
        if edition.file.unseen is not None or {*record} & {"planned", "share", "spouse_tenure", "excused", "base"}:
            continue
        if kind == "study" and record["level"] not in edition.facts["degree"].choices:
            continue
        expected = {key: value for key, value in record.items() if key != "part_time" or value}
        expected["city"] = record.get("city", edition.file.policy.city)
        if "district" in record:
            expected["district"] = edition.spellings.districts[record["district"]]
        if kind in ("study", "marriage"):
            del expected["city"]
        if record.get("tenure") in ("rented", "dormitory") and "registered" in record_keys([edition], "home"):
            expected.setdefault("registered", False)
        elif record.get("registered") is False:
            del expected["registered"]
        if kind == "tax":
            expected["income"] = str(record["income"])
        read = read_line(kind, typed(kind, record, edition, words), edition)
        assert read == expected, (city, kind, record)
        assert read_line(kind, typed_line(read, edition, words), edition) == read  # as it is shown when it is kept
        count += 1
    assert count > 100


@pytest.mark.parametrize(
    ("kind", "line", "code"),
    [
        ("insurance", "朝阳", "typed-dates-span"),
        ("insurance", "2012-07 2013-08 2014-09", "typed-dates-span"),
        ("insurance", "2012-07 朝羊", "typed-word"),
        ("insurance", "2012-07 朝阳 海淀", "typed-twice"),
        ("home", "2012-07 朝阳", "typed-no-tenure"),
        ("study", "2008-09 2012-06", "typed-no-level"),
        ("tax", "2025", "typed-dates-tax"),
        ("insurance", "000000198506151233", "identity-number"),
        ("insurance", "2012-07 " + "x" * 1900, "typed-word"),
    ],
)
def test_what_is_wrong_with_a_line(kind: str, line: str, code: str) -> None:
    read = read_line(kind, line, BEIJING)
    assert isinstance(read, Finding)
    assert read.code == code
    assert len(read.text("zh")) < 300


def test_dates_may_be_written_in_any_way_and_joined() -> None:
    for line in (
        "2012年7月至2019年2月 朝阳",
        "2012.7，2019.2，朝阳区",
        "2012/07 2019/02 chaoyang",
        "２０１２－０７ 2019-02 朝阳",
    ):
        read = read_line("insurance", line, BEIJING)
        assert isinstance(read, dict)
        assert read["district"] == "chaoyang"
        assert len(read) == 4
    assert read_line("permit", "2012-07 至今", BEIJING) == {"city": "beijing", "from": "2012-07"}
