"""JSON text, and sources in it, as every JSON answer has them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.policy.citations import Citations, citations_of, confidence_of, document_text
from hukou_cli.policy.endings import Ending
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    from hukou_cli.render.sources import Citing


def encoded(answer: object) -> str:
    """Return an answer as indented JSON text, decimals as exact numbers."""
    written = msgspec.json.Encoder(decimal_format="number").encode(answer)
    return msgspec.json.format(written, indent=2).decode() + "\n"


def ends(limits: Sequence[Decimal] | None) -> list[Decimal | None] | None:
    """Return the limits of a figure as JSON has them: null for one that is not known.

    >>> ends((Decimal("476.00"), Decimal("Infinity")))
    [Decimal('476.00'), None]
    """
    return None if limits is None else [limit if limit.is_finite() else None for limit in limits]


def endings_list(found: Sequence[Ending], language: Language) -> list[dict[str, object]]:
    """Return as JSON objects what of the rules has ended or soon will: document (null: the edition), day, sentence."""
    if not found:
        return []
    from hukou_cli.render.edition_text import ending_texts

    return [
        {
            "document": ending.document and ending.document.id,
            "last_day": ending.day,
            "ended": ending.has_ended,
            "text": text,
        }
        for ending in found
        for text in ending_texts([ending], language)
    ]


def source_list(source: Citations | None, file: "Citing") -> list[dict[str, object]]:
    """Return sources as JSON objects: document, title, addresses, article, quote and confidence."""
    return [
        {
            "document": cited.document,
            "title": document_text(file.documents[cited.document]),
            "urls": file.documents[cited.document].urls,
            "found_on": file.documents[cited.document].found_on,
            "article": cited.article.zh,
            "article_en": None if cited.article.zh == cited.article.en else cited.article.en,
            "quote": cited.quote,
            "confidence": confidence_of(cited, file.documents),
        }
        for cited in citations_of(source)
    ]
