"""Texts of spreadsheets: those that one would run as formulas, for Python and SQL, and those that are no values."""

import re

FORMULA_START = r"^[=+@\t\r-]"
"""How a text begins that a spreadsheet takes for a formula."""

SIGNED_NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?"
"""The texts among them that are plain numbers, and so harmless."""

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
"""Error values of a spreadsheet, shown by cells whose formula has no result."""

MERGED = "#MERGED"
"""How the text begins that stands in a cell which another one covers, before the name of the merged cell."""


def formula_safe(text: str) -> str:
    """Return a text as it may stand in a CSV cell: with an apostrophe before it where a spreadsheet would run it.

    >>> formula_safe("=1+1"), formula_safe("-5"), formula_safe("A-5")
    ("'=1+1", '-5', 'A-5')
    """
    return f"'{text}" if re.match(FORMULA_START, text) and not re.fullmatch(SIGNED_NUMBER, text) else text
