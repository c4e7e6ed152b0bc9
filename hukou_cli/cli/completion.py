"""Shell completion: values for an argument or option, each with its meaning. No edition is compiled.

Candidates are ids, and Chinese names where the word begun is Chinese.
"""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from hukou_cli.policy.catalog import Catalog

Candidates = list[tuple[str, str]]
"""Values to choose from, each with its meaning."""

_STARTS = {"flag": ("true", "false"), "date": ("19", "20"), "choice": ()}
"""Values offered for a fact, by its type; a number begins with 0."""


def cities(ctx: typer.Context, incomplete: str) -> Candidates:
    """Return the cities that have a policy."""
    return _named(_city_names(_catalog(ctx)), incomplete)


def city_list(ctx: typer.Context, incomplete: str) -> Candidates:
    """Return a list of cities, each time with one city more."""
    return _one_more(incomplete, _named(_city_names(_catalog(ctx)), incomplete.rpartition(",")[2]))


def large_cities(ctx: typer.Context, incomplete: str) -> Candidates:
    """Return the large cities, with a policy or without."""
    return _named(_names_in(_cities_file(ctx).get("city", {})), incomplete)


def classes(ctx: typer.Context, incomplete: str) -> Candidates:
    """Return the classes of size of a city."""
    return _named(_names_in(_cities_file(ctx).get("class", {})), incomplete)


def rounds(ctx: typer.Context, incomplete: str) -> Candidates:
    """Return the rounds that the policy files of the city list, the latest first."""
    del incomplete  # typer leaves out what does not begin so
    known = _catalog(ctx)
    tables = [_parsed(path) for path in known.editions(_city(ctx, known))]
    listed = [row for table in tables for row in table.get("round", ())]
    texts = [f"{row['year']}-{row['period']}" if "period" in row else str(row.get("year", "")) for row in listed]
    return [(text, "") for text in sorted(filter(None, texts), reverse=True)]


def editions(ctx: typer.Context, incomplete: str) -> Candidates:
    """Return the cities, and the editions of the city that is named."""
    known = _catalog(ctx)
    city, slash, _ = incomplete.partition("/")
    if slash:
        return [(f"{city}/{path.stem}", "") for path in known.editions(known.find_id(city) or "")]
    return cities(ctx, incomplete)


def cases(ctx: typer.Context, incomplete: str) -> Candidates:
    """Return the ids of the worked examples, of the city if one is named."""
    import re

    del incomplete
    known = _catalog(ctx)
    city = _city(ctx, known)
    found: dict[str, None] = {}
    for path in known.editions(city) if city else known.all():
        beside = path.with_suffix(".cases.toml")
        if beside.is_file():
            found |= dict.fromkeys(re.findall(r'^id = "([^"]+)"', beside.read_text(encoding="utf-8"), re.MULTILINE))
    return [(case, "") for case in found]


def facts(ctx: typer.Context, incomplete: str) -> Candidates:
    """Return the facts of the city as ``degree=``, or, once the fact is clear, its values as ``degree=bachelor``."""
    tables = _facts(ctx)
    fact, equals, _ = incomplete.partition("=")
    begun = [known for known in tables if known.startswith(fact)]
    if equals or len(begun) == 1:
        return _values(fact, tables[fact]) if fact in tables else _values(begun[0], tables[begun[0]]) if begun else []
    return [(f"{known}=", str(tables[known].get("name", ""))) for known in begun]


def columns(ctx: typer.Context, incomplete: str) -> Candidates:
    """Return a list of columns of the table that the line names, each time with one more; its header alone is read."""
    from hukou_cli.base.errors import HukouError
    from hukou_cli.table.source.inputs import open_input

    named = Path(str(ctx.params.get("table") or next(iter(ctx.args), "")))
    every = [] if "," in incomplete else [("all", ""), ("none", "")]
    if not named.is_file():
        return every
    with contextlib.suppress(HukouError), contextlib.closing(open_input(str(named))) as source:
        every += [(column, "") for column in source.header if "," not in column]
    return _one_more(incomplete, every)


