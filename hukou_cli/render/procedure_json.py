"""How one applies as JSON: the procedure and the papers of an edition, as a result has them."""

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import date_text
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.procedure import Statement
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.json_text import source_list
from hukou_cli.text.language import Language


def procedure_json(edition: Edition, round_: RoundId, language: Language) -> dict[str, object] | None:
    """Return where and how one applies, each statement with its sources; None where nothing of it was seen."""
    told = edition.file.procedure
    if told is None:
        return None
    statements = {"step": told.step, "objection": told.objection, "after": told.after}
    return {
        "where": [
            {
                "id": channel.id,
                "kind": channel.kind,
                "text": pick(channel.text, language),
                "url": channel.url,
                "sources": source_list(channel.source, edition),
            }
            for channel in told.where
        ],
        **{
            part: [_statement(statement, edition, round_, language) for statement in listed]
            for part, listed in statements.items()
        },
        "not_seen": told.not_seen,
    }


def papers_json(edition: Edition, language: Language) -> list[dict[str, object]]:
    """Return what to bring, and the ids of the lines, gates, routes and places that each paper proves."""
    return [
        {
            "id": paper.id,
            "name": pick(paper.name, language),
            "for": paper.proves,
            "note": paper.note and pick(paper.note, language),
            "sources": source_list(paper.source, edition),
        }
        for paper in edition.file.paper
    ]


def _statement(statement: Statement, edition: Edition, round_: RoundId, language: Language) -> dict[str, object]:
    by = statement.by
    return {
        "id": statement.id,
        "text": pick(statement.text, language),
        "working_days": statement.working_days,
        "calendar_days": statement.calendar_days,
        "days": statement.days,
        "months": statement.months,
        "at_least": statement.at_least,
        "by": by and date_text((round_.year + by.year) * 10000 + by.month * 100 + by.day),
        "note": statement.note and pick(statement.note, language),
        "sources": source_list(statement.source, edition),
    }
