"""Which editions there are, and which is in force for a round. A folder a city, a file an edition."""

import os
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from hukou_cli.base.calendar import LATEST, date_text
from hukou_cli.base.errors import Finding, NotFound, nearest
from hukou_cli.base.folding import fold_city_name, simplified
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.compiled import read_compiled
from hukou_cli.policy.edition import Edition, is_edition_file
from hukou_cli.policy.neighbours import DIVISIONS, Neighbours, bytes_of, names_in_heading
from hukou_cli.policy.rounds import RoundId, day_round, read_round

if TYPE_CHECKING:  # a score needs no table of cities, and none of what reads TOML where its edition is compiled
    from hukou_cli.policy.load import Table
    from hukou_cli.policy.national import CityFile, Profile

VOCABULARY = "facts.toml"


class Catalog:
    """The policy folders, searched in order; the package's own comes last. Loads nothing before it is asked.

    Args:
        folders: The user's own folders, searched first.
        drafts: Policy files in no folder; each is found as a city is, by its path in place of a name.

    Raises:
        NotFound: There is no such folder.

    """

    def __init__(self, folders: Sequence[Path] = (), drafts: Sequence[Path] = ()) -> None:
        self.own_folders, self.folders = tuple(folders), (*folders, bundled())
        self._loaded: dict[Path, Edition] = {}
        self._drafts = [str(draft) for draft in drafts]
        self._listed: dict[str, list[str]] = {draft: [draft] for draft in self._drafts}
        for folder in folders:
            if not folder.is_dir():
                raise NotFound([Finding(code="no-such-folder", file=str(folder))])

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        """The folders that are called as each city or scheme, in the order searched; some may hold no edition."""
        found: dict[str, list[str]] = {}
        for folder in self.folders:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir():
                        found.setdefault(entry.name, []).append(entry.path)
        return found

    def _files(self, city: str) -> list[str]:
        """List the paths of a city's editions, the latest first. The first folder that has some serves it."""
        if city not in self._listed:
            self._listed[city] = next(filter(None, map(_editions_in, self._folders.get(city, ()))), [])
        return self._listed[city]

    def cities(self) -> list[str]:
        """List the cities that have an edition, by id."""
        return [city for city in sorted(self._folders) if self._files(city)]

    def editions(self, city: str) -> list[Path]:
        """List the files of a city's editions, the latest first; none where there is no such city."""
        return [Path(file) for file in self._files(city)]

    def all(self) -> Iterator[Path]:
        """Yield every edition's file, city by city."""
        for city in self.cities():
            yield from self.editions(city)

    def load(self, path: Path) -> Edition:
        """Load one edition's file, once. Raises InvalidPolicy, NotFound."""
        if path not in self._loaded:
            is_bundled = path.parent.parent == self.folders[-1]
            edition = read_compiled(path, self._vocabulary_file) if is_bundled else None
            if edition is None:
                from hukou_cli.policy.load import load_edition

                is_draft = path.parent.parent not in self.folders
                edition = load_edition(path, self.vocabulary(), self.editions if is_draft else None)
            neighbours = self._neighbours(path, edition)
            self._loaded[path] = replace(edition, path=str(path), neighbours=neighbours)
        return self._loaded[path]

    def _neighbours(self, path: Path, edition: Edition) -> Neighbours:
        """Find the facts of the city's other editions and schemes, and the names of all cities."""
        city = path.parent.name.partition("_")[0]
        schemes = [folder for folder in self._folders if folder.partition("_")[0] == city]
        others = [bytes_of(file) for scheme in schemes for file in self.editions(scheme) if file != path]
        is_followed = any(file.stem > path.stem for file in self.editions(path.parent.name))
        return Neighbours(
            shared=frozenset(edition.shared),
            others=tuple(others),
            folders=frozenset(self._folders),
            own_names=self._own_names,
            is_followed=is_followed,
            divisions=self._divisions,
        )

    @cached_property
    def _divisions(self) -> bytes:
        """The text of the names of all cities and prefectures, from the first folder that lists them."""
        return next(filter(None, (bytes_of(folder / DIVISIONS) for folder in self.folders)), b"")

    @property
    def places(self) -> frozenset[str]:
        """Every folded name of a city or prefecture of China; empty where no folder lists them."""
        return Neighbours(divisions=self._divisions).places

    @cached_property
    def _own_names(self) -> frozenset[str]:
        """The ids and folded names of the cities of the user's own folders, which ``divisions.toml`` may not have."""
        own = [city for folder in self.folders[:-1] for city in os.listdir(folder) if self._files(city)]  # noqa: PTH208
        ids = [city.partition("_")[0] for city in own]
        return frozenset((*own, *ids)).union(*(names_in_heading(self._files(city)[0]) for city in own))

    @cached_property
    def _heading_names(self) -> dict[str, set[str]]:
        """The folded Chinese name that the latest edition of each city or scheme gives its city."""
        return {city: names_in_heading(self._files(city)[0]) for city in self.cities()}

    def vocabulary(self) -> "Table":
        """Return the parsed facts that all cities share, from the first folder that has them."""
        return _vocabulary(self._vocabulary_file)

    @cached_property
    def _vocabulary_file(self) -> Path:
        """The file of the facts that all cities share: that of the first folder that has one."""
        for folder in self.folders:
            if (folder / VOCABULARY).is_file():
                return folder / VOCABULARY
        raise NotFound([Finding(code="file-missing", file=str(self.folders[-1] / VOCABULARY))])

    def large_cities(self) -> "CityFile":
        """Return the table of large cities: that of the first folder that has one. Raises InvalidPolicy, NotFound."""
        from hukou_cli.policy.national import CITIES, load_cities

        folder = next((folder for folder in self.folders if (folder / CITIES).is_file()), self.folders[-1])
        return load_cities(folder)

    def profiles(self, cities: Sequence[str] | None = None) -> "list[Profile]":
        """Return cities of the table by id (default: all) with the latest edition of each that has a policy."""
        from hukou_cli.policy.national import Profile

        table = self.large_cities()
        editions = {city: self.editions(city) for city in (table.city if cities is None else cities)}
        return [Profile(city, table, self.load(files[0]) if files else None) for city, files in editions.items()]

    def find(self, city: str, round_: RoundId | None = None) -> Edition:
        """Return the edition in force for a round; without one the latest edition.

        ``city`` is a city's id, or its name in either language. Raises NotFound naming what there is.
        """
        files = self.editions(self.city_id(city))
        if round_ is None:
            return self.load(files[0])
        editions = []
        for path in files:
            editions.append(self.load(path))
            if editions[-1].calendar.covers(round_):
                return editions[-1]
        from hukou_cli.policy.round_findings import not_in_force

        raise NotFound([not_in_force(editions, round_, city)])

    def find_on(self, city: str, day: int) -> Edition:
        """Return the edition by which one applies on a day: that in force, or a later one if only that has a round yet.

        Where neither has a round to come, it is the one last in force.

        Args:
            city: A city's id, or its name in either language.
            day: ``yyyymmdd``; ``LATEST`` where nobody said, which is the latest edition.

        Raises:
            NotFound: There is no such city, or it has no rules of that day.

        """
        files = self.editions(self.city_id(city))
        begun = [file for file in files if file.stem <= date_text(day) or city in self._drafts]
        if not begun:
            return self.find(city, day_round(day))  # it raises, naming what there is
        for file in (begun[0], *reversed(files[: -len(begun)])):
            edition = self.load(file)
            if edition.calendar.coming(day) is not None:
                return edition
        return self.load(begun[0])

    def earlier(self, edition: Edition) -> list[Edition]:
        """Load the city's editions before one whose lines it counts as of its own scale, by its ``[line]``.

        Raises InvalidPolicy, NotFound.
        """
        since = edition.file.line and edition.file.line.since
        if since is None:
            return []
        start = edition.file.policy.in_force_from.isoformat()
        return [self.load(path) for path in self.editions(edition.file.policy.folder) if path.stem < start]

    def named(self, name: str) -> Edition:
        """Return an edition named as ``beijing/2020-07-16``, by its file, or as a city, of which it is the latest.

        Raises NotFound naming what there is.
        """
        if Path(name).is_file():
            return self.load(Path(name))
        city, _, day = name.rpartition("/")
        if not city:
            return self.find(name)
        for path in self.editions(self.city_id(city)):
            if path.stem == day:
                return self.load(path)
        known = self.editions(self.city_id(city))
        values = {"seen": harmless(day), "city": harmless(city), "allowed": " ".join(path.stem for path in known)}
        values |= self.load(known[0]).file.policy.name.gaps("city")
        raise NotFound([Finding(code="unknown-edition", values=values)])

    def find_id(self, city: str) -> str | None:
        """Return the id of a city named by its id or in either language, None where there is none."""
        if city in self._drafts:
            return city
        wanted = fold_city_name(city)
        if self._files(wanted):
            return wanted
        named = [folder for folder, names in self._heading_names.items() if wanted in names and "_" not in folder]
        return named[0] if named else self.ids.get(wanted)  # in English, or of a scheme: the headings are parsed

    def city_id(self, city: str) -> str:
        """Return the id of a city named by its id or in either language. Raises NotFound with the nearest."""
        return self.city_ids([city])[0]

    def city_ids(self, cities: Sequence[str]) -> list[str]:
        """Return the ids of cities, each named as for ``city_id``. Raises NotFound with every one that is not there."""
        found = [self.find_id(city) for city in cities]
        if unknown := [city for city, id_ in zip(cities, found, strict=True) if id_ is None]:
            raise NotFound([self._unknown_city(city) for city in unknown])
        return [id_ for id_ in found if id_ is not None]

    def _unknown_city(self, city: str) -> Finding:
        close = nearest(simplified(fold_city_name(city)), self.ids)
        values = {"seen": harmless(city), "nearest": close or "", **self.known_cities}
        return Finding(code="unknown-city", values=values)

    @property
    def known_cities(self) -> dict[str, str]:
        """All cities for a message: their ids, and in Chinese their names; a scheme of a city has its id."""
        names = [
            next((name for name in sorted(named) if not name.isascii()), folder) if "_" not in folder else folder
            for folder, named in sorted(self._heading_names.items())
        ]
        return {"allowed": " ".join(self.cities()), "allowed_zh": "、".join(names)}

    @cached_property
    def ids(self) -> dict[str, str]:
        """The id of every city by itself and by the city's names in both languages, folded."""
        from hukou_cli.policy.city_names import names_of

        known = self.cities()
        names = {name: city for city in known for name in names_of(self.editions(city)[0]) if name not in known}
        return {city: city for city in known} | names | {fold_city_name(draft): draft for draft in self._drafts}


