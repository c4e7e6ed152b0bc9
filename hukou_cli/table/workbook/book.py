"""A workbook: its sheets, and what their cells are read by. openpyxl, an extra, opens it; the rows are read here.

openpyxl would make a binary fraction of every number, takes the formats that Chinese programs name by number alone for
plain numbers, and says nothing of hidden rows.
"""

import contextlib
import errno
import zipfile
import zlib
from collections.abc import Iterator
from io import BufferedIOBase
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple
from xml.parsers.expat import ExpatError

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.table.workbook.merged import Merged, read_merged
from hukou_cli.table.workbook.number_formats import Format, format_of
from hukou_cli.table.workbook.sheet import SheetReader, read_strings
from hukou_cli.table.workbook.xml_stream import DamagedWorkbook

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The part in which a workbook with a password has its content."""

_MOST_MEGABYTES = {"sheet": 2000, "strings": 100, "other": 20}
"""Megabytes of a part unpacked, above which it is refused: a sheet is read bit by bit, its strings are kept."""

_BOMB, _RATIO = 1 << 26, 250
"""Bytes from which a part is refused that is so many times as large as its packed form; those of sheets are 5 to 50."""

_SETTINGS, _STYLES = "[Content_Types].xml", "xl/styles.xml"
_OTHER_KINDS = ("mimetype", "xl/workbook.bin", "Index/Document.iwa")
"""Parts by which the files of other programs are known: OpenDocument, the binary form of Excel, Numbers."""

_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, ExpatError, SyntaxError, DamagedWorkbook),
    *(KeyError, IndexError, ValueError, OverflowError, AttributeError, TypeError, NotImplementedError),
)
"""What reading a damaged part raises."""


class Sheet(NamedTuple):
    """A sheet: its name, the part that has its rows, and whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


def require_openpyxl(file: str) -> None:
    """Raise InvalidTable where openpyxl is not installed, by which a file would be read or written."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise InvalidTable([Finding(code="no-openpyxl", file=file)]) from None


class Workbook:
    """A workbook that can be read.

    Args:
        file: Its bytes; they stay open as long as it is read.
        name: Its name, for messages.

    Raises:
        InvalidTable: openpyxl is not installed, or the file is no whole workbook.

    """

    def __init__(self, file: BinaryIO | BufferedIOBase, name: str) -> None:
        self.name = name
        self._strings: list[str] | None = None
        self._formats: list[Format] = []
        require_openpyxl(name)
        with self.translated_errors():
            self._parts = zipfile.ZipFile(file)
            self._check_parts()
            self.sheets, self._from_1904 = self._open(file)

    @property
    def size(self) -> int:
        """The bytes of all parts, unpacked."""
        return sum(part.file_size for part in self._parts.infolist())

    def size_of(self, sheet: Sheet) -> int:
        """Return the bytes of a sheet's part, unpacked."""
        return self._parts.getinfo(sheet.part).file_size

    def reader(self, sheet: Sheet) -> tuple[SheetReader, IO[bytes]]:
        """Return a reader for a sheet, and the part that it is to read. Raises InvalidTable."""
        with self.translated_errors():
            if self._strings is None:
                self._formats = self._read_formats()
                self._strings = self._read_strings()
            return SheetReader(self._strings, self._formats, from_1904=self._from_1904), self._part(sheet.part, "sheet")

    def merged(self, sheet: Sheet) -> list[Merged]:
        """Return the merged cells of a sheet. Raises InvalidTable."""
        with self.translated_errors(), self._part(sheet.part, "sheet") as part:
            return read_merged(part)

    @contextlib.contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Turn what a damaged file raises into a finding. Raises InvalidTable."""
        try:
            yield
        except (*_FAULTS, OSError) as error:
            if isinstance(error, OSError) and error.errno != errno.EINVAL:  # a part that begins before the file
                raise
            raise InvalidTable([Finding(code="workbook-damaged", file=self.name)]) from None

    def _check_parts(self) -> None:
        """Refuse a package that is no workbook, or that has a password. Raises InvalidTable."""
        names = self._parts.namelist()
        code = "" if set(names).isdisjoint(_OTHER_KINDS) else "workbook-other"
        parts = self._parts.infolist()
        if any(part.flag_bits & 1 for part in parts):
            code = "workbook-password"
        elif not code and (_SETTINGS not in names or {part.compress_type for part in parts} - _PACKINGS):
            code = "workbook-damaged"
        if code:
            raise InvalidTable([Finding(code=code, file=self.name)])

    def _open(self, file: BinaryIO | BufferedIOBase) -> tuple[tuple[Sheet, ...], bool]:
        """Return the sheets, and whether days are counted from 1904."""
        import warnings

        from openpyxl.reader.excel import ExcelReader
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        for part in self._parts.namelist():
            if part in (_SETTINGS, _STYLES) or part.startswith(("xl/workbook", "xl/_rels/")):
                self._part(part, "other").close()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of names and links that are not read
            reader = ExcelReader(file, read_only=True, keep_links=False)
            try:
                reader.read_manifest()
                reader.read_workbook()
            except OSError:  # no part is a workbook's
                raise DamagedWorkbook from None
            self._strings_part = _strings_part(reader)
            found = [
                Sheet(sheet.name, relation.target, sheet.state != "visible")
                for sheet, relation in reader.parser.find_sheets()
                if relation.Type.endswith("/worksheet")
            ]
            if not found:
                raise DamagedWorkbook
        return tuple(found), bool(reader.wb.epoch == CALENDAR_MAC_1904)

    def _part(self, name: str, kind: str) -> IO[bytes]:
        """Open a part. Raises InvalidTable where it is too large."""
        known, most = self._parts.getinfo(name), _MOST_MEGABYTES[kind]
        packed = max(1, known.compress_size)
        if known.file_size > most << 20 or (known.file_size > _BOMB and known.file_size // packed > _RATIO):
            raise InvalidTable([Finding(code="workbook-too-large", values={"allowed": str(most)}, file=self.name)])
        return self._parts.open(name)

    def _read_strings(self) -> list[str]:
        if not self._strings_part:
            return []
        with self._part(self._strings_part, "strings") as part:
            return read_strings(part)

    def _read_formats(self) -> list[Format]:
        """Return the format of each style."""
        from xml.etree import ElementTree

        if _STYLES not in self._parts.namelist():
            return []
        with self._part(_STYLES, "other") as part:
            root = ElementTree.parse(part).getroot()  # noqa: S314 - expat bounds what entities multiply
        space = root.tag.rpartition("}")[0] + "}" if "}" in root.tag else ""
        written, styles = (root.find(f"{space}{name}") for name in ("numFmts", "cellXfs"))
        formats = () if written is None else written
        codes = {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in formats}
        numbers = [int(each.get("numFmtId", "0")) for each in (() if styles is None else styles)]
        known = {number: format_of(number, codes.get(number)) for number in set(numbers)}
        return [known[number] for number in numbers]


def _strings_part(reader: "ExcelReader") -> str:
    from openpyxl.xml.constants import SHARED_STRINGS

    found = reader.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
    return found.PartName.removeprefix("/") if found is not None else ""


def old_workbook(content: BinaryIO | BufferedIOBase, name: str) -> InvalidTable:
    """Return the error of an old workbook, or of one with a password, which looks alike; to be read from its start."""
    tail, is_encrypted = b"", False
    while piece := content.read(1 << 20):
        is_encrypted = is_encrypted or _ENCRYPTED in tail + piece
        tail = piece[-len(_ENCRYPTED) :]
    return InvalidTable([Finding(code="workbook-password" if is_encrypted else "workbook-old", file=name)])
