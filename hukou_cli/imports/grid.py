"""The cells of a printout, whatever file they stand in: rows of text."""

from typing import NamedTuple

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable

MOST_BYTES = 10 * 1024 * 1024
"""Bytes above which a file is refused: a working life takes less than one."""

MOST_CELLS = 200_000
"""Cells above which it is refused, those that a merged cell covers among them."""


class Row(NamedTuple):
    """A row of cells, without blanks around their texts, and the line that it stands on, from 1."""

    line: int
    cells: tuple[str, ...]


class Grid(msgspec.Struct, frozen=True):
    """One table of a file.

    Attributes:
        rows: Its rows. A merged cell has its text in every cell that it covers.
        name: The name of its sheet; empty where the file has none.
        valueless: Where formulas stand whose value the file does not hold, as ``B7``.

    """

    rows: tuple[Row, ...]
    name: str = ""
    valueless: tuple[str, ...] = ()


def too_large(file: str) -> InvalidTable:
    """Return the error of a file with more than ``MOST_BYTES`` or ``MOST_CELLS``."""
    values = {"allowed": str(MOST_BYTES // 1024 // 1024), "cells": f"{MOST_CELLS:,}"}
    return InvalidTable([Finding(code="import-too-large", values=values, file=file)])
