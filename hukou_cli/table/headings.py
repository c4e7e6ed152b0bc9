"""The headings of tables of scores: ids, or words in either language that no two columns share."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from hukou_cli.base.bilingual import pick
from hukou_cli.policy.edition import Edition
from hukou_cli.sql.edition import ENTERS_RANKING, RANK_KEY, key_column
from hukou_cli.sql.output import LINE_COLUMNS, MAY_RISE
from hukou_cli.table.columns import ADMITTED, ELIGIBLE, RANK, ROW
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

RESERVED = (
    *(ROW, RANK, ADMITTED, ELIGIBLE, "failed_gates", "routes", "core_share", "total"),
    *(ENTERS_RANKING, *LINE_COLUMNS, MAY_RISE),
)
"""The columns that mean the same in every city."""

_OF_SCORES = ("total", ELIGIBLE)


def heading(column: str, language: Language | None) -> str:
    """Return the heading of one of the ``RESERVED`` columns; its id without a language.

    >>> heading("total", "zh"), heading("total", None)
    ('总分', 'total')
    """
    return column if language is None else say(column if column == "total" else f"column_{column}", language)


def is_headed(header: str, column: str) -> bool:
    """Return whether a header is the id or a heading of one of the ``RESERVED`` columns, capitals aside."""
    return header.lower() in {heading(column, language).lower() for language in (None, *get_args(Language))}


def is_rank_key(header: str) -> bool:
    """Return whether a header is the id or a heading of a key by which a city ranks.

    >>> [is_rank_key(header) for header in ("rank_key_base", "排名依据：基础指标", "rank")]
    [True, True, False]
    """
    said = (say("column_rank_key", language, "") for language in get_args(Language))
    return header.startswith((RANK_KEY, *said))


def language_of(header: Iterable[str]) -> Language | None:
    """Return the language of the headings of a table of scores; None where they are ids, or none of them is known.

    >>> [language_of(header) for header in (["姓名", "总分"], ["name", "Total"], ["name", "total"], ["name", "points"])]
    ['zh', 'en', None, None]
    """
    names, columns = {*header}, (*_OF_SCORES, RANK)
    if not names.isdisjoint(columns):  # “Total” is the English heading, and not the id
        return None
    folded, languages = {name.lower() for name in names}, get_args(Language)
    said = (one for one in languages if not folded.isdisjoint(heading(column, one).lower() for column in columns))
    return next(said, None)


def _key_label(key: str, edition: Edition, language: Language) -> str:
    """Return the name of what orders the applicants: the total, a line or a group, a fact, or a derived quantity."""
    file = edition.file
    lines = {line.id: line.name for line, _ in edition.indicators}
    tables = {name: table.name for name, table in edition.tables.items() if table.name is not None}
    facts = {name: fact.name for name, fact in edition.facts.items()}
    words = (facts | tables | lines | file.groups).get(key)
    return heading(key, language) if key == "total" else key if words is None else pick(words, language)


def headings_of(columns: Iterable[str], editions: Sequence[Edition], language: Language | None) -> Mapping[str, str]:
    """Return the heading of each column that is written; of a column of the user's table its own name.

    A label that two columns have, or that differs between editions, is followed by the id.

    Args:
        columns: The columns, by id.
        editions: Whose lines and groups they are.
        language: The language of the headings; None for ids.

    """
    labels = {column: column for column in columns}
    if language is None:
        return labels
    lines = {(indicator.id, pick(indicator.name, language)) for one in editions for indicator, _ in one.indicators}
    lines |= {(id_, pick(words, language)) for one in editions for id_, words in one.file.groups.items()}
    shared = Counter(id_ for id_, _ in lines)
    labels |= {id_: label for id_, label in lines if id_ in labels and shared[id_] == 1}
    labels |= {column: heading(column, language) for column in RESERVED if column in labels}
    for key in editions[0].file.result.rank_by if editions else ():
        if (column := key_column(key)) in labels:
            labels[column] = say("column_rank_key", language, _key_label(key, editions[0], language))
    twice = Counter(map(str.lower, labels.values()))
    bracketed = "{}（{}）" if language == "zh" else "{} ({})"
    return {
        id_: bracketed.format(label, id_) if twice[label.lower()] > 1 and label != id_ else label
        for id_, label in labels.items()
    }
