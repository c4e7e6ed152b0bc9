"""Compilation of the bundled editions ahead, when the package is built; ``compiled`` reads what this writes."""

import pickle
from importlib.util import source_hash
from pathlib import Path

from hukou_cli.policy.catalog import VOCABULARY, Catalog, bundled
from hukou_cli.policy.compiled import compiled_name, origin_hash
from hukou_cli.policy.load import load_edition, load_translated


def write_compiled(folder: Path, *, installed: bool) -> None:
    """Compile every bundled edition and write it to a folder, which is made.

    Args:
        folder: Where to write.
        installed: Whether the files are for an installed package; else they are for this checkout.

    Raises:
        InvalidPolicy: With what is wrong in an edition.

    """
    vocabulary = bundled() / VOCABULARY
    shared = load_translated(vocabulary)
    for path in Catalog().all():
        pickled = pickle.dumps(load_edition(path, shared), protocol=5)
        file = folder / compiled_name(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(origin_hash(path, vocabulary, installed=installed) + source_hash(pickled) + pickled)
