"""Ranking a table of any size in the engine, in the order that ``scoring.ranking`` describes.

The table keeps its own columns by their names; those beside them begin with ``hukou_``, and a header has none of them.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import msgspec

from hukou_cli.base.decimals import RANK_PLACES
from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.facts.reading import FLAGS
from hukou_cli.policy.edition import TOTAL, Edition
from hukou_cli.scoring.ranking import Ranking, Ties, key_places
from hukou_cli.sql.cells import MOST_WHOLE_DIGITS, quoted
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED, key_column
from hukou_cli.sql.output import written_name
from hukou_cli.table.columns import (
    ADMITTED,
    ELIGIBLE,
    LINE_KIND,
    RANK,
    Header,
    check_exact,
    check_free,
    columns_named,
    names_of,
    ranking_columns,
)
from hukou_cli.table.headings import heading, is_headed, is_rank_key
from hukou_cli.table.plan import Plan, header_of
from hukou_cli.table.pool import Pool
from hukou_cli.table.rows_of_nobody import count_rows_of_nobody, rows_of_nobody_sql
from hukou_cli.table.source.inputs import Source, workers_for
from hukou_cli.table.tally import Tally
from hukou_cli.table.worker import MOST_TOLD, Worker
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

if TYPE_CHECKING:
    import duckdb

DECIMAL = f"DECIMAL({MOST_WHOLE_DIGITS + RANK_PLACES}, {RANK_PLACES})"
"""Holds every score there can be, exactly."""

NUMBER = rf"-?[0-9]{{1,{MOST_WHOLE_DIGITS}}}(\.[0-9]{{1,{RANK_PLACES}}}0*)?"

_NOTHING = "''"

_OF_ROUNDS = ", ".join(
    quoted(text)
    for kind in ("cutoff", "published_line")
    for text in (kind, *(say(f"line_{kind}", language) for language in get_args(Language)))
)
"""The kinds of a line that is known of a round, and not set by the rules, as a list of SQL."""

STANDING = (ELIGIBLE, ENTERS_RANKING, REACHED)
"""The columns that say who is ranked."""

_BY_DEFAULT = ("total", "score", "总分", "积分", "分数")


class Ranked(msgspec.Struct, frozen=True):
    """The options of a ranking of the table ``scores``.

    Attributes:
        columns: Its columns, and the name that each is written under.
        keys: The columns to rank by, highest first.
        quota: How many are admitted; None for all.
        ties: The rule for ties at the quota.
        admits: Whether there is a column ``admitted``.
        complete: Whether all applicants of the round are in the table.
        dropped: Columns that are not written.
        decimals: The decimals of each key, where a policy sets them.
        headings: The language of the headings of rank and admission; None for ids.

    """

    columns: Mapping[str, str]
    keys: tuple[str, ...]
    quota: int | None
    ties: Ties
    admits: bool
    complete: bool
    dropped: tuple[str, ...] = ()
    decimals: tuple[int, ...] = ()
    headings: Language | None = None


class Places(msgspec.Struct, frozen=True):
    """What the user says of the places there are; without it nobody is said to be admitted.

    Attributes:
        quota: How many are admitted.
        unlimited: Whether everybody who is ranked is, where the table is complete.
        complete: Whether all applicants of the round are in the table: then the round's own quota counts.

    """

    quota: int | None = None
    unlimited: bool = False
    complete: bool = False

    @property
    def decide(self) -> bool:
        """Whether they say who is admitted."""
        return self.complete or self.quota is not None

    def within(self, own: int | None) -> int | None:
        """Return how many are admitted, where the round has a quota of its ``own``; None for no limit.

        Raises InvalidOption where that is asked for and not known.
        """
        if self.quota is not None and self.unlimited:
            raise InvalidOption([Finding(code="quota-and-none")])
        if self.quota is not None or self.unlimited or not self.complete:
            return self.quota
        if own is None:
            raise InvalidOption([Finding(code="quota-unknown")])
        return own


def ranked_by_policy(plan: Plan, places: Places) -> Ranked:
    """Return the ranking of a plan's rows by their policy's keys.

    Raises:
        InvalidTable: The rows are of several policies, or have no points.
        InvalidOption: The table is complete, and the quota of the round is not known.

    """
    if len(plan.partitions) > 1:
        seen = ", ".join(f"{one.edition.file.policy.folder} {one.round}" for one in plan.partitions)
        raise InvalidTable([Finding(code="rank-one-city", values={"seen": seen})])
    edition, round_ = plan.partitions[0].edition, plan.partitions[0].round
    if not edition.indicators:
        raise InvalidTable([Finding(code="nothing-to-rank", values=edition.file.policy.name.gaps("city"))])
    known, result = edition.calendar.rounds.get(round_), edition.file.result
    quota = places.within(None if known is None else known.quota)
    keys = tuple(map(key_column, result.rank_by))
    decimals = tuple(key_places(edition, name) for name in result.rank_by)
    words = plan.partitions[0].words
    dropped = keys if result.rank_by == (TOTAL,) else ()
    return Ranked(plan.headings, keys, quota, result.ties, places.decide, places.complete, dropped, decimals, words)


def ranked_of(source: Source, by: str | None, places: Places, ties: Ties, headings: Language | None) -> Ranked:
    """Return the ranking of a table of scores; an earlier ranking in it is dropped. Raises InvalidOption."""
    earlier = tuple(name for name in source.header if is_headed(name, RANK) or is_headed(name, ADMITTED))
    keys = _keys(source.header, by, source.name, source.header_line)
    quota = places.within(None)
    columns = {name: name for name in source.header}
    taken = {heading(name, headings).lower() for name in (RANK, ADMITTED)}
    check_free([name for name in columns if name not in earlier], taken, header_of(source))
    return Ranked(columns, keys, quota, ties, places.decide, places.complete, earlier, headings=headings)


def _keys(header: Sequence[str], by: str | None, file: str, line: int) -> tuple[str, ...]:
    """Return the columns to rank by: those named, the city's own keys, or else the total.

    Raises InvalidOption where they are not there, or none is named or known.
    """
    if by is not None:
        wanted = [name.strip() for name in by.split(",") if name.strip()] or [by]
        return columns_named(wanted, Header(header, file, line))
    if own := tuple([column for column in header if is_rank_key(column)]):
        return own
    for name in _BY_DEFAULT:
        found = next((column for column in header if column.lower() == name), None)
        if found is not None:
            return (found,)
    if len(header) == 1:
        return (header[0],)
    known = {"allowed": harmless(" ".join(header))}
    raise InvalidOption([Finding(code="rank-by-what", values=known, file=file, line=line)])


def load(engine: "duckdb.DuckDBPyConnection", source: Source, keys: Sequence[str], workers: int) -> Tally:
    """Read a table of scores into the engine as ``scores``; return the rows passed over.

    Raises InvalidTable with the rows whose scores are none.
    """
    header = source.header
    named = header_of(source)
    check_free(header, ranking_columns(len(keys)), named)
    check_exact(keys, named)
    plan, kept = Plan(tuple(header)), _columns(header, keys)
    texts = ", ".join(f"{written_name(name)} VARCHAR" for name in header)
    numbers = ", ".join(f"hukou_key{at} {DECIMAL}" for at in range(len(keys)))
    engine.execute(
        f"CREATE TABLE scores ({texts}, {numbers}, hukou_ranked BOOLEAN, hukou_reached BOOLEAN, "
        "hukou_line BIGINT, hukou_code VARCHAR, hukou_column INTEGER, hukou_seen VARCHAR)"
    )
    pool = Pool(workers_for(source, workers), lambda: Worker(plan, engine.cursor()))
    for _ in pool.answers(source.chunks(workers), lambda worker, chunk: worker.insert(chunk, "scores", kept)):
        pass  # in whatever order they come: the ranking sorts them
    passed_over = _pass_over(engine, header, keys)
    wrong = engine.execute(
        f"SELECT hukou_line, hukou_code, hukou_column, hukou_seen FROM scores WHERE hukou_code IS NOT NULL "
        f"ORDER BY hukou_line LIMIT {MOST_TOLD}"
    ).fetchall()
    if wrong:
        raise InvalidTable(
            Finding(
                code=code,
                values={"seen": harmless(seen or ""), "allowed": str(len(header))},
                file=source.name,
                line=line,
                place="" if column is None else header[column],
            )
            for line, code, column, seen in wrong
        )
    return passed_over


def _pass_over(engine: "duckdb.DuckDBPyConnection", header: Sequence[str], keys: Sequence[str]) -> Tally:
    """Remove the rows of ``scores`` that are nobody's; return how many there are.

    Sums stand in no row that says whether somebody is eligible or reaches the line.
    """
    texts = {column: f"NULLIF({written_name(column)}, '')" for column in header}
    flags = [texts[column] for column in header if any(is_headed(column, flag) for flag in STANDING)]
    worded = [text for column, text in texts.items() if column not in keys]
    unsaid = " AND ".join(f"{flag} IS NULL" for flag in flags) or "TRUE"
    rows = f"(SELECT *, hukou_line AS _line FROM scores WHERE {unsaid})"
    engine.execute(f"CREATE TEMP TABLE nobody AS {rows_of_nobody_sql(rows, texts.values(), worded, flags)}")
    passed_over = count_rows_of_nobody(lambda query: engine.execute(query).fetchall(), "nobody")
    if passed_over.read:
        engine.execute("DELETE FROM scores WHERE hukou_line IN (SELECT _line FROM nobody)")
    return passed_over


def _columns(header: Sequence[str], keys: Sequence[str]) -> str:
    """Write the columns of ``scores``: a row's texts, its keys as numbers, what becomes of it, and its first mistake.

    That is whether it is ranked, and whether it reaches the line published of its round. Of the mistake there are its
    code, the number of its column, and the text there.
    """
    names = names_of(header)
    columns, order = [names[key] for key in keys], list(names.values())
    flags = {name: flag for column, name in names.items() for flag in STANDING if is_headed(column, flag)}
    kind = next((name for column, name in names.items() if is_headed(column, LINE_KIND)), None)
    ranked, reached = standing_sql(flags, kind, flag_sql)
    wrong: list[tuple[str, str, str | None]] = [("_problem IS NOT NULL", "_problem", None)]
    wrong += [(f"{flag} IS NOT NULL AND {flag_sql(flag)} IS NULL", "'not-a-flag'", flag) for flag in flags]
    for column in columns:
        test = f"{column} IS NULL OR NOT regexp_full_match({column}, '{NUMBER}')"
        wrong.append((f"{ranked} AND ({test})", "'not-a-score'", column))
    code = " ".join(f"WHEN {test} THEN {code}" for test, code, _ in wrong)
    at = " ".join(f"WHEN {test} THEN {'NULL' if name is None else order.index(name)}" for test, _, name in wrong)
    seen = " ".join(f"WHEN {test} THEN {_NOTHING if name is None else name}" for test, _, name in wrong)
    numbers = [f"TRY_CAST({column} AS {DECIMAL})" for column in columns]
    told = (f"CASE {code} END", f"CASE {at} END", f"COALESCE(CASE {seen} END, '')")
    return ", ".join((*order, *numbers, ranked, reached, "_line", *told))


def flag_sql(text: str) -> str:
    """Write the value of a text that is true or false by the words of ``facts.reading``; NULL where it is neither.

    SQL reads it, since a ranking goes once over rows of which nearly all say ``true`` or ``false``, and keeps no text.
    """
    blanks = "".join(chr(point) for point in range(0x3001) if chr(point).isspace())
    plain = f"lower(trim({text}, {quoted(blanks)}))"
    cases = " ".join(f"WHEN {quoted(word)} THEN {value}" for word, value in FLAGS.items())
    return f"CASE {text} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE ELSE CASE {plain} {cases} END END"


def standing_sql(flags: Mapping[str, str], kind: str | None, read: Callable[[str], str]) -> tuple[str, str]:
    """Write whether a row is ranked, and whether it reaches the line published of its round; NULL for another line.

    It is ranked where ``eligible`` is true, and a mark of the rules is reached: an empty mark counts as true, and a
    ``reached`` of a line that a round had is no bar to be ranked in another list.

    Args:
        flags: The columns that say so, each with the name of what it says.
        kind: The column of the kind of the line, if there is one.
        read: Writes the value of a flag.

    """
    of_round = "FALSE" if kind is None else f"COALESCE({kind} IN ({_OF_ROUNDS}), FALSE)"
    reached = next((read(flag) for flag, column in flags.items() if column == REACHED), "NULL")
    tests = []
    for flag, column in flags.items():
        unsaid = "" if column == ELIGIBLE else f"{flag} IS NULL OR "
        other = f"{of_round} OR " if column == REACHED else ""
        tests.append(f"({unsaid}{other}COALESCE({read(flag)}, FALSE))")
    return " AND ".join(tests) or "TRUE", f"CAST(CASE WHEN {of_round} THEN {reached} END AS BOOLEAN)"


def is_ranked_sql(edition: Edition) -> str:
    """Write the condition of a scored row that is ranked: eligible, and at the mark that the rules ask for, if any."""
    mark = ENTERS_RANKING if edition.has_entry_mark else REACHED
    return ELIGIBLE if edition.passes is None else f"{ELIGIBLE} AND {mark}"


def groups_sql(keys: int, table: str = "scores") -> str:
    """Write the query of the distinct keys, each with its rank, its rows, and how many lie below the round's line.

    It is plain enough for Spark too. ``table`` has the keys, ``hukou_ranked`` and ``hukou_reached``.
    """
    names = ", ".join(f"hukou_key{at}" for at in range(keys))
    order = ", ".join(f"hukou_key{at} DESC" for at in range(keys))
    return (
        f"SELECT {names}, hukou_tied, hukou_below, "
        f"CAST(1 + sum(hukou_tied) OVER (ORDER BY {order} ROWS UNBOUNDED PRECEDING) - hukou_tied AS BIGINT) "
        "AS hukou_rank "
        f"FROM (SELECT {names}, count(*) AS hukou_tied, count(*) FILTER (WHERE NOT hukou_reached) AS hukou_below "
        f"FROM {table} WHERE hukou_ranked GROUP BY {names})"
    )


def within_sql(quota: int | None) -> str:
    """Write the condition of the groups of ``groups_sql`` whose rank is within the quota."""
    return "hukou_rank IS NOT NULL" if quota is None else f"hukou_rank <= {quota}"


def fits_sql(quota: int | None, ties: Ties) -> str:
    """Write the condition of the groups that are admitted: all of a group, or where ties are strict only if all fit."""
    if ties == "admit_all" or quota is None:
        return within_sql(quota)
    return f"hukou_rank + hukou_tied - 1 <= {quota}"


def rank(engine: "duckdb.DuckDBPyConnection", ranked: Ranked, mark: str) -> tuple[Ranking, str]:
    """Rank the table ``scores``, the order of whose rows makes no difference; return the query of the ranked rows too.

    Args:
        engine: Holds the table.
        ranked: The options.
        mark: The text that the first heading begins with.

    """
    keys = [f"hukou_key{at}" for at in range(len(ranked.keys))]
    engine.execute(f"CREATE OR REPLACE TEMP TABLE groups AS {groups_sql(len(keys))}")
    within, fits = within_sql(ranked.quota), fits_sql(ranked.quota, ranked.ties)
    found = engine.execute(
        f"SELECT {', '.join(keys)}, hukou_rank, hukou_tied FROM groups WHERE {within} ORDER BY hukou_rank DESC LIMIT 1"
    ).fetchone()
    sums = engine.execute(
        f"SELECT sum(hukou_tied), sum(hukou_tied) FILTER ({fits}), sum(hukou_below) FILTER ({fits}) FROM groups"
    ).fetchone()
    total, admitted, below = (int(number or 0) for number in sums or (0, 0, 0))
    below = below if ranked.admits else 0
    is_admitted = "CAST(NULL AS BOOLEAN)" if below else f"COALESCE({fits}, FALSE)"
    columns = [name for name in ranked.columns if name not in ranked.dropped]
    listed = [
        f"hukou_rank AS {written_name(mark + heading(RANK, ranked.headings))}",
        *([f"{is_admitted} AS {heading(ADMITTED, ranked.headings)}"] if ranked.admits else []),
    ]
    listed += [f"s.{written_name(name)} AS {written_name(ranked.columns[name])}" for name in columns]
    same = " AND ".join(f"s.{key} = g.{key}" for key in keys)
    last = sorted(columns, key=lambda name: name in ranked.keys)  # keys differ in spelling at most
    order = ", ".join(("hukou_rank NULLS LAST", *(f"s.{written_name(name)}" for name in last)))
    query = f"SELECT {', '.join(listed)} FROM scores s LEFT JOIN groups g ON s.hukou_ranked AND {same} ORDER BY {order}"
    if found is None:
        return Ranking(total, ranked.quota, None, 0, 0, 0), query
    *keys_, rank_, tied = found
    cutoff = tuple(map(_short, keys_, ranked.decimals or map(_needed, keys_)))
    return Ranking(total, ranked.quota, cutoff, int(rank_) - 1, int(tied), 0 if below else admitted, below), query


def _short(key: Decimal, places: int) -> Decimal:
    return key.quantize(Decimal(1).scaleb(-places))


def _needed(key: Decimal) -> int:
    """Return the decimal places that a key needs; a score with one has two."""
    exponent = key.normalize().as_tuple().exponent
    return max(-exponent, 2) if isinstance(exponent, int) and exponent < 0 else 0
