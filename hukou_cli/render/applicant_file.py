"""An applicant's file as text, with comments: to be filled in, or filled with what is given.

What stands in it follows from the policy: the kinds of records from which it counts, the keys of a record that it looks
at, and the facts that no record tells.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import tomli_w
from rich.cells import cell_len

from hukou_cli.applicant.document import UNFINISHED
from hukou_cli.base.bilingual import pick
from hukou_cli.facts.types import Fact
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.model import Heading
from hukou_cli.policy.record_keys import kinds_looked_at, record_keys, record_options
from hukou_cli.render.record_help import record_word
from hukou_cli.text.applicant_file import APPLICANT_FILE
from hukou_cli.text.language import Language

Table = Mapping[str, object]

SAMPLES: Mapping[str, Table] = {
    "insurance": {
        "city": "",
        "from": "2015-07",
        "to": "2019-12",
        "kinds": ["pension", "medical"],
        "district": "",
        "base": 6800,
        "back_paid": ["2016-03"],
    },
    "home": {
        "city": "",
        "from": "2015-07",
        "to": "2019-12",
        "tenure": "",
        "registered": True,
        "district": "",
        "share": "0.5",
    },
    "permit": {"city": "", "from": "2016-02", "to": "2019-12", "district": "", "endorsed": ["2017-02"]},
    "study": {"from": "2012-09", "to": "2015-07", "level": "bachelor", "part_time": False},
    "marriage": {"from": "2018-05"},
    "tax": {"city": "", "year": 2025, "income": 3600},
    "penalty": {"kind": "", "date": "2021-03-05"},
    "commendation": {"kind": "", "date": "2021-05-01"},
    "blood_donation": {"date": "2024-03-05"},
}
"""A record of each kind, to be changed, with the keys that it may have; an empty text stands for the city's own name,
its first district, its first tenure or kind of event. The kinds stand in the order of the file."""

COMMENT_COLUMN = 34


class Remark(msgspec.Struct, frozen=True):
    """What stands beside a given record: lines of a comment above it, and keys that are still to be filled in."""

    above: Sequence[str] = ()
    blank: Table = {}


class _Form(msgspec.Struct, frozen=True):
    """What one file is made of.

    Attributes:
        editions: The policies whose records and facts it has: one, or those of all cities where it is for any.
        city: The id by which the file names the city or its scheme; empty where the file is for any.
        language: The language of comments and of the words for options.
        given: What is filled in, of the form of a parsed file.
        remarks: What stands beside the records given, by kind. Where there is any, all else is still to be filled in.
        is_invented: Whether there is no such applicant.

    """

    editions: Sequence[Edition]
    city: str
    language: Language
    given: Table
    remarks: Mapping[str, Sequence[Remark]] = {}
    is_invented: bool = False

    def say(self, key: str, *gaps: object) -> str:
        """Return a phrase of the file."""
        return APPLICANT_FILE[key][self.language].format(*gaps)

    @property
    def policy(self) -> Heading:
        """The head of the policy; of some city where the file is for any."""
        return self.editions[0].file.policy

    @property
    def name(self) -> str:
        """The name of the city."""
        return pick(self.policy.name, self.language)

    @property
    def facts(self) -> Table:
        """The facts that are filled in: those of the person, and those of the city."""
        listed = self.given.get("facts", {})
        assert isinstance(listed, Mapping)
        plain = {name: value for name, value in listed.items() if not isinstance(value, Mapping)}
        tables = [listed[city] for city in self.own_tables if city in listed]
        return {name: value for table in (self.given, plain, *tables) for name, value in table.items()}

    @property
    def own_tables(self) -> tuple[str, str]:
        """The tables of facts that are of this city: under its id, and under that of its scheme."""
        return self.policy.city, self.policy.folder


def applicant_file(  # noqa: PLR0913 - what a file is made of
    editions: Sequence[Edition],
    city: str,
    language: Language,
    given: Table | None = None,
    remarks: Mapping[str, Sequence[Remark]] | None = None,
    *,
    is_invented: bool = False,
) -> str:
    """Write an applicant's file.

    Args:
        editions: The policy of the city, or those of all cities.
        city: The id of the city, as ``--city`` takes it; empty for a file for any city.
        language: The language of comments and words.
        given: What is filled in, of the form of a parsed file; without it every key stands behind a ``#``.
        remarks: What stands beside the records given, by kind: then only they are known of the applicant, as of an
            import, and all else stands behind a ``#``.
        is_invented: Whether there is no such applicant, as in an example.

    Returns:
        TOML text. What follows ``# `` is a comment, what follows ``#`` alone a key to be filled in.

    """
    form = _Form(editions, city, language, given or {}, remarks or {}, is_invented)
    facts = _facts(form)
    person = {name: fact for name, fact in facts.items() if fact.scope == "person"}
    own = {name: fact for name, fact in facts.items() if fact.scope == "city"}
    empty = [f"{kind} = []" for kind in _kinds(form) if form.given.get(kind) == []]
    listed = form.given.get(UNFINISHED)
    unfinished = [_comment(form.say(UNFINISHED)), _assignment(UNFINISHED, listed)] if listed else []
    known = {"id", "city", "facts", UNFINISHED, *SAMPLES, *facts}
    kept = [_assignment(name, value) for name, value in form.facts.items() if name not in known]
    about = [*_fact_lines(form, person), *kept, *empty, *unfinished]
    sections = [
        _head(form),
        [_comment(form.say("person")), *about] if about else [],
        *_records(form),
        [_comment(form.say("city", form.name)), f"[facts.{form.policy.city}]", *_fact_lines(form, own)] if own else [],
        *_others(form),
    ]
    return "\n".join("\n".join(lines) + "\n" for lines in sections if lines)


def _others(form: _Form) -> Iterator[list[str]]:
    """Yield the facts of other cities, which the file keeps as they are."""
    listed = form.given.get("facts", {})
    assert isinstance(listed, Mapping)
    for city, facts in listed.items():
        if isinstance(facts, Mapping) and city not in form.own_tables:
            yield [f"[facts.{city}]", *(_assignment(name, value) for name, value in facts.items())]


def _head(form: _Form) -> list[str]:
    title = form.say("title", form.name) if form.city else form.say("title_any")
    whose = "invented" if form.is_invented else "told" if form.given else "how"
    how = "\n".join(map(form.say, ("imported", "how") if form.remarks else (whose,)))
    run = form.say("run" if form.city else "run_any")
    head = [_comment(f"{title}\n{how}\n{run}\n{form.say('privacy')}")]
    if form.city:
        is_scheme = form.city != form.policy.city
        head.append(_assignment("city", form.city if is_scheme or form.language == "en" else form.name))
    return [*head, _key("id", form.given.get("id", "a-1"), is_given="id" in form.given, note=form.say("id"))]


def _facts(form: _Form) -> dict[str, Fact]:
    """Return the facts that a rule uses and that no record gives, with those that are given.

    A file for any city has those of the person that every applicant of some city is asked for.
    """
    found: dict[str, Fact] = {}
    for edition in form.editions:
        asked = edition.used - {*edition.counts, *edition.streaks}
        for name, fact in edition.facts.items():
            is_for_anybody = fact.scope == "person" and fact.default is None and fact.when is None
            if (name in asked and (form.city or is_for_anybody)) or name in form.facts:
                found.setdefault(name, fact)
    return found


def _fact_lines(form: _Form, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Yield the lines of facts: first those that are needed or given, then those that have a default."""
    first = {name: fact for name, fact in facts.items() if fact.default is None or name in form.facts}
    for name, fact in first.items():
        yield from _fact(form, name, fact)
    if len(first) < len(facts):
        yield ""
        yield _comment(form.say("defaults"))
    for name, fact in facts.items():
        if name not in first:
            yield from _fact(form, name, fact)


