"""``hukou batch`` and ``hukou rank``: many applicants at once."""

import contextlib
import signal
import sys
import time
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from hukou_cli.cli.options import (
    CityOption,
    LangOption,
    PoliciesOption,
    RoundOption,
    catalog,
    language,
    round_of,
    today,
)
from hukou_cli.errors import Finding, NotFound, harmless
from hukou_cli.messages import Language

if TYPE_CHECKING:
    from hukou_cli.batch.plan import Plan
    from hukou_cli.batch.ranking import Ranked
    from hukou_cli.batch.reader import Source
    from hukou_cli.batch.run import Form, Summary

STDIO = "-"
INTERRUPTED = 130
A_SECOND = 1_000_000_000
_STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Format(StrEnum):
    """The forms of a table."""

    csv = "csv"
    parquet = "parquet"
    jsonl = "jsonl"


class Ties(StrEnum):
    """What happens to a tie at the quota."""

    all = "all"
    strict = "strict"


OutputOption = Annotated[str, typer.Option("-o", "--output", help="File to write, or - for standard output.")]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Form of the output; default: by its name, else csv.", show_default=False),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]
QuotaOption = Annotated[int | None, typer.Option("--quota", min=1, help="How many are admitted.", show_default=False)]
NoQuotaOption = Annotated[bool, typer.Option("--no-quota", help="Admit everybody who is ranked.")]


def batch(  # noqa: PLR0913, PLR0917 - one parameter an option
    table: Annotated[
        str,
        typer.Argument(
            metavar="INPUT",
            help="CSV, TSV, Parquet or JSON lines, gzip or not; - for standard input.",
            show_default=False,
        ),
    ],
    lang: LangOption,
    output: OutputOption = STDIO,
    city: CityOption = None,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    keep: Annotated[
        str | None,
        typer.Option(
            "--keep", metavar="all|none|COL,…", help="Columns to write out again; default: id.", show_default=False
        ),
    ] = None,
    rejects: Annotated[
        str | None,
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="Where rejected rows are listed; default: beside the output.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when a row is rejected.")] = False,  # noqa: FBT002
    rank: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--rank", help="Rank those who are eligible, as the policy orders them; --quota and --no-quota do too."
        ),
    ] = False,
    quota: QuotaOption = None,
    no_quota: NoQuotaOption = False,  # noqa: FBT002
    format: FormatOption = None,  # noqa: A002
    force: ForceOption = False,  # noqa: FBT002
    threads: Annotated[
        int | None,
        typer.Option("--threads", min=1, max=64, help="How many cores to use; default: all.", show_default=False),
    ] = None,
    policies: PoliciesOption = None,
) -> None:
    """Score every row of a table: eligible, failed gates, every line and the total, exact.

    A column is a fact, named by its id or its label in either language; `hukou policy show CITY` lists them. Dated
    records do not fit a row: give counts. A column `city` or `round` scores each row under its own. An empty cell is a
    fact not given. A row with a mistake is not scored but listed with its line, the value and what to do.

    Example: hukou batch staff.csv -o scores.csv --city beijing --round 2026
    """
    from hukou_cli.batch.asked import Asked
    from hukou_cli.batch.engine import cores
    from hukou_cli.batch.plan import plan
    from hukou_cli.batch.run import Targets, run_batch

    chosen, form = language(lang), _form(output, format)
    if quota is not None and no_quota:
        raise NotFound([Finding(code="quota-and-none")])
    ranks = rank or quota is not None or no_quota
    target, listed = _targets(output, rejects, table, force=force)
    known = catalog(policies)
    with contextlib.closing(_open(table)) as source:
        between = "csv" if ranks or form == "parquet" else form  # what is ranked or packed is turned into it later
        asked = Asked(
            city=city, round=round_of(round), keep=keep, language=chosen, form=between, today=today(), ranked=ranks,
            safe=form == "csv",
        )  # fmt: skip
        planned = plan(source, known, asked)
        ranked = _ranked(planned, quota, no_quota=no_quota) if ranks else None
        _say(note.text(chosen) for note in planned.notes)
        with _stoppable(chosen):
            progress = _Progress(source.size, chosen)
            targets = Targets(target, listed, form, force)
            summary = run_batch(planned.job, source, targets, threads or cores(), progress, ranked)
            progress.end()
        _summary(planned, ranked, summary, source, listed, chosen)
    if strict and summary.rejected:
        raise typer.Exit(1)


