"""The names by which a policy file's city may be asked for."""

from pathlib import Path

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decoding import convert
from hukou_cli.base.errors import InvalidPolicy
from hukou_cli.base.folding import fold_city_name
from hukou_cli.policy.load import read_heading


def names_of(path: Path) -> list[str]:
    """Return the names that a policy file's city, or its scheme of the city, may be asked for by."""
    try:
        table = convert(read_heading(path), _Named)
    except InvalidPolicy:
        return []
    if isinstance(table, list):
        return []
    scheme = table.scheme_name or Bilingual(zh="", en="")
    return [f"{fold_city_name(table.name.zh)}{scheme.zh}", fold_city_name(f"{table.name.en} {scheme.en}")]


class _Named(msgspec.Struct, frozen=True):
    """The names in ``[policy]``; its other keys are not decoded here."""

    name: Bilingual
    scheme_name: Bilingual | None = None
