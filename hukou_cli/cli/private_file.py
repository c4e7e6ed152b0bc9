"""Files about a person: new ones, which their owner alone may read."""

import os
from pathlib import Path

from hukou_cli.base.errors import Finding, OutputError

OWNER_ALONE = 0o600


def write_private(output: Path, text: str) -> None:
    """Write a new file that its owner alone may read. Raises OutputError where there is one, or no such folder."""
    try:
        handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
    except FileExistsError:
        raise OutputError([Finding(code="file-exists", file=str(output))]) from None
    except OSError as error:
        raise OutputError([Finding(code="cannot-write", values={"reason": error.strerror or ""})]) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
