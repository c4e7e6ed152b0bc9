"""An applicant's file with steps as planned records, to be scored and planned as any other."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal

import tomli_w

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.calendar import date_text, month_of, month_text
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy.edition import Edition
from hukou_cli.render.step_names import step_name
from hukou_cli.scoring.step import FactChange, Step
from hukou_cli.scoring.whatif_result import WhatIf
from hukou_cli.scoring.written import collect_facts
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def planned_file(applicant: Applicant, found: WhatIf, steps: Sequence[Step], language: Language) -> str:
    """Return the text of an applicant's file with some steps, which are named in comments above it.

    Records are planned; those that a step ends get an end. A fact cannot wait for its day: it is written as it is then,
    and a comment tells from when on that is so. Months that grow are left as they are, and named.

    Args:
        applicant: The applicant, as read from a file.
        found: The what-if that the steps are of.
        steps: The steps.
        language: The language of the comments.

    """
    edition, table = found.edition, _table(applicant)
    for step in steps:
        for kind, at in step.ends:
            record, month = _at(table, (kind, at)), month_of(step.last_day)
            record |= {"to": month_text(month)} | ({"planned": True} if month >= found.begins else {})
        for kind, row in step.rows:
            listed = table.setdefault(kind, [])
            assert isinstance(listed, list)
            listed.append({**row})
    written, _, _ = collect_facts(applicant, edition)
    changes = {change.fact: change for step in steps for change in step.facts}
    for change in changes.values():
        if not change.grows:
            path = written[change.fact][0] if change.fact in written else _new_path(change.fact, edition)
            _at(table, path[:-1])[str(path[-1])] = change.value
    lines = [say("planned_file", language, edition.file.policy.name.by_language[language])]
    lines += [f"· {step_name(step, language)}" for step in steps]
    lines += fact_notes(steps, language)
    comments = "".join(f"# {line}\n" for line in lines)
    return f"{comments}\n{tomli_w.dumps(_in_order(table))}"


def fact_notes(steps: Sequence[Step], language: Language) -> list[str]:
    """Return from when on the facts hold that a file can only have as they are then, and what it cannot have."""
    changes: dict[str, FactChange] = {change.fact: change for step in steps for change in step.facts}
    return [
        say("planned_grows" if change.grows else "planned_fact", language, name, date_text(change.since))
        for name, change in changes.items()
    ]


def _table(applicant: Applicant) -> dict[str, object]:
    """Parse the text of an applicant again, with numbers as they were written."""
    if applicant.file.endswith(".json") or applicant.text.lstrip().startswith("{"):
        table = json.loads(applicant.text, parse_float=Decimal)
        assert isinstance(table, dict)
        return _without_null(table)
    return tomllib.loads(applicant.text, parse_float=Decimal)


def _without_null(table: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in table.items() if value is not None}


def _at(table: dict[str, object], path: KeyPath) -> dict[str, object]:
    """Return the table at a place, which is made where there is none."""
    found: object = table
    for key in path:
        if isinstance(found, list):
            assert isinstance(key, int)
            found = found[key]
        else:
            assert isinstance(found, dict)
            found = found.setdefault(str(key), {})
    assert isinstance(found, dict)
    return found


def _new_path(name: str, edition: Edition) -> KeyPath:
    """Return where a fact is written that the file does not have yet."""
    return (name,) if edition.facts[name].scope == "person" else ("facts", edition.file.policy.folder, name)


def _in_order(table: Mapping[str, object]) -> dict[str, object]:
    """Put plain values before tables, as TOML needs them to be of the top level."""

    def is_table(key: str) -> bool:
        value = table[key]
        return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))

    return {key: table[key] for key in sorted(table, key=is_table)}
