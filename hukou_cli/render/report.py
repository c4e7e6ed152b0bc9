"""A result as one page for a browser or a printer: its Markdown as HTML, with charts, no script and no network."""

import html
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import spanned
from hukou_cli.render.bar import full_bar
from hukou_cli.scoring.result import Limits, Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --faint: #666; --rule: #ddd;
  --sure: #0a7d5f; --less: #c33; --open: #d99a00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #16181a; --faint: #a0a0a0; --rule: #3a3d40;
    --sure: #3cc79a; --less: #f77; --open: #fc5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: var(--ink); background: var(--paper);
  font: 16px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.3; }
h2 { font-size: 1.1rem; margin-top: 1.6rem; }
h1 ~ p strong:only-child { font-size: 1.15rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 34rem; font-size: .92rem; }
th, td { border-bottom: 1px solid var(--rule); padding: .3rem .5rem; text-align: left; vertical-align: top; }
td, th { overflow-wrap: break-word; }
td:first-child { min-width: 6.5em; }
td:nth-child(2), td[style*="right"] { font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1rem 0; }
figcaption { color: var(--faint); font-size: .85rem; }
.bar { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr 6.5rem; gap: .6rem; align-items: center;
  margin: .15rem 0; }
.bar svg { width: 100%; height: .9rem; display: block; }
.bar b { text-align: right; font-variant-numeric: tabular-nums; }
.sure { fill: var(--sure); } .less { fill: var(--less); } .open { fill: var(--open); }
.frame { fill: var(--rule); opacity: .45; }
@media (max-width: 32rem) {
  .bar { grid-template-columns: 1fr auto; }
  .bar svg { grid-column: 1 / -1; grid-row: 2; } }
@media print {
  @page { size: A4; margin: 16mm; }
  :root { color-scheme: light; --ink: #000; --paper: #fff; --rule: #bbb; }
  body { font-size: 10.5pt; max-width: none; padding: 0; }
  table { min-width: 0; }
  h2 { break-after: avoid; }
  tr, .bar, li { break-inside: avoid; }
  * { print-color-adjust: exact; } }
"""


def report_page(markdown: str, language: Language, charts: Iterable[str] = ()) -> str:
    """Return a result as a page of HTML.

    Args:
        markdown: The result as Markdown, whose first heading is the page's title.
        language: The language of the page.
        charts: Parts of HTML to stand before the first heading of the second level.

    """
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").render(markdown)
    body = body.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")
    head, heading, rest = body.partition("<h2>")
    title = re.search("<h1>(.*?)</h1>", body)
    lang = "zh-Hans" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title[1] if title else 'hukou-cli'}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{head}{''.join(charts)}{heading}{rest}</body>\n</html>\n"
    )


def points_chart(score: Score, language: Language) -> Iterator[str]:
    """Yield the points of a score as bars of one scale, of which a whole one is the line to be reached."""
    rows = [(pick(line.indicator.name, language), line.points_range) for line in score.lines if line.low or line.high]
    if not rows:
        return
    full = full_bar(score)
    rows.append((say("total", language), score.total_range))
    bars = "".join(_bar(name, limits, full) for name, limits in rows)
    caption = say("report_scale", language, full) if score.line is not None else ""
    yield f"<figure>{bars}<figcaption>{html.escape(caption)}</figcaption></figure>\n"


def _bar(name: str, limits: Limits, full: Decimal) -> str:
    """Return one row: a name, a bar, the points. What is possible beyond the certain part has another colour."""
    low, high = (_share(limit, full) for limit in limits)
    certain = low if limits[0] > 0 else high if limits[1] < 0 else Decimal(0)
    parts = [_part("frame", Decimal(0), Decimal(100)), _part("open", certain, max(low, high) - certain)]
    parts.append(_part("less" if limits[1] < 0 else "sure", Decimal(0), certain))
    drawn = f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
    return f'<div class="bar"><span>{html.escape(name)}</span>{drawn}<b>{html.escape(spanned(limits))}</b></div>'


def _part(kind: str, start: Decimal, width: Decimal) -> str:
    return f'<rect class="{kind}" x="{start}" y="0" width="{width}" height="10"/>' if width > 0 else ""


def _share(points: Decimal, full: Decimal) -> Decimal:
    """Return the length of points as a percentage of the whole bar, to two places, at most all of it."""
    if not full:
        return Decimal(0)
    if not points.is_finite() or abs(points) >= full:
        return Decimal(100)
    return (abs(points) * 100 / full).quantize(Decimal("0.01"))
