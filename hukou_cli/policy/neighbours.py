"""What stands beside a policy file: words and cities that an applicant's file may hold though the policy does not.

The files beside are scanned, not parsed, so that one policy loads fast. A file that cannot be read tells nothing:
``policy check`` says what is wrong with it.
"""

import re
from pathlib import Path

import msgspec

from hukou_cli.base.city_names import fold_city_name
from hukou_cli.base.translation import overlay_path

_FACT = re.compile(rb"^\[facts\.([A-Za-z0-9_-]+)", re.MULTILINE)
_NAME = re.compile(rb"^name *=.*$", re.MULTILINE)
_QUOTED = re.compile(rb'"([^"]*)"')
_HEADING = 4000
"""The bytes of a policy file that hold the name of its city."""


class Neighbours(msgspec.Struct, frozen=True):
    """What an edition does not use and an applicant's file may hold without a mistake.

    Attributes:
        facts: The facts of the shared vocabulary and of the other editions and schemes of the city.
        cities: The folded names of every city that has a policy, and the cities' ids.

    """

    facts: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()


def facts_in(file: Path) -> set[str]:
    """Return the facts that a policy file declares, by its headings ``[facts.NAME]``."""
    return {name.decode() for name in _FACT.findall(_bytes_of(file))}


def names_in_heading(file: Path) -> set[str]:
    """Return the folded names of the city of a policy file, its English one from the overlay beside it.

    They are the quoted texts of the first line ``name = ...``.
    """
    lines = (_NAME.search(_bytes_of(each, _HEADING)) for each in (file, overlay_path(file)))
    quoted = [name for line in lines if line for name in _QUOTED.findall(line[0])]
    return {fold_city_name(name.decode(errors="replace")) for name in quoted}


def _bytes_of(file: Path, most: int = -1) -> bytes:
    try:
        with file.open("rb", buffering=0) as opened:
            return opened.read(most) or b""
    except OSError:
        return b""
