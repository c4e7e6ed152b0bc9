"""The lint of an edition that loads: each check is a function, ``CHECKS`` and ``CHECKS_OF_FILES`` list them."""

import itertools
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.errors import Finding, InvalidPolicy
from hukou_cli.base.toml_source import KeyPath, line_of, overlay_path, parse_toml, path_text
from hukou_cli.base.translation import ARTICLE, ARTICLES, texts_in
from hukou_cli.policy import citations, procedure
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.repetition import origin_of, written_out
from hukou_cli.policy.validation.cited import sources_cited
from hukou_cli.policy.validation.procedure import stated_parts
from hukou_cli.rules.record_sets import SORTS, BaseAtLeast, parts_like
from hukou_cli.text.records import RECORD_WORDS
from hukou_cli.text.rules import RULES

Level = Literal["error", "warning"]


class Lint(msgspec.Struct, frozen=True):
    """One lint result: an error makes ``policy check`` fail, a warning is for people to judge."""

    level: Level
    finding: Finding


Found = Iterator[tuple[Level, KeyPath, Finding]]


def check(edition: Edition, text: str, beside: Collection[str]) -> list[Lint]:
    """Run every check on an edition.

    Args:
        edition: The edition.
        text: The text of its file, for line numbers.
        beside: The names of the files in its folder.

    """
    doubts = itertools.chain(
        *(examine(edition) for examine in CHECKS), *(examine(edition, beside) for examine in CHECKS_OF_FILES)
    )
    _, origins = written_out(parse_toml(text, edition.path, InvalidPolicy))
    found = []
    for level, path, finding in doubts:
        place = origin_of(path, origins)
        at = finding.at(file=edition.path, line=line_of(text, place), place=path_text(place))
        found.append(Lint(level, at))
    return sorted(found, key=lambda lint: (lint.level, lint.finding.line))


def _place(edition: Edition) -> Found:
    heading, path = edition.file.policy, Path(edition.path)
    if edition.is_draft:
        values = {"allowed": f"{heading.folder}/{heading.in_force_from}.toml"}
        yield "warning", (), Finding(code="draft", values=values)
        return
    if path.parent.name != heading.folder:
        values = {"seen": heading.folder, "allowed": path.parent.name}
        yield "error", ("policy", "city"), Finding(code="wrong-folder", values=values)
    name = f"{heading.in_force_from}.toml"
    if path.name != name:
        values = {"seen": str(heading.in_force_from), "allowed": name}
        yield "error", ("policy", "in_force_from"), Finding(code="wrong-file-name", values=values)


def _unused(edition: Edition) -> Found:
    """Yield facts that no rule uses, needs that no route asks for, wages of no count, documents that no rule cites."""
    readings = edition.file.readings.values()
    used = edition.used.union(edition.narrowed.values(), *((each.decided_by, *each.facts) for each in readings))
    for name in edition.facts:
        if name not in used:
            yield "warning", ("facts", name), Finding(code="unused-fact", values={"seen": name})
    asked = {need for route in edition.file.route for need in route.need if isinstance(need, str)}
    for name in edition.file.needs:
        if name not in asked:
            yield "warning", ("needs", name), Finding(code="unused-need", values={"seen": name})
    measured = {
        part.wages
        for counting in (*edition.counts.values(), *(run for run, _ in edition.streaks.values()))
        for part in parts_like(counting.formula, BaseAtLeast)
    }
    for name in edition.file.wages:
        if name not in measured:
            yield "warning", ("wages", name), Finding(code="unused-wages", values={"seen": name})
    cited = {source.document for _, source in sources_cited(edition.file)}
    for at, document in enumerate(edition.file.document):
        if document.id not in cited:
            yield "warning", ("document", at), Finding(code="unused-document", values={"seen": document.id})


def _without_words(edition: Edition) -> Found:
    """Yield kinds of events that have no words, so that rules would name them by their id."""
    of_days = [node for node in edition.named_records if SORTS[node.kind] == "days"]
    known = " ".join(dict.fromkeys(RECORD_WORDS["kind"].values()))
    for tag in dict.fromkeys(tag for node in of_days for tag in node.tags):
        if f"tag.{tag}" not in RULES:
            yield "warning", (), Finding(code="kind-without-words", values={"seen": tag, "allowed": known})


