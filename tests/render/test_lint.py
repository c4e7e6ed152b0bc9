"""What ``policy check`` prints of a file with thousands of mistakes."""

import io

from rich.console import Console

from hukou_cli.base.errors import Finding
from hukou_cli.policy.validation.lint import Lint
from hukou_cli.render.lint import print_lint


def test_of_very_many_findings_fifty_are_told_the_errors_first() -> None:
    screen = io.StringIO()
    to = Console(file=screen, width=200, color_system=None)
    found = [Lint("warning", Finding("no-english", {"seen": str(at), "allowed": "x"})) for at in range(60)]
    print_lint("policy.toml", [*found, Lint("error", Finding("missing-key", {"key": "id"}))], "en", to)
    said = screen.getvalue().splitlines()
    assert said[0].startswith("error: ")
    assert sum("[no-english]" in line for line in said) == 49
    assert said[-1] == "and 11 more [too-many]"
