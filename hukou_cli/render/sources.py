"""Sources: documents by name, address and confidence, and citations in full."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from hukou_cli.base.bilingual import pick
from hukou_cli.policy.citations import (
    CONFIDENCES,
    Citation,
    Citations,
    Confidence,
    Document,
    citations_of,
    confidence_of,
    document_text,
)
from hukou_cli.policy.edition import Edition
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hukou_cli.policy.model import Gate, Indicator, Route, Veto

    class Citing(Protocol):
        """Something with documents by id: an edition, or the table of cities."""

        @property
        def documents(self) -> Mapping[str, Document]:
            """The documents by id."""


def document_lines(document: Document, language: Language) -> str:
    """Return title, number, confidence and note of a document, and below that where it stands, a place a line."""
    note = f" · {pick(document.note, language)}" if document.note else ""
    until = f" · {say('last_day', language, document.ends)}" if document.ends else ""
    named = f"{document_text(document)} · {say(document.confidence, language)}{until}{note}"
    return "\n".join([named, *document.urls, *document.found_on])


def cited_documents(sources: "Iterable[Citations | None]", file: "Citing", language: Language) -> Iterator[str]:
    """Yield the documents that rules cite, each once, as Markdown: title, number, confidence and links."""
    for id_ in document_ids(sources):
        document = file.documents[id_]
        links = [f" <{url}>" if "://" in url else f" <http://{url}>" for url in document.urls]
        places = "".join((*links, *(f" · {place}" for place in document.found_on)))
        yield f"{document_text(document)} · {say(document.confidence, language)}{places}"


def document_ids(sources: Iterable[Citations | None]) -> list[str]:
    """Return the ids of the documents that rules cite, each once, in the order of citation."""
    return [*dict.fromkeys(cited.document for source in sources for cited in citations_of(source))]


def confidences(edition: Edition, language: Language) -> str:
    """Return how many rules of an edition rest on each kind of source, in words."""
    counted = (say(f"count_{kind}", language, count) for kind, count in confidence_counts(edition).items())
    return ("、" if language == "zh" else ", ").join(counted)


def rests_on(edition: Edition, language: Language) -> str:
    """Return how many rules of an edition rest on each kind of source, as ``15 rules: 6 from official text, …``."""
    counts = confidence_counts(edition)
    return say("rests_on", language, sum(counts.values()), confidences(edition, language))


def confidence_counts(edition: Edition) -> dict[Confidence, int]:
    """Return how many of an edition's rules have each confidence, which is that of the weakest source cited.

    For an edition whose rules were not seen, how many of its documents have it.
    """
    each = [
        {confidence_of(source, edition.documents) for source in citations_of(cited)} for cited in rule_sources(edition)
    ]
    weakest = [max(kinds, key=CONFIDENCES.index) for kinds in each]
    weakest = weakest or [document.confidence for document in edition.file.document]
    return {kind: weakest.count(kind) for kind in CONFIDENCES if kind in weakest}


def rule_sources(edition: Edition) -> list[Citations]:
    """Return what each rule of an edition rests on: conditions, indicators, vetoes and routes."""
    file = edition.file
    rules: list[Gate | Indicator | Veto | Route] = [*file.gate, *file.indicator, *file.veto, *file.route]
    return [rule.source for rule in rules]


def article_text(source: Citation, language: Language) -> str:
    """Return where in its document a source stands: in the words of the text, and what they are in English."""
    place = source.article
    is_told = language == "zh" or place.zh == place.en
    return place.zh if is_told else say("bracketed", language, place.zh, place.en)


def cite_short(source: Citation, file: "Citing", language: Language) -> str:
    """Return a source in a few words: the article and the confidence."""
    return f"{article_text(source, language)} · {say(confidence_of(source, file.documents), language)}"


def cite(source: Citation, file: "Citing", language: Language) -> str:
    """Return a source in full: document, article, the words quoted and the confidence."""
    quote = f"{'：' if language == 'zh' else ': '}“{source.quote}”" if source.quote else ""
    confidence = say(confidence_of(source, file.documents), language)
    return f"§ {document_text(file.documents[source.document])} {article_text(source, language)}{quote} · {confidence}"
