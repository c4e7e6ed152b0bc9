"""An applicant's file as the program writes it: to be filled in, and filled with an invented applicant."""

import datetime
import json
import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from hukou_cli import load_applicant, score
from hukou_cli.applicant.document import RECORD_TABLES, parse_applicant
from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.policy.edition import Edition
from hukou_cli.render.applicant_file import applicant_file
from hukou_cli.render.applicant_schema import applicant_schema
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG

TODAY = datetime.date(2026, 11, 30)
SCORABLE = [city for city in CATALOG.cities() if CATALOG.find(city).file.unseen is None]
LANGUAGES = get_args(Language)


@cache
def edition_of(city: str) -> Edition:
    return CATALOG.find_on(city, 20261130)


def filled_in(text: str) -> str:
    """Return a file with the ``#`` taken away before every key, as its head says."""
    return re.sub("(?m)^#(?! )", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("city", SCORABLE)
def test_a_file_to_fill_in_says_nothing_until_it_is_filled_in(city: str, language: Language) -> None:
    edition = edition_of(city)
    text = applicant_file([edition], edition.file.policy.folder, language)
    with pytest.raises(InvalidApplicant) as told:
        score(parse_applicant(text), edition, today=TODAY)
    assert [finding.code for finding in told.value.findings] == ["nothing-known"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("city", SCORABLE)
def test_every_key_of_it_is_one_that_the_policy_takes(city: str, language: Language) -> None:
    edition = edition_of(city)
    text = filled_in(applicant_file([edition], edition.file.policy.folder, language))
    answer = score(parse_applicant(text), edition, today=TODAY)
    assert not {finding.code for finding in answer.notes} & {"not-asked", "records-not-used", "kind-not-counted"}
    assert not [name for name in answer.unknown if name not in edition.kinds_counted]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("city", SCORABLE)
def test_an_invented_applicant_written_again_has_the_same_score(city: str, language: Language) -> None:
    edition = edition_of(city)
    file = Path(edition.path).parent / "example.toml"
    given: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    again = parse_applicant(applicant_file([edition], edition.file.policy.folder, language, given))
    first, second = (score(person, edition, today=TODAY) for person in (load_applicant(file), again))
    assert (second.total_range, second.eligible, second.assumed) == (first.total_range, first.eligible, first.assumed)


def test_a_file_for_any_city_has_every_kind_of_records_once() -> None:
    text = filled_in(applicant_file([edition_of(city) for city in SCORABLE], "", "en"))
    parsed = tomllib.loads(text)
    assert set(RECORD_TABLES) <= set(parsed)
    assert all(len(parsed[kind]) == 1 for kind in RECORD_TABLES)
    assert "city" not in parsed
    assert "facts" not in parsed
    assert parse_applicant(text).found == ()


def test_the_schema_knows_what_the_invented_applicants_hold() -> None:
    schema = json.loads(applicant_schema([CATALOG.load(path) for path in CATALOG.all()], "en"))
    for city in SCORABLE:
        file = Path(edition_of(city).path).parent / "example.toml"
        person = tomllib.loads(file.read_text(encoding="utf-8"))
        assert set(person) <= set(schema["properties"]), city
        for kind in set(RECORD_TABLES) & set(person):
            table = schema["properties"][kind]["items"]["$ref"].rpartition("/")[2]
            known = schema["$defs"][table]["properties"]
            assert all(set(record) <= set(known) for record in person[kind]), (city, kind)
        for where, facts in person.get("facts", {}).items():
            assert set(facts) <= set(schema["properties"]["facts"]["properties"][where]["properties"]), city
