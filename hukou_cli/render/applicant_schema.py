"""The JSON Schema of an applicant's file, made from the tables of records and the facts of policies, for editors."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from hukou_cli.applicant.document import UNFINISHED
from hukou_cli.base.bilingual import pick
from hukou_cli.facts.record_tables import RecordTables
from hukou_cli.facts.types import Fact
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.schema import DIALECT
from hukou_cli.text.applicant_file import APPLICANT_FILE
from hukou_cli.text.language import Language

Schema = dict[str, Any]


def applicant_schema(editions: Sequence[Edition], language: Language) -> str:
    """Return the schema as JSON text.

    Args:
        editions: The policies whose facts may be given: the latest of a city first.
        language: The language of descriptions.

    """
    tables = msgspec.json.schema(RecordTables)
    definitions: Schema = tables["$defs"]
    records: Schema = definitions.pop("RecordTables")["properties"]
    for table in definitions.values():
        _widen(table["properties"])
    person: dict[str, Fact] = {}
    cities: dict[str, dict[str, Fact]] = {}
    for edition in editions:
        for name, fact in edition.facts.items():
            (person if fact.scope == "person" else cities.setdefault(edition.file.policy.city, {})).setdefault(
                name, fact
            )
    shared = {name: words for edition in editions for name, words in edition.shared.items()}
    properties: Schema = {
        **{name: {"description": pick(words, language)} for name, words in shared.items()},
        "id": {"type": "string"},
        "city": {"type": "string", "examples": [edition.file.policy.folder for edition in editions]},
        **_facts(person, language),
        "facts": {
            "type": "object",
            "properties": {
                city: {"type": "object", "properties": _facts(person | facts, language)}
                for city, facts in cities.items()
            },
        },
        UNFINISHED: {
            "type": "array",
            "items": {"enum": [*records]},
            "description": APPLICANT_FILE[UNFINISHED][language],
        },
        **records,
    }
    schema = {
        "$schema": DIALECT,
        "title": "hukou-cli applicant's file",
        "type": "object",
        "properties": properties,
        "$defs": definitions,
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"


def _facts(facts: Mapping[str, Fact], language: Language) -> Schema:
    return {name: _fact(fact, language) for name, fact in facts.items()}


def _fact(fact: Fact, language: Language) -> Schema:
    """Return the schema of one fact; every value may be text too, as ``unknown``."""
    texts = [pick(text, language) for text in (fact.name, fact.meaning) if text is not None]
    schema: Schema = {"description": ": ".join(texts)}
    match fact.type:
        case "flag":
            schema["type"] = ["boolean", "string"]
        case "choice":
            schema["anyOf"] = [{"enum": list(fact.choices)}, {"type": "string"}]
        case "date":
            schema["type"] = "string"
        case "months" | "count":
            schema["type"] = ["integer", "string"]
        case "yuan" | "number":
            schema["type"] = ["number", "string"]
    return schema if fact.default is None else schema | {"default": fact.default}


def _widen(properties: Schema) -> None:
    """Let words of either language stand for the options and flags of a record, as its reader does."""
    for schema in properties.values():
        if "enum" in schema:
            schema["anyOf"] = [{"enum": schema.pop("enum")}, {"type": "string"}]
        elif schema.get("type") == "boolean":
            schema["type"] = ["boolean", "string"]
        elif "items" in schema:
            _widen({"items": schema["items"]})
        elif "anyOf" in schema and any(option.get("type") == "integer" for option in schema["anyOf"]):
            schema["anyOf"].append({"type": "number"})
        schema.pop("pattern", None)
