"""The workbook that ``hukou policy columns`` writes: the columns of a city in words, with an invented example."""

from typing import TYPE_CHECKING, Literal

from hukou_cli.applicant.document import load_applicant
from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import date_text
from hukou_cli.base.decimals import ratio_text
from hukou_cli.base.errors import InvalidApplicant, NotFound
from hukou_cli.cli.init import example_path
from hukou_cli.facts.types import latest_day
from hukou_cli.policy.record_keys import record_keys
from hukou_cli.render.column_help import allowed_text, meaning_of, used_for
from hukou_cli.render.edition_text import round_text
from hukou_cli.render.labels import value_text
from hukou_cli.render.policy_facts import default_of
from hukou_cli.render.record_help import record_choices, record_meaning
from hukou_cli.scoring.inputs import resolve
from hukou_cli.table.columns import blank_header, facts_asked
from hukou_cli.table.record_columns import NEEDED, blank_records
from hukou_cli.table.record_rows import KEYS
from hukou_cli.table.workbook.template import Template, TemplateColumn, TemplateTable
from hukou_cli.text.record_table import HEADINGS, ID, KIND, KINDS, by_name
from hukou_cli.text.screen import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hukou_cli.facts.types import Fact, Value
    from hukou_cli.policy.edition import Edition
    from hukou_cli.policy.round_calendar import Window
    from hukou_cli.text.language import Language

_FIRST_DAY = "1900-03-01"
"""The first day that every spreadsheet program counts alike."""


def template_of(
    edition: "Edition", window: "Window", lang: "Language", day: int, *, with_records: bool = False
) -> Template:
    """Return the template of a table for a city and a round.

    Args:
        edition: The policy.
        window: The round.
        lang: The language of its words.
        day: Today, ``yyyymmdd``.
        with_records: Whether there is a table of dated records too, which then give what can be counted.

    """
    asked = facts_asked(edition, window.limits)
    own, *named = blank_header(edition, window.limits, lang)
    counted = edition.counts.keys() | edition.streaks.keys() if with_records else frozenset[str]()
    headings = {name: heading for name, heading in zip(asked, named, strict=True) if name not in counted}
    sample = _sample(edition, window, day)
    told = say("template_id", lang)
    first = TemplateColumn(own, "text", False, told, ("id", told, "", say("template_row", lang), "", "A001"))
    columns = [
        _column(heading, name, edition, window, lang, day, sample, is_needed=asked[name])
        for name, heading in headings.items()
    ]
    city, sheet = pick(edition.file.policy.name, lang), say("template_sheet", lang)
    how = "template_how_records" if with_records else "template_how"
    return Template(
        tables=[TemplateTable(sheet, [first, *columns]), *([_records(edition, lang)] if with_records else [])],
        help_title=say("template_help", lang),
        options_title=say("template_options", lang),
        above=[
            say("template_title", lang, city, round_text(window.round, lang)),
            say(how, lang, sheet, edition.file.policy.folder, window.round),
        ],
        help_header=say("template_columns", lang).split(" / "),
    )


def _records(edition: "Edition", lang: "Language") -> TemplateTable:
    """Return the table of dated records, with a row begun for each kind that some fact is counted from."""
    header, *rows = blank_records(edition, lang)
    known, kinds_named = by_name(HEADINGS), by_name(KINDS)
    keys = [known[heading.lower()] for heading in header]
    kinds = [kinds_named[row[keys.index(KIND)].lower()] for row in rows]
    own = {kind: record_keys([edition], kind) & {*KEYS[kind]} for kind in kinds}
    columns = []
    for key, heading in zip(keys, header, strict=True):
        options = record_choices(key, kinds, edition, lang)
        meaning = say("template_id", lang) if key == ID else record_meaning(key, own, lang)
        allowed = say("template_list", lang) if options else ""
        prompt = "\n".join(filter(None, (meaning, allowed)))
        columns.append(
            TemplateColumn(
                heading=heading,
                kind="list" if options else "text",
                is_needed=key in NEEDED,
                prompt=prompt,
                help=(key, meaning, allowed, "", "", ""),
                options=options,
                is_open=key not in (KIND, "tenure"),
            )
        )
    return TemplateTable(say("template_records", lang), columns, rows)


def _column(  # noqa: PLR0913, PLR0917
    heading: str,
    name: str,
    edition: "Edition",
    window: "Window",
    lang: "Language",
    day: int,
    sample: "Mapping[str, Value]",
    *,
    is_needed: bool,
) -> TemplateColumn:
    fact, span = edition.facts[name], window.limits[name]
    meaning, allowed = meaning_of(name, edition, lang), allowed_text(fact, span, lang)
    empty, example = default_of(name, edition, lang), sample.get(name)
    is_day = fact.type == "date"
    latest = latest_day(fact, span[1], day)
    return TemplateColumn(
        heading=heading,
        kind=_kind(fact),
        is_needed=is_needed,
        prompt="\n".join(filter(None, (meaning, allowed, empty))),
        help=(
            name,
            meaning,
            allowed,
            empty,
            used_for(name, edition, lang),
            "" if example is None else value_text(fact, example, lang),
        ),
        options=_options(fact, lang),
        least=_FIRST_DAY if is_day else ratio_text(span[0], fact.den),
        most=date_text(latest) if is_day else ratio_text(span[1], fact.den),
    )


def _kind(fact: "Fact") -> 'Literal["list", "day", "whole", "decimal"]':
    if fact.type in ("choice", "flag") or fact.allowed:
        return "list"
    if fact.type == "date":
        return "day"
    return "whole" if fact.type in ("months", "count") else "decimal"


def _options(fact: "Fact", lang: "Language") -> tuple[str, ...]:
    """Return the texts to choose from: each is read as its option."""
    if fact.type == "flag":
        return (say("yes", lang), say("no", lang))
    if fact.allowed:
        return tuple(map(str, fact.allowed))
    labels = {option: pick(words, lang) for option, words in fact.choices.items()}
    return tuple(label if fact.words.get(label) == option else option for option, label in labels.items())


def _sample(edition: "Edition", window: "Window", day: int) -> "Mapping[str, Value]":
    """Return the facts of the invented applicant beside a policy, as far as they are known in a round."""
    try:
        return resolve(load_applicant(example_path(edition)), edition, window, day).values
    except (NotFound, InvalidApplicant):  # there is none, or it is one of another edition
        return {}
