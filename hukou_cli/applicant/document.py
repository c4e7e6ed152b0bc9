"""An applicant's file, TOML or JSON, as a typed value. What its facts mean is read later, against a policy."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.base.decoding import located, unique_keys
from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.base.redaction import first_unseen, harmless, looks_like_identity_number
from hukou_cli.base.toml_source import line_of, parse_toml, read_text

if TYPE_CHECKING:  # records cost time to import, and many applicants have none
    from hukou_cli.applicant.records import Records

RECORD_TABLES = ("insurance", "home", "permit", "study", "marriage", "tax", "penalty", "commendation", "blood_donation")

Facts = dict[str, object]


class Applicant(msgspec.Struct, frozen=True):
    """One person as written.

    ``person`` holds the facts at the top level, ``facts`` those under a city's id; those of a plain ``[facts]``
    belong to ``city``. ``set_`` holds what was given on the command line, which wins. ``found`` is what is wrong with
    the form, kept to be told together with what does not go with a policy. ``file`` and ``text`` serve messages only.
    """

    id: str | None = None
    city: str | None = None
    person: Facts = {}
    plain: Facts = {}
    facts: dict[str, Facts] = {}
    set_: Facts = {}
    records: "Records | None" = None
    found: tuple[Finding, ...] = ()
    file: str = ""
    text: str = ""

    def cities(self) -> list[str]:
        """Name the cities that the file speaks of."""
        return [self.city] if self.city else sorted(self.facts or (self.records.cities() if self.records else ()))


def load_applicant(path: str | Path) -> Applicant:
    """Load an applicant's file; a name that ends in ``.json`` is JSON, any other is TOML.

    Raises NotFound where there is no readable text, InvalidApplicant where it is neither TOML nor JSON. Anything else
    that is wrong is told all at once, when a policy reads it.
    """
    return parse_applicant(read_text(Path(path)), str(path))


def parse_applicant(text: str, file: str = "") -> Applicant:
    """Read an applicant's text: JSON if it opens with a brace, else TOML. Raises InvalidApplicant if it is not."""
    if not text.strip():
        raise InvalidApplicant([Finding(code="file-empty", file=file)])
    is_json = file.endswith(".json") or text.lstrip().startswith("{")
    table = _json(text, file) if is_json else parse_toml(text, file, InvalidApplicant)
    return applicant_of(table, file, text)


def applicant_of(table: Mapping[str, object], file: str = "", text: str = "") -> Applicant:
    """Make an applicant of a parsed file, or of facts at hand, with what is wrong with their form."""
    found: list[Finding] = []

    def wrong(place: str, code: str, **values: str) -> None:
        at = line_of(text, tuple(place.split("."))) if text else 0
        found.append(Finding(code=code, values=values, file=file, line=at, place=place))

    def as_text(key: str) -> str | None:
        value = table.get(key)
        if looks_like_identity_number(value):
            wrong(key, "identity-number", seen=harmless(value))
        elif value is not None and not isinstance(value, str):
            wrong(key, "wrong-type", seen=harmless(value), allowed="@text")
        elif isinstance(value, str) and first_unseen(value.replace("\n", "\0")):
            wrong(key, "control-character", seen=harmless(value))
        return value if isinstance(value, str) else None

    applicant_id, city = as_text("id"), as_text("city")
    plain: Facts = {}
    facts: dict[str, Facts] = {}
    given = table.get("facts", {})
    if isinstance(given, dict):
        facts = {name: value for name, value in given.items() if isinstance(value, dict)}
        plain = {name: value for name, value in given.items() if not isinstance(value, dict)}
    else:
        wrong("facts", "wrong-type", seen=harmless(given), allowed="@table")
    tables = {key: table[key] for key in RECORD_TABLES if key in table}
    records = None
    if tables:
        from hukou_cli.applicant.records import read_records

        records, problems = read_records(tables)
        found += located(problems, file, text)
    person = {key: value for key, value in table.items() if key not in ("id", "city", "facts", *RECORD_TABLES)}
    return Applicant(
        applicant_id, city, person, plain, facts, records=records, found=tuple(found), file=file, text=text
    )


def _json(text: str, file: str) -> Mapping[str, object]:
    import json

    try:
        table = json.loads(text, parse_float=str, object_pairs_hook=unique_keys)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise InvalidApplicant(
            [Finding(code="not-json", values={"reason": harmless(reason)}, file=file, line=line)]
        ) from None
    if not isinstance(table, dict):
        raise InvalidApplicant(
            [Finding(code="wrong-type", values={"seen": harmless(table), "allowed": "@table"}, file=file)]
        )
    return table
