"""The tables of ``policies/facts.toml``: the facts that all cities share. ``docs/policy-format.md`` describes them."""

from typing import Annotated, Literal

from msgspec import Meta

from hukou_cli.base.decoding import Model
from hukou_cli.facts.types import Fact, Id, RecordKind
from hukou_cli.policy.citations import Document
from hukou_cli.policy.lever import Lever
from hukou_cli.policy.model import DerivedTable, FormulaText


class Silence(Model, frozen=True, kw_only=True):
    """``[silence]`` of the vocabulary: what it means that an applicant lists no record of a kind."""

    means_none: Annotated[
        tuple[RecordKind, ...], Meta(description="kinds of which people have none unless they list some")
    ] = ()


class Vocabulary(Model, frozen=True, kw_only=True):
    """``policies/facts.toml``: the facts that all cities share, and the national rules that derive from them."""

    format: Literal[1]
    document: tuple[Document, ...] = ()
    silence: Silence = Silence()
    facts: dict[Id, Fact] = {}
    derived: dict[Id, FormulaText | DerivedTable] = {}
    lever: tuple[Lever, ...] = ()
