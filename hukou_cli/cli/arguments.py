"""The arguments that commands share: a city, which may be left out of some."""

from typing import Annotated

import typer

from hukou_cli.cli.options import completed_by, named_cities

CityArgument = Annotated[str, typer.Argument(autocompletion=completed_by("cities"), callback=named_cities)]
AnyCityArgument = Annotated[
    str | None, typer.Argument(show_default=False, autocompletion=completed_by("cities"), callback=named_cities)
]
