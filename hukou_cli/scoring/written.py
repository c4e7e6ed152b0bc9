"""The facts that an applicant wrote for one edition's city: which tables and names are meant, and their values."""

from collections.abc import Mapping

import msgspec

from hukou_cli.applicant.document import RECORD_TABLES, UNFINISHED, Applicant, is_none
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.errors import MOST_TOLD, Finding, nearest
from hukou_cli.base.folding import fold_city_name
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath, line_of, path_text
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.types import UNKNOWN, Value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.records.other_cities import other_city, shared_pinyin, unknown_place

COMMAND_LINE = "--set"
MOST_UNUSED = 6
"""How many facts that an edition does not ask for are named; more are counted."""

Problems = list[tuple[KeyPath, Finding]]
"""Findings, each with its place in the applicant's file or on the command line."""

Written = dict[str, tuple[KeyPath, object]]
"""Values written for the edition's city, each with its place, by the name of the fact."""


class ScoreRequest(msgspec.Struct, frozen=True):
    """The input of one scoring: an applicant, an edition, a round, and the day as ``yyyymmdd``."""

    applicant: Applicant
    edition: Edition
    window: Window
    today: int


class Told(msgspec.Struct, frozen=True):
    """What an applicant wrote for an edition's city: the values, what is wrong with their names, what was noticed.

    ``read`` are the values that were read already, by the fact, its limit in a round and the day.
    """

    applicant: Applicant
    written: Written
    problems: Problems
    notes: list[Finding]
    read: dict[tuple[str, int, int], Value]


def told_by(applicant: Applicant, edition: Edition, known: Told | None = None) -> Told:
    """Return what an applicant wrote for an edition's city; ``known`` is handed back where it is of that applicant."""
    if known is not None and known.applicant is applicant:
        return known
    return Told(applicant, *collect_facts(applicant, edition), {})


def collect_facts(applicant: Applicant, edition: Edition) -> tuple[Written, Problems, list[Finding]]:
    """Collect what was written for the edition's city; find names that no edition has."""
    written: Written = {}
    policy = edition.file.policy
    winning = {(COMMAND_LINE,)} | ({("facts", policy.folder)} if policy.folder != policy.city else set())
    tables, problems, notes = _tables_of_city(applicant, edition)
    for path, facts in tables:
        for key, raw in facts.items():
            at, name = (*path, key), edition.fact_named(key)
            if path == (COMMAND_LINE,) and name in RECORD_TABLES:
                if not is_none(raw):
                    problems.append((at, Finding(code="set-records", values={"seen": harmless(raw), "key": name})))
                continue
            problem = _misplaced(name, path, edition, guess=len(applicant.found) + len(problems) <= MOST_TOLD)
            if problem is not None:
                problems.append((at, problem))
            elif name in written and path not in winning and written[name][1] != raw:
                values = {"fact": name, "seen": harmless(raw), "other": harmless(written[name][1])}
                if name in edition.facts:
                    values |= edition.facts[name].name.with_id(name).gaps("fact")
                problems.append((at, Finding(code="two-values", values=values)))
            else:
                written[name] = (at, raw)
    notes += _shared_names(applicant, edition)
    unused = [name for name in written if name not in edition.facts]
    if unused:
        names = [edition.shared[name] for name in unused if name in edition.shared]
        if others := len(unused) - len(names):
            names.insert(MOST_UNUSED - 1, _of_others(others, policy.name))
        named, more = names[:MOST_UNUSED], len(names[MOST_UNUSED:])
        told = {"seen_en": ", ".join(words.en for words in named), "seen_zh": "、".join(words.zh for words in named)}
        told |= {"seen": " ".join(unused), "more": str(more)}
        notes.append(Finding(code="many-not-asked" if more else "not-asked", values=told))
    return written, problems, notes


def _of_others(number: int, city: Bilingual) -> Bilingual:
    """Return the words for facts that other rules of a city alone ask for, whose labels stand in their files."""
    return Bilingual(zh=f"{city.zh}其他办法所需的 {number} 项", en=f"{number} asked for by other rules of {city.en}")


