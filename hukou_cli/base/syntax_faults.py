"""Why a text is neither TOML nor JSON: the line and column, what stands there, and a term of what to write instead.

Imported where a parser has stopped. The parsers' own sentences are English and say what they were about to read; what
people do wrong is read from the text: quotes left out, signs of a Chinese keyboard, a comma too many.
"""

import re
from typing import Final

from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless, looks_like_identity_number

_WIDE_SIGNS: Final = "[“”‘’＂＇＝［］【】｛｝，：＃\u3000０-９]"
"""Signs of a Chinese keyboard that stand for no sign of TOML or JSON."""

_WIDE_BLANK: Final = "\u3000"

_TEXTS: Final = r"\"(?:[^\"\\]|\\.)*\"|'[^']*'"
"""A text between quotes of half width."""

_COMMENT: Final = r"#.*"

_LONGEST_SEEN: Final = 30

_TOML_REASONS: Final = {
    ("Expected newline",): "@toml-rest-of-line",
    ("Invalid value",): "@toml-value",
    ("Invalid date",): "@toml-day",
    ("Expected '='",): "@toml-equals",
    ("Expected ']",): "@toml-heading",
    ("Unterminated string", 'Expected "\'"', "Expected '\"", "Illegal character '\\n'"): "@quotes-unpaired",
    ("Unclosed",): "@brackets-unpaired",
    ("Cannot ", "Duplicate "): "@toml-twice",
    ("Invalid statement", "Invalid initial"): "@toml-key",
    ("Unescaped", "Escaped", "Invalid hex"): "@toml-escape",
    ("Illegal character", "Found invalid character"): "@toml-control",
    ("TOML ", "maximum recursion"): "@nested-too-deep",
    ("Exceeds the limit",): "@number-too-long",
}
"""Beginnings of the TOML parser's messages, each with the term of text/terms.py that stands in its place."""

_TOML_VALUES: Final = {
    r"": "@toml-no-value",
    r"\d{4}\D\d\d?": "@toml-month",
    r"\d{4}\D\d\d?\D\d\d?\D?": "@toml-date",
    r"(?i:true|false|yes|no)|是|否": "@toml-flag",
    r"\d[\d,]*(\.\d+)?\s*[^\d\s.].*": "@toml-number",
    r"[^\W\d].*": "@toml-text",
}
"""Values without quotes that are none, as people write them, each with its term."""

_JSON_STARTS: Final = {"/": "@json-comment", "#": "@json-comment", "'": "@json-single-quotes", "": "@brackets-unpaired"}
"""The name of the token found where a value was expected, by its first character; empty text is the end of the file."""


def toml_faults(error: Exception, file: str, text: str) -> list[Finding]:
    """Return what is wrong in a text at which the TOML parser stopped; lines of wide signs are told all at once.

    Args:
        error: What the parser raised: ``… (at line 3, column 7)``, or ``… (at end of document)``.
        file: The file's name.
        text: The TOML document.

    """
    reason, _, place = str(error).partition(" (at ")
    numbers = [int(number) for number in re.findall(r"\d+", place)]
    lines = text.split("\n")
    line, column = numbers or (len(text.rstrip().split("\n")) if place else 0, 0)
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    if wide := _wide_signs(lines, line, file, comment=True):
        return wide
    known = (term for starts, term in _TOML_REASONS.items() if reason.startswith(starts))
    term = next(known, harmless(reason))
    if term in ("@toml-value", "@toml-rest-of-line"):
        term = _value_fault(written) or term
    if term == "@toml-twice" and _is_none_above(written, lines[: line - 1]):
        term = "@toml-none-and-some"
    values = {"reason": term, "seen": harmless(written.strip()) or "@end"}
    return [Finding("not-toml", values, file, line, column=column)]


def _is_none_above(heading: str, above: list[str]) -> bool:
    """Return whether an empty list above says that there are no tables of the heading ``[[…]]``."""
    name = heading.strip().strip("[]").strip()
    return heading.lstrip().startswith("[[") and any(
        "".join(line.partition("#")[0].split()) == f"{name}=[]" for line in above
    )


def _value_fault(written: str) -> str:
    """Return the term of what is wrong with the value of a line ``key = value``; empty where it is nothing of these."""
    _, equals, value = re.sub(_COMMENT, "", written).partition("=")
    if not equals or re.search("[\"'\\[{]", value):
        return ""
    return next((term for pattern, term in _TOML_VALUES.items() if re.fullmatch(pattern, value.strip())), "")


