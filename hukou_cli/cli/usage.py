"""The finding of a command line that typer refuses, in place of typer's own English sentence."""

import re

from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)

from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.cli.help import key_of
from hukou_cli.cli.language import chosen_language

_TERMS = {"int": "@whole-number", "formats": "@date"}
"""What a value should have been, by the word of typer's sentence."""

_LITERAL = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""


def usage_findings(error: ClickException) -> list[Finding]:
    """Return what is wrong with a command line; nothing where its help page was printed instead."""
    ctx = error.ctx if isinstance(error, UsageError) else None
    if isinstance(error, NoArgsIsHelpError):
        return []
    if ctx is not None and error.message == "Missing command.":
        ctx.get_help()  # which prints it, as typer does where there is no word at all
        return []
    found = _finding(error)
    path = ctx.command_path if ctx is not None else ""
    found = found._replace(values={**found.values, "help": f"{path} --help".strip()})
    return [found if found.place else found.at(place=path)]


def _finding(error: ClickException) -> Finding:
    match error:
        case NoSuchOption():
            values = {"seen": harmless(error.option_name), "nearest": next(iter(error.possibilities or ()), "")}
            return Finding(code="no-such-option", values=values)
        case MissingParameter() if error.param is not None:
            return Finding(code="missing-argument", values={"seen": _name(error)})
        case BadOptionUsage():
            code = "option-without-value" if " requires " in error.message else "option-with-value"
            return Finding(code=code, values={"seen": harmless(error.option_name)})
        case BadParameter() if error.param is not None:
            return _bad_value(error)
        case _ if error.message.startswith("Got unexpected extra argument"):
            return _extra_arguments(error)
        case _:
            return Finding(code="wrong-usage", values={"reason": harmless(error.format_message())})


def _extra_arguments(error: ClickException) -> Finding:
    """Return the finding of words too many; they are mostly cities, where the command takes those by an option."""
    seen = harmless(error.message.partition(" (")[2][:-1])
    command = error.ctx.command if isinstance(error, UsageError) and error.ctx is not None else None
    names = {name for param in (command.params if command is not None else ()) for name in param.opts}
    nearest = ""
    if "--cities" in names:
        nearest = f"--cities {','.join(seen.split())}"
    elif "--city" in names:
        nearest = f"--city {seen.split()[0]}"
    return Finding(code="extra-arguments", values={"seen": seen, "nearest": nearest})


def _bad_value(error: BadParameter) -> Finding:
    """Return the finding of a value that its option does not take."""
    seen = harmless(_as_typed(error.message))
    choices = getattr(getattr(error.param, "type", None), "choices", None)
    if choices:
        values = {"seen": seen, "allowed": " ".join(map(str, choices)), "nearest": "", "help": ""}
        return Finding(code="not-one-of", values=values, place=_name(error))
    least, most = getattr(error.param.type, "min", None), getattr(error.param.type, "max", None)  # type: ignore[union-attr]
    if " is not in the range " in error.message:
        if most is None:
            return Finding(code="wrong-type", values={"seen": seen, "allowed": "@count"}, place=_name(error))
        return Finding(code="out-of-range", values={"seen": seen, "allowed": f"{least} – {most}"}, place=_name(error))
    term = next((term for word, term in _TERMS.items() if word in error.message.rpartition("'")[0] + error.message), "")
    return Finding(code="wrong-type", values={"seen": seen, "allowed": term}, place=_name(error))


def _as_typed(message: str) -> str:
    """Return the value that typer's sentence begins with, of which it shows the Python literal at times."""
    from ast import literal_eval

    literal = re.match(_LITERAL, message)
    return literal_eval(literal[0]) if literal else message.partition(" is not ")[0].partition(" does not ")[0]


def _name(error: BadParameter) -> str:
    """Return the option, or the word that stands for the argument, as the help page writes it."""
    from hukou_cli.text.help import VALUES

    if error.param is None:
        return ""
    key = key_of(error.param)
    return VALUES[key][chosen_language()] if key.startswith("<") else key
