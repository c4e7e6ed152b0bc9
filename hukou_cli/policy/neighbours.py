"""The facts and cities that an applicant's file may name although this policy does not use them.

The files beside are scanned, not parsed, so that one policy loads fast. A file that cannot be read tells nothing:
``policy check`` says what is wrong with it.
"""

import re
from pathlib import Path

import msgspec

from hukou_cli.base.city_names import fold_city_name

_FACT = re.compile(rb"^\[facts\.([A-Za-z0-9_-]+)", re.MULTILINE)
_NAME = re.compile(rb"^name *=.*$", re.MULTILINE)
_QUOTED = re.compile(rb'"([^"]*)"')
_HEADING = 4000
"""The bytes of a policy file that hold the name of its city."""


class Neighbours(msgspec.Struct, frozen=True):
    """The names that an applicant's file may hold although the edition does not use them.

    Attributes:
        facts: The facts of the shared vocabulary and of the other editions and schemes of the city.
        cities: The id and the folded Chinese name of every city that has a policy.

    """

    facts: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()


def facts_in(file: Path) -> set[str]:
    """Return the facts that a policy file declares, by its headings ``[facts.NAME]``."""
    return {name.decode() for name in _FACT.findall(_bytes_of(file))}


def names_in_heading(file: Path) -> set[str]:
    """Return the folded names that a policy file gives its city: the quoted texts of the first line ``name = ...``."""
    line = _NAME.search(_bytes_of(file, _HEADING))
    quoted = _QUOTED.findall(line[0]) if line else []
    return {fold_city_name(name.decode(errors="replace")) for name in quoted}


def _bytes_of(file: Path, most: int = -1) -> bytes:
    try:
        with file.open("rb", buffering=0) as opened:
            return opened.read(most) or b""
    except OSError:
        return b""
