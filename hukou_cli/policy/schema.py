"""The JSON Schema of a policy file, made from the model, so that editors complete keys and mark mistakes."""

from typing import Any

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.model import PolicyFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def policy_schema() -> str:
    """Return the schema as JSON text."""
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": "hukou-cli policy file",
        **msgspec.json.schema(PolicyFile, schema_hook=_text),
    }
    # A policy may name a shared fact and say nothing more: type and name then come from facts.toml.
    schema["$defs"]["Fact"].pop("required", None)
    # TOML numbers with a decimal point are read as exact text; an editor sees a number.
    _allow_numbers(schema)
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"


def _text(kind: type) -> dict[str, Any]:
    """Return the schema of a text: it stands in Chinese, and in English in the file beside."""
    if kind is not Bilingual:
        raise NotImplementedError(kind)
    return {"type": "string", "description": "a text in Chinese"}


def _allow_numbers(part: Any) -> None:  # noqa: ANN401 - any JSON value
    """Wherever decimal text may stand, let a number stand too."""
    if isinstance(part, dict):
        kinds = part.get("anyOf")
        if isinstance(kinds, list) and any(kind.get("type") == "integer" for kind in kinds):
            part["anyOf"] = [{"type": "number"} if kind.get("type") == "integer" else kind for kind in kinds]
        elif part.get("format") == "decimal":
            part["type"] = ["string", "number"]
        for value in part.values():
            _allow_numbers(value)
    elif isinstance(part, list):
        for value in part:
            _allow_numbers(value)
