"""A comparison of cities as a screen, as JSON (``hukou-compare/1``) and as CSV."""

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.points_text import signed_difference, spanned
from hukou_cli.base.redaction import harmless
from hukou_cli.render.csv_cell import cell, csv_text, limit_cells
from hukou_cli.render.edition_text import city_title, ending_mark, ending_texts, line_name, round_text
from hukou_cli.render.footnotes import Footnotes
from hukou_cli.render.json_text import encoded, endings_list, ends
from hukou_cli.render.labels import labels
from hukou_cli.render.layout import NARROW, hanging, marks, print_parts, section
from hukou_cli.render.sentences import facts_text, listed
from hukou_cli.render.verdict import answer, answer_truth, is_uncompared, mark
from hukou_cli.scoring.comparison import GROUPS, Standing
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say
from hukou_cli.text.signs import full_width

MOST_CHECKS = 2
"""Failing conditions of a city that are named; more are counted."""

MOST_ASKED = 4
"""Missing facts of a city that are named; more are counted."""

SCHEMA = "hukou-compare/1"


def print_comparison(standings: Sequence[Standing], who: str | None, language: Language, to: Console) -> None:
    """Print the cities group by group, those that need no points first."""
    title = say("comparison", language) + (f" · {harmless(who)}" if who else "")
    parts: list[RenderableType] = [Text(title, style="bold"), _possible(standings, language, to), Text()]
    for group in GROUPS:
        found = [standing for standing in standings if standing.group == group]
        if found:
            parts += section(say(f"group_{group}", language), _table(found, language, to))
    parts += [
        hanging([f"· {say('comparison_note', language)}"], "dim"),
        Text(say("estimate", language), style="italic"),
    ]
    print_parts(parts, to, language)


def _possible(standings: Sequence[Standing], language: Language, to: Console) -> Text:
    """Return how many cities are certainly possible now, by name, with the mark of yes where one is."""
    names = _possible_now(standings, language)
    said = _possible_text(names, language)
    if not names:
        return Text(said, style="bold yellow")
    return marks(to, language)[True] + Text(f" {said}", style="bold green")


def _possible_text(names: Sequence[str], language: Language) -> str:
    """Return how many cities are certainly possible now, by name."""
    return say("possible", language, len(names), listed(names, language)) if names else say("possible_none", language)


def _possible_now(standings: Sequence[Standing], language: Language) -> list[str]:
    """Return the names of the cities that are certainly possible now."""
    return [
        city_title(standing.edition, language)
        for standing in standings
        if standing.score is not None and standing.score.passed and standing.group != "service"
    ]


def _asked_as(standing: Standing, language: Language) -> str:
    """Return what ``--city`` takes: in Chinese the name of the city, of a scheme of its own the id."""
    heading = standing.edition.file.policy
    return heading.folder if language == "en" or heading.scheme else heading.name.zh


def _table(standings: Sequence[Standing], language: Language, to: Console) -> Table:
    """Lay out mark, city, total with its distance to the line, and the verdict; one below another where narrow."""
    has_points = any(standing.score is not None and standing.score.lines for standing in standings)
    signs = [_mark(standing, to, language) for standing in standings]
    first = max(sign.cell_len for sign in signs) + 1
    is_narrow, free = to.width < NARROW, to.width - first
    city, figures = (free, 0) if is_narrow else (23, 23 if has_points else 0)
    table = Table.grid()
    for column in (first, city) if is_narrow else (first, city, 1, figures, 1, free - 2 - city - figures):
        table.add_column(width=column, overflow="fold")
    for sign, standing in zip(signs, standings, strict=True):
        named, points, said = _named(standing, language), _figures(standing, language), _said(standing, language)
        if is_narrow:
            table.add_row(sign, Text("\n").join(part for part in (named, points, said) if part))
        else:
            table.add_row(sign, named, "", points, "", said)
    return table


def _mark(standing: Standing, to: Console, language: Language) -> Text:
    """Return the mark of the answer; of a city without a score that its facts are missing, or a dash."""
    if standing.score is not None:
        return mark(standing.score, to, language)
    return marks(to, language)[None] if standing.asks else Text("–", style="dim")


def _named(standing: Standing, language: Language) -> Text:
    """Return the city with the round, its id where the name is not what ``--city`` takes, and what has ended."""
    named = Text(city_title(standing.edition, language), style="bold")
    heading = standing.edition.file.policy
    below = [heading.folder] if language == "en" else [f"`{heading.folder}`"] if heading.scheme else []
    below += [round_text(standing.score.round, language)] if standing.score else []
    if below:
        named.append(f"\n{' · '.join(below)}", style="dim")
    if standing.score and standing.score.round_state in ("over", "projected"):
        named.append(f"\n! {say(standing.score.round_state, language)}", style="bold yellow")
    for ending in standing.endings:
        named.append(f"\n! {ending_mark(ending, language)}", style="bold yellow")
    return named


def _figures(standing: Standing, language: Language) -> Text:
    score = standing.score
    if score is None or not score.lines:
        return Text()
    text = Text(spanned(score.compared_range))
    if score.line_of is not None:
        text.append(f" {labels(standing.edition, language)(score.line_of, '')}")
    if score.last_line is not None:
        last = score.last_line.published
        return text.append(f"\n{line_name(last, language)} {last.line}", style="dim")
    if score.line is None or score.line_kind is None:
        return text.append(f"\n{say('no_line', language)}", style="dim")
    text.append(f"\n{say(_LINES[score.line_kind], language)} {score.line}", style="dim")
    if score.distance is not None:
        text.append(full_width(f" ({signed_difference(score.distance)})", language), style="dim")
    return text


