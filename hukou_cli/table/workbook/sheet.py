"""The rows of a sheet as texts, one after another. No binary fraction is made of a number on the way."""

from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

import msgspec

from hukou_cli.base.spreadsheet import letters_of
from hukou_cli.table.workbook.number_formats import Format, number_text
from hukou_cli.table.workbook.text_cells import decoded
from hukou_cli.table.workbook.xml_stream import DamagedWorkbook, read_xml

MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
"""The rows and columns that a sheet may have."""

_LONGEST_ROW = 1_000_000
"""Characters of a row above which its texts are not read on."""

_MOST_NAMED = 5
"""Cells of a kind that are named; more are counted."""

_DIGITS = "0123456789"
_FLAGS = ("TRUE()", "FALSE()")
"""Formulas that are flags as LibreOffice writes them, and no calculation."""


class SheetRow(NamedTuple):
    """A row that has text: its number, from 1, the texts by column, from 0, and whether it is too long to be one."""

    number: int
    cells: dict[int, str]
    is_too_long: bool = False


class Cells(msgspec.Struct):
    """Cells of a kind: how many there are, and the first of them by name, as ``C12``."""

    count: int = 0
    first: list[str] = []

    def add(self, name: str, times: int = 1) -> None:
        """Count a cell, or a range of so many."""
        self.count += times
        if len(self.first) < _MOST_NAMED:
            self.first.append(name)


class Seen(msgspec.Struct):
    """What was noticed while a sheet was read.

    Attributes:
        formulas: Cells whose text was calculated, when the file was last saved.
        valueless: Formulas whose value the file does not hold; their text is the formula.
        errors: Cells that hold the error of a formula.
        hidden_rows: Rows with text that are hidden, by a filter or by hand.
        hidden_columns: The columns that are hidden, from 0.

    """

    formulas: Cells = msgspec.field(default_factory=Cells)
    valueless: Cells = msgspec.field(default_factory=Cells)
    errors: Cells = msgspec.field(default_factory=Cells)
    hidden_rows: int = 0
    hidden_columns: set[int] = set()


class _Columns(dict[str, int]):
    """The number of each column, from 0, by its letters."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("A") + 1
        if not letters.isascii() or not letters.isupper() or not 0 < number <= MOST_COLUMNS:
            raise DamagedWorkbook
        self[letters] = number - 1
        return number - 1


class SheetReader:
    """Reads the rows of a sheet that have text, in their order.

    Args:
        strings: The texts that cells name by their number.
        formats: The format of each style.
        from_1904: Whether days are counted from 1904.

    """

    def __init__(self, strings: Sequence[str], formats: Sequence[Format], *, from_1904: bool) -> None:
        self.seen = Seen()
        self.done = 0
        self._strings, self._formats, self._from_1904 = strings, formats, from_1904
        self._columns = _Columns()
        self._rows: list[SheetRow] = []
        self._number, self._column = 0, -1
        self._cells: dict[int, str] = {}
        self._is_hidden = self._in_data = False
        self._size = 0
        self._kind, self._style = "n", ""
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._phonetic = False

    def rows(self, part: IO[bytes]) -> Iterator[SheetRow]:
        """Yield the rows of a sheet's part. Raises DamagedWorkbook, or ExpatError."""
        for size in read_xml(part, self._start, self._end, self._text):
            self.done += size
            yield from self._rows
            self._rows.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self._into = self._value
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._formula = self._into = []
        elif name == "t":
            self._into = self._value if self._kind == "inlineStr" and not self._phonetic else None
        elif name == "rPh":
            self._phonetic = True
        elif name == "sheetData":
            self._in_data = True
        elif name == "col" and _is_true(attributes.get("hidden")):
            self._hide(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes["r"]) if "r" in attributes else self._number + 1
        if not self._number < number <= MOST_ROWS or not self._in_data:
            raise DamagedWorkbook
        self._number, self._column, self._size = number, -1, 0
        self._cells = {}
        self._is_hidden = _is_true(attributes.get("hidden"))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self._column = self._column + 1 if place is None else self._columns[place.rstrip(_DIGITS)]
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._value, self._formula = [], None

    def _hide(self, attributes: dict[str, str]) -> None:
        first, last = int(attributes["min"]), min(int(attributes["max"]), MOST_COLUMNS)
        if not 0 < first <= MOST_COLUMNS:
            raise DamagedWorkbook
        self.seen.hidden_columns.update(range(first - 1, last))

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._size += len(text)
            if self._size <= _LONGEST_ROW:
                self._into.append(text)

    def _end(self, name: str) -> None:
        if name in ("v", "f", "t"):
            self._into = None
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._phonetic = False
        elif name == "sheetData":
            self._in_data = False

    def _end_cell(self) -> None:
        if not self._value and self._formula is None:
            return
        text = self._shown("".join(self._value))
        if self._formula is not None and "".join(self._formula) not in _FLAGS:
            name = f"{letters_of(self._column)}{self._number}"
            if text or self._kind == "str":  # a text may be calculated as empty
                self.seen.formulas.add(name)
            else:
                self.seen.valueless.add(name)
                text = f"={''.join(self._formula)}"
        if self._kind == "e" and text:
            self.seen.errors.add(f"{letters_of(self._column)}{self._number}")
        if text:
            if self._column in self._cells or self._column >= MOST_COLUMNS:
                raise DamagedWorkbook
            self._cells[self._column] = text

    def _shown(self, written: str) -> str:
        """Return the text that a cell shows."""
        match self._kind:
            case "n":
                written = written.strip()
                shown = self._formats[int(self._style)] if self._style else Format()
                return number_text(written, shown, from_1904=self._from_1904) if written else ""
            case "s":
                at = int(written)
                if at < 0:
                    raise DamagedWorkbook
                return self._strings[at]
            case "inlineStr" | "str":
                return decoded(written).strip()
            case "b":
                return {"1": "true", "0": "false"}.get(written.strip(), written)
            case "d":
                return written.removesuffix("T00:00:00").replace("T", " ").strip()
            case _:
                return written.strip()

    def _end_row(self) -> None:
        if self._cells or self._size > _LONGEST_ROW:
            self.seen.hidden_rows += self._is_hidden
            self._rows.append(SheetRow(self._number, self._cells, self._size > _LONGEST_ROW))


def read_strings(part: IO[bytes]) -> list[str]:
    """Read the texts that cells name by their number, without the signs that say how to pronounce them.

    Raises DamagedWorkbook, or ExpatError.
    """
    found: list[str] = []
    pieces: list[str] = []
    reading = [False, False]  # whether in a text, and whether that is a pronunciation

    def start(name: str, _: dict[str, str]) -> None:
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            reading[1] = True
        elif name == "t":
            reading[0] = not reading[1]

    def end(name: str) -> None:
        if name == "si":
            found.append(decoded("".join(pieces)).strip())
        elif name == "rPh":
            reading[1] = False
        elif name == "t":
            reading[0] = False

    def text(content: str) -> None:
        if reading[0]:
            pieces.append(content)

    for _ in read_xml(part, start, end, text):
        pass
    return found


def _is_true(written: str | None) -> bool:
    return written in ("1", "true")
