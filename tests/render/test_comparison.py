"""The comparison of cities on the screen, whatever its width."""

import datetime
import io
import re
from collections.abc import Sequence

import pytest
from rich.cells import cell_len

from hukou_cli import find_policy, load_applicant, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.catalog import Catalog, bundled
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.comparison import print_comparison
from hukou_cli.render.score_text import print_score
from hukou_cli.scoring.comparison import Standing, compare
from hukou_cli.scoring.score import count_traces
from hukou_cli.text.language import Language
from hukou_cli.text.signs import full_width
from tests.support.screens import screen


@pytest.fixture(scope="module")
def standings(catalog: Catalog) -> list[Standing]:
    """Beijing's example, 16.33 points below the line of 2026; a pass mark; a city that cannot be scored."""
    cities = [catalog.find(city) for city in ("beijing", "guangzhou", "hangzhou", "tianjin")]
    person = load_applicant(bundled() / "beijing" / "example.toml")
    return compare(person, cities, datetime.date(2026, 11, 23), round_=RoundId(2026))


def _printed(standings: Sequence[Standing], language: Language, width: int) -> str:
    to = screen(width)
    print_comparison(standings, "A1", language, to)
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()


@pytest.mark.parametrize("width", [40, 48, 60, 69, 70, 80, 200])
@pytest.mark.parametrize(("language", "verdict"), [("en", "belowthelineof2026."), ("zh", "未达到2026年分数线。")])
def test_figures_and_verdict_are_whole_at_every_width(
    standings: Sequence[Standing], language: Language, verdict: str, width: int
) -> None:
    printed = _printed(standings, language, width)
    assert max(map(cell_len, printed.splitlines())) <= width
    assert full_width("119.92 (−16.33)", language) in printed
    if width < 70:  # in columns the words of a sentence stand beside the figures of other columns
        assert verdict in "".join(printed.split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_narrow_screen_says_as_much_as_a_wide_one(standings: Sequence[Standing], language: Language) -> None:
    def letters(width: int) -> list[str]:
        return sorted("".join(_printed(standings, language, width).split()))

    assert letters(40) == letters(60) == letters(80) == letters(200)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_chinese_line_begins_with_a_closing_sign_or_a_unit(standings: Sequence[Standing], width: int) -> None:
    printed = [_printed(standings, "zh", width)]
    to = screen(width)
    example = score(load_applicant(bundled() / "beijing" / "example.toml"), find_policy("beijing"), 2026)
    print_score(example, "zh", to, traces=count_traces(example))
    assert isinstance(to.file, io.StringIO)
    for page in (*printed, to.file.getvalue()):
        assert re.findall(r"^ *[，。；：、）”].*", page, re.MULTILINE) == []
        assert re.findall(r"[0-9]\n *(?:个月|分（)", page) == []
        assert max(map(cell_len, page.splitlines())) <= width


def test_what_is_possible_now_stands_on_top_and_missing_facts_are_asked_for(catalog: Catalog) -> None:
    """With a degree alone Dalian takes the applicant; of Fuzhou nothing is known; the routes of Qingdao were not seen."""
    person = applicant_of({"id": "A1", "degree": "bachelor", "facts": {"beijing": {"insured_months": 12}}})
    cities = [catalog.find(city) for city in ("dalian", "fuzhou", "qingdao")]
    standings = compare(person, cities, datetime.date(2026, 11, 23))
    groups = {standing.edition.file.policy.city: standing.group for standing in standings}
    assert groups == {"dalian": "no_points", "fuzhou": "missing", "qingdao": "not_scored"}
    page = _printed(standings, "zh", 80)
    assert "1 个城市现在符合：大连" in page.splitlines()[1]
    assert "未提供福州所需的信息，请填写：" in "".join(page.split())
    rows = page.partition("暂不能计分\n")[2].splitlines()
    assert rows[0].startswith("– 青岛")
    assert "hukou score --city 青岛" in rows[0]
