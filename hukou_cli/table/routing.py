"""The partitions of a table: the editions and rounds of its rows, which may name their own city, round or both."""

from collections.abc import Collection, Iterator, Mapping

from hukou_cli.base.calendar import LATEST, from_date
from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable, NotFound
from hukou_cli.base.folding import fold_city_name
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import as_known_on
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.records.other_cities import shared_pinyin
from hukou_cli.sql.cells import quoted
from hukou_cli.sql.partition import Partition
from hukou_cli.table.columns import CITY, ROUND, names_of, special_columns
from hukou_cli.table.plan import Plan, Request, Unrouted
from hukou_cli.table.source.inputs import Source
from hukou_cli.table.worker import Worker

MOST_WAYS = 1000
"""The most pairs of city and round that a table may name."""


def find_partitions(source: Source, catalog: Catalog, request: Request) -> tuple[list[Partition], Unrouted | None]:
    """Return the editions and rounds of a table's rows, and its rows of no edition where rows name their own.

    Raises:
        InvalidOption: No city is given, neither by the rows nor by the user.
        InvalidTable: No row can be scored, or the rows name too many cities and rounds.
        NotFound: There is no such city or round.

    """
    special = special_columns(source.header)
    if not {CITY, ROUND}.isdisjoint(special):
        source.make_rewindable()
        return _named_partitions(source, catalog, request, special)
    return [partition_of_all(catalog, request)], None


def partition_of_all(catalog: Catalog, request: Request) -> Partition:
    """Return the edition and round of all rows, as the user names them. Raises InvalidOption, NotFound."""
    if request.city is None:
        raise InvalidOption([Finding(code="no-city-column", values=catalog.known_cities)])
    day = from_date(request.on)
    edition = catalog.find_on(request.city, day) if request.round is None else catalog.find(request.city, request.round)
    round_ = request.round or edition.calendar.default(day)
    edition = as_known_on(edition, day)
    return Partition(edition, round_, has_ended=_has_ended(edition, round_, request.round, day))


def _named_partitions(
    source: Source, catalog: Catalog, request: Request, special: Mapping[str, str]
) -> tuple[list[Partition], Unrouted]:
    """Return the partitions that the rows name. Raises InvalidTable."""
    names = names_of(source.header)
    city, round_ = (names[special[name]] if name in special else None for name in (CITY, ROUND))
    asked = _Lookup(catalog, request)
    known: dict[str | None, None] = {}
    notes: dict[str, Finding] = {}
    wrong = ""
    editions: dict[str, Edition] = {}
    ways: dict[tuple[str | None, str | None], tuple[str, RoundId, bool]] = {}
    for pair in _pairs(source, city, round_):
        if pair in ways or not asked.is_scored(pair[0]):
            continue
        known[pair[0]] = None
        found = asked.edition(*pair)
        if found is None:
            wrong = wrong or pair[1] or str(request.round or "")
        else:
            ways[pair] = found[0].id, *found[1:]
            editions[found[0].id] = found[0]
            if pair[0] is not None and (note := shared_pinyin(pair[0], found[0])) is not None:
                notes.setdefault(fold_city_name(pair[0]), note)
        if max(len(ways), len(known)) > MOST_WAYS:
            raise InvalidTable([Finding(code="too-mixed", values={"allowed": str(MOST_WAYS)}, file=source.name)])
    if not ways:
        raise InvalidTable([_nothing(source.name, catalog, known, wrong)])
    tests: dict[tuple[str, RoundId, bool], dict[tuple[str | None, str | None], str]] = {}
    for pair, key in ways.items():
        same = [_is(column, text) for column, text in zip((city, round_), pair, strict=True) if column is not None]
        tests.setdefault(key, {})[pair] = f"({' AND '.join(same)})"
    partitions = [
        Partition(
            editions[key[0]],
            key[1],
            has_ended=key[2],
            where=f"({' OR '.join(tests[key].values())})",
            named=frozenset(tests[key]),
        )
        for key in sorted(tests)
    ]
    there = "TRUE" if city is None else " OR ".join(_is(city, text) for text in known) or "FALSE"
    return partitions, Unrouted(there, city, round_, tuple(notes.values()))


def _nothing(file: str, catalog: Catalog, known: Collection[str | None], wrong: str) -> Finding:
    """Return the finding that no row can be scored: none is of a city that can be, or else of a round of it."""
    if known:
        return Finding(code="no-row-of-a-round", values={"seen": harmless(wrong)}, file=file)
    return Finding(code="no-row-of-a-city", values=catalog.known_cities, file=file)


def _has_ended(edition: Edition, round_: RoundId, named: RoundId | None, day: int) -> bool:
    """Return whether the rules do not answer for a round: for one that somebody named only where it outlasts them."""
    return edition.calendar.expired_on(round_, day if named is None else LATEST) is not None


def _is(column: str, text: str | None) -> str:
    return f"{column} IS NOT DISTINCT FROM {'NULL' if text is None else quoted(text)}"


def _pairs(source: Source, city: str | None, round_: str | None) -> Iterator[tuple[str | None, str | None]]:
    """Yield the pairs of city and round that the rows hold, each at least once."""
    worker = Worker(Plan(tuple(source.header)))
    try:
        for chunk in source.chunks(1):
            yield from worker.distinct(chunk, city or "NULL", round_ or "NULL")
    finally:
        worker.close()


class _Lookup:
    """Finds the edition of a row by the city and the round that it names, or else the user."""

    def __init__(self, catalog: Catalog, request: Request) -> None:
        self._catalog, self._request, self._day = catalog, request, from_date(request.on)
        self._found: dict[tuple[str, RoundId | None], Edition | None] = {}
        self._scored: dict[str, bool] = {}

    def is_scored(self, city: str | None) -> bool:
        """Return whether a city can be scored in some round."""
        id_ = self._id(city)
        if id_ is not None and id_ not in self._scored:
            editions = map(self._catalog.load, self._catalog.editions(id_))
            self._scored[id_] = any(edition.file.unseen is None for edition in editions)
        return id_ is not None and self._scored[id_]

    def edition(self, city: str | None, written: str | None) -> tuple[Edition, RoundId, bool] | None:
        """Return the edition and the round of a row, and whether the rules have ended; None where there are none."""
        id_ = self._id(city)
        round_ = self._request.round if written is None else read_round(written.strip())
        if id_ is None or (round_ is None and written is not None):
            return None
        edition = self._edition(id_, round_)
        if edition is None:
            return None
        meant = round_ or edition.calendar.default(self._day)
        return edition, meant, _has_ended(edition, meant, round_, self._day)

    def _id(self, city: str | None) -> str | None:
        named = self._request.city if city is None else city
        if named is None:
            return None
        return self._catalog.ids.get(fold_city_name(named))  # not ``find_id``: a table may hold any number of names

    def _edition(self, city: str, round_: RoundId | None) -> Edition | None:
        """Return the edition in force for a round, or without one on the day; None where its points are unseen."""
        if (city, round_) not in self._found:
            try:
                edition = self._catalog.find(city, round_) if round_ else self._catalog.find_on(city, self._day)
                edition.require_scorable()
            except NotFound:
                self._found[city, round_] = None
            else:
                self._found[city, round_] = as_known_on(edition, self._day)
        return self._found[city, round_]
