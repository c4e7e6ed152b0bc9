"""``hukou ask``: the questions that can still change the answer, one after another, and the answer."""

import datetime
import sys
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from hukou_cli.applicant.document import parse_table
from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding, InvalidApplicant, InvalidOption, OutputError
from hukou_cli.base.half_width import half_width
from hukou_cli.base.redaction import harmless, visible
from hukou_cli.base.toml_source import read_text
from hukou_cli.cli.options import (
    CityArgument,
    LangOption,
    PoliciesOption,
    RoundOption,
    catalog,
    round_of,
    today,
)
from hukou_cli.cli.private_file import check_new, write_private
from hukou_cli.cli.stdout import write_line
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.types import Fact, Value
from hukou_cli.records.typed_line import read_line
from hukou_cli.render.applicant_file import applicant_file
from hukou_cli.render.ask import (
    count_lines,
    end_lines,
    fact_lines,
    question_lines,
    so_far,
    told,
    why_lines,
)
from hukou_cli.render.labels import round_text
from hukou_cli.render.layout import console, print_parts
from hukou_cli.scoring.interview import Question, Standing, standing

if TYPE_CHECKING:
    from hukou_cli.policy.edition import Edition
    from hukou_cli.policy.rounds import RoundId
    from hukou_cli.text.language import Language

LONGEST = 2000
"""The most characters of one answer."""

STOPPED = 130

_BACK, _UNKNOWN, _QUIT = ("b", "back", "返回", "上一题"), ("u", "unknown", "不清楚", "不知道"), ("q", "quit", "退出")
_WHY, _NONE = ("?", "help", "帮助", "为什么"), ("none", "无", "没有")
"""The words that steer the interview, and the one for an empty list of records."""

_YES, _NO = ("y", "yes", "是", "好"), ("n", "no", "否", "不", "不用")

_NO_FILE = ("", *_BACK, *_UNKNOWN, *_QUIT, *_WHY, *_NO)
"""Answers that name no file to save to: those of the interview."""

DEFAULT_FILE = "me.toml"
"""Where the answers are saved for a mere yes."""


class _Back(Exception):  # noqa: N818 - an answer, not an error
    """The applicant wants the question before."""


class _Quit(Exception):  # noqa: N818
    """The applicant wants to stop, and to leave nothing."""


class _NotKnown(Exception):  # noqa: N818
    """The applicant does not know the answer."""


def ask(  # noqa: PLR0913, PLR0917 - one parameter an option
    city: CityArgument,
    lang: LangOption,
    applicant: Annotated[str | None, typer.Argument(show_default=False)] = None,
    round: RoundOption = None,  # noqa: A002 - the word of the field
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    policies: PoliciesOption = None,
) -> None:
    """Ask what still decides, in that order, and say where one stands; with a file, only what it does not tell."""
    if sys.stdin is None:
        raise InvalidOption([Finding(code="stdin-closed")])
    known, day, named = catalog(policies), from_date(today()), round_of(round)
    edition = known.find_on(city, day) if named is None else known.find(city, named)
    edition.require_scorable()
    if output is not None:
        check_new(output)
    given = {} if applicant is None else parse_table(read_text(Path(applicant)), applicant)
    interview = _Interview(edition, named or edition.calendar.default(day), day, lang, given)
    try:
        interview.run()
    except _Quit:
        interview.say([told("unsaved", interview.language)])
        return
    except (EOFError, KeyboardInterrupt) as end:
        write_line("")
        _stop(interview, output, has_ended=isinstance(end, EOFError) and not sys.stdin.isatty())
    else:
        interview.save(output, asks=True)


def _stop(interview: "_Interview", output: Path | None, *, has_ended: bool) -> None:
    """Save what was answered where that is wanted, and end.

    Args:
        interview: The interview.
        output: The file that the command names.
        has_ended: Whether the answers came from a file or another program and have ended; else somebody stopped.

    Raises:
        InvalidApplicant: The answers have ended.
        Exit: Somebody stopped.

    """
    if not has_ended:
        interview.say([told("stopped", interview.language)])
    is_saved = interview.save(output, asks=sys.stdin.isatty())
    if has_ended:
        raise InvalidApplicant([Finding(code="answers-ended-saved" if is_saved else "answers-ended")]) from None
    raise typer.Exit(STOPPED) from None


