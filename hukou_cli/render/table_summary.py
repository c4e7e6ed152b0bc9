"""The summary of a batch and of a ranking: counts, rejected rows, the cut-off, progress."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import from_date
from hukou_cli.base.redaction import visible
from hukou_cli.policy.edition import TOTAL, Edition
from hukou_cli.policy.endings import endings
from hukou_cli.policy.rounds import PublishedRound, RoundId
from hukou_cli.render.edition_text import checked_text, ending_texts, line_name, line_round_text, round_text
from hukou_cli.render.labels import labels, rank_names
from hukou_cli.render.sentences import clauses, listed, note_sentences
from hukou_cli.scoring.ranking import Ranking
from hukou_cli.scoring.score_line import LineKind, last_line
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

_WIDTH = 30

_MANY, _MOST_MISTAKES = 10, 3
"""Rows with a mistake from which the commonest mistakes are told, and how many of these."""

_MOST_LINES = 5
"""The most lines of the table that are named."""


def edition_lines(
    edition: Edition, round_: RoundId, language: Language, today: datetime.date, *, has_ended: bool = False
) -> list[str]:
    """Return the edition that rows were scored under with its round, its ends and its line.

    Args:
        edition: The edition.
        round_: The round.
        language: The language of the lines.
        today: The day they are read on.
        has_ended: Whether the rules do not answer for the round, so that nobody is told to be at the line.

    """
    heading, known, last = edition.file.policy, edition.calendar.cutoff(round_), last_line(edition, round_)
    id_ = () if edition.is_draft else (edition.id,)
    title = (pick(heading.name, language), round_text(round_, language), *id_, checked_text(edition, language))
    lines = [" · ".join(title)]
    notes = edition.calendar.notes_on(round_, from_date(today))
    lines += [
        f"  {said}"
        for said in (*note_sentences(notes, language), *ending_texts(endings(edition.file, today), language))
    ]
    if has_ended:
        those = "rules_of" if edition.calendar.outlasts_rules(round_) else "rules_now"
        end, unseen = edition.file.policy.in_force_to, say(those, language, round_.year)
        lines.append(f"  {say('batch_expired', language, end, unseen)}")
    if edition.pass_mark is not None:
        mark = say("entry_mark" if edition.has_entry_mark else "mark", language)
        lines.append(f"  {say('named', language, mark, edition.pass_mark)}")
    if known is not None and (edition.passes is None or edition.has_entry_mark):
        named = say("named", language, line_name(known, language), known.line)
        lines.append(f"  {_with_line_of(named, known, edition, language)}")
    elif last is not None:
        of, known_of = (line_round_text(each, language) for each in (round_, last.published.id))
        was = _with_line_of(
            say("last_line", language, known_of, last.published.line), last.published, edition, language
        )
        lines.append(f"  {clauses((say('line_ahead', language, of), was), language)}")
    return [*lines, *(f"  {said}" for said in _disputed(edition, language))]


def _with_line_of(told: str, known: PublishedRound, edition: Edition, language: Language) -> str:
    """Return what is told of a line, with what it is of where that is not the total."""
    return (
        told if known.line_of is None else say("line_of", language, told, labels(edition, language)(known.line_of, ""))
    )


def _disputed(edition: Edition, language: Language) -> Iterator[str]:
    """Yield a sentence for each question on which counts hang: a table has no records, so its figures are taken."""
    hanging: dict[str, list[str]] = {}
    for fact, readings in edition.file.readings.items():
        hanging.setdefault(readings.decided_by, []).append(fact)
    for question, facts in hanging.items():
        asked = pick(edition.facts[question].name, language)
        named = (say("name_and_id", language, pick(edition.facts[fact].name, language), fact) for fact in facts)
        yield say("batch_readings", language, listed(named, language), asked, question)


def mistake_lines(mistakes: Counter[tuple[str, str]], rejected: int, read: int, language: Language) -> list[str]:
    """Return the commonest mistakes where most rows have one, which then is likely to be the table's; else nothing.

    Args:
        mistakes: How often each stands in the table, by the column and the code.
        rejected: The rows with a mistake.
        read: The rows read.
        language: The language.

    """
    if rejected < _MANY or rejected * 2 < read or not mistakes:
        return []
    told = (
        say("batch_mistake", language, visible(column), code, f"{number:,}").strip()
        for (column, code), number in mistakes.most_common(_MOST_MISTAKES)
    )
    return [f"  {say('batch_mistakes', language, clauses(told, language))}"]


def counts_line(  # noqa: PLR0913, PLR0917
    scored: int, rejected: int, blank: int, sums: Sequence[int], rejects: str, language: Language
) -> str:
    """Return how many rows were read and what became of them.

    Args:
        scored: The rows scored.
        rejected: The rows with a mistake.
        blank: The blank rows.
        sums: The lines of the rows of sums.
        rejects: The file that lists the rejects; empty for none.
        language: The language.

    """
    read = scored + rejected + blank + len(sums)
    told = say("batch_counts", language, f"{read:,}", f"{scored:,}", f"{rejected:,}")
    if blank or sums:
        told += f" + {passed_over_text(blank, sums, language)}"
    return f"{told} · {say('batch_rejects', language, rejects)}" if rejected and rejects else told


def passed_over_text(blank: int, sums: Sequence[int], language: Language) -> str:
    """Return how many rows were passed over: ``blank`` ones, and rows of sums on these lines."""
    kinds = [say("batch_blank", language, f"{blank:,}")] * bool(blank)
    if sums:
        lines = listed(map(str, sums[:_MOST_LINES]), language) + " …" * (len(sums) > _MOST_LINES)
        kinds.append(say("batch_sums", language, f"{len(sums):,}", lines))
    return say("batch_passed_over", language, f"{blank + len(sums):,}", listed(kinds, language))


def notice_lines(converted: int, without: int, disputed: int, language: Language) -> list[str]:
    """Return how many cells were converted, and how many rows are scored in spite of what they lack.

    Args:
        converted: The cells whose full-width digits, or blanks around the text, were converted.
        without: The rows without an answer that they do not need.
        disputed: The rows with a figure that can be counted in two ways, and no answer in which.
        language: The language.

    """
    told = (("batch_converted", converted), ("batch_not_needed", without), ("batch_disputed", disputed))
    return [say(key, language, f"{number:,}") for key, number in told if number]


def repeated_lines(total: int, first: Sequence[tuple[str, int]], language: Language) -> list[str]:
    """Return how many ids stand more than once, and the ``first`` of them, each with its number of rows."""
    if not total:
        return []
    named = listed((say("repeated_id", language, id_, f"{rows:,}") for id_, rows in first), language)
    return [say("repeated_ids", language, f"{total:,}", f"{named} …" if total > len(first) else named)]


def eligible_line(  # noqa: PLR0913, PLR0917
    eligible: int,
    entering: int | None,
    reached: int,
    median: Decimal | None,
    lines: Collection[LineKind | None],
    language: Language,
) -> str:
    """Return how many rows are eligible, how many of them are ranked and reach the line, and their median total.

    Args:
        eligible: The eligible rows.
        entering: Those of them with enough to be ranked; None where no rules ask for that.
        reached: Those of them that reach the line.
        median: The median of their totals; None where there is none.
        lines: What the line is in each city and round with points; None where it is not published.
        language: The language.

    """
    said = [say("batch_eligible", language, f"{eligible:,}")]
    if entering is not None:
        said.append(say("batch_reach_entry", language, f"{entering:,}"))
    if lines == {None}:
        said.append(say("batch_no_line", language))
    elif lines:
        said.append(say("batch_reach", language, f"{reached:,}"))
    if median is not None:
        said.append(say("batch_median", language, median))
    return clauses(said, language)


def records_line(  # noqa: PLR0913, PLR0917
    used: int, rejected: int, nobodys: int, blank: int, sums: Sequence[int], listed: str, language: Language
) -> str:
    """Return how many dated records were read and what became of them.

    Args:
        used: Those of people who are scored.
        rejected: Those of people who are not.
        nobodys: Those of ids that no row of people has.
        blank: The blank rows.
        sums: The lines of the rows of sums.
        listed: The file that lists the first of nobody's, where no other line names it; empty for none.
        language: The language.

    """
    read = used + rejected + nobodys + blank + len(sums)
    told = say("batch_records", language, *(f"{number:,}" for number in (read, used, rejected, nobodys)))
    if blank or sums:
        told += f" + {passed_over_text(blank, sums, language)}"
    return f"{told} · {say('batch_nobodys', language, listed)}" if nobodys and listed else told


def record_notices(without: int, differing: int, language: Language) -> list[str]:
    """Return how many rows have no dated record, and how many give a fact which their records count otherwise."""
    told = (("batch_without_records", without), ("batch_given_and_counted", differing))
    return [say(key, language, f"{number:,}") for key, number in told if number]


def problem_lines(
    problems: Sequence[Sequence[str]], table: str, records: str | None, language: Language, *, more: bool
) -> list[str]:
    """Return rejects as findings are written: place, what is wrong, code, what to do.

    Args:
        problems: The rejects, as the file of rejects lists them; of a sheet with the cell of each.
        table: The table of the people.
        records: That of their records, of which each problem then has the line too; None for none.
        language: The language.
        more: Whether there are more of them.

    """
    lines: list[str] = []
    for line, *own, id_, column, _, code, problem, hint in problems:
        record = own.pop(0) if records is not None else ""
        cell = own.pop() if own else ""
        at = f"{records}:{cell or record}: {id_}".removesuffix(": ") if record else f"{table}:{cell or line}"
        place = f"{at}: {column}: " if column else f"{at}: "
        lines.append(visible(f"{place}{problem} [{code}]"))
        if hint:
            lines.append(f"  {visible(hint)}")
    if more:
        lines.append(say("batch_more", language))
    return lines


def rank_hint(edition: Edition, language: Language) -> list[str]:
    """Return how to rank scores that an edition ranks by more than their total, or by something else."""
    if edition.file.policy.regime != "ranking" or edition.file.result.rank_by == (TOTAL,):
        return []
    city = pick(edition.file.policy.name, language)
    return [say("rank_here", language, city, listed(rank_names(edition, language), language))]


def rank_lines(  # noqa: PLR0913
    outcome: Ranking, names: Sequence[str], language: Language, *, admits: bool, strict: bool, complete: bool
) -> list[str]:
    """Return the result of a ranking by keys of these names: how many are ranked and admitted, and the cut-off."""
    if outcome.cutoff is None:
        return [say("rank_nobody", language)]
    if not admits:
        return [say("rank_only", language, f"{outcome.ranked:,}")]
    if outcome.below:
        return [say("rank_below", language, f"{outcome.ranked:,}", f"{outcome.below:,}")]
    line = say("cutoff_points", language, outcome.cutoff[0])
    if len(names) > 1:
        line = listed((f"{name} {key}" for name, key in zip(names, outcome.cutoff, strict=True)), language)
    if outcome.quota is None:
        return [say("rank_all", language, f"{outcome.admitted:,}", line)]
    if outcome.ranked <= outcome.quota:
        within = say("rank_within", language, f"{outcome.ranked:,}", f"{outcome.quota:,}", line)
        return [within] if complete else [within, f"  {say('rank_of_table', language)}"]
    counts = (f"{number:,}" for number in (outcome.quota, outcome.admitted))
    told = [say("rank_quota", language, f"{outcome.above:,}", f"{outcome.tied:,}", line, *counts)]
    if strict and outcome.admitted < outcome.above + outcome.tied:
        told.append(say("rank_strict", language))
    return told


def progress_line(done: int, size: int, rows: int, seconds: int, language: Language) -> str:
    """Return the progress of a batch: a bar, rows, rows a second, and the seconds left where the size is known."""
    rate = rows // max(1, seconds)
    if not size:
        return say("batch_rows", language, f"{rows:,}", f"{rate:,}")
    full = min(_WIDTH, _WIDTH * done // size)
    left = (size - done) * seconds // max(1, done)
    bar = "█" * full + "·" * (_WIDTH - full)
    return (
        f"{bar} {say('batch_rows', language, f'{rows:,}', f'{rate:,}')} · {say('batch_left', language, max(0, left))}"
    )
