"""Commands whose help, and whose descriptions in a completion, are those of ``text/help.py``, in the user's language.

The texts are looked up when they are printed: a run that prints none imports none.
"""

from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperCommand, TyperGroup

from hukou_cli.base.errors import Finding, InvalidOption, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.cli.language import chosen_language

if TYPE_CHECKING:
    from typer._click.core import Command as AnyCommand
    from typer._click.core import Context, Parameter
    from typer._click.formatting import HelpFormatter
    from typer._click.shell_completion import CompletionItem
else:
    AnyCommand = object


HELP = "help"
"""The word before a command that stands for ``--help``, as in other programs."""


class _Translated(AnyCommand):
    """Base class of commands and groups: their help pages and usage errors in the user's language."""

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the help page."""
        from hukou_cli.cli.help_page import frame_help

        frame_help(chosen_language())
        translate(self, ctx)
        super().format_help(ctx, formatter)

    def format_usage(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the line of usage."""
        from hukou_cli.text.help import FRAME

        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("{", "").replace("}", "")  # around what is needed
        formatter.write_usage(ctx.command_path, pieces, FRAME["usage"][chosen_language()])

    def shell_complete(self, ctx: "Context", incomplete: str) -> "list[CompletionItem]":
        """Return the commands and options that begin so, each with its description."""
        translate(self, ctx)
        return super().shell_complete(ctx, incomplete)


class Command(_Translated, TyperCommand):
    """A command in the user's language."""


class Group(_Translated, TyperGroup):
    """A group of commands in the user's language."""

    def resolve_command(self, ctx: "Context", args: list[str]) -> "tuple[str | None, AnyCommand | None, list[str]]":
        """Find the command that is named first; ``help`` and ``help COMMAND`` are the help pages.

        Raises InvalidOption where there is none.
        """
        if args[0].startswith("-") or ctx.resilient_parsing or args[0] in self.commands:
            return super().resolve_command(ctx, args)
        if args[0] == HELP:
            if args[1:]:
                return self.resolve_command(ctx, [*args[1:], "--help"])
            ctx.get_help()  # which prints it
            ctx.exit()
        values = {
            "seen": harmless(args[0]),
            "nearest": nearest(args[0], self.commands) or "",
            "allowed": " ".join(self.commands),
        }
        raise InvalidOption([Finding(code="no-such-command", values=values, place=ctx.command_path)])


def translate(command: "AnyCommand", ctx: "Context") -> None:
    """Give a command, its parameters and its own commands their texts."""
    from hukou_cli.text.help import COMMANDS, FRAME, PARAMETERS, VALUES

    language, path = chosen_language(), path_of(ctx)
    command.help = COMMANDS[path][language]
    if not path:
        command.epilog = FRAME["begin"][language]
    command.options_metavar = FRAME["options"][language]
    for parameter in command.get_params(ctx):
        key = key_of(parameter)
        text = PARAMETERS.get(f"{path} {key}") or PARAMETERS[key]
        vars(parameter)["help"] = text[language].replace("[", r"\[")  # no style, to rich
        value = VALUES.get(f"{path} {key}") or VALUES.get(key)
        if value is not None and not getattr(parameter, "is_flag", False):
            parameter.metavar = value[language]
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = FRAME["command"][language]
        for name, inner in command.commands.items():
            inner.help = COMMANDS[f"{path} {name}".strip()][language]
            inner.short_help = inner.help.partition("\n")[0]


def path_of(ctx: "Context") -> str:
    """Return the names of a command and of the groups around it, without the program's, as ``policy show``."""
    names = []
    while ctx.parent is not None:
        names.append(ctx.info_name or "")
        ctx = ctx.parent
    return " ".join(reversed(names))


def key_of(parameter: "Parameter") -> str:
    """Return the key of a parameter in ``text/help.py``: the long name of an option, or the name of an argument."""
    return f"<{parameter.name}>" if isinstance(parameter, TyperArgument) else max(parameter.opts, key=len)
