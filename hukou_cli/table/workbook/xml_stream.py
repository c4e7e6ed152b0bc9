"""Reading a part of a workbook bit by bit, so that its size takes no memory."""

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

PART = 1 << 16
"""Bytes read at once."""

_LONGEST_TAG = 1 << 20
"""Bytes of one tag; a longer one is no sheet's."""

_MOST_NAMES = 1000
"""Different names of tags; more are no sheet's."""


class DamagedWorkbook(Exception):  # noqa: N818 - it becomes a finding before anybody sees it
    """A part of a workbook is not what it must be."""


def read_xml(
    part: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> Iterator[int]:
    """Call functions for the tags and the text of a part, named without prefixes; yield after each piece its bytes.

    Raises:
        DamagedWorkbook: It has a document type, from which entities could multiply, or tags that no sheet has.
        expat.ExpatError: It is no XML.

    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    local: dict[str, str] = {}

    def begun(name: str, attributes: dict[str, str]) -> None:
        known = local.get(name)
        if known is None:
            if len(local) > _MOST_NAMES:
                raise DamagedWorkbook
            known = local[name] = name.rpartition(":")[2]
        start(known, attributes)

    def refused(*_: object) -> None:
        raise DamagedWorkbook

    parser.StartElementHandler = begun
    parser.EndElementHandler = lambda name: end(local[name])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refused
    done = 0
    while piece := part.read(PART):
        parser.Parse(piece, False)
        done += len(piece)
        if done - parser.CurrentByteIndex > _LONGEST_TAG:
            raise DamagedWorkbook
        yield len(piece)
    parser.Parse(b"", True)
    yield 0
