"""A new city's files to start from: a commented policy that passes every check, and its cases, all invented."""

import datetime
from pathlib import Path
from string import Template

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.text_files import read_text
from hukou_cli.policy.catalog import bundled

FOLDER = "skeleton"


def new_city(city: str, name: Bilingual, in_force_from: datetime.date, today: datetime.date) -> dict[Path, str]:
    """Give the files of a new city by their path in a policy folder. ``city`` is an id; ``name`` is without 市."""
    gaps = {
        "city": city,
        "name_zh": name.zh.removesuffix("市"),
        "name_en": name.en,
        "day": str(in_force_from),
        "today": str(today),
    }
    return {
        Path(city, f"{in_force_from}{ending}"): Template(read_text(bundled() / FOLDER / template)).substitute(gaps)
        for template, ending in (("edition.toml", ".toml"), ("cases.toml", ".cases.toml"))
    }
