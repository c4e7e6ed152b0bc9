"""``hukou cities``: the large cities, what the national rule expects of them, and the regime of each."""

from enum import StrEnum
from typing import Annotated

import typer

from hukou_cli.base.folding import fold_city_name
from hukou_cli.cli.options import LangOption, PoliciesOption, catalog, completed_by, tell_shared_name
from hukou_cli.cli.stdout import write_utf8


class RegimeFilter(StrEnum):
    """The values of ``--regime``; ``none`` is a city without a policy file."""

    ranking = "ranking"
    pass_mark = "pass_mark"  # noqa: S105 - a mark to pass, not a password
    conditions = "conditions"
    open = "open"
    none = "none"


class CitiesFormat(StrEnum):
    """The output formats."""

    table = "table"
    json = "json"


def cities(  # noqa: PLR0913, PLR0917 - one parameter an option
    lang: LangOption,
    city: Annotated[str | None, typer.Argument(show_default=False, autocompletion=completed_by("large_cities"))] = None,
    class_: Annotated[
        str | None, typer.Option("--class", autocompletion=completed_by("classes"), show_default=False)
    ] = None,
    regime: Annotated[RegimeFilter | None, typer.Option("--regime", show_default=False)] = None,
    format: Annotated[CitiesFormat, typer.Option("--format")] = CitiesFormat.table,  # noqa: A002
    policies: PoliciesOption = None,
) -> None:
    """List the large cities: class, population, regime; or show one, with what the national rule expects."""
    from hukou_cli.render.layout import console
    from hukou_cli.render.national import cities_json, print_cities, print_city

    known = catalog(policies)
    table = known.large_cities()
    profiles = known.profiles(None if city is None else [table.city_id(city)])
    if city is not None:
        ids = {name: id_ for id_, large in table.city.items() for name in (id_, large.name.zh)}
        tell_shared_name(city, lambda name: ids.get(fold_city_name(name)))
    if class_ is not None:
        wanted = table.class_id(class_)
        profiles = [profile for profile in profiles if wanted in table.classes(profile.id).values()]
    if regime is not None:
        profiles = [profile for profile in profiles if (profile.regime or "none") == regime]
    if format is CitiesFormat.json:
        write_utf8(cities_json(profiles, lang))
    elif city is not None and profiles:
        print_city(profiles[0], lang, console())
    else:
        print_cities(profiles, lang, console())
