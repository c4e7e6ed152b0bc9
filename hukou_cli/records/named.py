"""Records named in findings: by their place in the file, and in words."""

from collections.abc import Iterable
from typing import get_args

from hukou_cli.base.toml_source import KeyPath, path_text
from hukou_cli.text.language import Language
from hukou_cli.text.rules import record_name


def named_records(paths: Iterable[KeyPath], gap: str = "seen") -> dict[str, str]:
    """Return records as values of a finding: by their place in the file, and in each language by kind and number.

    >>> named_records([("home", 0)])
    {'seen': 'home[1]', 'seen_en': 'home 1', 'seen_zh': '第 1 条住所记录'}
    """
    listed = [*paths]
    words = {
        language: [record_name(str(kind), int(at) + 1, language) for kind, at, *_ in listed]
        for language in get_args(Language)
    }
    return {
        gap: " ".join(path_text(path) for path in listed),
        f"{gap}_en": ", ".join(words["en"]),
        f"{gap}_zh": "、".join(words["zh"]),
    }
