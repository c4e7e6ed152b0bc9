"""A result as one page for a browser or a printer: its Markdown as HTML, with charts, no script and no network."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import spanned
from hukou_cli.render.bar import full_bar
from hukou_cli.render.edition_text import line_round_text
from hukou_cli.scoring.result import Limits, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

if TYPE_CHECKING:
    from markdown_it.token import Token

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --faint: #666; --rule: #ddd;
  --sure: #0a7d5f; --less: #c33; --open: #b87800; --link: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #16181a; --faint: #a0a0a0; --rule: #3a3d40;
    --sure: #3cc79a; --less: #f77; --open: #fc5; --link: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: var(--ink); background: var(--paper);
  font: 16px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.3; }
h2 { font-size: 1.1rem; margin-top: 1.6rem; }
h1 ~ p strong:only-child { font-size: 1.15rem; }
a { color: var(--link); }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { border-bottom: 1px solid var(--rule); padding: .3rem .5rem; text-align: left; vertical-align: top; }
td, th { overflow-wrap: break-word; }
td:first-child { min-width: 6.5em; }
th { color: var(--faint); font-weight: normal; }
td:nth-child(2), [style*="right"] { font-variant-numeric: tabular-nums; white-space: nowrap; width: 1%; }
td:nth-child(2):last-child { white-space: normal; width: auto; }
footer { color: var(--faint); font-size: .85rem; border-top: 1px solid var(--rule); margin-top: 2rem; }
figure { margin: 1rem 0; }
figcaption { color: var(--faint); font-size: .85rem; }
.bar { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr 6.5rem; gap: .6rem; align-items: center;
  margin: .15rem 0; }
.bar svg { width: 100%; height: .9rem; display: block; }
.bar b { text-align: right; font-variant-numeric: tabular-nums; }
.sure { fill: var(--sure); } .less { fill: var(--less); } .open { fill: var(--open); }
.frame { fill: var(--rule); opacity: .45; }
.plan > svg { width: 100%; max-width: 48rem; height: auto; display: block; }
.plan text { font-size: 12px; fill: var(--faint); }
.plan span { display: inline-block; margin-right: 1rem; }
.plan span svg { width: 24px; height: 12px; margin-right: .4rem; }
.plan polyline, .plan path { fill: none; stroke-width: 2; }
.plan .grid { stroke: var(--rule); stroke-width: 1; }
.plan .total { stroke: var(--sure); } .plan circle.total { fill: var(--sure); }
.plan .maybe { fill: var(--sure); opacity: .25; }
.plan .past, .plan .line, .plan .last { stroke: var(--open); } .plan circle.past { fill: var(--open); }
.plan .line { stroke-dasharray: 6 3; } .plan .last { stroke-dasharray: 2 3; }
.plan .band { fill: var(--open); opacity: .22; }
.plan circle { stroke-width: 1.5; } .plan circle.hollow { fill: var(--paper); }
@media screen and (max-width: 40rem) {
  .bar { grid-template-columns: 1fr auto; gap: .1rem; margin: .5rem 0; }
  .bar svg { grid-column: 1 / -1; grid-row: 2; height: .6rem; }
  .plan text { font-size: 19px; }
  table, tbody, tr, td { display: block; width: auto; }
  thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
  tr { border-bottom: 1px solid var(--rule); padding: .5rem 0; }
  td { border: 0; padding: .05rem 0; }
  td:first-child { font-weight: 600; }
  td:nth-child(2), td[style*="right"] { width: auto; white-space: normal; }
  td:not(:first-child)::before { content: attr(data-head); color: var(--faint); margin-right: .5em; }
  td[style*="right"] { display: inline-block; margin-right: 1.2rem; }
  td:empty:empty { display: none; } }
@media print {
  @page { size: A4; margin: 16mm; }
  :root { color-scheme: light; --ink: #000; --paper: #fff; --faint: #444; --rule: #bbb; --link: #000;
    --sure: #0a7d5f; --less: #c33; --open: #a86c00; }
  body { font-size: 10.5pt; max-width: none; padding: 0; }
  table { font-size: 9pt; }
  h2 { break-after: avoid; }
  tr, .bar, li { break-inside: avoid; }
  * { print-color-adjust: exact; } }
"""


