"""The findings of the check of a policy file on a screen."""

from rich.console import Console
from rich.text import Text

from hukou_cli.base.errors import MOST_TOLD, Finding
from hukou_cli.policy.validation.lint import Lint
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def print_lint(path: str, found: list[Lint], language: Language, to: Console) -> None:
    """Print the findings of one file; of very many the errors first, and how many more there are."""
    if not found:
        to.print(say("fine", language, path), soft_wrap=True)
    more = len(found) - MOST_TOLD
    if more > 0:
        found = sorted(found, key=lambda lint: lint.level != "error")[:MOST_TOLD]
    for lint in found:
        to.print(Text(say("named", language, say(lint.level, language), lint.finding.text(language))), soft_wrap=True)
    if more > 0:
        to.print(Text(Finding("too-many", {"seen": str(more)}).text(language)), soft_wrap=True)