_LINES = {
    "pass_mark": "mark",
    "cutoff": "cutoff_short",
    "published_line": "published_line",
}
"""The key of the short name of each kind of line."""


def _said(standing: Standing, language: Language) -> Text:
    score = standing.score
    if score is None and standing.asks:
        named = facts_text(standing.asks, standing.edition, language, most=MOST_ASKED)
        return Text(say("asks_for", language, city_title(standing.edition, language), named))
    if score is None:
        return Text(say("see_city", language, _asked_as(standing, language)))
    if score.is_open:
        deciding = facts_text(score.decided_by, score.edition, language, most=MOST_ASKED)
        return Text(say("depends", language, deciding))
    said = Text(answer(score, language, most=MOST_CHECKS))
    if score.passed and score.place is not None:
        said.append(
            f"\n{say('named', language, say('place', language), pick(score.place.name, language))}", style="dim"
        )
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
    refused = [finding.sentence(language) for finding in standing.refused]
    return {
        "city": heading.folder,
        "name": pick(heading.name, language),
        "group": standing.group,
        "edition": standing.edition.id,
        "regime": heading.regime,
        "purpose": heading.purpose,
        "round": score and score.round.plain,
        "round_state": score and score.round_state,
        "passed": score and score.passed,
        "expired_on": score and score.expired_on,
        "eligible": score and score.eligible,
        "failed_gates": score.failed_gates if score else (),
        "routes": score.routes if score else (),
        "place": score and score.place and score.place.id,
        "total": score.total if score and score.lines else None,
        "total_range": ends(score.total_range) if score and score.lines else None,
        "enters_ranking": score and score.enters_ranking,
        "line": score and score.line,
        "line_of": score and score.line_of,
        "distance": score and score.distance,
        "reached": score and score.reached,
        "last_line": score and score.last_line and score.last_line.published.line,
        "last_line_round": score and score.last_line and score.last_line.published.id.plain,
        "may_rise": score and score.may_rise,
        "decided_by": score.decided_by if score else (),
        "endings": endings_list(standing.endings, language),
        "asks": standing.asks,
        "refused": refused,
        "said": str(_said(standing, language)).partition("\n")[0] if standing.score or standing.asks else refused[0],
    }


def comparison_csv(standings: Sequence[Standing], language: Language) -> str:
    """Return a comparison as CSV, a row a city: lists joined by blanks, and an open total as its two limits."""
    return csv_text([_cells(standing, language) for standing in standings])


def _cells(standing: Standing, language: Language) -> dict[str, object]:
    score, cells = standing.score, dict[str, object]()
    for key, value in _row(standing, language).items():
        if key == "total_range":
            limits = score.total_range if score and score.lines else None
            cells |= limit_cells("total", limits) if limits else {"total_low": "", "total_high": ""}
        elif key == "endings":
            cells[key] = " ".join(ending_texts(standing.endings, language))
        elif isinstance(value, tuple | list):
            cells[key] = " ".join(map(str, value))
        elif key != "refused":
            cells[key] = cell(value) if isinstance(value, bool | None) else value
    cells.pop("refused", None)
    return cells | {"sources": " ".join(Footnotes(score).documents()) if score else ""}


def _document(standing: Standing) -> str:
    """Return the title and number of the measures that the answer rests on."""
    heading = standing.edition.file.policy
    return " ".join(part for part in (heading.title.zh, heading.number) if part)


def comparison_markdown(standings: Sequence[Standing], language: Language) -> str:
    """Return a comparison as a Markdown table: city, round, total, line, distance, answer and document."""
    keys = ("city_head", "round_head", "total", "score_line_head", "distance_head", "answer_head", "number_head")
    heads = [say(key, language) for key in keys]
    rows = [heads, ["---", "---", "---:", "---:", "---:", "---", "---"]]
    for standing in standings:
        score, row = standing.score, _row(standing, language)
        rows.append(
            [
                f"{city_title(standing.edition, language)} `{standing.edition.file.policy.folder}`",
                str(score.round) if score else "",
                spanned(score.total_range) if score and score.lines else "",
                "" if score is None or score.line is None else str(score.line),
                "" if score is None or score.distance is None else signed_difference(score.distance),
                f"{_sign(score)} {row['said']}",
                _document(standing),
            ]
        )
    table = "".join(f"| {' | '.join(part.replace('|', '/') for part in row)} |\n" for row in rows)
    answered = _possible_text(_possible_now(standings, language), language)
    note = f"- {say('comparison_note', language)}"
    parts = (f"# {say('comparison', language)}", f"**{answered}**", table, note, say("estimate", language))
    return "\n\n".join(parts).replace("|\n\n\n", "|\n\n") + "\n"


def _sign(score: Score | None) -> str:
    """Return the mark of the answer, as on the screen."""
    if score is not None and is_uncompared(score):
        return "·"
    return _SIGNS[None if score is None else answer_truth(score)]


_SIGNS = {True: "✓", False: "✗", None: "?"}
