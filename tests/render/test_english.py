"""Nothing Chinese in English screens but the names of Chinese things: each kind of them is named here."""

import contextlib
import re
import sys
from collections.abc import Iterable, Iterator

import msgspec
import pytest

from hukou_cli.cli.app import main
from hukou_cli.policy.catalog import Catalog, bundled
from hukou_cli.policy.citations import Citation
from hukou_cli.policy.edition import Edition
from tests.support.catalog import CATALOG

HAN = re.compile("[\u3400-\u9fff]+")
IN_BRACKETS = re.compile(r"\([^()]*[\u3400-\u9fff][^()]*\)")
"""A Chinese term behind its English, as ``level 1 (高级技师)``."""

GLOSS = "第五条（一）"
"""The example by which the screens say how articles are numbered."""


def names(editions: Iterable[Edition]) -> list[str]:
    """Give what stays Chinese: titles, numbers and addresses of documents, places in them, words quoted from them."""
    found = {GLOSS}
    for edition in editions:
        for document in edition.documents.values():
            found |= {document.title, document.number or "", *document.urls, *document.found_on}
        found.add(edition.file.policy.number or "")
        for source in citations_in((edition.file, edition.tables)):
            found |= {source.article.zh, source.quote or ""}
    return sorted((unbroken(name) for name in found - {""}), key=len, reverse=True)


def citations_in(part: object) -> Iterator[Citation]:
    match part:
        case Citation():
            yield part
        case msgspec.Struct():
            for field in part.__struct_fields__:
                yield from citations_in(getattr(part, field))
        case dict():
            yield from citations_in(tuple(part.values()))
        case tuple() | list():
            for item in part:
                yield from citations_in(item)
        case _:
            pass


def unbroken(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.slow
@pytest.mark.parametrize("city", CATALOG.cities())
def test_english_screens_have_no_chinese_but_names(
    city: str, catalog: Catalog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    example = str(bundled() / city / "example.toml")
    commands = [
        ("score", example, "--explain", "--sources"), ("policy", "show", city), ("guide", city),
        ("compare", "--cities", city), ("plan", example), ("whatif", example),
    ]  # fmt: skip
    known = names(catalog.load(path) for path in catalog.editions(city))
    for command in commands:
        monkeypatch.setattr(sys, "argv", ["hukou", *command, "--lang", "en"])
        with contextlib.suppress(SystemExit):
            main()
        printed = unbroken("".join(capsys.readouterr()))
        for name in known:
            printed = printed.replace(name, "")
        assert HAN.findall(IN_BRACKETS.sub("", printed)) == [], command
