"""A comparison of cities as a screen, as JSON (``hukou-compare/1``) and as CSV."""

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.redaction import harmless
from hukou_cli.render.csv_cell import csv_text
from hukou_cli.render.json_text import encoded, endings_list, ends
from hukou_cli.render.labels import ending_mark, ending_texts, facts_text, line_name
from hukou_cli.render.layout import NARROW, hanging, print_parts, section
from hukou_cli.render.number import figure, signed_difference, spanned
from hukou_cli.render.verdict import answer, mark
from hukou_cli.scoring.comparison import GROUPS, Standing
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

MOST_CHECKS = 2
"""Failing conditions of a city that are named; more are counted."""

SCHEMA = "hukou-compare/1"


def print_comparison(standings: Sequence[Standing], who: str | None, language: Language, to: Console) -> None:
    """Print the cities group by group, those that need no points first."""
    title = say("comparison", language) + (f" · {harmless(who)}" if who else "")
    parts: list[RenderableType] = [Text(title, style="bold"), Text()]
    for group in GROUPS:
        found = [standing for standing in standings if standing.group == group]
        if found:
            parts += section(say(f"group_{group}", language), _table(found, language, to.width))
    parts += [
        hanging([f"· {say('comparison_note', language)}"], "dim"),
        Text(say("estimate", language), style="italic"),
    ]
    print_parts(parts, to)


def _table(standings: Sequence[Standing], language: Language, width: int) -> Table:
    """Lay out mark, city, total with its distance to the line, and the verdict; one below another where narrow."""
    has_points = any(standing.score is not None and standing.score.lines for standing in standings)
    is_narrow = width < NARROW
    city, figures = (width - 2, 0) if is_narrow else (24, 24 if has_points else 0)
    table = Table.grid()
    for column in (2, city) if is_narrow else (2, city, figures, 1, width - 3 - city - figures):
        table.add_column(width=column, overflow="fold")
    for standing in standings:
        named, points = _named(standing, language), _figures(standing, language)
        if is_narrow:
            parts = [part for part in (named, points, _said(standing, language)) if part]
            table.add_row(_mark(standing), Text("\n").join(parts))
        else:
            table.add_row(_mark(standing), named, points, "", _said(standing, language))
    return table


def _mark(standing: Standing) -> Text:
    return Text("–", style="dim") if standing.score is None else mark(standing.score)


def _named(standing: Standing, language: Language) -> Text:
    heading = standing.edition.file.policy
    named = Text(pick(heading.name, language), style="bold")
    if heading.scheme_name is not None:
        named.append(f" {pick(heading.scheme_name, language)}")
    round_ = standing.score.round if standing.score else None
    named.append(f"\n{heading.folder}" + (f" · {round_}" if round_ else ""), style="dim")
    for ending in standing.endings:
        named.append(f"\n! {ending_mark(ending, language)}", style="bold yellow")
    return named


def _figures(standing: Standing, language: Language) -> Text:
    score = standing.score
    if score is None or not score.lines:
        return Text()
    text = Text(spanned(score.total_range))
    if score.last_line is not None:
        last = score.last_line.published
        return text.append(f"\n{line_name(last, language)} {last.line}", style="dim")
    if score.line is None or score.line_kind is None:
        return text.append(f"\n{say('no_line', language)}", style="dim")
    text.append(f"\n{say(_LINES[score.line_kind], language)} {score.line}", style="dim")
    if score.distance is not None:
        text.append(f" ({signed_difference(score.distance)})", style="dim")
    return text


_LINES = {
    "pass_mark": "mark",
    "entry_mark": "entry_mark",
    "cutoff": "cutoff_short",
    "published_line": "published_line",
}
"""The key of the short name of each kind of line."""


def _said(standing: Standing, language: Language) -> Text:
    score = standing.score
    if score is None:
        return Text("; ".join(finding.sentence(language) for finding in standing.refused))
    if score.is_open:
        return Text(say("depends", language, facts_text(score.decided_by, score.edition, language)))
    said = Text(answer(score, language, most=MOST_CHECKS))
    if score.passed and score.place is not None:
        said.append(f"\n{say('place', language)}: {pick(score.place.name, language)}", style="dim")
    return said


def comparison_json(standings: Sequence[Standing], who: str | None, language: Language) -> str:
    """Return a comparison as JSON, ``hukou-compare/1``; docs/json.md describes the keys."""
    return encoded(
        {
            "schema": SCHEMA,
            "estimate": True,
            "id": who,
            "cities": [_row(standing, language) for standing in standings],
        }
    )


def _row(standing: Standing, language: Language) -> dict[str, object]:
    heading, score = standing.edition.file.policy, standing.score
    return {
        "city": heading.folder,
        "name": pick(heading.name, language),
        "group": standing.group,
        "edition": standing.edition.id,
        "regime": heading.regime,
        "purpose": heading.purpose,
        "round": score and score.round.plain,
        "eligible": score and score.eligible,
        "failed_gates": score.failed_gates if score else (),
        "routes": score.routes if score else (),
        "place": score and score.place and score.place.id,
        "total": score.total if score and score.lines else None,
        "total_range": ends(score.total_range) if score and score.lines else None,
        "line": score and score.line,
        "distance": score and score.distance,
        "reached": score and score.reached,
        "last_line": score and score.last_line and score.last_line.published.line,
        "last_line_round": score and score.last_line and score.last_line.published.id.plain,
        "may_rise": score and score.may_rise,
        "decided_by": score.decided_by if score else (),
        "endings": endings_list(standing.endings, language),
        "refused": [finding.sentence(language) for finding in standing.refused],
        "said": str(_said(standing, language)).partition("\n")[0],
    }


def comparison_csv(standings: Sequence[Standing], language: Language) -> str:
    """Return a comparison as CSV: a row a city, lists joined by blanks, an open total as ``96.50..110.50``."""
    return csv_text([_cells(standing, language) for standing in standings])


def _cells(standing: Standing, language: Language) -> dict[str, object]:
    def cells() -> Iterator[tuple[str, object]]:
        for key, value in _row(standing, language).items():
            match value:
                case None:
                    yield key, ""
                case bool():
                    yield key, str(value).lower()
                case tuple() | list() if key != "total_range":
                    yield key, " ".join(map(str, value))
                case _:
                    yield key, value

    row = dict(cells())
    limits = standing.score.total_range if standing.score and standing.score.lines else None
    row["total"] = figure(limits) if limits else ""
    del row["total_range"]
    row["endings"] = " ".join(ending_texts(standing.endings, language))
    return row
