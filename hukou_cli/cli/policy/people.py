"""``hukou policy people``: a table of invented people to try rules on."""

from pathlib import Path
from typing import Annotated

import typer

from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.cli.options import LangOption, PoliciesOption, RoundOption, catalog, completed_by, round_of, today
from hukou_cli.cli.stdout import write_line
from hukou_cli.cli.table_options import ForceOption


def people(  # noqa: PLR0913, PLR0917 - one parameter an option
    edition: Annotated[str, typer.Argument(metavar="CITY", autocompletion=completed_by("editions"))],
    lang: LangOption,
    output: Annotated[Path, typer.Option("-o", "--output", show_default=False)],
    rows: Annotated[int, typer.Option("--rows", min=1, max=100_000_000)] = 1000,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 1,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    force: ForceOption = False,  # noqa: FBT002
    policies: PoliciesOption = None,
) -> None:
    """Invent a table of people to try rules on: the same for each seed, and no statistics of anybody."""
    import csv
    import io

    from hukou_cli.base.calendar import from_date
    from hukou_cli.base.redaction import visible
    from hukou_cli.cli.signals import StopSignals
    from hukou_cli.render.edition_text import round_text
    from hukou_cli.table.invented import Inventor
    from hukou_cli.table.output import AtomicOutput
    from hukou_cli.text.screen import say

    if output.suffix.lower() != ".csv":
        raise InvalidOption([Finding("people-are-csv", file=str(output))])
    found = catalog(policies).named(edition)
    found.require_scorable()
    meant = round_of(round) or found.calendar.default(from_date(today()))
    inventor = Inventor(found, found.calendar.window(meant), seed)
    with StopSignals(lang):
        file = AtomicOutput(output, force=force, marked=True)
        try:
            with file.translated_errors(), io.TextIOWrapper(file.stream(), encoding="utf-8", newline="") as text:
                text.write(file.mark)
                written = csv.writer(text, lineterminator="\n")
                written.writerow(inventor.header(lang))
                written.writerows(inventor.rows(rows, lang))
            file.flush()
            file.commit()
        finally:
            file.close()
    told = (found.id, round_text(meant, lang), seed)
    write_line(say("people_invented", lang, f"{rows:,}", visible(str(output)), *told))
