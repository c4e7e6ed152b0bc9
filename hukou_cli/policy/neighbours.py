"""The facts and cities that an applicant's file may name although this policy does not use them.

The files beside are scanned, not parsed, so that one policy loads fast. A file that cannot be read tells nothing:
``policy check`` says what is wrong with it.
"""

import re
from functools import cached_property
from pathlib import Path

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.city_names import fold_city_name

DIVISIONS = "divisions.toml"

_FACT = re.compile(rb"^\[facts\.([A-Za-z0-9_-]+)", re.MULTILINE)
_NAME = re.compile(rb"^name *=.*$", re.MULTILINE)
_QUOTED = re.compile(rb'"([^"]*)"')
_HEADING = 4000
"""The bytes of a policy file that hold the name of its city."""


class Neighbours(msgspec.Struct, frozen=True, dict=True):
    """What a catalog knows beside an edition: whether another follows, and names that applicants may write.

    Attributes:
        facts: The facts of the shared vocabulary and of the other editions and schemes of the city.
        cities: The id and the folded Chinese name of every city that has a policy.
        is_followed: True if a later edition of the same city or scheme follows.
        divisions: The text of ``divisions.toml``, of which few applicants need the names.

    """

    facts: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    is_followed: bool = False
    divisions: bytes = b""

    @cached_property
    def places(self) -> frozenset[str]:
        """Every folded name of a city or prefecture of China; empty where none are known, and all names pass.

        Each quoted text holds the spellings of one place.

        >>> from hukou_cli.policy.catalog import bundled
        >>> places = Neighbours(divisions=bytes_of(bundled() / DIVISIONS)).places
        >>> {"保定", "baoding", "延边朝鲜族自治州", "境外"} <= places, "北就" in places
        (True, False)
        """
        quoted = (text.decode(errors="replace") for text in _QUOTED.findall(self.divisions))
        return frozenset(fold_city_name(name) for text in quoted for name in text.split())

    def namesakes(self, city: str) -> tuple[str, ...]:
        """Return the Chinese names of the places that share a folded spelling; none where it is of one or of none.

        >>> from hukou_cli.policy.catalog import bundled
        >>> known = Neighbours(divisions=bytes_of(bundled() / DIVISIONS))
        >>> known.namesakes("suzhou"), known.namesakes("苏州"), known.namesakes("wuxi")
        (('苏州', '宿州'), (), ())
        """
        if self.divisions.count(city.encode(errors="replace")) < 2:  # noqa: PLR2004 - as of nearly every name
            return ()
        quoted = (text.decode(errors="replace").split() for text in _QUOTED.findall(self.divisions))
        found = tuple(spellings[0] for spellings in quoted if city in map(fold_city_name, spellings))
        return found if len(found) > 1 else ()

    def place_name(self, city: str) -> Bilingual:
        """Return the names of a city or prefecture by one of its folded spellings; the spelling where none has it.

        >>> from hukou_cli.policy.catalog import bundled
        >>> Neighbours(divisions=bytes_of(bundled() / DIVISIONS)).place_name("haerbin")
        Bilingual(zh='哈尔滨', en='Harbin')
        """
        for text in _QUOTED.findall(self.divisions):
            spellings = text.decode(errors="replace").split()
            if city in map(fold_city_name, spellings):
                latin = [spelling for spelling in spellings if spelling.isascii()]
                return Bilingual(zh=spellings[0], en=latin[-1].replace("_", " ").title() if latin else city)
        return Bilingual(zh=city, en=city)


def facts_in(file: Path | str) -> set[str]:
    """Return the facts that a policy file declares, by its headings ``[facts.NAME]``."""
    return {name.decode() for name in _FACT.findall(bytes_of(file))}


def names_in_heading(file: Path | str) -> set[str]:
    """Return the folded names that a policy file gives its city: the quoted texts of the first line ``name = ...``."""
    line = _NAME.search(bytes_of(file, _HEADING))
    quoted = _QUOTED.findall(line[0]) if line else []
    return {fold_city_name(name.decode(errors="replace")) for name in quoted}


def bytes_of(file: Path | str, most: int = -1) -> bytes:
    """Return the first bytes of a file, all by default; none where it cannot be read."""
    try:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - one a city at each start: Path takes twice the time
            return opened.read(most) or b""
    except OSError:
        return b""