def rank(  # noqa: PLR0913, PLR0917 - one parameter an option
    scores: Annotated[
        str,
        typer.Argument(
            metavar="SCORES", help="Any table with a column of scores; - for standard input.", show_default=False
        ),
    ],
    lang: LangOption,
    output: OutputOption = STDIO,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="COL,…",
            help="Columns to rank by, highest first; default: total or score.",
            show_default=False,
        ),
    ] = None,
    quota: QuotaOption = None,
    no_quota: NoQuotaOption = False,  # noqa: FBT002
    ties: Annotated[
        Ties, typer.Option("--ties", help="At the quota: admit all that are equal, or none beyond it.")
    ] = Ties.all,
    format: FormatOption = None,  # noqa: A002
    force: ForceOption = False,  # noqa: FBT002
) -> None:
    """Rank a table of scores under a quota; equal scores share a rank and are admitted together.

    A column `eligible`, where there is one, says who is ranked. An earlier `rank` and `admitted` are replaced.

    Example: hukou rank scores.csv --quota 6000 -o ranked.csv
    """
    from hukou_cli.batch.engine import cores
    from hukou_cli.batch.ranking import ADMITTED, RANK, Ranked, key_columns
    from hukou_cli.batch.run import rank_table
    from hukou_cli.views.batch import rank_lines

    chosen, form = language(lang), _form(output, format)
    if quota is not None and no_quota:
        raise NotFound([Finding(code="quota-and-none")])
    target = _target(output, scores, force=force)
    with contextlib.closing(_open(scores)) as source:
        keys = key_columns(source.header, by, source.name, source.header_line)
        admits = quota is not None or no_quota
        earlier = tuple(name for name in source.header if name.lower() in (RANK, ADMITTED))
        ranked = Ranked(
            tuple(source.header), keys, quota, "strict" if ties is Ties.strict else "admit_all", admits, earlier
        )
        with _stoppable(chosen):
            outcome = rank_table(source, ranked, target, form, cores(), force=force)
    _say(rank_lines(outcome, list(map(harmless, keys)), chosen, admits=admits, strict=ties is Ties.strict))


def _ranked(planned: "Plan", quota: int | None, *, no_quota: bool) -> "Ranked":
    """Say how rows are ranked: as the policy orders them, under its own quota unless another is given."""
    from hukou_cli.batch.ranking import Ranked
    from hukou_cli.scoring.query import PASSES

    if len(planned.editions) > 1:
        seen = ", ".join(f"{edition.file.policy.folder} {round_}" for edition, round_ in planned.editions)
        raise NotFound([Finding(code="rank-one-city", values={"seen": seen})])
    edition, round_ = planned.editions[0]
    if not edition.indicators:
        raise NotFound([Finding(code="nothing-to-rank", values={"city": edition.file.policy.folder})])
    known = edition.rounds.get(round_)
    limit = None if no_quota else quota or (known.quota if known is not None else None)
    by, ties = edition.file.result.rank_by, edition.file.result.ties
    keys = tuple(f"key_{key}" for key in by)
    return Ranked(
        planned.job.columns,
        keys,
        limit,
        ties,
        no_quota or limit is not None,
        dropped=(*keys, PASSES),
        places=tuple(map(edition.key_places, by)),
    )


def _form(output: str, chosen: Format | None) -> "Form":
    from hukou_cli.batch.run import SUFFIXES

    if chosen is not None:
        return "json" if chosen is Format.jsonl else "parquet" if chosen is Format.parquet else "csv"
    if output == STDIO or Path(output).is_char_device():
        return "csv"
    found = SUFFIXES.get(Path(output).suffix.lower())
    if found is None:
        raise NotFound([Finding(code="unknown-format", file=output)])
    return found