def json_faults(error: Exception, file: str, text: str) -> list[Finding]:
    """Return what is wrong in a text at which the JSON parser stopped; lines of wide signs are told all at once.

    Args:
        error: What the parser raised.
        file: The file's name.
        text: The JSON document.

    """
    at = getattr(error, "pos", -1)
    if at < 0:
        return [_unplaced_fault(error, file, text)]
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    lines = text.split("\n")
    if wide := _wide_signs(lines, line, file, comment=False):
        return wide
    before, rest = text[:at].rstrip(), text[at:]
    term = _json_fault(str(error), before, rest)
    seen = rest.strip().partition("\n")[0]
    if looks_like_identity_number(lines[line - 1]):  # a part of a number would not be masked
        seen = lines[line - 1].strip()
    shown = harmless(seen)[:_LONGEST_SEEN] if seen else "@end"
    return [Finding("not-json", {"reason": term, "seen": shown}, file, line, column=column)]


def _json_fault(message: str, before: str, rest: str) -> str:
    """Return the term of what is wrong between what was read and the rest.

    Args:
        message: The parser's message, which says what it expected.
        before: The text that was read, without blanks at its end.
        rest: The text from the place where the parser stopped.

    """
    first, last = rest.lstrip()[:1], before[-1:]
    if message.startswith("Extra data"):
        return "@json-more"
    if "\\" in message:
        return "@json-escape"
    if message.startswith(("Unterminated", "Invalid control")):
        return "@quotes-unpaired"
    if first in _JSON_STARTS:
        return _JSON_STARTS[first]
    if message.startswith("Expecting property name"):
        return "@json-comma-too-many" if first in "},]" and last == "," else "@json-name"
    if message.startswith("Expecting ':'"):
        return "@json-colon"
    if message.startswith("Expecting ','"):
        return "@json-comma" if re.search(r'["}\]\w]$', before) and re.match(r'["{\[]', rest) else _json_end(rest)
    if last == "," and first in "]},":
        return "@json-comma-too-many"
    if first in "]},:":
        return "@json-no-value"
    return "@json-small" if re.match(r"(?i:true|false|none|null)\b", rest) else "@json-value"


def _json_end(rest: str) -> str:
    """Return the term of what stands behind a value in the place of a comma."""
    return "@json-brackets" if rest[:1] in "]}" else "@json-value"


def _unplaced_fault(error: Exception, file: str, text: str) -> Finding:
    """Return the finding of what the parser tells without a place: a name twice, or what is too large."""
    reason = str(error)
    _, twice, name = reason.partition("duplicate key ")
    if twice:
        places = [found.start() for found in re.finditer(rf'"{re.escape(name)}"\s*:', text)]
        line = text.count("\n", 0, places[1]) + 1 if len(places) == 2 else 0  # noqa: PLR2004 - else it may be any
        return Finding("not-json", {"reason": "@json-twice", "seen": harmless(name)}, file, line)
    term = "@number-too-long" if reason.startswith("Exceeds the limit") else "@nested-too-deep"
    return Finding("not-json", {"reason": term, "seen": "…"}, file)


def _wide_signs(lines: list[str], stopped: int, file: str, *, comment: bool) -> list[Finding]:
    """Return a finding for each line with full-width signs, if that at which the parser stopped has some.

    Args:
        lines: The lines of the text.
        stopped: The line, from 1, at which the parser stopped.
        file: The file's name.
        comment: Whether a line may hold a comment.

    """
    found = {at: signs for at, line in enumerate(lines, 1) if (signs := _signs_outside_texts(line, comment=comment))}
    if stopped not in found:
        return []
    return [
        Finding(
            "wide-signs",
            {"signs": signs.replace(_WIDE_BLANK, "U+3000"), "seen": harmless(lines[at - 1].strip())},
            file,
            at,
        )
        for at, signs in found.items()
    ]


def _signs_outside_texts(line: str, *, comment: bool) -> str:
    """Return the full-width signs of a line that stand in no text, or close one that a half-width quote opened."""
    bare = re.sub(f"{_TEXTS}|{_COMMENT}" if comment else _TEXTS, _unpaired_quotes, line)
    return "".join(dict.fromkeys(re.findall(_WIDE_SIGNS, bare)))


def _unpaired_quotes(text: "re.Match[str]") -> str:
    """Return the curly quotes of a text that are not paired: one of them was to end it."""
    written = text[0]
    return "”" if written.count("“") < written.count("”") else "“" if written.count("“") > written.count("”") else ""
