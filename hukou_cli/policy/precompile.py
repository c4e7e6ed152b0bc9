"""Compilation of the bundled editions ahead, when the package is built; ``compiled`` reads what this writes."""

import io
import pickle
import pickletools
from importlib.util import source_hash
from pathlib import Path
from typing import Any

import msgspec

from hukou_cli.base.decoding import Model, of_keys
from hukou_cli.policy.catalog import VOCABULARY, Catalog, bundled
from hukou_cli.policy.compiled import compiled_name, origin_hash
from hukou_cli.policy.edition import Edition
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
        pickled = _pickled(load_edition(path, shared))
        file = folder / compiled_name(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(origin_hash(path, vocabulary, installed=installed) + source_hash(pickled) + pickled)


class _Pickler(pickle.Pickler):
    """Leaves out what a table has by default, which is most of it: it then loads faster by a seventh."""

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as its base class has it
        """Return how a table is made again."""
        if not isinstance(value, Model):
            return NotImplemented
        fields = [(field, getattr(value, field.name)) for field in msgspec.structs.fields(value)]
        return of_keys, (type(value), {field.name: own for field, own in fields if own != field.default})


def _pickled(edition: Edition) -> bytes:
    file = io.BytesIO()
    _Pickler(file, protocol=5).dump(edition)
    return pickletools.optimize(file.getvalue())