def _targets(output: str, rejects: str | None, table: str, *, force: bool) -> tuple[Path | None, Path | None]:
    """Find out where the scores and the rejects go, and that they may go there."""
    from hukou_cli.batch.scratch import check_output

    target = None if output == STDIO else Path(output)
    if rejects == STDIO:
        raise NotFound([Finding(code="rejects-to-stdout")])
    listed = Path(rejects) if rejects is not None else None
    if listed is None and target is not None and not target.is_char_device():
        listed = target.with_name(f"{target.stem}.rejects.csv")
    if listed is not None and target is not None and listed.resolve() == target.resolve():
        raise NotFound([Finding(code="one-file-twice", file=str(target))])
    if listed is not None:
        check_output(listed, _source(table), force=force)
    return _target(output, table, force=force), listed


def _target(output: str, table: str, *, force: bool) -> Path | None:
    """Find out where the answer goes, and that it may go there; None is standard output."""
    from hukou_cli.batch.scratch import check_output

    target = None if output == STDIO else Path(output)
    if target is not None:
        check_output(target, _source(table), force=force)
    return target


def _source(table: str) -> Path:
    return Path("/dev/stdin" if table == STDIO else table)


def _open(name: str) -> "Source":
    from hukou_cli.batch.reader import open_input

    return open_input(name)


def _summary(  # noqa: PLR0913, PLR0917
    planned: "Plan",
    ranked: "Ranked | None",
    summary: "Summary",
    source: "Source",
    listed: Path | None,
    lang: Language,
) -> None:
    from hukou_cli.views.batch import counts_line, edition_line, problem_lines, rank_lines
    from hukou_cli.views.words import rank_names

    if summary.problems:
        _say(problem_lines(summary.problems, source.name, summary.rejected > len(summary.problems), lang))
    _say(edition_line(edition, round_, lang) for edition, round_ in planned.editions[:10])
    where = str(listed) if listed is not None else ""
    _say([counts_line(summary.read, summary.scored, summary.rejected, where, lang)])
    if summary.outcome is not None and ranked is not None:
        names = rank_names(planned.editions[0][0], lang)
        _say(rank_lines(summary.outcome, names, lang, admits=True, strict=ranked.ties == "strict"))


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201 - words go to standard error


class _Progress:
    """Shows how far a batch is, where standard error is a terminal."""

    def __init__(self, size: int, lang: Language) -> None:
        self.size, self.lang = size, lang
        self.shown = sys.stderr is not None and sys.stderr.isatty()
        self.started = time.monotonic_ns()

    def __call__(self, done: int, rows: int) -> None:
        if not self.shown:
            return
        from hukou_cli.views.batch import progress_line

        seconds = (time.monotonic_ns() - self.started) // A_SECOND
        sys.stderr.write(f"\r\x1b[K{progress_line(done, self.size, rows, seconds, self.lang)}")
        sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


class _stoppable:  # noqa: N801 - reads as a word of the language
    """Ends the run cleanly, with nothing left, when the user or the system stops it."""

    def __init__(self, lang: Language) -> None:
        self.lang, self.stopped = lang, False

    def __enter__(self) -> None:
        self.before = {name: signal.signal(name, self._stop) for name in _STOPS}

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if kind is not None and self.stopped:  # the engine makes an error of its own of it
            _say(["", Finding(code="stopped").text(self.lang)])
            raise typer.Exit(INTERRUPTED) from None  # on the way out; another signal changes nothing
        for name, handler in self.before.items():
            signal.signal(name, handler)
        if kind is not None and issubclass(kind, BrokenPipeError):
            raise typer.Exit from None  # the reader has gone; so do we

    def _stop(self, _number: int, _frame: FrameType | None) -> NoReturn:
        self.stopped = True
        for name in _STOPS:
            signal.signal(name, signal.SIG_IGN)  # cleaning up is not to be stopped half-way
        raise KeyboardInterrupt
