"""Spreadsheets as known without opening one: texts they run or put in place of values, columns, first bytes."""

import re

FORMULA_START = r"^[=+@\t\r-]"
"""How a text begins that a spreadsheet takes for a formula."""

SIGNED_NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?"
"""The texts among them that are plain numbers, and so harmless."""

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
"""Error values of a spreadsheet, shown by cells whose formula has no result."""

MERGED = "#MERGED"
"""How the text begins that stands in a cell which another one covers, before the name of the merged cell."""


ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""First bytes of workbooks, and of old ones and those with a password."""


def formula_safe(text: str) -> str:
    """Return a text as it may stand in a CSV cell: with an apostrophe before it where a spreadsheet would run it.

    >>> formula_safe("=1+1"), formula_safe("-5"), formula_safe("A-5")
    ("'=1+1", '-5', 'A-5')
    """
    return f"'{text}" if re.match(FORMULA_START, text) and not re.fullmatch(SIGNED_NUMBER, text) else text


def letters_of(column: int) -> str:
    """Return the letters by which a sheet names a column, from 0.

    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    letters, number = "", column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
