"""JSON text, and the sources of a rule in it, for every answer that is written as JSON."""

import msgspec

from hukou_cli.policy.model import Citations, citations_of
from hukou_cli.render.labels import (
    Citing,
    confidence_of,
    document_text,
)


def encoded(answer: object) -> str:
    """Write an answer as JSON text, decimals as the numbers they are."""
    written = msgspec.json.Encoder(decimal_format="number").encode(answer)
    return msgspec.json.format(written, indent=2).decode() + "\n"


def source_list(source: Citations | None, file: Citing) -> list[dict[str, object]]:
    """Write sources: the document and its address, the place in it, its words, and how sure it is."""
    return [
        {
            "document": cited.document,
            "title": document_text(file.documents[cited.document]),
            "url": file.documents[cited.document].url,
            "article": cited.article,
            "quote": cited.quote,
            "confidence": confidence_of(cited, file),
        }
        for cited in citations_of(source)
    ]
