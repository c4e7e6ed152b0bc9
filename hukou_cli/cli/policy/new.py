"""``hukou policy new``: a city to start from."""

import contextlib
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.errors import Finding, InvalidOption, OutputError
from hukou_cli.base.redaction import harmless
from hukou_cli.cli.options import LangOption, catalog, today
from hukou_cli.cli.stdout import write_line

if TYPE_CHECKING:
    from collections.abc import Mapping


def new(  # noqa: PLR0913, PLR0917 - one parameter an option
    city: Annotated[str, typer.Argument()],
    lang: LangOption,
    zh: Annotated[str | None, typer.Option("--zh", show_default=False)] = None,
    en: Annotated[str | None, typer.Option("--en", show_default=False)] = None,
    day: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], show_default=False)] = None,
    folder: Annotated[Path, typer.Option("--folder")] = Path("my-policies"),
) -> None:
    """Start a city: a commented policy with invented rules that passes every check, and its cases."""
    from hukou_cli.base.bilingual import Bilingual
    from hukou_cli.policy.scaffold import new_city
    from hukou_cli.text.screen import say

    if re.fullmatch("[a-z][a-z0-9_]{0,63}", city) is None:
        values = {"seen": harmless(city), "allowed": "@id"}
        raise InvalidOption([Finding(code="wrong-type", values=values, place="CITY")])
    listed = catalog(None).large_cities().city.get(city)
    name = Bilingual(
        zh=zh or (listed.name.zh if listed else city),
        en=en or (listed.name.en if listed else city.replace("_", " ").title()),
    )
    first = day.date() if day else today().replace(month=1, day=1)
    files = {folder / path: text for path, text in new_city(city, name, first, today()).items()}
    there = [Finding(code="file-exists", file=str(path)) for path in files if path.exists()]
    if there:
        raise OutputError(there)
    _write(files)
    for path in files:
        write_line(str(path))
    write_line(say("new_city", lang, city, folder))


def _write(files: "Mapping[Path, str]") -> None:
    """Write new files, all of them or none.

    Raises:
        OutputError: Their folder takes none, or the disk is full.

    """
    with contextlib.ExitStack() as undone:
        for path, text in files.items():
            try:
                for folder in reversed([one for one in path.parents if not one.exists()]):
                    folder.mkdir()
                    undone.callback(folder.rmdir)
                with path.open("x", encoding="utf-8") as file:
                    undone.callback(path.unlink)
                    file.write(text)
            except OSError as error:
                values = {"reason": error.strerror or type(error).__name__}
                raise OutputError([Finding(code="cannot-write", values=values, file=str(path))]) from None
        undone.pop_all()
