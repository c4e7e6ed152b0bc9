"""Editions compiled ahead, read: a start then reads no TOML of a policy. ``precompile`` writes them.

Each file of ``FOLDER`` is of one bundled edition. It is used only while the texts, the code and the Python that it was
made from are those at hand; else the edition is compiled, as where there is no such file. The files stand among the
modules of the package: who could change them could change the program.
"""

import os
from importlib.util import source_hash
from pathlib import Path
from typing import TYPE_CHECKING

from hukou_cli import __version__
from hukou_cli.base.toml_source import overlay_path
from hukou_cli.policy.neighbours import bytes_of

if TYPE_CHECKING:
    from hukou_cli.policy.edition import Edition

PACKAGE = Path(__file__).parent.parent
FOLDER = PACKAGE / "compiled"

HASH_BYTES = 8
"""The length of a hash: the one by which Python knows of which source a .pyc is; another Python has another."""


def read_compiled(path: Path, vocabulary: Path, folder: Path = FOLDER) -> "Edition | None":
    """Return an edition as it was compiled ahead, without its neighbours.

    Args:
        path: The policy file.
        vocabulary: The ``facts.toml`` whose facts it may name.
        folder: Where compiled editions are.

    Returns:
        None where there is none, where it was made from other texts or by other code, and where it is damaged.

    """
    from _pickle import loads  # the other half of pickle takes longer to import than an edition to load

    content = bytes_of(folder / compiled_name(path))
    origin, check, pickled = content[:HASH_BYTES], content[HASH_BYTES : 2 * HASH_BYTES], content[2 * HASH_BYTES :]
    if check != source_hash(pickled) or origin != origin_hash(path, vocabulary, installed=PACKAGE in path.parents):
        return None
    try:
        edition: Edition = loads(pickled)
    except Exception:  # noqa: BLE001 - another msgspec may write its values in another way
        return None
    return edition


def compiled_name(path: Path) -> str:
    """Return the name of the compiled file of a policy file, below ``FOLDER``."""
    return f"{path.parent.name}{os.sep}{path.stem}.pickle"


def origin_hash(path: Path, vocabulary: Path, *, installed: bool) -> bytes:
    """Return the hash of all that an edition comes from: its texts, those of the shared facts, and the code.

    Args:
        path: The policy file.
        vocabulary: The ``facts.toml`` whose facts it may name.
        installed: Whether the code is that of an installed package, which its version tells; else of a checkout.

    """
    texts = map(bytes_of, (path, overlay_path(path), vocabulary, overlay_path(vocabulary)))
    code = __version__ if installed else f"{__version__} {_modules()}"
    return source_hash(b"".join([code.encode(), *map(source_hash, texts)]))


def _modules() -> list[tuple[str, int, int]]:
    """Return the sizes and times of the modules that compile editions: in a checkout they change under one version.

    By these Python, too, knows whether it must compile a module again.
    """
    found = []
    for room in ("base", "facts", "rules", "policy", "policy/validation"):
        for file in os.scandir(PACKAGE / room):
            if file.name.endswith(".py"):
                state = file.stat()
                found.append((f"{room}/{file.name}", state.st_size, state.st_mtime_ns))
    return sorted(found)
