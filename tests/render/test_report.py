"""A result as a page: what stands in it, in which order, and how a browser shows it."""

import datetime
import html
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
from hukou_cli.applicant.document import parse_applicant
from hukou_cli.policy.catalog import bundled
from hukou_cli.render.comparison import comparison_markdown
from hukou_cli.render.plan_chart import plan_chart
from hukou_cli.render.plan_markdown import plan_markdown
from hukou_cli.render.report import STYLE, points_chart, report_page
from hukou_cli.render.score_markdown import score_markdown
from hukou_cli.render.whatif_chart import worth_chart
from hukou_cli.render.whatif_markdown import goal_markdown, what_if_markdown
from hukou_cli.scoring.comparison import compare, editions_for
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.whatif import what_if
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG

CHROMIUM = shutil.which("chromium")
BEIJING = find_policy("beijing")
EXAMPLE = load_applicant(bundled() / "beijing" / "example.toml")
PEOPLE = Path(__file__).parent.parent / "data" / "plan"
TODAY = datetime.date(2026, 11, 30)
PLAN = plan(EXAMPLE, BEIJING, today=TODAY, earlier=CATALOG.earlier(BEIJING))


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


def test_a_page_shows_no_picture_and_no_link_that_somebody_wrote() -> None:
    tags = Tags(report_page("# ![a](http://a.example/b)\n\n[c](http://d.example)\n", "en"))
    assert not [tag for tag, _ in tags.seen if tag in ("img", "a")]


def test_each_cell_has_the_heading_of_its_column_for_a_narrow_screen() -> None:
    tags = Tags(report_page("# t\n\n| Round | Yours |\n| --- | ---: |\n| 2027 | 107.59 |\n", "en"))
    cells = [attributes["data-head"] for tag, attributes in tags.seen if tag == "td"]
    assert cells == ["Round", "Yours"]
    assert [attributes["role"] for tag, attributes in tags.seen if tag in ("table", "th")] == [
        "table",
        "columnheader",
        "columnheader",
    ]


def _luminance(colour: str) -> Decimal:
    digits = colour[1:] if len(colour) == len("#abcdef") else "".join(digit * 2 for digit in colour[1:])
    parts = [Decimal(int(digits[at : at + 2], 16)) / 255 for at in (0, 2, 4)]
    linear = [
        part / Decimal("12.92")
        if part <= Decimal("0.04045")
        else ((part + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
        for part in parts
    ]
    return sum(
        (part * Decimal(of) for part, of in zip(linear, ("0.2126", "0.7152", "0.0722"), strict=True)), Decimal(0)
    )


_LEAST_CONTRAST = dict.fromkeys(("ink", "faint", "link"), Decimal("4.5")) | dict.fromkeys(
    ("sure", "less", "open"), Decimal(3)
)
"""By WCAG 2.2: of text, and of the parts of a picture."""


def test_colours_stand_out_from_the_paper_by_day_at_night_and_in_print() -> None:
    schemes = re.findall(r":root \{ (color-scheme.*?|--ink.*?)\}", STYLE, re.DOTALL)
    assert len(schemes) == len(("light", "dark", "print"))
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]+)", scheme))
        paper = _luminance(colours["paper"])
        for name, least in _LEAST_CONTRAST.items():
            light, dark = sorted((_luminance(colours[name]), paper), reverse=True)
            ratio = (light + Decimal("0.05")) / (dark + Decimal("0.05"))
            assert ratio >= least, (name, scheme)


def test_the_chart_of_a_plan_lies_where_its_figures_say() -> None:
    # From 2018 to 2043 are 25 years over 560 units, so that 2027 lies at 64 + 9 × 560 ÷ 25 = 265.6.
    # From 80 to 160 points are 256 units: 107.59 lies at 14 + (160 − 107.59) × 256 ÷ 80 = 181.7 from above.
    chart = "".join(plan_chart(PLAN, "en"))
    assert '<circle class="total" cx="265.6" cy="181.7"' in chart
    assert len(re.findall('<circle class="past" cx="[0-9.]+" cy="[0-9.]+" r="3.5"/>', chart)) == 9 + 1  # and the legend
    assert re.findall('text-anchor="end">([0-9]+)</text>', chart) == ["80", "100", "120", "140", "160", "2043"]


def test_the_chart_of_a_plan_says_what_it_shows_to_who_cannot_see_it() -> None:
    chart = "".join(plan_chart(PLAN, "en"))
    told = re.search('role="img" aria-labelledby="(.*?) (.*?)">', chart)
    assert told is not None
    assert f'<title id="{told[1]}">Points and line' in chart
    assert f'<desc id="{told[2]}">Up to 2034 you stay below the range' in chart


def test_a_page_of_a_plan_answers_first_and_tells_each_round_with_its_causes() -> None:
    text = report_page(plan_markdown(PLAN, "en", shows_all=False), "en", plan_chart(PLAN, "en"))
    parts = ["<h1>Beijing · rounds 2027–2043</h1>", "<strong>Up to 2034", "2043 is your best round", 'class="plan"']
    parts += ["Rounds to come", "2028", "no longer counted: 2024", "2043</td>", "What goes on", "11 times of 12"]
    parts += ["Sources", "An estimate", "</html>"]
    places = [text.find(part) for part in parts]
    assert places == sorted(places)
    assert -1 not in places


def test_a_plan_without_points_has_no_chart_and_no_column_of_points() -> None:
    person = load_applicant(PEOPLE / "xa.toml")
    found = plan(person, find_policy("xian"), 2030, today=TODAY)
    assert not [*plan_chart(found, "en")]
    assert "| From | What changes |" in plan_markdown(found, "en", shows_all=True)


