"""Editions as JSON: the list (``hukou-policies/1``) and one with its rules (``hukou-policy/1``); see docs/json.md."""

import datetime
from collections.abc import Iterable

from hukou_cli.base.bilingual import Bilingual, pick
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import endings
from hukou_cli.policy.model import Gate, Indicator, Need, Route, Veto
from hukou_cli.policy.rounds import PublishedRound
from hukou_cli.render.json_text import encoded, endings_list, source_list
from hukou_cli.render.labels import labels
from hukou_cli.render.sources import confidence_counts
from hukou_cli.rules.ast import Formula
from hukou_cli.rules.prose import words
from hukou_cli.text.language import Language

LIST_SCHEMA, SCHEMA = "hukou-policies/1", "hukou-policy/1"


def policies_json(editions: Iterable[Edition], language: Language, today: datetime.date) -> str:
    """Return editions as JSON, ``hukou-policies/1``, in the order given; what has ended is told as of ``today``."""
    listed = [_heading(edition, language, today) for edition in editions]
    return encoded({"schema": LIST_SCHEMA, "policies": listed})


def policy_json(edition: Edition, language: Language, today: datetime.date) -> str:
    """Return one edition with its rules in words, its facts and its documents as JSON, ``hukou-policy/1``."""
    return encoded(
        {
            "schema": SCHEMA,
            **_heading(edition, language, today),
            "gates": [_rule(gate, formula, edition, language) for gate, formula in edition.gates],
            "vetoes": [_rule(veto, formula, edition, language) for veto, formula in edition.vetoes],
            "routes": [_route(route, needs, edition, language) for route, needs in edition.routes],
            "lines": [_line(line, formula, edition, language) for line, formula in edition.indicators],
            "facts": [_fact(name, edition, language) for name in edition.facts],
            "caveats": [{"id": known.id, "text": pick(known.text, language)} for known, _ in edition.caveats],
            "documents": [
                {
                    "id": document.id,
                    "title": document.title,
                    "number": document.number,
                    "urls": document.urls,
                    "found_on": document.found_on,
                    "confidence": document.confidence,
                    "note": _words(document.note, language),
                }
                for document in edition.documents.values()
            ],
        }
    )


def _heading(edition: Edition, language: Language, today: datetime.date) -> dict[str, object]:
    heading = edition.file.policy
    return {
        "id": edition.id,
        "city": heading.city,
        "folder": heading.folder,
        "name": pick(heading.name, language),
        "scheme": _words(heading.scheme_name, language),
        "title": pick(heading.title, language),
        "number": heading.number,
        "issuer": _words(heading.issuer, language),
        "regime": heading.regime,
        "purpose": heading.purpose,
        "table_seen": edition.file.unseen is None,
        "in_force_from": heading.in_force_from,
        "in_force_to": heading.in_force_to,
        "checked_on": heading.checked_on,
        "confidence": confidence_counts(edition),
        "pass_mark": edition.pass_mark,
        "rounds": [_round(known, edition, language) for known in edition.calendar.told],
        "endings": endings_list(endings(edition.file, today), language),
    }


def _round(known: PublishedRound, edition: Edition, language: Language) -> dict[str, object]:
    return {
        "round": known.id.plain,
        "held": known.held,
        "under": _words(known.under, language),
        "part": _words(known.part, language),
        "opens": known.opens,
        "closes": known.closes,
        "quota": known.quota,
        "admitted": known.admitted,
        "applicants": known.applicants,
        "cutoff": known.cutoff,
        "published_line": known.published_line,
        "pass_mark": known.pass_mark,
        "line_of": known.line_of,
        "note": _words(known.note, language),
        "sources": source_list(known.source, edition),
    }


def _rule(
    rule: Gate | Veto | Need | Indicator, formula: Formula, edition: Edition, language: Language
) -> dict[str, object]:
    return {
        **({} if isinstance(rule, Need) else {"id": rule.id}),
        "name": pick(rule.name, language),
        "rule": words(formula, labels(edition, language), language),
        "sources": source_list(rule.source, edition),
    }


def _route(
    route: Route, needs: Iterable[tuple[Need, Formula]], edition: Edition, language: Language
) -> dict[str, object]:
    return {
        "id": route.id,
        "name": pick(route.name, language),
        "note": _words(route.note, language),
        "needs": [_rule(need, formula, edition, language) for need, formula in needs],
        "sources": source_list(route.source, edition),
    }


def _line(line: Indicator, formula: Formula, edition: Edition, language: Language) -> dict[str, object]:
    own = {"core": line.core, "group": line.group, "unseen": line.unseen, "note": _words(line.note, language)}
    return _rule(line, formula, edition, language) | own


def _fact(name: str, edition: Edition, language: Language) -> dict[str, object]:
    fact = edition.facts[name]
    return {
        "id": name,
        "name": pick(fact.name, language),
        "type": fact.type,
        "meaning": _words(fact.meaning, language),
        "default": fact.default if fact.default is None or isinstance(fact.default, bool) else str(fact.default),
        "choices": {option: pick(stands_for, language) for option, stands_for in fact.choices.items()},
        "from_records": name in edition.counts or name in edition.streaks,
    }


def _words(text: Bilingual | None, language: Language) -> str | None:
    return None if text is None else pick(text, language)
