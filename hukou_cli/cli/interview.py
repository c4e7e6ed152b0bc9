"""The interview of one applicant: its questions, what is answered, and the file that is left."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hukou_cli.applicant.document import UNFINISHED
from hukou_cli.base.bilingual import pick
from hukou_cli.base.decimals import whole_number
from hukou_cli.base.errors import Finding, InvalidApplicant, OutputError
from hukou_cli.base.redaction import visible
from hukou_cli.cli.answers import ANEW, NO_FILE, NONE, YES, Answers, Back, NotKnown
from hukou_cli.cli.private_file import write_private
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.types import Fact, Value
from hukou_cli.records.typed_line import read_line
from hukou_cli.render.applicant_file import applicant_file
from hukou_cli.render.ask import (
    count_lines,
    end_lines,
    fact_lines,
    kept_lines,
    question_lines,
    so_far,
    why_lines,
)
from hukou_cli.render.edition_text import round_text
from hukou_cli.render.sentences import listed
from hukou_cli.scoring.interview import Question, Standing, standing

if TYPE_CHECKING:
    from hukou_cli.policy.edition import Edition
    from hukou_cli.policy.rounds import RoundId
    from hukou_cli.text.language import Language

DEFAULT_FILE = "me.toml"
"""Where the answers are saved for a mere yes."""


class Interview(Answers):
    """The dialogue with one applicant.

    ``typed`` has the records of each kind as far as they are typed; only those of a list that was ended are answers.

    Args:
        edition: The policy.
        round_: The round.
        day: Today, ``yyyymmdd``.
        language: The language of the dialogue.
        given: The answers known before, of the form of an applicant's file.

    """

    def __init__(
        self, edition: "Edition", round_: "RoundId", day: int, language: "Language", given: Mapping[str, object]
    ) -> None:
        super().__init__(language)
        self.edition, self.round, self.day = edition, round_, day
        self.answers: dict[str, object] = {"city": edition.file.policy.folder, **given}
        unfinished = self.answers.pop(UNFINISHED, [])
        assert isinstance(unfinished, list)
        self.typed: dict[str, list[dict[str, object]]] = {}
        for kind in unfinished:
            records = self.answers.pop(kind, [])
            assert isinstance(records, list)
            self.typed[kind] = [*records]
        self.done: frozenset[str] = frozenset()
        self.before: list[tuple[dict[str, object], frozenset[str]]] = []

    def run(self) -> None:
        """Ask until nothing is open, or until the applicant has enough.

        Raises:
            EOFError: The answers have ended.
            KeyboardInterrupt: The applicant stopped.

        """
        name = pick(self.edition.file.policy.name, self.language)
        self.say([self.told("head", name, round_text(self.round, self.language)), self.told("intro"), ""])
        found = self._standing()
        may_stop = not found.is_settled
        while (question := found.next) is not None:
            if found.is_settled and may_stop:
                may_stop = False
                self.say([self.told("settled"), *end_lines(found, len(self.before), self.language)][:-1])
                try:
                    if not self.goes_on(len(found.open)):
                        return
                except Back:
                    found, may_stop = self._go_back(found), True
                    continue
            found = self._next(question, found)
        self.say(["", *end_lines(found, len(self.before), self.language)])

    # ---------------------------------------------------------------- what is saved

    def _unfinished(self) -> list[str]:
        """Return the kinds of records of which some were typed, and the list was not ended."""
        return [kind for kind, records in self.typed.items() if records and kind not in self.answers]

    def file_text(self) -> str:
        """Return the answers as an applicant's file, with the lists that were not ended marked as such."""
        answers, kinds = dict(self.answers), self._unfinished()
        if kinds:
            answers |= {UNFINISHED: kinds, **{kind: self.typed[kind] for kind in kinds}}
        return applicant_file([self.edition], self.edition.file.policy.folder, self.language, answers)

    def save(self, output: Path | None, *, asks: bool) -> bool:
        """Write the answers to the file named; ask for another where it cannot be; return whether they were written."""
        while output is not None or asks:
            output = self._file_named() if output is None else output
            if output is None:
                self.say([self.told("unsaved")])
                return False
            try:
                write_private(output, self.file_text())
            except OutputError as error:
                if not asks:
                    raise
                self.say(finding.text(self.language) for finding in error.findings)
                output = None
            else:
                self.say([self.told("saved", visible(str(output)))])
                if kinds := self._unfinished():
                    self.say([self.told("kept", listed([self.told(kind) for kind in kinds], self.language))])
                return True
        return False

    def _file_named(self) -> Path | None:
        """Ask for a file to save to; None where there is to be none."""
        try:
            written = self.read(self.told("save"))
        except (EOFError, KeyboardInterrupt):
            return None
        if written.lower() in YES:
            written = DEFAULT_FILE
        return None if written.lower() in NO_FILE else Path(written)

    # ---------------------------------------------------------------- one question

    def _standing(self, **more: object) -> Standing:
        """Return where the applicant stands, perhaps with more answers."""
        return standing(self.answers | more, self.edition, self.round, today=self.day, declined=tuple(self.done))

    def _next(self, question: Question, found: Standing) -> Standing:
        """Ask one question until it is answered, declined or left; return where the applicant stands then."""
        self.say(["", *question_lines(question, len(self.before) + 1, found, self.language)])
        state = deepcopy(self.answers), self.done
        while True:
            try:
                self._answer(question, found)
                after = self._standing()
            except Back:
                return self._go_back(found)
            except NotKnown:
                self.done |= {question.id}
                after = self._standing()
            except InvalidApplicant as error:
                self.say(finding.text(self.language) for finding in error.findings)
                self.answers, self.done = deepcopy(state[0]), state[1]
                continue
            self.before.append(state)
            self.say([*count_lines(question, after.score, self.language), so_far(after, self.language)])
            return after

    def _go_back(self, found: Standing) -> Standing:
        if not self.before:
            self.say([self.told("first")])
            return found
        self.answers, self.done = self.before.pop()
        return self._standing()

    def _answer(self, question: Question, found: Standing) -> None:
        """Read the answer to a question and keep it. Raises Back, NotKnown, Quit, InvalidApplicant."""
        read = partial(self.answer, partial(why_lines, question, found.score, self.language))
        if question.sort == "records":
            self.answers[question.id] = [*self._records(question.id, read)]
        elif question.sort == "fact":
            self._keep(question.id, self._value(question.id, read))
        else:
            self._defaults(question, read)
        self.done |= {question.id}

    def _records(self, kind: str, read: Callable[..., str]) -> list[dict[str, object]]:
        """Read records of a kind, one a line, up to an empty line; behind a line that was not read, up to a second.

        Each is kept as soon as it is read, so that nothing is lost where the answers end within the list.
        """
        records = self.typed.setdefault(kind, [])
        if records:
            self.say(kept_lines(records, self.edition, self.language))
        is_unread = False
        while (line := read(may_be_empty=True)) or is_unread:
            if not line:  # or else what was typed would count as nothing at all
                self.say([self.told("unread")])
                is_unread = False
                continue
            if line.lower() in NONE and not records:
                break
            if line.lower() in ANEW:
                records.clear()
                is_unread = False
                continue
            wrong = [*self._take(kind, line)]
            is_unread = bool(wrong)
            self.say(finding.text(self.language) for finding in wrong)
        if not records:
            self.say(["  " + self.told("none")])
        return records

    def _take(self, kind: str, line: str) -> Iterator[Finding]:
        """Keep the record that a line tells, or yield what is wrong with it."""
        record = read_line(kind, line, self.edition)
        if isinstance(record, Finding):
            yield record
            return
        records = self.typed[kind]
        try:
            self._standing(**{kind: [*records, record]})
        except InvalidApplicant as error:
            yield from error.findings
        else:
            records.append(record)

    def _value(self, name: str, read: Callable[..., str]) -> object:
        """Read the value of a fact: an option by its number, or as a file has it."""
        fact, (_, most) = self.edition.facts[name], self.edition.calendar.window(self.round).limits[name]
        options = [*fact.choices]
        while True:
            text = read()
            if text.isdecimal() and 1 <= whole_number(text) <= len(options):
                return options[int(text) - 1]
            value = read_fact(fact, text, most, self.day)
            if not isinstance(value, Finding):
                return _as_written(fact, value)
            self.say([self.told("one", len(options)) if options else value.text(self.language)])

    def _defaults(self, question: Question, read: Callable[..., str]) -> None:
        """Read which of the facts that have a default are otherwise, and the values of those that are no flag."""
        while True:
            words = read(may_be_empty=True).replace(",", " ").replace("，", " ").split()
            if all(word.isdecimal() and 1 <= whole_number(word) <= len(question.facts) for word in words):
                break
            self.say([self.told("ids", len(question.facts))])
        chosen = [question.facts[int(word) - 1] for word in words]
        for name in question.facts:
            fact = self.edition.facts[name]
            value: object = fact.default
            if name in chosen and fact.type == "flag":
                value = not fact.default
            elif name in chosen:
                self.say([pick(fact.name, self.language), *fact_lines(fact, self.language)])
                value = self._value(name, read)
            self._keep(name, value)

    def _keep(self, name: str, value: object) -> None:
        """Put a fact where an applicant's file has it: at the top, or under its city."""
        if self.edition.facts[name].scope == "person":
            self.answers[name] = value
            return
        facts = self.answers.setdefault("facts", {})
        assert isinstance(facts, dict)
        facts.setdefault(self.edition.file.policy.city, {})[name] = value


def _as_written(fact: Fact, value: Value) -> object:
    """Return a value as an applicant's file has it."""
    if fact.type == "date" and isinstance(value, int):
        return datetime.date(value // 10000, value // 100 % 100, value % 100)
    return fact.text(value) if fact.type in ("yuan", "number") else value
