"""A new city's files to start from, commented and all invented: they pass every check."""

import datetime
from pathlib import Path
from string import Template

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.toml_source import read_text
from hukou_cli.policy.catalog import bundled

FOLDER = "skeleton"


def new_city(city: str, name: Bilingual, in_force_from: datetime.date, today: datetime.date) -> dict[Path, str]:
    """Return the files of a new city by their path in a policy folder: policy, English, cases, example applicant.

    Args:
        city: The city's id.
        name: Its name, without 市.
        in_force_from: The first day in force, for which the policy file is named.
        today: The day that stands in the policy as the one it was compared with its sources.

    """
    values = {
        "city": city,
        "name_zh": name.zh.removesuffix("市"),
        "name_en": name.en,
        "day": str(in_force_from),
        "today": str(today),
    }
    templates = {
        f"{in_force_from}.toml": "edition.toml",
        f"{in_force_from}.en.toml": "edition.en.toml",
        f"{in_force_from}.cases.toml": "cases.toml",
        "example.toml": "example.toml",
    }
    return {
        Path(city, file): Template(read_text(bundled() / FOLDER / template)).substitute(values)
        for file, template in templates.items()
    }
