"""What typer's completion lacks: words with ``=`` in bash, and descriptions that need no import of rich."""

import os
import re
import sys

from typer import _completion_classes
from typer._click.shell_completion import CompletionItem, ShellComplete


class Bash(_completion_classes.BashComplete):
    """Completion in bash, which cuts the line into words at ``=`` too and replaces only what follows it."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor, and the word at it, each with what stands around its ``=``."""
        words = os.environ["COMP_WORDS"].split("\n")[: int(os.environ["COMP_CWORD"]) + 1]
        joined = re.sub("\n=\n?", "=", "\n".join(words))
        os.environ |= {"COMP_WORDS": joined, "COMP_CWORD": str(joined.count("\n"))}
        args, incomplete = super().get_completion_args()
        self.typed = "".join(incomplete.rpartition("=")[:2])
        return args, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return a candidate without what stands before the cursor's word."""
        return str(item.value).removeprefix(self.typed)


class _WholeWord(ShellComplete):
    """Completion in a shell that replaces the whole word, as ``--city=beij``, where typer gives its last part."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the candidates for the word at the cursor."""
        found = super().get_completions(args, incomplete)
        before = "".join(incomplete.rpartition("=")[:2]) if incomplete.startswith("--") else ""
        return [CompletionItem(f"{before}{item.value}", help=item.help) for item in found]


class Zsh(_WholeWord, _completion_classes.ZshComplete):
    """Completion in zsh."""


class Fish(_WholeWord, _completion_classes.FishComplete):
    """Completion in fish."""


def prepare() -> list[str]:
    """Make ready for a completion, which writes nothing to stderr: it would stand in the line being typed.

    Returns:
        The words of the line behind the name of the program.

    """
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the program ends
    for name, completion in {"BashComplete": Bash, "ZshComplete": Zsh, "FishComplete": Fish}.items():
        setattr(_completion_classes, name, completion)  # typer registers its classes by these names
    setattr(_completion_classes, "_sanitize_help_text", str)  # noqa: B010 - the texts have no marks of rich
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
    return line.split()[1:]