class _Interview:
    """The dialogue with one applicant.

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
        self.edition, self.round, self.day, self.language = edition, round_, day, language
        self.answers: dict[str, object] = {"city": edition.file.policy.folder, **given}
        self.done: frozenset[str] = frozenset()
        self.before: list[tuple[dict[str, object], frozenset[str]]] = []
        self.screen = console()

    def run(self) -> None:
        """Ask until nothing is open, or until the applicant has enough.

        Raises:
            EOFError: The answers have ended.
            KeyboardInterrupt: The applicant stopped.

        """
        name = pick(self.edition.file.policy.name, self.language)
        self.say([told("head", self.language, name, round_text(self.round, self.language)), self._told("intro"), ""])
        found = self._standing()
        may_stop = not found.is_settled
        while (question := found.next) is not None:
            if found.is_settled and may_stop:
                may_stop = False
                self.say([self._told("settled"), *end_lines(found, len(self.before), self.language)][:-1])
                try:
                    if not self._goes_on(len(found.open)):
                        return
                except _Back:
                    found, may_stop = self._go_back(found), True
                    continue
            found = self._next(question, found)
        self.say(["", *end_lines(found, len(self.before), self.language)])

    def _goes_on(self, left: int) -> bool:
        """Ask whether to go on for the exact total, until it is answered; may raise _Back and _Quit."""
        while (text := self._read(told("go_on", self.language, left)).lower()) not in ("", *_YES, *_NO):
            if text in _QUIT:
                raise _Quit
            if text in _BACK:
                raise _Back
            self.say([self._told("yes_no")])
        return text not in _NO

    def save(self, output: Path | None, *, asks: bool) -> bool:
        """Write the answers to the file named; ask for another where it cannot be; return whether they were written."""
        text = applicant_file([self.edition], self.edition.file.policy.folder, self.language, self.answers)
        while output is not None or asks:
            output = self._file_named() if output is None else output
            if output is None:
                self.say([self._told("unsaved")])
                return False
            try:
                write_private(output, text)
            except OutputError as error:
                if not asks:
                    raise
                self.say(finding.text(self.language) for finding in error.findings)
                output = None
            else:
                self.say([told("saved", self.language, visible(str(output)))])
                return True
        return False

    def _file_named(self) -> Path | None:
        """Ask for a file to save to; None where there is to be none."""
        try:
            written = self._read(self._told("save"))
        except (EOFError, KeyboardInterrupt, _Quit):
            return None
        if written.lower() in _YES:
            written = DEFAULT_FILE
        return None if written.lower() in _NO_FILE else Path(written)

    def say(self, lines: Iterable[str]) -> None:
        """Print lines, wrapped."""
        print_parts((Text(line) for line in lines), self.screen, self.language)
        sys.stdout.flush()

    def _told(self, key: str) -> str:
        return told(key, self.language)

    def _standing(self) -> Standing:
        return standing(self.answers, self.edition, self.round, today=self.day, declined=tuple(self.done))

    def _next(self, question: Question, found: Standing) -> Standing:
        """Ask one question until it is answered, declined or left; return where the applicant stands then."""
        self.say(["", *question_lines(question, len(self.before) + 1, found, self.language)])
        state = deepcopy(self.answers), self.done
        while True:
            try:
                self._answer(question, found)
                after = self._standing()
            except _Back:
                return self._go_back(found)
            except _NotKnown:
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
            self.say([self._told("first")])
            return found
        self.answers, self.done = self.before.pop()
        return self._standing()

    def _answer(self, question: Question, found: Standing) -> None:
        """Read the answer to a question and keep it. Raises _Back, _NotKnown, _Quit, InvalidApplicant."""
        if question.sort == "records":
            self.answers[question.id] = self._records(question, found)
        elif question.sort == "fact":
            self._keep(question.id, self._value(question.id, question, found))
        else:
            self._defaults(question, found)
        self.done |= {question.id}

    def _records(self, question: Question, found: Standing) -> list[dict[str, object]]:
        """Read records of a kind, one a line, up to an empty line; behind a line that was not read, up to a second."""
        records: list[dict[str, object]] = []
        is_unread = False
        while (line := self._read_answer(question, found, may_be_empty=True)) or is_unread:
            if not line:  # or else what was typed would count as nothing at all
                self.say([self._told("unread")])
                is_unread = False
                continue
            if line.lower() in _NONE and not records:
                break
            record = read_line(question.id, line, self.edition)
            if is_unread := isinstance(record, Finding):
                self.say([record.text(self.language)])
            else:
                records.append(record)
        if not records:
            self.say(["  " + self._told("none")])
        return records

    def _value(self, name: str, question: Question, found: Standing) -> object:
        """Read the value of a fact: an option by its number, or as a file has it."""
        fact, (_, most) = self.edition.facts[name], self.edition.calendar.window(self.round).limits[name]
        options = [*fact.choices]
        while True:
            text = self._read_answer(question, found)
            if text.isdecimal() and 1 <= int(text) <= len(options):
                return options[int(text) - 1]
            read = read_fact(fact, text, most, self.day)
            if not isinstance(read, Finding):
                return _as_written(fact, read)
            self.say([told("one", self.language, len(options)) if options else read.text(self.language)])

    def _defaults(self, question: Question, found: Standing) -> None:
        """Read which of the facts that have a default are otherwise, and the values of those that are no flag."""
        while True:
            words = self._read_answer(question, found, may_be_empty=True).replace(",", " ").replace("，", " ").split()
            if all(word.isdecimal() and 1 <= int(word) <= len(question.facts) for word in words):
                break
            self.say([told("ids", self.language, len(question.facts))])
        chosen = [question.facts[int(word) - 1] for word in words]
        for name in question.facts:
            fact = self.edition.facts[name]
            value: object = fact.default
            if name in chosen and fact.type == "flag":
                value = not fact.default
            elif name in chosen:
                self.say([pick(fact.name, self.language), *fact_lines(fact, self.language)])
                value = self._value(name, question, found)
            self._keep(name, value)

    def _keep(self, name: str, value: object) -> None:
        """Put a fact where an applicant's file has it: at the top, or under its city."""
        if self.edition.facts[name].scope == "person":
            self.answers[name] = value
            return
        facts = self.answers.setdefault("facts", {})
        assert isinstance(facts, dict)
        facts.setdefault(self.edition.file.policy.city, {})[name] = value

    def _read_answer(self, question: Question, found: Standing, *, may_be_empty: bool = False) -> str:
        """Read an answer that is none of the words that steer the interview; ``?`` is answered at once.

        Raises:
            _Back: The applicant wants the question before.
            _NotKnown: The applicant does not know.
            _Quit: The applicant stops.

        """
        while True:
            text = self._read("  > ")
            match half_width(text).lower():
                case word if word in _BACK:
                    raise _Back
                case word if word in _UNKNOWN:
                    raise _NotKnown
                case word if word in _QUIT:
                    raise _Quit
                case word if word in _WHY:
                    self.say(why_lines(question, found.score, self.language))
                case "" if not may_be_empty:
                    self.say([self._told("empty")])
                case _ if len(text) > LONGEST:
                    self.say([Finding(code="answer-too-long", values={"allowed": str(LONGEST)}).text(self.language)])
                case _:
                    return text

    def _read(self, prompt: str) -> str:
        """Read a line; where it does not come from a terminal it is shown as if it had been typed."""
        line = input(f"{prompt} " if not prompt.endswith(" ") else prompt).strip()
        if not sys.stdin.isatty():
            write_line(harmless(line))
        return line


def _as_written(fact: Fact, value: Value) -> object:
    """Return a value as an applicant's file has it."""
    if fact.type == "date" and isinstance(value, int):
        return datetime.date(value // 10000, value // 100 % 100, value % 100)
    return fact.text(value) if fact.type in ("yuan", "number") else value