def _fact(form: _Form, name: str, fact: Fact) -> Iterator[str]:
    """Yield the lines of one fact: what it is, its options, and its key."""
    given = form.facts
    colon = "：" if form.language == "zh" else ": "
    texts = [pick(text, form.language) for text in (fact.name, fact.meaning) if text is not None]
    yield _comment(colon.join(texts))
    for option, words in fact.choices.items():
        yield _comment(f"  {words.zh}" if form.language == "zh" else f"  {option} - {words.en}")
    default = "" if fact.default is None else form.say("default", _toml(_option(form, fact, fact.default)))
    value = _option(form, fact, given.get(name, _sample(fact)))
    yield _key(name, value, is_given=name in given, note=default)


def _option(form: _Form, fact: Fact, value: object) -> object:
    """Return a value with an option in the words of the language."""
    words = fact.choices.get(value) if isinstance(value, str) else None
    return words.zh if words is not None and form.language == "zh" else value


def _sample(fact: Fact) -> object:
    """Return a value that a fact may have, to be changed."""
    if fact.default is not None:
        return fact.default
    samples = {"flag": True, "date": datetime.date(1990, 1, 31), "choice": next(iter(fact.choices), "")}
    return samples.get(fact.type, 0)


def _kinds(form: _Form) -> list[str]:
    """Return the kinds of records from which some policy counts, or that are given, in the order of the file."""
    counted = kinds_looked_at(form.editions)
    return [kind for kind in SAMPLES if kind in counted or kind in form.given]