def bundled() -> Path:
    """Return the package's own policy folder: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "policies"
    return inside if inside.is_dir() else package.parent / "policies"


@cache
def _vocabulary(path: Path) -> "Table":
    from hukou_cli.policy.load import load_translated

    return load_translated(path)


def _editions_in(folder: str) -> list[str]:
    """List the paths of the editions in a city's folder, the latest first; none where it may not be read."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names and not paths are sorted, in a third of the time
    except OSError:
        return []
    editions = sorted((name for name in names if is_edition_file(name)), reverse=True)
    return [f"{folder}{os.sep}{name}" for name in editions]


def round_named(edition: Edition, written: int | str | None, day: int) -> RoundId:
    """Read which round of an edition is meant; without one the one to come on a day, or else the latest.

    Args:
        edition: The edition.
        written: A year, a period or a day of application, as it is written.
        day: ``yyyymmdd``; ``LATEST`` where nobody said.

    Raises:
        NotFound: The edition has no such round, or the day is needed and not known.

    """
    if written is None:
        named = edition.calendar.default(day)
        if named.day == LATEST:
            raise NotFound(
                [Finding(code="round-needed", values={"city": edition.id, **edition.file.policy.name.gaps("city")})]
            )
        return named
    found = read_round(written)
    if found is None or not edition.calendar.covers(found):
        from hukou_cli.policy.round_findings import no_such_round

        raise NotFound([no_such_round(edition, found, written)])
    return found
