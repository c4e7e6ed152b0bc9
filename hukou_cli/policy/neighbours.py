"""The facts and cities that an applicant's file may name although this policy does not use them.

The files beside are scanned, not parsed, so that one policy loads fast. A file that cannot be read tells nothing:
``policy check`` says what is wrong with it.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.folding import fold_city_name

DIVISIONS = "divisions.toml"

_FACT = rb"^\[facts\.([A-Za-z0-9_-]+)"  # texts: a pattern compiled here would be so at each start
_NAME = rb"^name *=.*$"
_QUOTED = rb'"([^"]*)"'
_HEADING = 4000
"""The bytes of a policy file that hold the name of its city."""


class Neighbours(msgspec.Struct, frozen=True, dict=True):
    """What a catalog knows beside an edition: whether another follows, and names that applicants may write.

    Attributes:
        shared: The facts of the shared vocabulary.
        others: The texts of the other editions and schemes of the city, of which few applicants need the facts.
        folders: The names of all policy folders: of cities, of schemes of a city, and of what holds no policy.
        own_names: The ids and folded names of the cities that the user's own folders have policies of.
        is_followed: True if a later edition of the same city or scheme follows.
        divisions: The text of ``divisions.toml``, of which few applicants need the names.

    """

    shared: frozenset[str] = frozenset()
    others: tuple[bytes, ...] = ()
    folders: frozenset[str] = frozenset()
    own_names: frozenset[str] = frozenset()
    is_followed: bool = False
    divisions: bytes = b""

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts of the shared vocabulary and of the other editions and schemes, by headings ``[facts.NAME]``."""
        return self.shared.union(
            *({name.decode() for name in re.findall(_FACT, text, re.MULTILINE)} for text in self.others)
        )

    @cached_property
    def cities(self) -> frozenset[str]:
        """The id and every folded name of every city that has a policy, and the ids of its schemes.

        >>> known = Neighbours(folders=frozenset(["shanghai_points", "skeleton"]), divisions='"上海 shanghai"'.encode())
        >>> sorted(known.cities)
        ['shanghai', 'shanghai_points', '上海']
        """
        ids = {folder: folder.partition("_")[0] for folder in self.folders}
        found = set(self.own_names)
        for spellings in map(frozenset, self._spellings()):
            found |= spellings if not spellings.isdisjoint(ids.values()) else frozenset()
        return frozenset(found).union(folder for folder, city in ids.items() if city in found)

    def _spellings(self) -> Iterator[list[str]]:
        """Yield the folded spellings of each place; a quoted text holds those of one."""
        for text in re.findall(_QUOTED, self.divisions):
            yield [fold_city_name(name) for name in text.decode(errors="replace").split()]

    @cached_property
    def places(self) -> frozenset[str]:
        """Every folded name of a city or prefecture of China; empty where none are known, and all names pass.

        >>> from hukou_cli.policy.catalog import bundled
        >>> places = Neighbours(divisions=bytes_of(bundled() / DIVISIONS)).places
        >>> {"保定", "baoding", "延边朝鲜族自治州", "境外"} <= places, "北就" in places
        (True, False)
        """
        return frozenset(name for spellings in self._spellings() for name in spellings)

    def namesakes(self, city: str) -> tuple[str, ...]:
        """Return the Chinese names of the places that share a folded spelling; none where it is of one or of none.

        >>> from hukou_cli.policy.catalog import bundled
        >>> known = Neighbours(divisions=bytes_of(bundled() / DIVISIONS))
        >>> known.namesakes("suzhou"), known.namesakes("苏州"), known.namesakes("wuxi")
        (('苏州', '宿州'), (), ())
        """
        if self.divisions.count(city.encode(errors="replace")) < 2:  # noqa: PLR2004 - as of nearly every name
            return ()
        found = self._named_by.get(city, ())
        return found if len(found) > 1 else ()

    @cached_property
    def _named_by(self) -> dict[str, tuple[str, ...]]:
        """The Chinese names of the places by each folded spelling: a table asks for those of every person."""
        named: dict[str, tuple[str, ...]] = {}
        for text in re.findall(_QUOTED, self.divisions):
            spellings = text.decode(errors="replace").split()
            for spelling in dict.fromkeys(map(fold_city_name, spellings)):
                named[spelling] = (*named.get(spelling, ()), spellings[0])
        return named

    def place_name(self, city: str) -> Bilingual:
        """Return the names of a city or prefecture by one of its folded spellings; the spelling where none has it.

        >>> from hukou_cli.policy.catalog import bundled
        >>> Neighbours(divisions=bytes_of(bundled() / DIVISIONS)).place_name("haerbin")
        Bilingual(zh='哈尔滨', en='Harbin')
        """
        for text in re.findall(_QUOTED, self.divisions):
            spellings = text.decode(errors="replace").split()
            if city in map(fold_city_name, spellings):
                latin = [spelling for spelling in spellings if spelling.isascii()]
                return Bilingual(zh=spellings[0], en=latin[-1].replace("_", " ").title() if latin else city)
        return Bilingual(zh=city, en=city)


def names_in_heading(file: Path | str) -> set[str]:
    """Return the folded names that a policy file gives its city: the quoted texts of the first line ``name = ...``."""
    line = re.search(_NAME, bytes_of(file, _HEADING), re.MULTILINE)
    quoted = re.findall(_QUOTED, line[0]) if line else []
    return {fold_city_name(name.decode(errors="replace")) for name in quoted}


def bytes_of(file: Path | str, most: int = -1) -> bytes:
    """Return the first bytes of a file, all by default; none where it cannot be read."""
    try:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - one a city at each start: Path takes twice the time
            return opened.read(most) or b""
    except OSError:
        return b""
