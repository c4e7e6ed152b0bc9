"""The help texts: every command, option and argument of the program has one, in both languages, and no other."""

from collections.abc import Iterator

import pytest
from typer import rich_utils
from typer._click.core import Command, Context
from typer.core import TyperGroup

from hukou_cli.cli.app import build
from hukou_cli.cli.help import key_of
from hukou_cli.text import help as texts
from hukou_cli.text.language import Texts


def commands(command: Command, path: str = "") -> Iterator[tuple[str, Command]]:
    """Give a command and those in it, each with its path."""
    yield path, command
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from commands(inner, f"{path} {name}".strip())


PROGRAM = dict(commands(build()))
KEYS = {(path, key_of(each)) for path, command in PROGRAM.items() for each in command.get_params(Context(command))}


@pytest.mark.parametrize(
    ("words", "path"),
    [(["help"], ""), (["help", "score"], "score"), (["policy", "help", "show"], "policy show"), (["help", "policy"], "policy")],
)  # fmt: skip
def test_help_is_asked_for_by_a_word_too(words: list[str], path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert build().main(words, "hukou", standalone_mode=False) in (None, 0)
    assert f" Usage: {f'hukou {path}'.strip()} [OPTIONS]" in capsys.readouterr().out


def test_brackets_in_a_text_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    build().main(["policy", "sql", "--help"], "hukou", standalone_mode=False)
    assert "hukou-cli[sql]" in capsys.readouterr().out


def test_every_command_has_a_text_and_every_text_a_command() -> None:
    assert list(texts.COMMANDS) == list(PROGRAM)


def test_every_parameter_has_a_text_and_every_text_a_parameter() -> None:
    used = {key if f"{path} {key}" not in texts.PARAMETERS else f"{path} {key}" for path, key in KEYS}
    assert used == set(texts.PARAMETERS)
    assert set(texts.VALUES) <= {named for path, key in KEYS for named in (key, f"{path} {key}")}


def test_the_words_of_the_frame_are_typers() -> None:
    for name in filter(str.isupper, texts.FRAME):
        assert texts.FRAME[name]["en"] == getattr(rich_utils, name)


@pytest.mark.parametrize("catalogue", [texts.COMMANDS, texts.PARAMETERS, texts.VALUES, texts.FRAME])
def test_every_text_is_in_both_languages(catalogue: Texts) -> None:
    for key, words in catalogue.items():
        assert set(words) == {"zh", "en"}, key
        same = words["zh"] == words["en"]
        assert not same, key
        if catalogue in (texts.COMMANDS, texts.PARAMETERS):
            assert words["zh"].endswith(("。", "explain", ".toml", "特大城市", "2026", "2034", ".csv")), key
            assert not set(words["zh"]) & set(";:?!"), key