def _records(form: _Form) -> Iterator[list[str]]:
    """Yield the lines of each kind of records, with what they have in common before them."""
    kinds = [kind for kind in _kinds(form) if form.given.get(kind) or form.remarks or not form.given]
    if kinds:
        yield [_comment(form.say("records", "home" if "home" in kinds else kinds[0]))]
    for kind in kinds:
        listed = form.given.get(kind, ())
        assert isinstance(listed, Sequence)
        remarks = form.remarks.get(kind, [Remark()] * len(listed))
        tables = [[*_given(form, kind, record, remark)] for record, remark in zip(listed, remarks, strict=True)]
        sample = {key: value for key, value in SAMPLES[kind].items() if key in record_keys(form.editions, kind)}
        filled = tables or [[f"#[[{kind}]]", *_record(form, kind, _with_names(form, kind, sample), is_given=False)]]
        yield [_comment(form.say(kind)), *_joined(filled)]


def _given(form: _Form, kind: str, record: Table, remark: Remark) -> Iterator[str]:
    """Yield the lines of a record that is given, with what stands beside it."""
    yield from map(_comment, remark.above)
    yield f"[[{kind}]]"
    yield from _record(form, kind, record, is_given=True)
    yield from _record(form, kind, remark.blank, is_given=False)


def _joined(tables: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of tables with a blank line between each and the next."""
    for at, lines in enumerate(tables):
        if at:
            yield ""
        yield from lines


def _with_names(form: _Form, kind: str, sample: Table) -> Table:
    """Return a sample with the city's own names where it has an empty text."""
    edition = form.editions[0]
    names = {
        "city": form.policy.city,
        "district": next(iter(edition.file.districts), "haidian"),
        "tenure": record_options(form.editions, "home")[0],
        "kind": next(iter(record_options(form.editions, kind)), ""),
    }
    return {key: names[key] if value == "" else value for key, value in sample.items()}


def _record(form: _Form, kind: str, record: Table, *, is_given: bool) -> Iterator[str]:
    """Yield the lines of one record's keys, those that every record has first."""
    order = [key for key in SAMPLES[kind] if key in record]
    for key in dict.fromkeys((*order, *record)):
        note = next((name for name in (f"{kind}.{key}", key) if name in APPLICANT_FILE), "")
        told = form.say(note, _allowed(form, kind, key)) if note and not is_given and key != "city" else ""
        yield _key(key, _spelt(form, key, record[key]), is_given=is_given, note=told)


def _allowed(form: _Form, kind: str, key: str) -> str:
    """Return the options of a key, in words."""
    joined = "、" if form.language == "zh" else ", "
    return joined.join(str(_spelt(form, key, option)) for option in record_options(form.editions, kind))


def _spelt(form: _Form, key: str, value: object) -> object:
    """Return a value of a record in the words of the language."""
    if isinstance(value, list):
        return [_spelt(form, key, item) for item in value]
    if form.language == "en" or not isinstance(value, str):
        return value
    edition = form.editions[0]
    if key == "city":
        return form.name if value == form.policy.city else value
    return record_word(edition, key, value)


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in text.split("\n"))


def _key(key: str, value: object, *, is_given: bool, note: str = "") -> str:
    """Return the line of a key, behind a ``#`` where it is to be filled in, with what it means."""
    line = f"{'' if is_given else '#'}{_assignment(key, value)}"
    return f"{line}{' ' * (COMMENT_COLUMN - cell_len(line))} # {note}" if note else line


def _assignment(key: str, value: object) -> str:
    return f"{key} = {_toml(value)}"


def _toml(value: object) -> str:
    """Return a value as TOML writes it, on one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return tomli_w.dumps({"_": value}).removeprefix("_ = ").strip()