def growing_facts(ctx: typer.Context, incomplete: str) -> Candidates:
    """Return a list of the city's facts of months, each time with one more."""
    every = [] if "," in incomplete else [("all", "")]
    every += [
        (fact, str(table.get("name", ""))) for fact, table in _facts(ctx).items() if table.get("type") == "months"
    ]
    return _one_more(incomplete, every)


def _one_more(incomplete: str, candidates: Candidates) -> Candidates:
    """Return the words of a list with commas so far, each time with one of the candidates that it lacks."""
    before, comma, _ = incomplete.rpartition(",")
    return [(f"{before}{comma}{word}", name) for word, name in candidates if word not in before.split(",")]


def _values(fact: str, table: Mapping[str, Any]) -> Candidates:
    """Return the values of a fact: its options, or what a value begins with; any may be unknown."""
    options = dict(table.get("choices", {})) or dict.fromkeys(_STARTS.get(table.get("type", ""), ("0",)), "")
    return [(f"{fact}={option}", str(name)) for option, name in {**options, "unknown": ""}.items()]


def _facts(ctx: typer.Context) -> dict[str, dict[str, Any]]:
    """Return the tables of the facts of the city, or of those that all cities share where none is named."""
    from hukou_cli.cli.language import chosen_language
    from hukou_cli.policy.catalog import VOCABULARY, bundled

    known = _catalog(ctx)
    paths = [bundled() / VOCABULARY, *known.editions(_city(ctx, known))[:1]]
    if chosen_language() == "en":
        paths = [file for path in paths for file in (path, path.with_suffix(".en.toml")) if file.is_file()]
    merged: dict[str, dict[str, Any]] = {}
    used: dict[str, None] = {}
    for path in paths:
        for fact, table in _parsed(path).get("facts", {}).items():
            choices = {**merged.get(fact, {}).get("choices", {}), **table.get("choices", {})}
            merged[fact] = {**merged.get(fact, {}), **table, "choices": choices}
            if path.parent != bundled() or len(paths) < 3:  # noqa: PLR2004
                used[fact] = None
    return {fact: merged[fact] for fact in used}


def _named(names: Mapping[str, str], begun: str) -> Candidates:
    """Return ids with their names, or names with their ids where the word begun is not of ASCII."""
    return [(name, id_) for id_, name in names.items()] if not begun.isascii() else list(names.items())


def _city_names(known: "Catalog") -> dict[str, str]:
    """Return the Chinese name of each city; of a scheme of a city that of its city, with its id behind it."""
    from hukou_cli.policy.neighbours import names_in_heading

    return {city: "".join(sorted(names_in_heading(known.editions(city)[0]))[:1]) for city in known.cities()}


def _names_in(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {id_: str(table.get("name", "")) for id_, table in tables.items()}


def _catalog(ctx: typer.Context) -> "Catalog":
    from hukou_cli.policy.catalog import Catalog

    folder = ctx.params.get("policies") or os.environ.get("HUKOU_POLICIES")
    return Catalog([Path(folder)] if folder else [])


def _cities_file(ctx: typer.Context) -> dict[str, Any]:
    files = [folder / "cities.toml" for folder in _catalog(ctx).folders]
    return _parsed(next(filter(Path.is_file, files)))


def _city(ctx: typer.Context, known: "Catalog") -> str:
    """Return the id of the city that the line, or the applicant's file on it, names; empty where none is named."""
    rest = iter([*ctx.args, ""])  # an option without its value ends the parsing: arguments are still here
    named = ctx.params.get("city") or ("" if "applicant" in ctx.params else next(rest))
    if not named:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            named = _parsed(Path(ctx.params.get("applicant") or next(rest))).get("city")
    return (known.find_id(named) or "") if isinstance(named, str) and named else ""


def _parsed(path: Path) -> dict[str, Any]:
    import tomli

    return tomli.loads(path.read_text(encoding="utf-8"))
