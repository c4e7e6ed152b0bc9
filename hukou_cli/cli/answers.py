"""Answers of an interview as they are typed or piped: lines, and the words that steer it."""

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from hukou_cli.base.errors import Finding
from hukou_cli.base.folding import half_width
from hukou_cli.base.redaction import harmless
from hukou_cli.cli.stdout import write_line
from hukou_cli.render.ask import told
from hukou_cli.render.layout import console, print_parts

if TYPE_CHECKING:
    from hukou_cli.text.language import Language

LONGEST = 2000
"""The most characters of one answer."""

_BACK, _UNKNOWN, _QUIT = ("b", "back", "返回", "上一题"), ("u", "unknown", "不清楚", "不知道"), ("q", "quit", "退出")
_WHY = ("?", "help", "帮助", "为什么")
"""The words that steer the interview."""

NONE, ANEW = ("none", "无", "没有"), ("new", "重填", "重新填")
"""The words for an empty list of records, and to begin a list anew."""

YES, NO = ("y", "yes", "是", "好"), ("n", "no", "否", "不", "不用")

NO_FILE = ("", *_BACK, *_UNKNOWN, *_QUIT, *_WHY, *NO)
"""Answers that name no file to save to: those of the interview."""


class Back(Exception):  # noqa: N818 - an answer, not an error
    """The applicant wants the question before."""


class Quit(Exception):  # noqa: N818
    """The applicant wants to stop, and to leave nothing."""


class NotKnown(Exception):  # noqa: N818
    """The applicant does not know the answer."""


class Answers:
    """The lines that an applicant types, and what is said to him.

    Args:
        language: The language of the dialogue.

    """

    def __init__(self, language: "Language") -> None:
        self.language, self.screen = language, console()

    def say(self, lines: Iterable[str]) -> None:
        """Print lines, wrapped."""
        print_parts((Text(line) for line in lines), self.screen, self.language)
        sys.stdout.flush()

    def told(self, key: str, *gaps: object) -> str:
        """Return a phrase of the interview."""
        return told(key, self.language, *gaps)

    def read(self, prompt: str) -> str:
        """Read a line; where it does not come from a terminal it is shown as if it had been typed.

        Raises:
            EOFError: There is none.

        """
        prompt = prompt if prompt.endswith(" ") else f"{prompt} "
        if sys.stdin.isatty():
            return input(prompt).strip()
        sys.stdout.write(prompt)  # ``input`` would lose an interrupt, or a broken pipe, while it writes
        sys.stdout.flush()
        if not (line := sys.stdin.readline()):
            raise EOFError
        write_line(harmless(line.strip()))
        sys.stdout.flush()
        return line.strip()

    def answer(self, why: Callable[[], Iterable[str]], *, may_be_empty: bool = False) -> str:
        """Read an answer that is none of the words that steer the interview; ``?`` is answered at once.

        Args:
            why: Says why the question is asked.
            may_be_empty: Whether an empty line is an answer.

        Raises:
            Back: The applicant wants the question before.
            NotKnown: The applicant does not know.
            Quit: The applicant stops.

        """
        while True:
            text = self.read("  > ")
            match half_width(text).lower():
                case word if word in _BACK:
                    raise Back
                case word if word in _UNKNOWN:
                    raise NotKnown
                case word if word in _QUIT:
                    raise Quit
                case word if word in _WHY:
                    self.say(why())
                case "" if not may_be_empty:
                    self.say([self.told("empty")])
                case _ if len(text) > LONGEST:
                    self.say([Finding(code="answer-too-long", values={"allowed": str(LONGEST)}).text(self.language)])
                case _:
                    return text

    def goes_on(self, left: int) -> bool:
        """Ask whether to go on for the exact total, until it is answered; may raise Back and Quit."""
        while (text := self.read(self.told("go_on", left)).lower()) not in ("", *YES, *NO):
            if text in _QUIT:
                raise Quit
            if text in _BACK:
                raise Back
            self.say([self.told("yes_no")])
        return text not in NO
