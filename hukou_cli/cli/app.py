"""The command line program: its commands, and the messages and exit codes of its errors.

Exit codes: 0 done · 1 the answer is no · 2 wrong usage or input · 70 internal error · 130 stopped by a signal.
"""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from inspect import signature
from itertools import pairwise
from keyword import iskeyword
from typing import Annotated, no_type_check

import typer
from typer._click.exceptions import ClickException

from hukou_cli.base.errors import MOST_TOLD, Finding, HukouError
from hukou_cli.cli.help import Command, Group
from hukou_cli.cli.language import chosen_language
from hukou_cli.cli.options import COMPLETION, LangOption
from hukou_cli.cli.stdout import write_line
from hukou_cli.text.signs import SUBSTITUTE, register

WRONG_INPUT, INTERNAL_ERROR, INTERRUPTED = 2, 70, 130

COMMANDS = ("init", "import", "ask", "score", "compare", "plan", "whatif", "guide", "cities", "batch", "rank", "policy")
"""The commands in the order of the help page, each of the module of its name; with ``_`` behind a word of Python."""


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        from hukou_cli import __version__

        write_line(f"hukou {__version__}")
        raise typer.Exit


def root(
    lang: LangOption,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,  # noqa: FBT002
) -> None:
    """Take the options of the program itself; ``--lang`` may stand here as well as behind the command."""
    del lang, version  # ``chosen_language`` reads the one, typer calls back with the other


def run() -> None:
    """Run the installed command and end the process without tearing the interpreter down.

    Everything is flushed first. The tear-down would take an eighth of the time of a score.
    """
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def main() -> None:
    """Run the program; exit with its exit code."""
    try:
        _main()
    except KeyboardInterrupt:  # a second Ctrl-C, while the first one was answered
        os._exit(INTERRUPTED)


def _main() -> None:
    _reopen_closed_streams()
    register(chosen_language)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=SUBSTITUTE)
    words, is_completion = sys.argv[1:], bool(os.environ.get(COMPLETION))
    if is_completion:
        from hukou_cli.cli.shells import prepare

        words = prepare()
    program = build(_command_of(words), by_name=is_completion)
    try:
        try:
            ended = program.main(standalone_mode=False)
        finally:
            sys.stdout.flush()  # raises here where stdout cannot be written, not after the messages
    except ClickException as error:
        from hukou_cli.cli.usage import usage_findings

        _write(usage_findings(error))
        sys.exit(WRONG_INPUT)
    except HukouError as error:
        _write(error.findings)
        sys.exit(WRONG_INPUT)
    except BrokenPipeError:
        from hukou_cli.cli.stderr import discard

        discard(sys.stdout)  # the reader has gone
        sys.exit(0)
    except OSError as error:
        from hukou_cli.cli.stderr import discard

        discard(sys.stdout)
        if error.errno == errno.EBADF:  # see _reopen_closed_streams
            _write([Finding(code="stdout-closed")])
        else:
            _write([_refused(error)])
        sys.exit(WRONG_INPUT)
    except Exception as error:  # noqa: BLE001 - a traceback could show an applicant's facts
        from hukou_cli.base.failures import type_and_place
        from hukou_cli.cli.memory import is_out_of_memory, system_error

        if is_out_of_memory(error):
            _write([Finding(code="out-of-memory")])
            sys.exit(WRONG_INPUT)
        if (refused := system_error(error)) is not None:
            _write([_refused(refused)])
            sys.exit(WRONG_INPUT)
        _write([Finding(code="unexpected", values={"reason": type_and_place(error)})])
        sys.exit(INTERNAL_ERROR)
    if isinstance(ended, int):  # a command that raises ``typer.Exit``
        sys.exit(ended)


def build(only: str = "", *, by_name: bool = False) -> typer.core.TyperGroup:
    """Build the program; of one command alone, where it is known, which starts faster.

    Args:
        only: The command that is run.
        by_name: Where it is none, have the commands by their names alone, to complete one.

    """
    app = typer.Typer(
        cls=Group,
        name="hukou",
        no_args_is_help=True,
        add_completion=by_name or only not in COMMANDS,  # its two options stand before a command, as --help does
        add_help_option=by_name or only not in COMMANDS,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_inspected(root))
    for name in (only,) if only in COMMANDS else COMMANDS:
        if by_name and only not in COMMANDS:
            app.command(name, cls=Command)(_named)
            continue
        own_name = f"{name}_" if iskeyword(name) else name
        module = import_module(f"hukou_cli.cli.{own_name}")
        if name == "policy":
            app.add_typer(module.app, name=name)
        else:
            app.command(name, cls=Command)(_inspected(getattr(module, own_name)))
    program = typer.main.get_command(app)
    assert isinstance(program, typer.core.TyperGroup)
    return program


def _inspected(command: Callable[..., None]) -> Callable[..., None]:
    """Inspect a command once for typer, which does it twice, and reads the hints though all is ``Annotated``."""
    vars(command)["__signature__"] = signature(command, eval_str=True)
    return no_type_check(command)


def _named() -> None:
    """Stand for a command of which a completion needs the name."""


def _command_of(arguments: Sequence[str]) -> str:
    """Return the command, before which ``--lang`` may stand; empty where another option does, as ``--help``."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            next(words, None)
        elif not word.startswith("--lang="):
            return "" if word.startswith("-") else word
    return ""


_STDOUT, _STDERR = 1, 2


def _reopen_closed_streams() -> None:
    """Point closed std streams at /dev/null, so that a later open() cannot reuse fd 0-2.

    Standard output is opened to be read: an answer written to it raises, and is not lost without a word.
    """
    if sys.stdin is not None and sys.stdout is not None and sys.stderr is not None:
        return
    while (handle := os.open(os.devnull, os.O_RDONLY)) <= _STDERR:
        pass
    os.close(handle)
    sys.stdout = sys.stdout or open(_STDOUT, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    if sys.stderr is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STDERR)  # where nobody reads the messages
        sys.stderr = open(_STDERR, "w", encoding="utf-8")  # noqa: SIM115


def _write(findings: Sequence[Finding]) -> None:
    """Write findings to stderr, at most ``MOST_TOLD`` of them; what to do about several in a row stands once."""
    from hukou_cli.cli.stderr import write_lines

    shown = list(findings[:MOST_TOLD])
    if len(findings) > MOST_TOLD:
        shown.append(Finding(code="too-many", values={"seen": str(len(findings) - MOST_TOLD)}))
    language = chosen_language()
    remedies = [finding.remedy(language) for finding in shown]
    write_lines(
        finding.text(language, advise=remedy != after)
        for finding, (remedy, after) in zip(shown, pairwise([*remedies, None]), strict=True)
    )


def _refused(error: OSError) -> Finding:
    """Return what the system refused, which need not be the output."""
    tried = (error.strerror or "").partition("temporary directory found in ")[2]  # as ``tempfile`` says it
    if tried:
        return Finding("no-temporary-folder", {"seen": tried.strip("[]").replace("'", "")})
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE)
    values = {"reason": error.strerror or type(error).__name__}
    return Finding(code="cannot-write" if is_full else "system-refuses", values=values)
