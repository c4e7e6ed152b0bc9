"""Screens of a fixed width, compared with the pages in ``tests/render/screens``.

``HUKOU_RESET_SCREENS=1`` writes them anew; who does so answers for the difference.
"""

import io
import os
import re
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

SCREENS = Path(__file__).parent.parent / "render" / "screens"


def screen(width: int) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=False,
        color_system=None,
        markup=False,
        emoji=False,
        highlight=False,
    )


def compare(name: str, to: Console, width: int) -> None:
    assert isinstance(to.file, io.StringIO)
    printed = to.file.getvalue()
    assert not [line for line in printed.splitlines() if re.search(r"[^0-9]…$", line)]
    assert max(cell_len(line) for line in printed.splitlines()) <= width
    page = SCREENS / name
    if os.environ.get("HUKOU_RESET_SCREENS"):
        page.write_text(printed, encoding="utf-8")
    assert printed == page.read_text(encoding="utf-8")
