"""What has ended or is about to end, the day before, at and after each of its days."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from hukou_cli import Edition, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.endings import endings
from hukou_cli.render.comparison import comparison_csv, comparison_json, print_comparison
from hukou_cli.render.policy_list import markdown_endings, print_list
from hukou_cli.render.score_json import score_json
from hukou_cli.render.score_markdown import score_markdown
from hukou_cli.render.score_text import print_score
from hukou_cli.scoring.comparison import compare
from hukou_cli.text.language import Language
from tests.support.screens import screen
from tests.support.springfield import edition_with

LAST = date(2026, 12, 31)
DAY = timedelta(days=1)
LAW = {"id": "law", "title": "Law", "number": "No. 7", "confidence": "official"}


def city(*, edition_to: str | None = None, document_to: str | None = None) -> Edition:
    """Build a city whose edition, or a document of it, has a last day."""
    heading: dict[str, Any] = {
        "city": "springfield", "name": Bilingual(zh="春田", en="Springfield"), "title": "x", "regime": "pass_mark",
        "in_force_from": "2020-01-01", "checked_on": "2026-11-29",
    }  # fmt: skip
    heading |= {"in_force_to": edition_to} if edition_to else {}
    document = LAW | ({"ends": document_to} if document_to else {})
    return edition_with("insurance", policy=heading, document=[document])


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (LAST - 91 * DAY, None),
        (LAST - 90 * DAY, False),
        (LAST - 89 * DAY, False),
        (LAST - DAY, False),
        (LAST, False),  # the last day is in force
        (LAST + DAY, True),
    ],
)
@pytest.mark.parametrize("kind", ["edition", "document"])
def test_an_end_is_told_from_ninety_days_before(kind: str, today: date, said: bool | None) -> None:  # noqa: FBT001
    edition = city(**{f"{kind}_to": str(LAST)})
    found = endings(edition.file, today)
    assert [ending.has_ended for ending in found] == ([] if said is None else [said])
    assert [ending.document and ending.document.id for ending in found] == (
        [] if said is None else ["law" if kind == "document" else None]
    )


def test_what_has_no_last_day_never_ends() -> None:
    assert endings(city().file, date(2200, 1, 1)) == ()


TOLD = [
    ("en", {"edition_to": "2026-12-31"}, LAST, "These rules end on 2026-12-31."),
    ("zh", {"edition_to": "2026-12-31"}, LAST, "本版规则将于 2026-12-31 到期。"),
    ("en", {"edition_to": "2026-12-31"}, LAST + DAY, "These rules ended on 2026-12-31."),
    ("zh", {"edition_to": "2026-12-31"}, LAST + DAY, "本版规则已于 2026-12-31 到期。"),
    ("en", {"document_to": "2026-12-31"}, LAST, "No. 7, which these rules rest on, ends on 2026-12-31."),
    ("zh", {"document_to": "2026-12-31"}, LAST + DAY, "所依据的No. 7已于 2026-12-31 到期。"),
]


@pytest.mark.parametrize(("language", "ends", "today", "sentence"), TOLD)
def test_a_score_says_it_right_below_the_answer(
    language: Language, ends: dict[str, str], today: date, sentence: str
) -> None:
    answer = score({"counted": 5}, city(**ends), 2024, today=today)
    to = screen(80)
    print_score(answer, language, to)
    assert sentence in to.file.getvalue().splitlines()[:5]  # type: ignore[attr-defined]
    assert score_markdown(answer, language).splitlines()[0] == f"**{sentence}**"
    (told,) = json.loads(score_json(answer, language))["endings"]
    assert told == {
        "document": "law" if "document_to" in ends else None,
        "last_day": "2026-12-31",
        "ended": today > LAST,
        "text": sentence,
    }


def test_a_score_that_was_told_no_day_says_nothing_of_it() -> None:
    assert score({"counted": 5}, city(edition_to="2020-12-31"), 2020).endings == ()


@pytest.mark.parametrize(
    ("today", "mark"), [(LAST - 91 * DAY, ""), (LAST, "ends 2026-12-31"), (LAST + DAY, "ended 2026-12-31")]
)
def test_a_comparison_and_the_list_mark_it(today: date, mark: str) -> None:
    edition = city(edition_to="2026-12-31")
    standings = compare(applicant_of({"city": "springfield", "facts": {"counted": 5}}), [edition], today)
    pages = []
    for page in (screen(80), screen(40)):
        print_comparison(standings, None, "en", page)
        pages.append(page.file.getvalue())  # type: ignore[attr-defined]
    to = screen(80)
    print_list([edition], "en", to, today)
    pages += [to.file.getvalue(), markdown_endings([edition], "en", today)]  # type: ignore[attr-defined]
    for page in pages:
        assert (mark in page) if mark else ("2026-12-31" not in page)
    (row,) = json.loads(comparison_json(standings, None, "en"))["cities"]
    assert [ending["ended"] for ending in row["endings"]] == ([today > LAST] if mark else [])
    assert ("on 2026-12-31." in comparison_csv(standings, "en")) is bool(mark)


def test_the_markdown_list_of_ends() -> None:
    edition = city(edition_to="2026-12-31", document_to="2026-11-16")
    assert markdown_endings([edition], "en", date(2026, 11, 29)) == (
        "\nEnded by 2026-11-29, or ends within 90 days of it:\n\n"
        "- `springfield/2020-01-01`: ends 2026-12-31\n"
        "- `springfield/2020-01-01`: No. 7 ended 2026-11-16\n"
    )
    assert markdown_endings([city()], "zh", date(2026, 11, 29)) == ""
