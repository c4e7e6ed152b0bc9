"""The pipelines of ``hukou policy compare`` and ``hukou policy simulate``: from a source to what becomes of people."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from hukou_cli.base.calendar import LATEST, from_date
from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.facts.labels import facts_by_label, plain
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import as_known_on
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.population import SIDES, Asked, Comparison, EditionInRound, Side
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.population import ANSWER, BY, PERSON, answer_sql
from hukou_cli.table.aside import engine_on_disk
from hukou_cli.table.columns import ID, Header, check_free, columns_named, map_columns, names_of, special_columns
from hukou_cli.table.counting import Counting, with_counted_facts
from hukou_cli.table.output import AtomicOutput, Ending, Form, copy_answer
from hukou_cli.table.plan import Plan, Request, header_of, plan_table
from hukou_cli.table.population import compare
from hukou_cli.table.record_table import RecordTable
from hukou_cli.table.scores_aside import Progress, ScoresAside, figures_alone
from hukou_cli.table.source.inputs import Source, told_of_sheets
from hukou_cli.text.language import Language

_NOT_TOLD = ("columns-dropped",)
"""The notes on columns that mean nothing where no scores are written."""


class Listing(NamedTuple):
    """The file with a row a person: its path, its form, whether one that exists is replaced, and its language."""

    path: Path
    form: Form
    force: bool
    language: Language


class Scoring(NamedTuple):
    """How the people of a table are scored under one edition."""

    plan: Plan
    counting: Counting | None


def edition_in_round(known: Catalog, named: str, round_: RoundId | None, request: Request) -> EditionInRound:
    """Find an edition by what a user calls it, in a round; one of another kind of rounds in its own latest.

    Args:
        known: The editions.
        named: A city, an edition or a file.
        round_: The round; None for the one that is scored by default.
        request: The options.

    Raises:
        NotFound: There is no such edition, or its points are not published.
        InvalidTable: It gives no points.

    """
    day = from_date(request.on)
    edition = as_known_on(known.named(named), day)
    edition.require_scorable()
    if not edition.is_scored:
        raise InvalidTable([Finding("nothing-to-rank", values=edition.file.policy.name.gaps("city"))])
    own = edition.calendar
    meant = own.default(day) if round_ is None else round_ if own.has_kind(round_) else own.latest
    ended = own.expired_on(meant, day if request.round is None else LATEST)
    return EditionInRound(edition, named, meant, ended is not None)


def scoring_of(  # noqa: PLR0913, PLR0917
    source: Source,
    at: EditionInRound,
    request: Request,
    by: str | None,
    listed: RecordTable | None,
    folders: Sequence[Path],
    workers: int,
) -> Scoring:
    """Plan how the people of a table are scored under an edition, with the keys of its ranking.

    Args:
        source: The table.
        at: The edition and the round.
        request: The options.
        by: The column by which people are grouped.
        listed: The long table of dated records.
        folders: The folders of policies of one's own.
        workers: How many processes count records at most.

    Raises:
        InvalidTable: With every fault of the columns.
        InvalidOption: There is no such column to group by.

    """
    header = header_of(source)
    partition = Partition(at.edition, at.round)  # rules that have ended are compared as if they were in force
    has_records = listed is not None or bool(header.records)
    with told_of_sheets(source.notes), _named(at):
        plan = plan_table(with_counted_facts(header, [partition]) if has_records else header, [partition], request)
    positions = names_of(header.columns)
    own, grouped = special_columns(header.columns).get(ID), grouped_by(by, header)
    kept = {name: positions[column] for name, column in ((PERSON, own), (BY, grouped)) if column is not None}
    plan = figures_alone(plan, kept)
    counting = Counting(header, plan, request, listed, folders, workers) if has_records else None
    return Scoring(plan, counting)


@contextlib.contextmanager
def _named(at: EditionInRound) -> Iterator[None]:
    """Say with what is wrong with the columns which edition asks for them. Raises InvalidTable."""
    try:
        yield
    except InvalidTable as error:
        raise InvalidTable(finding.at(place=harmless(at.named)) for finding in error.findings) from None


def grouped_by(by: str | None, header: Header) -> str | None:
    """Return the column that is named to group by. Raises InvalidOption where there is none."""
    return None if by is None else columns_named([by], header)[0]


def column_to_group(by: str, header: Header, edition: Edition) -> str:
    """Return the column that a user names to group by: by its heading, or by the id or label of the fact in it.

    Raises:
        InvalidOption: There is no such column.
        InvalidTable: A column may be two facts, or two columns are one.

    """
    if by not in header.columns:
        meant = by if by in edition.facts else next(iter(facts_by_label(edition.facts).get(plain(by), ())), "")
        column = map_columns(header, edition).facts.get(meant, "")
        if column in header.columns:
            return column
    return columns_named([by], header)[0]


def notes_of(plans: Iterable[Plan]) -> list[Finding]:
    """Return the notes on the columns, each once: an edition may lack the English names of another."""
    notes = [note for plan in plans for note in plan.notes if note.code not in _NOT_TOLD]
    said = {(note.code, note.sentence("zh")): note for note in reversed(notes)}
    return [note for note in notes if note is said[note.code, note.sentence("zh")]]


def unread_notes(header: Header) -> list[Finding]:
    """Return a note where rows name their city or round: all are scored under the editions that are compared."""
    named = [column for name, column in special_columns(header.columns).items() if name != ID]
    values = {"zh": "、".join(map(harmless, named)), "en": ", ".join(map(harmless, named))}
    return [header.finding("columns-of-edition", **values)] if named else []


def compare_table(  # noqa: PLR0913, PLR0917
    source: Source,
    sides: Mapping[Side, EditionInRound],
    scorings: Mapping[Side, Scoring],
    asked: Asked,
    listing: Listing | None,
    workers: int,
    progress: Progress,
    ending: Ending,
) -> Comparison:
    """Score a table under two editions and compare the people in it.

    Args:
        source: The table.
        sides: The editions.
        scorings: How it is scored under each.
        asked: What is asked.
        listing: The file with a row a person, where one is written.
        workers: How many chunks are scored at once.
        progress: Called after each chunk, of both passes.
        ending: Called before the file gets its name.

    Raises:
        InvalidTable: A column that is written has the name of another, or the table changed between the passes.
        OutputError: The file cannot be written; then nothing is left of it.

    """
    header = header_of(source)
    identified, by = special_columns(source.header).get(ID), grouped_by(asked.by, header)
    texts = [name for name in dict.fromkeys((identified, by)) if name is not None]
    if listing is not None:
        check_free(texts, ANSWER, header)
    with contextlib.ExitStack() as opened:
        file = None
        if listing is not None:
            marked = source.from_office and listing.form == "csv"
            file = AtomicOutput(listing.path, force=listing.force, marked=marked)
            opened.callback(file.close)
        source.make_rewindable()  # which may take long: whoever writes the file from now on is noticed
        aside = {side: opened.enter_context(_scored(source, scorings[side], workers, progress)) for side in SIDES}
        source.require_unchanged()
        engine = opened.enter_context(engine_on_disk(workers))
        found = compare(engine, aside, dict(sides), asked)
        if file is not None and listing is not None:
            grouped = None if by == identified else by
            query = answer_sql(found.places, identified, grouped, file.mark, safe=listing.form == "csv")
            with file.translated_errors():
                if listing.form == "xlsx":
                    from hukou_cli.table.answer_sheets import write_answer

                    ids = [] if identified is None else [identified]
                    write_answer(engine, query, file, ids, None, (), listing.language, None)
                else:
                    copy_answer(engine, query, file.engine_path, listing.form)
            file.flush()
            ending()
            file.commit()
    return found


@contextlib.contextmanager
def _scored(source: Source, scoring: Scoring, workers: int, progress: Progress) -> Iterator[ScoresAside]:
    """Score a table under one edition into private files."""
    with contextlib.closing(ScoresAside(scoring.plan)) as aside:
        aside.score(source, workers, progress, scoring.counting)
        yield aside
