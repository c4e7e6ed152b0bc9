"""Citations: the documents that rules rest on, and the places in them."""

from __future__ import annotations  # read when TOML is decoded, which a start does not do

import datetime
import re
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.decoding import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

Confidence = Literal["official", "secondary", "inferred", "unverified"]

CONFIDENCES: tuple[Confidence, ...] = ("official", "secondary", "inferred", "unverified")

URL = r"^(https?://)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(/\S*)?$"
"""The pattern of an address that a browser opens; it need have no scheme."""


class Document(Model, frozen=True, kw_only=True):
    """``[[document]]``: a text that the rules cite."""

    id: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,63}$")]
    title: str
    number: str | None = None
    urls: Annotated[
        tuple[
            Annotated[str, Meta(pattern=URL, description="an address that a browser opens; it need have no scheme")],
            ...,
        ],
        Meta(description="where it stands"),
    ] = ()
    found_on: Annotated[
        tuple[str, ...], Meta(description="where it was read, if no address is known: a site and its mark of the page")
    ] = ()
    confidence: Annotated[Confidence, Meta(description="official, secondary, inferred or unverified")]
    note: Annotated[Bilingual | None, Meta(description="how the text was seen")] = None
    ends: Annotated[
        datetime.date | None, Meta(description="its last day in force, where the edition does not end with it")
    ] = None


class Citation(Model, frozen=True, kw_only=True):
    """A source of a rule: a document, the article in it, and a short quotation of its words."""

    document: Annotated[str, Meta(description="id of a [[document]]")]
    article: Annotated[Bilingual, Meta(description="where in the document, as 第五条（一）")]
    quote: str | None = None
    confidence: Annotated[Confidence | None, Meta(description="where it differs from the document's")] = None


Citations = Annotated[
    Citation | Annotated[tuple[Citation, ...], Meta(min_length=1)],
    Meta(description="what the rule rests on, the strongest first"),
]


_NUMBERED = "(第|[一二三四五六七八九十百]+|[0-9]+|[条章款项]|附[件表注]|[（）、，至及和 ])+"


def is_numbered(article: str) -> bool:
    """Return whether an article is told by numbers alone, which need no English: they are what the text itself has.

    >>> is_numbered("第五条（一）"), is_numbered("附件1二（六）"), is_numbered("申请条件")
    (True, True, False)
    """
    return re.fullmatch(_NUMBERED, article) is not None


def citations_of(source: Citations | None) -> tuple[Citation, ...]:
    """Return the sources of a rule as a tuple, whichever way they were written."""
    if source is None:
        return ()
    return source if isinstance(source, tuple) else (source,)


def confidence_of(source: Citation, documents: Mapping[str, Document]) -> Confidence:
    """Return the confidence of a source: its own, or else that of its document, which is given by id."""
    return source.confidence or documents[source.document].confidence


def document_text(document: Document) -> str:
    """Return a document's title and number."""
    return " ".join(part for part in (document.title, document.number) if part)
