"""The user's files as text, whatever is wrong with them said in one line."""

from pathlib import Path

from hukou_cli.base.errors import Finding, NotFound, harmless

LARGEST_FILE = 4 * 1024 * 1024


def read_text(path: Path) -> str:
    """Read a text file of the user's. Raises NotFound, with the reason, where that is impossible or unwise."""
    file = str(path)
    try:
        if path.is_dir():
            raise NotFound([Finding(code="file-is-folder", file=file)])
        with path.open("rb") as opened:
            return decoded(opened.read(LARGEST_FILE + 1), file)
    except FileNotFoundError:
        raise NotFound([Finding(code="file-missing", file=file)]) from None
    except OSError as error:
        reason = harmless(error.strerror or type(error).__name__)
        raise NotFound([Finding(code="file-unreadable", values={"reason": reason}, file=file)]) from None


def decoded(content: bytes, file: str) -> str:
    """Decode the bytes of a text file. Raises NotFound where they are too many or not UTF-8."""
    if len(content) > LARGEST_FILE:
        limit = str(LARGEST_FILE // 1024 // 1024)
        raise NotFound([Finding(code="file-too-large", values={"allowed": limit}, file=file)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotFound([Finding(code="not-utf8", file=file, line=line)]) from None


def toml_mistake(error: Exception, file: str, text: str) -> Finding:
    """Turn a parser's message, ``… (at line 3, column 7)``, into a finding at that line; at the end it names none."""
    reason, _, place = str(error).partition(" (at ")
    number = place.removeprefix("line ").partition(",")[0]
    lines = text.splitlines()
    line = int(number) if number.isdigit() else 0
    if not line and place:
        line = len(lines)
    seen = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return Finding(
        code="not-toml", values={"reason": harmless(reason), "seen": harmless(seen) or "…"}, file=file, line=line
    )
