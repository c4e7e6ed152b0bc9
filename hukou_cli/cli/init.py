"""``hukou init``: an applicant's file to fill in, or an invented one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.errors import Finding, InvalidOption, NotFound
from hukou_cli.base.redaction import visible
from hukou_cli.cli.arguments import AnyCityArgument
from hukou_cli.cli.options import LangOption, PoliciesOption, catalog, today
from hukou_cli.cli.private_file import write_private
from hukou_cli.cli.stdout import write_line, write_utf8

if TYPE_CHECKING:
    from hukou_cli.policy.edition import Edition

EXAMPLE = "example.toml"


def init(
    lang: LangOption,
    city: AnyCityArgument = None,
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    example: Annotated[bool, typer.Option("--example")] = False,  # noqa: FBT002
    policies: PoliciesOption = None,
) -> None:
    """Write an applicant's file with comments: the records that a city counts, and the facts it asks for."""
    from hukou_cli.base.calendar import from_date
    from hukou_cli.render.applicant_file import applicant_file
    from hukou_cli.text.applicant_file import APPLICANT_FILE

    known = catalog(policies, city)
    day = from_date(today())
    if city is None and example:
        raise InvalidOption([Finding(code="no-city", values=known.known_cities)])
    if city is None:
        found = [known.find_on(each, day) for each in known.cities()]
        text = applicant_file([edition for edition in found if edition.file.unseen is None], "", lang)
    else:
        edition = known.find_on(city, day)
        edition.require_scorable()
        given = _example(edition) if example else None
        text = applicant_file([edition], edition.file.policy.folder, lang, given, is_invented=example)
    if output is None:
        write_utf8(text)
        return
    write_private(output, text)
    command = "compare" if city is None else "score"
    write_line(APPLICANT_FILE["example_written" if example else "written"][lang].format(visible(str(output)), command))


def _example(edition: "Edition") -> dict[str, object]:
    """Return the invented applicant beside a policy. Raises NotFound where there is none."""
    import tomllib
    from decimal import Decimal

    from hukou_cli.base.toml_source import read_text

    return tomllib.loads(read_text(example_path(edition)), parse_float=Decimal)


def example_path(edition: "Edition") -> Path:
    """Return the file of the invented applicant beside a policy. Raises NotFound where there is none."""
    path = Path(edition.path).parent / EXAMPLE
    if not path.is_file():
        raise NotFound([Finding(code="no-example", file=str(path))])
    return path
