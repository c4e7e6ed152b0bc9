"""An applicant's file, TOML or JSON, as a typed value. What its facts mean is read later, against a policy."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec

from hukou_cli.base.decoding import located, unique_keys
from hukou_cli.base.errors import Finding, InvalidApplicant, nearest
from hukou_cli.base.redaction import harmless, looks_like_identity_number
from hukou_cli.base.toml_source import KeyPath, parse_toml, read_text
from hukou_cli.facts.reading import check_id
from hukou_cli.facts.types import RecordKind

if TYPE_CHECKING:  # records cost time to import, and many applicants have none
    from hukou_cli.applicant.records import Records

RECORD_TABLES: tuple[str, ...] = get_args(RecordKind)

UNFINISHED = "unfinished"
"""The key that lists the kinds of records of which more are still to be told."""

Facts = dict[str, object]


class Applicant(msgspec.Struct, frozen=True):
    """One person as written in a file, or as given to the Python API.

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

    def __repr__(self) -> str:
        """Return the id and the city, and no other value of a person, as logs and tracebacks show it."""
        return f"<Applicant id={self.id!r} city={self.city!r}>"

    @property
    def told_records(self) -> "Records | None":
        """The dated records, without those of the kinds that the command line says there are none of."""
        none = {name for name, raw in self.set_.items() if name in RECORD_TABLES and is_none(raw)}
        if not none:
            return self.records
        from hukou_cli.applicant.records import Records

        return (self.records or Records()).without(none)

    def cities(self) -> list[str]:
        """Return the cities that the file names: its own, else those it has facts of, else those of its records."""
        return [self.city] if self.city else sorted(self.facts or (self.records.cities() if self.records else ()))


def load_applicant(path: str | Path) -> Applicant:
    """Load an applicant's file, TOML or JSON. What is wrong with its facts is told when a policy reads them.

    Args:
        path: The file; a name that ends in ``.json`` is JSON, any other is TOML.

    Raises:
        NotFound: there is no such file, or it is no readable text.
        InvalidApplicant: it is neither TOML nor JSON.

    """
    return parse_applicant(read_text(Path(path)), str(path))


def parse_applicant(text: str, file: str = "") -> Applicant:
    """Parse an applicant's text: JSON if it opens with a brace, else TOML.

    Args:
        text: The file's text.
        file: The file's name, for messages; one that ends in ``.json`` is JSON.

    Raises:
        InvalidApplicant: it is empty, or neither TOML nor JSON.

    >>> parse_applicant('{"city": "beijing", "facts": {"insured_months": 84}}').plain
    {'insured_months': 84}

    """
    return applicant_of(parse_table(text, file), file, text)


def parse_table(text: str, file: str = "") -> Mapping[str, object]:
    """Parse an applicant's text as it is written, as ``parse_applicant`` does, without reading what it means.

    Raises:
        InvalidApplicant: it is empty, or neither TOML nor JSON.

    """
    if not text.strip():
        raise InvalidApplicant([Finding(code="file-empty", file=file)])
    is_json = file.endswith(".json") or text.lstrip().startswith("{")
    return _json(text, file) if is_json else parse_toml(text, file, InvalidApplicant)


def applicant_of(table: Mapping[str, object], file: str = "", text: str = "") -> Applicant:
    """Make an applicant of a parsed file, or of a mapping of the same form; what is wrong with it is in ``found``.

    Args:
        table: ``id``, ``city``, facts of the person, ``facts`` and tables of records, as in a file.
        file: The file's name, for messages.
        text: The file's text, to find the lines of what is wrong.

    """
    problems: list[tuple[KeyPath, Finding]] = [
        ((key,), finding) for key in ("id", "city") if (finding := _wrong_text(table.get(key))) is not None
    ]
    unfinished, wrong_kinds = _unfinished(table.get(UNFINISHED, []))
    problems += wrong_kinds
    unknown = [key for key, value in table.items() if key not in ("facts", *RECORD_TABLES) and _is_table(value)]
    for key in unknown:
        from hukou_cli.base.mismatches import unknown_key  # a good file has none

        is_array = isinstance(table[key], list)
        problems.append(((key, 0) if is_array else (key,), unknown_key(key, ("facts", *RECORD_TABLES))))
    names = {key: value for key in ("id", "city") if isinstance(value := table.get(key), str)}
    given = table.get("facts", {})
    if not isinstance(given, dict):
        problems.append((("facts",), _wrong_type(given, "@table")))
        given = {}
    tables = {key: table[key] for key in RECORD_TABLES if key in table}
    records = None
    if tables:
        from hukou_cli.applicant.record_reader import read_records

        records, wrong_records = read_records(tables)
        records = records.to_be_finished(unfinished) if unfinished else records
        problems += wrong_records
    return Applicant(
        id=names.get("id"),
        city=names.get("city"),
        person={
            key: value
            for key, value in table.items()
            if key not in ("id", "city", "facts", UNFINISHED, *RECORD_TABLES, *unknown)
        },
        plain={name: value for name, value in given.items() if not isinstance(value, dict)},
        facts={name: value for name, value in given.items() if isinstance(value, dict)},
        records=records,
        found=tuple(located(problems, file, text)),
        file=file,
        text=text,
    )


def _unfinished(written: object) -> tuple[frozenset[str], list[tuple[KeyPath, Finding]]]:
    """Return the kinds of records of which more are still to be told, and what is wrong with how they are listed."""
    if not isinstance(written, list):
        return frozenset(), [((UNFINISHED,), _wrong_type(written, "@list"))]
    problems: list[tuple[KeyPath, Finding]] = []
    for at, kind in enumerate(written):
        if kind not in RECORD_TABLES:
            close = nearest(str(kind), RECORD_TABLES) or ""
            values = {"seen": harmless(kind), "allowed": " ".join(RECORD_TABLES), "nearest": close, "help": ""}
            problems.append(((UNFINISHED, at), Finding(code="not-one-of", values=values)))
    return frozenset(RECORD_TABLES).intersection(map(str, written)), problems


def is_none(written: object) -> bool:
    """Return whether what stands for a kind of records says that there are none: an empty list, ``[]`` as text too.

    >>> is_none([]), is_none("[ ]"), is_none("none")
    (True, True, False)
    """
    return written == [] or (isinstance(written, str) and "".join(written.split()) == "[]")


def _is_table(value: object) -> bool:
    """Return whether a value is a table, or a list of tables, as only records and facts are."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))


def _wrong_text(value: object) -> Finding | None:
    """Return the finding of an applicant's id or city that is no text, or one that must not be shown."""
    if isinstance(value, str):
        return check_id(value)
    if looks_like_identity_number(value):
        return Finding(code="identity-number", values={"seen": harmless(value)})
    return None if value is None else _wrong_type(value, "@text")


def _wrong_type(value: object, allowed: str) -> Finding:
    return Finding(code="wrong-type", values={"seen": harmless(value), "allowed": allowed})


def _json(text: str, file: str) -> Mapping[str, object]:
    import json

    try:
        table = json.loads(text, parse_float=str, parse_constant=str, object_pairs_hook=unique_keys)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        from hukou_cli.base.syntax_faults import json_faults

        raise InvalidApplicant(json_faults(error, file, text)) from None
    if not isinstance(table, dict):
        raise InvalidApplicant([_wrong_type(table, "@table").at(file=file)])
    return table