def _shadowed(edition: Edition) -> Found:
    for name in edition.file.derived:
        if name in edition.facts or name in edition.file.date_names:
            yield "error", ("derived", name), Finding(code="shadowed-name", values={"seen": name})


def _regime(edition: Edition) -> Found:
    """Yield what the regime requires and the file lacks: lines, a pass mark, conditions, rounds, a reference."""
    file = edition.file
    if file.policy.regime == "ranking" and not file.round:
        yield "warning", (), Finding(code="no-rounds")
    if file.line is not None and (file.policy.regime != "ranking" or file.result.pass_ is not None):
        yield "error", ("line",), Finding(code="line-without-ranking")
    has_lines = any(known.published_line is not None for known in file.round)
    if file.policy.regime == "pass_mark" and file.result.pass_ is None and file.unseen is None and not has_lines:
        yield "error", ("result",), Finding(code="no-pass-mark")
    if file.result.pass_ is not None and file.result.source is None:
        yield "error", ("result",), Finding(code="pass-without-source")
    if bool(file.indicator) == (not edition.is_scored or file.unseen is not None):
        yield "error", ("policy", "regime"), Finding(code="regime-and-lines", values={"seen": file.policy.regime})
    if file.policy.regime == "conditions" and not (file.gate or file.route or file.unseen):
        yield "error", (), Finding(code="no-conditions")
    is_measurable = not any(line.core for line in file.unseen_lines)  # else the core share has no upper limit
    if file.indicator and file.reference is None and file.policy.purpose == "hukou" and is_measurable:
        yield "warning", (), Finding(code="no-reference")


def _person(edition: Edition) -> Found:
    """Yield facts of the person that are not shared facts: no other city would ask for them."""
    for name, fact in edition.facts.items():
        if fact.scope == "person" and name not in edition.shared:
            yield "error", ("facts", name, "scope"), Finding(code="person-not-shared", values={"seen": name})


def _weak(edition: Edition) -> Found:
    """Yield rules whose sources are all unverified."""
    levels: dict[KeyPath, set[citations.Confidence]] = {}
    for path, source in sources_cited(edition.file):
        levels.setdefault(path, set()).add(source.confidence or edition.documents[source.document].confidence)
    for path, found in levels.items():
        if found == {"unverified"}:
            yield "warning", path, Finding(code="weak-source")


def _procedure(edition: Edition) -> Found:
    """Yield what a file that tells how one applies neither states nor calls not seen."""
    told = edition.file.procedure
    if told is not None:
        silent = set(procedure.PROCEDURE_PARTS) - stated_parts(edition.file) - set(told.not_seen)
        if edition.file.policy.purpose == "service":
            silent -= {"place"}  # nobody's hukou is registered
        for part in procedure.PROCEDURE_PARTS:
            if part in silent:
                yield "warning", ("procedure",), Finding(code="procedure-silent", values={"seen": part})


def _cases(edition: Edition, beside: Collection[str]) -> Found:
    name = Path(edition.path).with_suffix(".cases.toml").name
    can_be_scored = edition.file.unseen is None and (edition.file.indicator or edition.file.route)
    if can_be_scored and name not in beside and not edition.is_draft:
        yield "warning", (), Finding(code="no-cases", values={"allowed": name})


def _english(edition: Edition, beside: Collection[str]) -> Found:
    """Yield texts that the English beside the edition leaves out; an edition without any is shown in Chinese."""
    name = overlay_path(Path(edition.path)).name
    articles: set[str] = set()
    for path, words in texts_in(edition.file) if name in beside else ():
        if not words.lacks_english or words.zh in articles or (path[-1] == ARTICLE and citations.is_numbered(words.zh)):
            continue
        where = {"allowed": name}
        if path[-1] == ARTICLE:
            articles.add(words.zh)
            where = Bilingual(zh=f"{name} 的 [{ARTICLES}]", en=f"[{ARTICLES}] of {name}").gaps("allowed")
        yield "warning", path, Finding(code="no-english", values={"seen": words.zh, "allowed": name, **where})


CHECKS: tuple[Callable[[Edition], Found], ...] = (
    _place,
    _unused,
    _without_words,
    _shadowed,
    _regime,
    _person,
    _weak,
    _procedure,
)

CHECKS_OF_FILES: tuple[Callable[[Edition, Collection[str]], Found], ...] = (_cases, _english)
