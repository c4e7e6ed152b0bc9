"""A result as a page: what stands in it, in which order, and how a browser shows it."""

import re
import shutil
import subprocess
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from hukou_cli import find_policy, load_applicant, score
from hukou_cli.policy.catalog import bundled
from hukou_cli.render.report import points_chart, report_page
from hukou_cli.render.score_markdown import score_markdown
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language

CHROMIUM = shutil.which("chromium")
BEIJING = find_policy("beijing")
EXAMPLE = load_applicant(bundled() / "beijing" / "example.toml")


def page(result: Score, language: Language) -> str:
    return report_page(score_markdown(result, language), language, points_chart(result, language))


class Tags(HTMLParser):
    """The tags of a page that are open, and every one that there is with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", get_args(Language))
def test_a_page_is_whole_and_needs_nothing_else(language: Language) -> None:
    tags = Tags(page(score(EXAMPLE, BEIJING, 2026), language))
    assert tags.open == []
    assert not [tag for tag, _ in tags.seen if tag in ("script", "link", "img", "iframe", "object")]
    links = [(tag, name) for tag, attributes in tags.seen for name in attributes if name in ("src", "onload", "href")]
    assert set(links) <= {("a", "href")}  # the sources


def test_the_answer_stands_before_the_bars_and_they_before_the_conditions() -> None:
    text = page(score(EXAMPLE, BEIJING, 2026), "en")
    parts = ["<h1>Beijing", "below the line of 2026", "103.59", "<figure>", "<h2>", "Every line", "</html>"]
    places = [text.find(part) for part in parts if part != "Every line"]
    assert places == sorted(places)
    assert -1 not in places


def test_bars_are_as_long_as_their_points_of_the_line() -> None:
    result = score(EXAMPLE, BEIJING, 2026)  # employment 46.25 of 119.92: 38.57 %; the total 103.59: 86.38 %
    chart = "".join(points_chart(result, "en"))
    shown = re.findall(r'<span>([^<]*)</span>.*?class="(?:sure|less)" x="0" y="0" width="([0-9.]+)"', chart)
    lengths = {name: Decimal(width) for name, width in shown}
    assert lengths["Stable employment"] == Decimal("38.57")
    assert lengths["Total"] == Decimal("86.38")


def test_what_an_applicant_wrote_is_text_and_no_markup() -> None:
    person = replace(EXAMPLE, id="<script>alert(1)</script>")
    assert "<script>" not in page(score(person, BEIJING, 2026), "zh")
    assert "<b>x</b>" not in report_page("# <b>x</b>\n\n| a |\n| --- |\n| <img src=x> |\n", "en")


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
@pytest.mark.parametrize("width", [500, 1280])
def test_a_browser_shows_it_within_its_width(width: int, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    text = page(score(EXAMPLE, BEIJING, 2026), "zh")
    probe = "<script>document.title = document.documentElement.scrollWidth - innerWidth</script></body>"
    file.write_text(text.replace("</body>", probe), encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900"]
    command += [f"--user-data-dir={tmp_path / 'data'}", "--disable-background-networking", "--dump-dom", file.as_uri()]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    over = re.search("<title>(-?[0-9]+)</title>", done.stdout.decode())
    assert over is not None
    assert int(over[1]) <= 0
