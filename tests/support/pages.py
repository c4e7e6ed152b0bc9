"""The pages of the documentation as tests read them: tables, fenced blocks, commands."""

import re
import subprocess
from pathlib import Path

from tests.support.program import hukou

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}
PAGES["../CONTRIBUTING.md"] = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES["../CHANGELOG.md"] = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
FORMAT, CITY, JSON = PAGES["policy-format.md"], PAGES["add-a-city.md"], PAGES["json.md"]
ACCURACY, APPLICANT, BATCH = PAGES["accuracy.md"], PAGES["applicant.md"], PAGES["batch.md"]
PYTHON, ARCHITECTURE = PAGES["python-api.md"], PAGES["architecture.md"]

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def table_after(page: str, line: str) -> list[list[str]]:
    """Give the rows of the first table after a line of a page, without its two rows of heading."""
    _, found, rest = page.partition(f"\n{line}\n")
    assert found, line
    first = re.search(r"(?:^\|.*\n)+", rest, re.MULTILINE)
    assert first, line
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in first[0].splitlines()[2:]]


def code(cell: str) -> str:
    """Take the marks of code off a cell."""
    return cell.strip("`")


def blocks(page: str, kind: str) -> list[str]:
    """Give the fenced blocks of a kind."""
    return [text for language, text in FENCE.findall(page) if language == kind]


def run(command: str, at: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of a page as its reader would, in a folder."""
    program, *arguments = command.split()
    assert program == "hukou"
    return hukou(*arguments, cwd=at)
