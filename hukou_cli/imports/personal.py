"""Identity numbers, phone numbers and names in a printout: counted, and never kept."""

import re
from collections.abc import Iterable

from hukou_cli.base.folding import half_width
from hukou_cli.base.redaction import looks_like_identity_number
from hukou_cli.imports.layout import Section

_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")


def personal_cells(sections: Iterable[Section]) -> int:
    """Count the cells that hold an identity number or a phone number, or stand in a column of such or of names."""
    count = 0
    for section in sections:
        columns = set(section.layout.at("person")) if section.layout else set()
        for row in (*section.titles, *section.rows):
            count += sum(
                (at in columns and bool(cell)) or looks_like_identity_number(cell) or has_phone_number(cell)
                for at, cell in enumerate(row.cells)
            )
    return count


def has_phone_number(text: str) -> bool:
    """Return whether a text holds a mobile phone number.

    >>> has_phone_number("电话：１３９００００００００"), has_phone_number("139000")
    (True, False)
    """
    return _PHONE.search(half_width(text)) is not None


def without_numbers(text: str) -> str:
    """Return a text, as the name of an employer, with its phone numbers masked."""
    return _PHONE.sub("***********", half_width(text))
