"""The header of a table: which of its first rows names the columns, and whether its names can be told apart."""

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.base.spreadsheet import letters_of

MOST_ABOVE = 10
"""The most rows above a header."""


def names_in(cells: list[str]) -> list[str]:
    """Return cells without blanks around them; empty ones after the last are dropped."""
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def names_columns(cells: list[str], above: int) -> bool:
    """Return whether a record is the header below a title of so many cells: names alone, at least twice as many."""
    names = names_in(cells)
    are_names = all(any(map(str.isalpha, name)) and name.lower() not in ("true", "false") for name in names)
    return len(names) >= max(2, 2 * above) and are_names and len(set(map(str.lower, names))) == len(names)


def checked_header(cells: list[str], name: str, line: int, *, lettered: bool = False) -> list[str]:
    """Return the names of the columns, as ``check_header`` lets them pass. Raises InvalidTable."""
    header = names_in(cells)
    if len(cells) > 2 and len(header) == 1:  # noqa: PLR2004 - one comma too many makes no title
        seen = harmless(header[0])
        raise InvalidTable([Finding(code="header-is-title", values={"seen": seen}, file=name, line=line)])
    header = header or [cell.strip() for cell in cells]
    check_header(header, name, line, lettered=lettered)
    return header


def check_header(header: list[str], name: str, line: int, *, lettered: bool = False) -> None:
    """Refuse a header with an empty name or a duplicate. Case is ignored, as the engine does.

    ``lettered``: columns are told by their letters.

    Raises:
        InvalidTable: With every such name.

    """
    empty = ", ".join(letters_of(at) if lettered else str(at + 1) for at, cell in enumerate(header) if not cell)
    found = [Finding(code="header-empty-name", values={"seen": empty}, file=name, line=line)] if empty else []
    lower = [cell.lower() for cell in header]
    twice = dict.fromkeys(cell for at, cell in enumerate(header) if cell and lower[at] in lower[:at])
    found += [
        Finding(code="header-name-twice", values={"seen": harmless(cell)}, file=name, line=line) for cell in twice
    ]
    if found:
        raise InvalidTable(found)