def test_a_total_without_an_upper_end_is_not_drawn() -> None:
    found = plan(load_applicant(bundled() / "nanjing" / "example.toml"), find_policy("nanjing"), 2028, today=TODAY)
    assert not [*plan_chart(found, "zh")]


def test_a_page_of_steps_says_first_which_is_worth_the_most() -> None:
    worth = what_if(EXAMPLE, BEIJING, today=TODAY, earlier=CATALOG.earlier(BEIJING))
    told = what_if_markdown(worth, "en")
    assert "\n\n**Worth the most: doctor's diploma and degree earned [time, money] (+17.04 in 2034).**\n" in told
    assert "| line, if it rises as in 2026 | 122.51 | 125.10 | 130.28 | 140.64 |" in told


def test_bars_of_steps_are_of_the_round_in_which_each_adds_the_most() -> None:
    # The doctorate adds 17.04 in 2034, the master's degree 6.04: 6.04 ÷ 17.04 = 35.45 %.
    worth = what_if(EXAMPLE, BEIJING, today=TODAY, earlier=CATALOG.earlier(BEIJING))
    (chart,) = worth_chart(worth, "en")
    shown = re.findall(r"<span>([^<]*)</span>.*?class=\"sure\" x=\"0\" y=\"0\" width=\"([0-9.]+)\"", chart)
    assert ("doctor&#x27;s diploma and degree earned [time, money] · 2034", "100") in shown
    assert ("master&#x27;s diploma and degree earned [time, money] · 2030", "35.45") in shown


def test_a_page_of_a_goal_says_first_what_is_enough() -> None:
    found = what_if(EXAMPLE, BEIJING, today=TODAY, earlier=CATALOG.earlier(BEIJING), goal="middle")
    told = goal_markdown(found, "zh")
    assert "\n\n**2031年够用：取得研究生学历和博士学位 [时间、花钱]。**\n" in told
    assert "| 1 | 2031 | 取得研究生学历和博士学位 [时间、花钱] | 136.63 | 132.87 |" in told


def _pages() -> list[str]:
    """Return every kind of page in both languages, a plan by days and one with open totals among them."""
    pages: list[str] = []
    editions = editions_for(CATALOG, None, TODAY, None)
    standings = compare(EXAMPLE, editions, TODAY, on=TODAY)
    open_ = parse_applicant(
        (bundled() / "beijing" / "example.toml")
        .read_text(encoding="utf-8")
        .replace('degree = "bachelor"', 'degree = "unknown"')
    )
    by_day = plan(load_applicant(bundled() / "chengdu" / "example.toml"), find_policy("chengdu"), 2030, today=TODAY)
    missing = plan(open_, BEIJING, 2030, today=TODAY)
    steps = what_if(EXAMPLE, BEIJING, today=TODAY, goal="middle")
    for language in get_args(Language):
        pages += [page(score(EXAMPLE, BEIJING, 2026), language), page(score(open_, BEIJING), language)]
        pages.append(report_page(comparison_markdown(standings, language), language))
        for found in (PLAN, by_day, missing):
            pages.append(
                report_page(plan_markdown(found, language, shows_all=False), language, plan_chart(found, language))
            )
        pages.append(report_page(what_if_markdown(steps, language), language, worth_chart(steps, language)))
        pages.append(report_page(goal_markdown(steps, language), language))
    return pages


PROBE = """
<script>
const bad = [];
for (const frame of document.querySelectorAll("iframe")) {
  const inner = frame.contentDocument, root = inner.documentElement;
  if (root.scrollWidth > root.clientWidth) bad.push(`${inner.title} ${frame.width} is wider`);
  for (const cell of inner.querySelectorAll("td")) {
    const height = cell.getBoundingClientRect().height, line = parseFloat(inner.defaultView.getComputedStyle(cell).lineHeight);
    if (frame.width < 640 && cell.textContent.length < 12 && height > 2.6 * line) bad.push(`${inner.title} ${frame.width} broken`);
  }
  for (const chart of inner.querySelectorAll(".plan > svg")) {
    const edge = chart.getBoundingClientRect();
    const texts = [...chart.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
    texts.forEach((one, at) => {
      if (one.left < edge.left || one.right > edge.right || one.bottom > edge.bottom) bad.push(`${inner.title} cut`);
      if (one.height < 9) bad.push(`${inner.title} small`);
      for (const other of texts.slice(at + 1))
        if (one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
          bad.push(`${inner.title} ${frame.width} overlap`);
    });
  }
}
document.title = `found ${bad.length}: ${bad.join("; ")}`;
</script>
"""


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium")
def test_a_browser_shows_every_page_within_its_width_and_no_letters_of_a_chart_cut(tmp_path: Path) -> None:
    frames = "".join(
        f'<iframe width="{width}" height="900" srcdoc="{html.escape(text)}"></iframe>'
        for text in _pages()
        for width in (320, 390, 1280)
    )
    file = tmp_path / "pages.html"
    file.write_text(f'<!doctype html><meta charset="utf-8"><body>{frames}', encoding="utf-8")
    with file.open("a", encoding="utf-8") as probe:
        probe.write(
            PROBE.replace("const bad", "window.onload = () => { const bad").replace("</script>", "}; </script>")
        )
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900"]
    command += [f"--user-data-dir={tmp_path / 'data'}", "--disable-background-networking", "--dump-dom", file.as_uri()]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    found = re.search("<title>(found .*?)</title>", done.stdout.decode())
    assert found is not None
    assert found[1] == "found 0: "
