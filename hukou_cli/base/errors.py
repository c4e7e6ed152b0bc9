"""Findings, each one thing that is wrong with the user's input, and the exceptions that carry them.

```
HukouError                 everything this package raises on purpose; holds its findings
├── InvalidApplicant       an applicant's file, facts or records cannot be used
├── InvalidOption          an option or argument is wrong, or does not go with another
├── InvalidPolicy          a policy file, or a formula in it, cannot be used
├── InvalidTable           a table cannot be read, or its columns cannot be scored or ranked
├── NotFound               no such city, edition, round or file
└── OutputError            an output file cannot be written, or would replace another
```
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from hukou_cli.base.redaction import visible
from hukou_cli.text.language import Language

MOST_TOLD = 50
"""Findings that are told one by one, of the rest the number; to look for the nearest known name for more is no help."""


class Finding(NamedTuple):
    """One thing that is wrong: plain data, put into words only when it is shown.

    Attributes:
        code: The message, a key of ``messages()`` in text/errors.py.
        values: What fills the message's gaps, made harmless; ``seen``, ``allowed`` and ``nearest`` among them.
        file: The file, as the user named it.
        line: The line in it, from 1; 0 where it is not known.
        place: The dotted path of keys.
        column: The column in the formula, or where there is no place that in the line, from 1; 0 if it is not known.
        advice: A ready-made remedy in each language, in place of the message's own.

    """

    code: str
    values: Mapping[str, str] = {}
    file: str = ""
    line: int = 0
    place: str = ""
    column: int = 0
    advice: dict[Language, str] | None = None

    @property
    def seen(self) -> str:
        """The value that was found; empty where the message names none."""
        return self.values.get("seen", "")

    @property
    def allowed(self) -> str:
        """The allowed values as the message lists them; ``@term`` is a term of text/terms.py, empty means no list."""
        return self.values.get("allowed", "")

    @property
    def nearest(self) -> str:
        """The known word closest to the one found; empty where there is none."""
        return self.values.get("nearest", "")

    def where(self, language: Language = "en") -> str:
        """Return the place as editors read it: ``FILE:LINE:COLUMN``, or ``FILE:LINE: PLACE`` and the column in it."""
        file = f"{self.file}:{self.line}" if self.file and self.line else self.file
        place = self.place
        if self.column and place:
            from hukou_cli.text.terms import TERMS

            place = TERMS["place-column"][language].format(place, self.column)
        elif self.column and self.line:
            file = f"{file}:{self.column}"
        return visible(": ".join(part for part in (file, place) if part))

    def text(self, language: Language = "en", *, advise: bool = True) -> str:
        """Return the whole message: the place, what is wrong and the code in brackets; on the next line what to do."""
        what, where = f"{self.sentence(language)} [{self.code}]", self.where(language)
        remedy = self.remedy(language) if advise else ""
        first = f"{where}: {what}" if where else what
        return f"{first}\n  {remedy}" if remedy else first

    def sentence(self, language: Language = "en") -> str:
        """Return what is wrong, without place, code and remedy."""
        return self._message(language)[0]

    def remedy(self, language: Language = "en") -> str:
        """Return what to do; empty where the message has no remedy."""
        if self.advice is not None:
            return self.advice[language].strip()
        return self._message(language)[1]

    def _message(self, language: Language) -> tuple[str, str]:
        from hukou_cli.text.errors import message  # 4 ms, of which a good file needs none

        return message(self.code, self.values, language)

    def at(self, *, file: str = "", line: int = 0, place: str = "") -> "Finding":
        """Return the finding with its place; what it already knows of that is more exact and stays."""
        inner = f"{place}.{self.place}" if place and self.place else self.place or place
        return self._replace(file=self.file or file, line=self.line or line, place=inner)


class HukouError(Exception):
    """The root of all exceptions that this package raises on purpose.

    Attributes:
        findings: Everything that is wrong.

    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        """Return the findings in English, a line each; put into words only here, for there may be thousands."""
        return "\n".join(finding.text() for finding in self.findings)


class InvalidApplicant(HukouError):  # noqa: N818 - named for the user's mistake
    """An applicant's file, facts or records cannot be used."""


class InvalidOption(HukouError):  # noqa: N818
    """An option or argument is wrong, or does not go with another."""


class InvalidPolicy(HukouError):  # noqa: N818
    """A policy file, or a formula in it, cannot be used."""


class InvalidTable(HukouError):  # noqa: N818
    """A table cannot be read, or its columns cannot be scored or ranked."""


class NotFound(HukouError):  # noqa: N818
    """No such city, edition, round or file, or no table of points for it."""


class OutputError(HukouError):
    """An output file cannot be written, or would replace another."""


def nearest(word: str, known: Iterable[str], cutoff: int = 60) -> str | None:
    """Return the known word closest to a misspelt one; None where none is close enough.

    Of a short Chinese word, one wrong character is half: the one known word that has the others is closest.

    Args:
        word: The text as written.
        known: The words that it may mean.
        cutoff: Minimum similarity in percent, 0-100.

    >>> nearest("insured_moths", ["insured_months", "own_home_months"])
    'insured_months'
    >>> nearest("海定", ["海淀", "朝阳"]), nearest("朝定", ["海淀", "朝阳", "平定"])
    ('海淀', None)

    """
    import difflib

    listed = list(known)
    matches = difflib.get_close_matches(word[:100], listed, n=1, cutoff=cutoff / 100)
    if matches or word.isascii():
        return matches[0] if matches else None
    alike = [each for each in listed if len(each) == len(word) and _differing(each, word) == 1]
    return alike[0] if len(alike) == 1 else None


def _differing(one: str, other: str) -> int:
    """Return in how many places two words of one length differ."""
    return sum(left != right for left, right in zip(one, other, strict=True))