def report_page(markdown: str, language: Language, charts: Iterable[str] = (), footer: str = "") -> str:
    """Return a result as a page of HTML.

    Args:
        markdown: The result as Markdown, whose first heading is the page's title.
        language: The language of the page.
        charts: Parts of HTML to stand before the first heading of the second level.
        footer: What stands at the end of the page.

    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable(["link", "image"])
    tokens = reader.parse(markdown)
    _name_cells(tokens)
    body = reader.renderer.render(tokens, reader.options, {})
    head, heading, rest = body.partition("<h2>")
    title = re.search("<h1>(.*?)</h1>", body)
    lang = "zh-Hans" if language == "zh" else "en"
    ended = f"<footer><p>{html.escape(footer)}</p></footer>\n" if footer else ""
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title[1] if title else 'hukou-cli'}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{head}{''.join(charts)}{heading}{rest}{ended}</body>\n</html>\n"
    )


def _name_cells(tokens: "Sequence[Token]") -> None:
    """Give each cell the heading of its column, and tables their roles: a narrow screen shows cells below each other.

    There a cell has its heading before it, and a browser takes what is no table to look at for none at all.
    """
    heads: list[str] = []
    at = 0
    for token, inner in pairwise(tokens):
        if token.type in _ROLES:
            token.attrSet("role", _ROLES[token.type])
        match token.type:
            case "table_open":
                heads = []
            case "th_open":
                heads.append(inner.content)
            case "tr_open":
                at = 0
            case "td_open":
                token.attrSet("data-head", heads[at])
                at += 1


_ROLES = {
    "table_open": "table",
    "thead_open": "rowgroup",
    "tbody_open": "rowgroup",
    "tr_open": "row",
    "th_open": "columnheader",
    "td_open": "cell",
}
"""The role of each part of a table, by its token."""


def points_chart(score: Score, language: Language) -> Iterator[str]:
    """Yield the points of a score as bars of one scale, of which a whole one is the line to be reached."""
    rows = [(pick(line.indicator.name, language), line.points_range) for line in score.lines if line.low or line.high]
    if not rows:
        return
    line, caption = _whole_bar(score, language)
    full = full_bar(score) if line is None else line
    rows.append((say("total", language), score.total_range))
    yield bars(rows, full, caption)


def _whole_bar(score: Score, language: Language) -> tuple[Decimal | None, str]:
    """Return the line that a whole bar is, or else the last one published, and what it is in words."""
    if score.line is not None and score.line > 0:
        return score.line, say("report_scale", language, score.line)
    last = None if score.last_line is None else score.last_line.published
    if last is None or last.line is None or last.line_of is not None:
        return None, ""
    return last.line, say("report_scale_last", language, last.line, line_round_text(last.id, language))


def bars(rows: Iterable[tuple[str, Limits]], full: Decimal, caption: str) -> str:
    """Return a figure of bars.

    Args:
        rows: Names with the lowest and the highest points.
        full: The points of a whole bar.
        caption: What stands below.

    """
    drawn = "".join(_bar(name, limits, full) for name, limits in rows)
    return f"<figure>{drawn}<figcaption>{html.escape(caption)}</figcaption></figure>\n"


def counted_bars(rows: Sequence[tuple[str, int, str]], caption: str) -> str:
    """Return a figure of bars of numbers, of which the largest is a whole bar.

    Args:
        rows: Names with the numbers, and the kind of each bar: ``sure``, ``less`` or ``open``.
        caption: What stands below.

    """
    most = Decimal(max(number for _, number, _ in rows))
    drawn = "".join(
        f'<div class="bar"><span>{html.escape(name)}</span>{_drawn([_FRAME, _part(kind, Decimal(0), share)])}'
        f"<b>{number:,}</b></div>"
        for name, number, kind in rows
        for share in [_share(Decimal(number), most)]
    )
    return f"<figure>{drawn}<figcaption>{html.escape(caption)}</figcaption></figure>\n"


def _bar(name: str, limits: Limits, full: Decimal) -> str:
    """Return one row: a name, a bar, the points. What is possible beyond the certain part has another colour."""
    low, high = (_share(limit, full) for limit in limits)
    certain = low if limits[0] > 0 else high if limits[1] < 0 else Decimal(0)
    parts = [_FRAME, _part("open", certain, max(low, high) - certain)]
    drawn = _drawn([*parts, _part("less" if limits[1] < 0 else "sure", Decimal(0), certain)])
    return f'<div class="bar"><span>{html.escape(name)}</span>{drawn}<b>{html.escape(spanned(limits))}</b></div>'


def _part(kind: str, start: Decimal, width: Decimal) -> str:
    return f'<rect class="{kind}" x="{start}" y="0" width="{width}" height="10"/>' if width > 0 else ""


_FRAME = _part("frame", Decimal(0), Decimal(100))


def _drawn(parts: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'


def _share(points: Decimal, full: Decimal) -> Decimal:
    """Return the length of points as a percentage of the whole bar, to two places, at most all of it."""
    if not full:
        return Decimal(0)
    if not points.is_finite() or abs(points) >= full:
        return Decimal(100)
    return (abs(points) * 100 / full).quantize(Decimal("0.01"))
