"""Every page: its TOML and JSON can be read, its links and files are there."""

import json
import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.support.pages import ARCHITECTURE, DOCS, FENCE, HEADING, PAGES, ROOT, blocks


@pytest.mark.parametrize("page", PAGES)
def test_the_toml_and_json_on_a_page_can_be_read(page: str) -> None:
    for text in blocks(PAGES[page], "toml"):
        tomllib.loads(text)
    for text in blocks(PAGES[page], "json"):
        json.loads(text)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", PAGES[page]):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        path = (DOCS / page).parent / file
        assert not file or path.is_file(), target
        if anchor:
            text = path.read_text(encoding="utf-8") if file else PAGES[page]
            assert anchor in set(anchors(text)), target


@pytest.mark.parametrize("page", PAGES)
def test_the_files_named_are_there(page: str) -> None:
    for name in re.findall(r"`((?:tests|policies|hukou_cli|docs)/[\w./-]+)`", PAGES[page]):
        assert (ROOT / name).exists(), name


def anchors(page: str) -> Iterator[str]:
    """Give the anchors of a page's headings."""
    for heading in HEADING.findall(FENCE.sub("", page)):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_what_the_architecture_says_where_to_find_is_there() -> None:
    table = ARCHITECTURE.partition("| where is | file | name |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| .*? \| `(hukou_cli/.*?)` \| `(\w+)` \|$", table, re.MULTILINE)
    assert len(rows) > 20
    for file, name in rows:
        assert re.search(rf"^ *(?:def |class )?{name}\b", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), file
    for file in re.findall(r"\w+(?:/\w+)+\.py", ARCHITECTURE):
        assert any((folder / file).is_file() for folder in (ROOT, ROOT / "hukou_cli")), file
