"""The large cities as a table, one city as a page, and both as JSON; docs/json.md describes the keys."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.policy.citations import citations_of, document_text
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.national import CityFile, Profile, Series, Size
from hukou_cli.render.edition_text import checked_text, in_force_text, share_at_line_text, title_text
from hukou_cli.render.json_text import encoded, source_list
from hukou_cli.render.layout import NARROW, hanging, indented, print_parts, section
from hukou_cli.render.sentences import listed
from hukou_cli.render.sources import cite, confidence_counts, rests_on
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

SCHEMA = "hukou-cities/1"

_NONE = "–"
"""What stands where nothing is known."""


def print_cities(profiles: Sequence[Profile], language: Language, to: Console) -> None:
    """Print a row a city: its class and population in each series, and its regime; on a narrow screen stacked."""
    series = _series_with_figures(profiles[0].table) if profiles else {}
    heads = {
        name: say("people_head", language, pick(known.short, language), known.year) for name, known in series.items()
    }
    is_narrow = to.width < NARROW
    rows = [*_stacked(profiles, heads, language)] if is_narrow else [_in_columns(profiles, heads, language), Text()]
    count = say("city_count", language, len(profiles))
    said = (count, say("people_unit", language), say("regime_note", language))
    print_parts([*rows, *(Text(text, style="dim") for text in said)], to, language)


def _in_columns(profiles: Sequence[Profile], heads: Mapping[str, str], language: Language) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold underline")
    table.add_column(say("city_head", language), overflow="fold")
    table.add_column(say("class_head", language), overflow="fold")
    for head in heads.values():
        table.add_column(head, justify="right", overflow="fold")
    table.add_column(say("regime_head", language), overflow="fold")
    for profile in profiles:
        figures = [_cell(profile, name, language) for name in heads]
        name = f"{profile.id} {profile.city.name.zh}"
        table.add_row(name, "\n".join(_class_names(profile, language)), *figures, _regime(profile, language))
    return table


def _stacked(profiles: Sequence[Profile], heads: Mapping[str, str], language: Language) -> Iterator[RenderableType]:
    """Yield each city by name and what there is of it below: a column of figures would be cut within a number."""
    for profile in profiles:
        figures = {head: _cell(profile, name, language) for name, head in heads.items()}
        told = [say("named", language, head, figure) for head, figure in figures.items() if figure != _NONE]
        yield Text(f"{profile.id} {profile.city.name.zh}", style="bold")
        yield indented(" · ".join([*_class_names(profile, language), *told, _regime(profile, language)]), 1, "")
    yield Text()


def _class_names(profile: Profile, language: Language) -> list[str]:
    """Return the classes of a city by its series, each once."""
    classes = dict.fromkeys(profile.table.classes(profile.id).values())
    return [pick(profile.table.class_[class_].name, language) for class_ in classes]


def _series_with_figures(table: CityFile) -> dict[str, Series]:
    """Return the series that have a figure for some city; the others have classes alone."""
    sizes = [(name, size) for city in table.city.values() for name, size in city.size.items()]
    told = {name for name, size in sizes if size.people is not None or size.below is not None}
    return {name: known for name, known in table.series.items() if name in told}


def _cell(profile: Profile, series: str, language: Language) -> str:
    size = profile.city.size.get(series)
    figure = _figure(size, language) if size else ""
    return say("of_year", language, figure, size.year) if size and figure and size.year else figure or _NONE


def _figure(size: Size, language: Language) -> str:
    if size.people is not None:
        return f"{size.people:,}"
    return "" if size.below is None else say("below_people", language, f"{size.below:,}")


def _regime(profile: Profile, language: Language) -> str:
    if profile.regime is None or profile.edition is None:
        return _NONE
    return say(f"{profile.regime}_short", language) + ("" if profile.edition.file.unseen is None else " *")


def print_city(profile: Profile, language: Language, to: Console) -> None:
    """Print one city: its size, what the national rule expects of that size, and its own policy."""
    city, table = profile.city, profile.table
    name = f"{city.name.zh} {city.name.en}" if language == "zh" else f"{city.name.en} {city.name.zh}"
    province = pick(table.provinces[city.province], language)
    parts = [
        Text(name if province in name else f"{name} · {province}", style="bold"),
        Text(),
        *section(say("size_title", language), *_sizes(profile, language)),
        *section(say("expected", language), *_expected(profile, language)),
        *section(say("national_texts", language), *_national(profile, language)),
        *section(say("regime_in_force", language), *_policy(profile, language)),
    ]
    print_parts(parts[:-1], to, language)


def _sizes(profile: Profile, language: Language) -> Iterable[RenderableType]:
    table = profile.table
    for series, size in profile.city.size.items():
        known, class_ = table.series[series], table.class_of(profile.id, series)
        head = say("people_head", language, pick(known.name, language), size.year or known.year)
        said = [
            pick(table.class_[class_].name, language) if class_ else say("class_open", language),
            _people(size, language),
            say(table.confidence_of(size, series), language),
        ]
        yield Text(say("named", language, head, " · ".join(said)))
        by_figure = size.class_ is None and size.document is not None
        for document in (size.document,) if by_figure else (known.document, size.document):
            if document is not None:
                yield indented(f"§ {document_text(table.documents[document])}", 1, "dim")
        for note in (size.note, known.note):
            if note is not None:
                yield indented(pick(note, language), 1, "italic")


def _people(size: Size, language: Language) -> str:
    """Return a population in words: in units of 10,000 in Chinese, in ones in English."""
    figure = size.people if size.people is not None else size.below
    if figure is None:
        return say("no_people", language)
    key = "people" if size.people is not None else "fewer_people"
    return say(key, language, f"{figure:,}", f"{int(figure * 10000):,}")


def _expected(profile: Profile, language: Language) -> Iterable[RenderableType]:
    table = profile.table
    for id_, series in profile.rules.items():
        rule = table.rule[id_]
        yield Text(say("named", language, _classes(profile, series, language), pick(rule.name, language)))
        yield indented(pick(rule.text, language), 1, "")
        for source in citations_of(rule.source):
            yield indented(cite(source, table, language), 1, "dim")


def _national(profile: Profile, language: Language) -> Iterable[RenderableType]:
    """Yield each national text of late: its day, what it says and does not say, and its source."""
    for known in profile.table.national.values():
        yield hanging([f"{known.date} {pick(known.text, language)}"], "")
        for source in citations_of(known.source):
            yield indented(cite(source, profile.table, language), 1, "dim")


def _classes(profile: Profile, series: Iterable[str], language: Language) -> str:
    """Return the size classes of a city by some series; where they differ, each with its series."""
    table = profile.table
    classes: dict[str, list[str]] = {}
    for name in series:
        class_ = table.classes(profile.id)[name]
        classes.setdefault(class_, []).append(pick(table.series[name].short, language))
    named = [(pick(table.class_[class_].name, language), by) for class_, by in classes.items()]
    if len(set(table.classes(profile.id).values())) == 1:
        return named[0][0]
    return listed((say("bracketed", language, name, listed(by, language)) for name, by in named), language)


def _policy(profile: Profile, language: Language) -> Iterable[RenderableType]:
    edition = profile.edition
    if edition is None:
        yield Text(say("no_policy", language))
        return
    heading = edition.file.policy
    yield Text(f"{say(heading.regime, language)} · {in_force_text(edition, language)}", style="bold")
    yield Text(title_text(edition, language))
    yield Text(f"{checked_text(edition, language)} · {rests_on(edition, language)}", style="dim")
    if edition.file.unseen is not None:
        unseen = edition.file.unseen
        what = say("named", language, say("unseen", language), pick(unseen.what, language))
        yield Text(f"{what}\n{pick(unseen.look, language)}")
    if edition.file.unseen_lines:
        names = (pick(line.name, language) for line in edition.file.unseen_lines)
        yield Text(say("not_seen", language, listed(names, language)))
    share = share_at_line_text(edition, language)
    if share:
        yield Text(share)
    for rule, series in profile.rules.items():
        departure = profile.departure(rule)
        assert departure is not None
        yield Text(say(departure, language, _classes(profile, series, language)))
    always = [caveat.text for caveat, condition in edition.caveats if condition is None]
    yield hanging((f"· {pick(text, language)}" for text in always), "") if always else ""
    yield Text(say("read_more", language, heading.folder), style="dim")


def cities_json(profiles: Iterable[Profile], language: Language) -> str:
    """Return cities as JSON, ``hukou-cities/1``: sizes, the national rules for them, and the policy."""
    return encoded({"schema": SCHEMA, "cities": [_city(profile, language) for profile in profiles]})


def _city(profile: Profile, language: Language) -> dict[str, object]:
    table = profile.table
    return {
        "id": profile.id,
        "name": pick(profile.city.name, language),
        "province": pick(table.provinces[profile.city.province], language),
        "sizes": [_size(profile, series, size) for series, size in profile.city.size.items()],
        "rules": [
            {
                "id": id_,
                "text": pick(table.rule[id_].text, language),
                "series": series,
                "departure": profile.departure(id_),
                "sources": source_list(table.rule[id_].source, table),
            }
            for id_, series in profile.rules.items()
        ],
        "national": [
            {
                "id": id_,
                "date": known.date,
                "text": pick(known.text, language),
                "sources": source_list(known.source, table),
            }
            for id_, known in table.national.items()
        ],
        "policy": profile.edition and _edition(profile.edition, language),
    }


def _size(profile: Profile, series: str, size: Size) -> dict[str, object]:
    table = profile.table
    return {
        "series": series,
        "year": size.year or table.series[series].year,
        "class": table.class_of(profile.id, series),
        "people_10k": size.people,
        "below_10k": size.below,
        "confidence": table.confidence_of(size, series),
    }


def _edition(edition: Edition, language: Language) -> dict[str, object]:
    heading = edition.file.policy
    return {
        "id": edition.id,
        "title": pick(heading.title, language),
        "number": heading.number,
        "regime": heading.regime,
        "table_seen": edition.file.unseen is None,
        "in_force_from": heading.in_force_from,
        "in_force_to": heading.in_force_to,
        "checked_on": heading.checked_on,
        "confidence": confidence_counts(edition),
    }