def _tables_of_city(
    applicant: Applicant, edition: Edition
) -> tuple[list[tuple[KeyPath, Mapping[str, object]]], Problems, list[Finding]]:
    """Return the tables of facts that are this city's, each with its place; find tables that mean no city."""
    names = edition.spellings.city
    tables: list[tuple[KeyPath, Mapping[str, object]]] = [((), applicant.person)]
    problems: Problems = []
    notes: list[Finding] = []
    if applicant.city is None or fold_city_name(applicant.city) in names:
        tables.append((("facts",), applicant.plain))
    elif (unknown := unknown_place(applicant.city, edition)) is not None:
        problems.append((("city",), unknown))
    elif applicant.plain:
        notes.append(other_city(applicant.city, edition))
    policy = edition.file.policy
    for city, facts in applicant.facts.items():
        path = ("facts", city)
        if city == policy.folder != policy.city:
            continue  # of this very scheme: they win, and so come last
        if city.startswith(f"{policy.city}_") and city in edition.neighbours.cities:
            wrong = ((name, _misplaced(name, path, edition, guess=True)) for name in facts)
            problems += [((*path, name), problem) for name, problem in wrong if problem is not None]
        elif fold_city_name(city) in names:
            tables.append((path, facts))
        elif city in edition.facts:
            problems.append((path, Finding(code="fact-is-table", values={"fact": city})))
        elif (unknown := unknown_place(city, edition)) is not None:
            problems.append((path, unknown))
    if policy.folder != policy.city and policy.folder in applicant.facts:
        tables.append((("facts", policy.folder), applicant.facts[policy.folder]))
    return [*tables, ((COMMAND_LINE,), applicant.set_)], problems, notes


def _shared_names(applicant: Applicant, edition: Edition) -> list[Finding]:
    """Note each spelling of a city that two cities share, wherever the applicant's file has it."""
    records = applicant.records.cities() if applicant.records else set()
    named = sorted({*records, *applicant.facts, *([applicant.city] if applicant.city else [])})
    return [note for city in named if (note := shared_pinyin(city, edition)) is not None]


def _misplaced(name: str, path: KeyPath, edition: Edition, *, guess: bool) -> Finding | None:
    """Return the finding for a misplaced name or an unknown one: a city's fact at the top level, or no fact at all.

    Without ``guess`` the nearest known name is not looked for, which takes time.
    """
    fact = edition.facts.get(name)
    if fact is not None:
        if path or fact.scope == "person":
            return None
        values = {"fact": name, "city": edition.file.policy.city, **fact.name.with_id(name).gaps("fact")}
        return Finding(code="belongs-to-city", values=values)
    if name in edition.neighbours.facts:
        return None
    allowed = list(edition.facts) if path else ["id", "city", *edition.facts, *RECORD_TABLES, UNFINISHED]
    labels = [fact.name.zh for fact in edition.facts.values()]
    close = nearest(name, [*allowed, *labels]) if guess else None
    values = {"fact": harmless(name), "nearest": close or "", "allowed": " ".join(allowed)}
    values |= {"allowed_zh": "、".join([*labels, *(each for each in allowed if each not in edition.facts)])}
    return Finding(code="unknown-fact", values=values)


def read_facts(told: Told, request: ScoreRequest) -> tuple[dict[str, Value], set[str], Problems]:
    """Read what was written; return the values, the names of those said to be unknown, and what is wrong."""
    values: dict[str, Value] = {}
    unknown: set[str] = set()
    problems: Problems = []
    facts, limits = request.edition.facts, request.window.limits
    for name, (path, raw) in told.written.items():
        fact = facts.get(name)
        if fact is None:
            continue  # a fact of another city or edition
        key = (name, limits[name][1], request.today)
        if key in told.read:
            values[name] = told.read[key]
            continue
        if raw == UNKNOWN:
            unknown.add(name)
            continue
        value = read_fact(fact, raw, limits[name][1], request.today)
        if isinstance(value, Finding):
            value = value._replace(values={**value.values, "city": request.edition.file.policy.folder})
            problems.append((path, value if fact.advice is None else value._replace(advice=fact.advice.by_language)))
        else:
            values[name] = told.read[key] = value
    return values, unknown, problems


def place_of(name: str, written: Written) -> KeyPath:
    """Return where a fact was written, or would be."""
    return written[name][0] if name in written else ("facts", name)


def placed(applicant: Applicant, path: KeyPath, finding: Finding) -> Finding:
    """Return a finding with its place in the applicant's file, or on the command line."""
    if path[0] == COMMAND_LINE:
        return finding.at(place=f"{COMMAND_LINE} {path[1]}")
    return finding.at(file=applicant.file, line=line_of(applicant.text, path), place=path_text(path))
