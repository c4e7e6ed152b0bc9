"""The pages of every city's example applicant at three widths: line breaks, nothing too wide, no ids in Chinese."""

import datetime
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from hukou_cli import find_policy, load_applicant, score
from hukou_cli.policy.catalog import bundled
from hukou_cli.render.comparison import print_comparison
from hukou_cli.render.score_markdown import score_markdown
from hukou_cli.render.score_text import print_score
from hukou_cli.scoring.comparison import compare, editions_for
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import count_traces
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG
from tests.support.screens import screen

ON = {"shenzhen_talent": datetime.date(2020, 1, 31)}
UNSCORED = ("skeleton", "qingdao")  # no applicant; points that were not seen
EXAMPLES = [path for path in sorted(bundled().glob("*/example.toml")) if path.parent.name not in UNSCORED]
WIDTHS = (40, 80, 200)


@cache
def scored(path: Path) -> Score:
    edition = find_policy(path.parent.name)
    return score(load_applicant(path), edition, on=ON.get(path.parent.name, datetime.date(2026, 11, 30)))


def pages(result: Score, language: Language) -> Iterator[tuple[int, str]]:
    """Give the screen of a score as it is asked for and with every step, at each width."""
    for width in WIDTHS:
        for traces in (None, count_traces(result)):
            to = screen(width)
            print_score(result, language, to, traces=traces)
            assert isinstance(to.file, io.StringIO)
            yield width, to.file.getvalue()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_no_line_begins_with_a_closing_sign_or_a_unit_or_is_too_wide(path: Path) -> None:
    result = scored(path)
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        for width, page in pages(result, language):
            assert re.findall(r"^ *[，。；：、）”》？！].*", page, re.MULTILINE) == []
            assert re.findall(r"个\n *月", page) == []
            assert re.findall(r"[0-9]\n *(?:个月|分[；，。]|年[，。；]|项|条|元)", page) == []
            assert max(map(cell_len, page.splitlines())) <= width


CODE = re.compile(r"`[^`]*`|（[^（）]*）|--[a-z-]+|\S+\.(?:cn|com|net|org|gov|htm|html)\S*|^  .*$")
"""What may be Latin in Chinese: code, what stands in brackets, options, links; rows that a link or a source begins."""


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_a_chinese_page_has_names_in_place_of_ids(path: Path) -> None:
    result = scored(path)
    to = screen(200)
    print_score(result, "zh", to)
    assert isinstance(to.file, io.StringIO)
    page = CODE.sub("", to.file.getvalue())
    assert re.findall(r"[A-Za-z]+_[A-Za-z_0-9]+", page) == []
    assert set(re.findall(r"[A-Za-z]{3,}", page)) <= {"example"}
    listed = score_markdown(result, "zh").partition("## 依据")[0]
    assert re.findall(r"[A-Za-z]+_[A-Za-z_0-9]+", CODE.sub("", listed)) == []


def test_a_chinese_comparison_has_the_names_of_cities_alone() -> None:
    person, day = load_applicant(bundled() / "beijing/example.toml"), datetime.date(2026, 11, 30)
    standings = compare(person, editions_for(CATALOG, None, day), day, on=day)
    to = screen(200)
    print_comparison(standings, "A1", "zh", to)
    assert isinstance(to.file, io.StringIO)
    page = CODE.sub("", to.file.getvalue())
    assert set(re.findall(r"[A-Za-z_]{3,}", page)) <= {"hukou", "score"}
