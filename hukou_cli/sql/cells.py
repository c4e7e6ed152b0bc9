"""One cell of a table as SQL: the value it stands for, whether it may stand there, and if not, why.

It refuses exactly the texts that ``applicant.facts`` refuses for one applicant; the parity test holds the two equal.
Every expression speaks of the columns of the step ``read``: ``t_FACT``, the text as it is (NULL where empty), and
``v_FACT``, what the engine takes it for. The engine reads ``12.6`` as 13 and ``1e3`` as 1000, so ``v_FACT`` counts only
where it writes back as the very same text, or where the text has the form that is allowed.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

import msgspec

from hukou_cli.base.calendar import EARLIEST, date_text
from hukou_cli.base.decimals import ratio_text
from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import BETWEEN_DIGITS, looks_like_identity_number
from hukou_cli.facts.types import UNKNOWN, Fact, Value
from hukou_cli.policy.arithmetic import ranges_of
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules.ast import Condition, names_in
from hukou_cli.rules.intervals import Ranges
from hukou_cli.sql.formula import condition_sql, identifier

_BLANK = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What ``str.strip`` takes off."""

_FOLDED = {
    chr(point): folded
    for block in (range(0x80, 0x300), range(0x1D00, 0x2500), range(0x2C00, 0x3100), range(0xFE00, 0x10000),
                  range(0x1D400, 0x1D800), range(0x1F100, 0x1F200), range(0x1FBF0, 0x1FBFA))
    for point in block
    if (folded := unicodedata.normalize("NFKC", chr(point))) in tuple("0123456789Xx -")
} | {chr(point): "-" for block in (range(1, 256), range(0x2000, 0x2300), (0xFEFF,)) for point in block
     if re.match(f"[{BETWEEN_DIGITS}]", chr(point)) and point != ord(" ")}  # fmt: skip
"""What else is a digit or an X, and which: wide, raised, circled, Roman; and what stands between them, as a hyphen."""

MOST_WHOLE_DIGITS = 15

_NO_FRACTION = r"(\.0{1,9})?"
"""How a whole number may go on, as data frames write those of a column with gaps."""

_DAY_PARTS = "^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?([ T].*)?$"
_DAY = (
    r"[0-9]{4}(-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2}|\.[0-9]{1,2}\.[0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)"
    r"([ T]0?0:00(:00(\.0+)?)?)?"
)
"""A day as spreadsheets and data frames write it, and the parts of one."""

_PLAIN_DIGITS = 4
"""Digits of nearly every count, and fewer than those of any number that is shorter in base 16."""


class Cell(msgspec.Struct, frozen=True):
    """What SQL says of one fact: ``read`` columns for the step ``read``, and three expressions on them.

    ``value`` is the fact's value, ``fine`` whether the cell may be so (NULL counts as no), ``code`` what is wrong where
    it may not. ``column`` is None where the table has no column for the fact. ``left_open`` is whether the text says
    that the fact is not known, so that no default stands for it.
    """

    name: str
    fact: Fact
    column: str | None
    read: tuple[str, ...]
    value: str
    fine: str
    code: str
    left_open: str = "FALSE"


def cells_of(edition: Edition, round_: RoundId, columns: Mapping[str, str], today: int) -> list[Cell]:
    """Write the cell of every fact of an edition in a round; ``columns`` names the source column of those there are."""
    window, ranges = edition.calendar.window(round_), ranges_of(edition, round_)
    cells: dict[str, Cell] = {}
    for name in edition.facts:
        cells[name] = _Writer(edition, window, name, columns.get(name), today).cell()
    for name, by in edition.narrowed.items():
        cells[name] = _narrowed(cells[name], cells[by], needed=name in edition.used)
    for name, condition in edition.relevance.items():
        defaulted = name in edition.defaults
        if name in edition.used and not (defaulted and cells[name].column is None):
            lowest = window.limits[name][0]
            cells[name] = _never_missing(cells[name], condition, cells, lowest, ranges, defaulted=defaulted)
    return list(cells.values())


def text_of(name: str) -> str:
    """Give the column of a fact's text."""
    return identifier(f"t_{name}")


def _taken(name: str) -> str:
    return identifier(f"v_{name}")


def literal(value: Value) -> str:
    """Write a value as SQL."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case str():
            return quoted(value)


def quoted(text: str) -> str:
    """Write text as SQL."""
    return "'" + text.replace("'", "''") + "'"


class _Writer:
    """Writes the cell of one fact."""

    def __init__(self, edition: Edition, window: Window, name: str, column: str | None, today: int) -> None:
        self.name = name
        self.fact = edition.facts[name]
        self.column = column
        self.lowest, self.most = window.limits[name]
        self.latest = min(today, self.most)
        self.not_begun = self.fact.since is not None and self.lowest == self.most
        self.assumed = self.lowest if self.not_begun else edition.defaults.get(name)
        self.needed = name in edition.used
        self.text, self.taken = text_of(name), _taken(name)

    def cell(self) -> Cell:
        """Write it."""
        if self.column is None:
            value = "NULL" if self.assumed is None else literal(self.assumed)
            fine = "FALSE" if self.assumed is None and self.needed else "TRUE"
            return Cell(self.name, self.fact, None, (), value, fine, f"CASE WHEN NOT {fine} THEN 'missing-fact' END")
        read, value, fine, wrong = self._form()
        if self.assumed is not None:
            value = f"COALESCE({value}, {literal(self.assumed)})"
        allowed = []
        if self.assumed is not None or not self.needed:
            allowed.append(f"{self.text} IS NULL")
        if self.not_begun or not self.needed:
            allowed.append(f"{self.text} = '{UNKNOWN}'")
        fine = f"({' OR '.join((fine, *allowed))})"
        missing = f"WHEN {self.text} IS NULL OR {self.text} = '{UNKNOWN}' THEN 'missing-fact'"
        identity = f"WHEN {identity_sql(self.text)} THEN 'identity-number'"
        code = f"CASE WHEN {fine} THEN NULL {missing} {identity} {wrong} END"
        source = f"{identifier(self.column)} AS {self.text}"
        open_ = f"{self.text} = '{UNKNOWN}'" if self.needed and not self.not_begun else "FALSE"
        return Cell(self.name, self.fact, self.column, (source, *read), value, fine, code, open_)

    def _form(self) -> tuple[tuple[str, ...], str, str, str]:
        """Give the columns read, the value, whether the text is right, and the WHENs that say what is wrong."""
        match self.fact.type:
            case "flag":
                return self._flag()
            case "choice":
                return self._choice()
            case "date":
                return self._date()
            case "months" | "count":
                return self._whole()
            case "yuan" | "number":
                return self._number()

    def _flag(self) -> tuple[tuple[str, ...], str, str, str]:
        read = f"{flag_sql(identifier(self.column or ''))} AS {self.taken}"
        return (read,), self.taken, f"{self.taken} IS NOT NULL", "ELSE 'not-a-flag'"

    def _choice(self) -> tuple[tuple[str, ...], str, str, str]:
        """Write the option that a text is by its id, which is quick to tell, or else by its label."""
        column, options = identifier(self.column or ""), options_of(self.fact)
        labels = [(word, option) for word, option in self.fact.words.items() if word != option and option in options]
        named = " ".join(f"WHEN {quoted(label)} THEN {quoted(option)}" for label, option in labels)
        other = f"CASE {column} {named} END" if named else "NULL"
        read = (
            f"CASE WHEN {column} IN ({', '.join(map(quoted, options))}) THEN {column} ELSE {other} END AS {self.taken}"
        )
        return (read,), self.taken, f"{self.taken} IS NOT NULL", "ELSE 'not-one-of'"

    def _date(self) -> tuple[tuple[str, ...], str, str, str]:
        column = identifier(self.column or "")
        plain = f"regexp_replace({column}, '{_DAY_PARTS}', '\\1-\\2-\\3')"
        read = f"COALESCE(TRY_CAST({column} AS DATE), TRY_CAST({plain} AS DATE)) AS {self.taken}"
        value = f"(year({self.taken}) * 10000 + month({self.taken}) * 100 + day({self.taken}))"
        written = f"regexp_full_match({self.text}, '{_DAY}')"
        first, last = f"DATE '{date_text(EARLIEST)}'", f"DATE '{date_text(self.latest)}'"
        never = f"({self.taken} IS NULL OR {self.text} LIKE '0000%')"  # to the engine there is a year 0
        wrong = (
            f"WHEN NOT {written} THEN 'not-a-date' WHEN {never} THEN 'no-such-day' "
            f"WHEN {self.taken} > {last} THEN 'date-too-late' ELSE 'date-too-early' END"
        )
        right = f"(CAST({self.taken} AS VARCHAR) = {self.text} OR {written})"
        fine = f"({right} AND {self.taken} BETWEEN {first} AND {last})"
        return (read,), value, fine, wrong.removesuffix(" END")

    def _whole(self) -> tuple[tuple[str, ...], str, str, str]:
        read = f"TRY_CAST({identifier(self.column or '')} AS BIGINT) AS {self.taken}"
        form = f"regexp_full_match({self.text}, '[0-9]{{1,{MOST_WHOLE_DIGITS}}}{_NO_FRACTION}')"
        fine = f"(({self._plain()} OR {form}) AND {self.taken} BETWEEN 0 AND {self.most})"
        wrong = (
            rf"WHEN regexp_full_match({self.text}, '\p{{Nd}}+') AND NOT regexp_full_match({self.text}, '[0-9]+') "
            f"THEN 'full-width' "
            f"WHEN regexp_full_match({self.text}, '-[0-9]{{1,{MOST_WHOLE_DIGITS}}}{_NO_FRACTION}') THEN 'negative' "
            f"WHEN regexp_full_match({self.text}, '[0-9]+{_NO_FRACTION}') THEN 'above-maximum' "
            "ELSE 'not-a-whole-number'"
        )
        return (read,), self.taken, fine, wrong

    def _plain(self) -> str:
        """Write that the text is the whole number's own digits: it is as long as they are.

        Whatever else the engine takes is longer (``12.6``, ``+9``, ``007``, ``0xff``) or has an exponent (``1e2``), and
        then the number ends in ``00``. That is quicker than a pattern, which the few others are left to.
        """
        short = f"WHEN {self.taken} < 10 THEN 1 WHEN {self.taken} < 100 THEN 2"
        digits = range(len("100"), min(len(str(self.most)), _PLAIN_DIGITS) + 1)
        longer = "".join(f" WHEN {self.taken} < {10**n} AND {self.taken} % 100 <> 0 THEN {n}" for n in digits)
        return f"strlen({self.text}) = CASE {short}{longer} END"

    def _number(self) -> tuple[tuple[str, ...], str, str, str]:
        column, places = identifier(self.column or ""), self.fact.decimals
        taken = f"TRY_CAST({column} AS DECIMAL({MOST_WHOLE_DIGITS + places}, {places}))"
        if places:  # a decimal writes all its places, so that without its point it is the numerator
            taken = f"TRY_CAST(replace(CAST({taken} AS VARCHAR), '.', '') AS BIGINT)"
        else:
            taken = f"TRY_CAST({column} AS BIGINT)"
        fraction = f"[0-9]{{1,{places}}}0*" if places else "0+"
        form = f"(-?0{{1,{MOST_WHOLE_DIGITS}}}(\\.0{{1,9}})?|[0-9]{{1,{MOST_WHOLE_DIGITS}}}(\\.{fraction})?)"
        number = f"-?[0-9]{{1,{MOST_WHOLE_DIGITS}}}(\\.[0-9]{{1,9}})?"
        right = f"(regexp_full_match({self.text}, '{form}') AND regexp_full_match({self.text}, '{number}'))"
        if not places:
            right = f"({self._plain()} OR {right})"
        listed, unlisted = "", ""
        if self.fact.allowed:
            numerators = [
                int(number * self.fact.den) for number in self.fact.allowed if number * self.fact.den % 1 == 0
            ]
            listed = f" AND {self.taken} IN ({', '.join(map(str, numerators))})"
            unlisted = f"WHEN NOT ({self.taken} IN ({', '.join(map(str, numerators))})) THEN 'not-one-of-numbers' "
        fine = f"({right} AND {self.taken} BETWEEN 0 AND {self.most}{listed})"
        wrong = (
            rf"WHEN regexp_full_match({self.text}, '(\p{{Nd}}+\.?\p{{Nd}}*|\.\p{{Nd}}+)') "
            rf"AND NOT regexp_full_match({self.text}, '[0-9.]+') THEN 'full-width' "
            f"WHEN NOT regexp_full_match({self.text}, '{number}') THEN 'not-a-number' "
            f"WHEN {self.text} LIKE '-%' AND regexp_matches({self.text}, '[1-9]') THEN 'negative' "
            f"WHEN NOT COALESCE({right}, FALSE) THEN 'too-many-places' {unlisted}ELSE 'above-maximum'"
        )
        return (f"{taken} AS {self.taken}",), self.taken, fine, wrong


def flag_sql(text: str) -> str:
    """Write what a text says that is true or false; NULL where it says neither."""
    plain = f"lower(trim({text}, {quoted(_BLANK)}))"
    return (
        f"CASE WHEN {text} = 'true' THEN TRUE WHEN {text} = 'false' THEN FALSE "
        f"WHEN {plain} IN ('true', 'yes', '是') THEN TRUE WHEN {plain} IN ('false', 'no', '否') THEN FALSE END"
    )


def options_of(fact: Fact) -> list[str]:
    """Give the options that a cell may hold; ``unknown`` says that it is not known, whatever the options are."""
    return [option for option in fact.choices if option != UNKNOWN and not looks_like_identity_number(option)]


def _never_missing(  # noqa: PLR0913
    cell: Cell, condition: Condition, cells: Mapping[str, Cell], lowest: int, ranges: Ranges, *, defaulted: bool
) -> Cell:
    """Let a fact be absent where its condition does not hold: no rule can tell it from any other then."""
    holds = condition_sql(condition, ranges)
    used = [name for name in dict.fromkeys(names_in(condition)) if name in cells]
    for name in used:
        holds = holds.replace(identifier(name), f"({cells[name].value})")
    tests = [f"({cells[name].value}) IS NOT NULL" for name in used]
    tests += [f"({cells[name].left_open}) IS NOT TRUE" for name in used if cells[name].left_open != "FALSE"]
    known = " AND ".join(tests) or "TRUE"
    text = text_of(cell.name)
    absent = f"({text} IS NULL OR {text} = '{UNKNOWN}')" if cell.column is not None else "TRUE"
    free = f"({absent} AND COALESCE({known} AND NOT {holds}, FALSE))"
    least: Value = lowest
    if cell.fact.type in ("flag", "choice"):
        least = False if cell.fact.type == "flag" else next(iter(cell.fact.choices))
    value = f"CASE WHEN {free} THEN {literal(least)} ELSE {cell.value} END"
    if defaulted and cell.fact.type != "choice":
        value = cell.value  # what is no value of its own is the default already
    return Cell(
        cell.name, cell.fact, cell.column, cell.read,
        value=value,
        fine=f"({cell.fine} OR {free})",
        code=f"CASE WHEN {free} THEN NULL ELSE {cell.code} END",
    )  # fmt: skip


def _narrowed(cell: Cell, by: Cell, *, needed: bool) -> Cell:
    """Let the choice that narrows another one fill it in where one option is left, and refuse what it excludes."""
    narrowing = cell.fact.narrowing
    left = {option: [name for name in names if name in cell.fact.choices] for option, names in narrowing.items()}
    text, taken = text_of(cell.name), _taken(cell.name)
    source = _known(by)
    given = _known(cell)
    absent = f"({text} IS NULL OR {text} = '{UNKNOWN}')" if cell.column is not None else "TRUE"
    single = " ".join(
        f"WHEN {quoted(option)} THEN {quoted(names[0])}" for option, names in left.items() if len(names) == 1
    )
    value = f"COALESCE({given}, CASE WHEN {absent} THEN CASE {source} {single} END END)" if single else given
    plain = "FALSE"  # what nearly every row is, asked first because it is quick
    if cell.column is not None and by.column is not None:
        pairs = [
            f"{taken} IN ({', '.join(map(quoted, names))}) AND {_taken(by.name)} = {quoted(option)}"
            for option, names in left.items()
            if names and option in options_of(by.fact)
        ]
        plain = " OR ".join(f"({pair})" for pair in pairs) or plain
        value = f"COALESCE({taken}, {value})"
    excluded = " OR ".join(
        f"({source} = {quoted(option)} AND {given} NOT IN ({', '.join(map(quoted, names)) or 'NULL'}))"
        for option, names in left.items()
    )
    against = f"COALESCE({excluded}, FALSE)" if excluded else "FALSE"
    there = f"{value} IS NOT NULL" if needed else "TRUE"
    right = "TRUE" if cell.column is None else f"({absent} OR {given} IS NOT NULL)"
    fine = f"({plain} OR ({right} AND {there} AND NOT {against}))"
    wrong = f"WHEN {identity_sql(text)} THEN 'identity-number' ELSE 'not-one-of'" if cell.column is not None else ""
    code = f"CASE WHEN {fine} THEN NULL WHEN {against} THEN 'contradicts' WHEN {absent} THEN 'missing-fact' {wrong} END"
    return Cell(cell.name, cell.fact, cell.column, cell.read, value, fine, code)


def _known(cell: Cell) -> str:
    """Write a choice's value: NULL where its text is no option; its default where it is empty."""
    if cell.column is None:
        return f"CAST({cell.value} AS VARCHAR)"
    return f"CASE WHEN {text_of(cell.name)} IS NULL THEN {cell.value} ELSE {_taken(cell.name)} END"


def identity_sql(text: str) -> str:
    """Write whether a text holds an 18-character identity number, however spaced or wide."""
    other, plain = quoted("".join(_FOLDED)), quoted("".join(_FOLDED.values()))
    plain = f"regexp_replace(translate({text}, {other}, {plain}), '[ -]', '', 'g')"
    return rf"(strlen({text}) >= 18 AND regexp_matches({plain}, '(^|[^0-9])[0-9]{{17}}[0-9Xx]([^0-9]|$)'))"


UNSEEN = r"[\x00-\x1f\x7f-\x{9f}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{2069}\x{feff}]"
"""What a screen would obey, as the engine's patterns have it."""


def problems_of(cell: Cell, window: Window, today: int) -> Iterable[Finding]:
    """Give every finding that the cell's code may name, with ``SEEN`` and ``NEAREST`` where the text goes."""
    fact, most = cell.fact, window.limits[cell.name][1]
    latest = date_text(min(today, most)) if fact.type == "date" else ""
    whole = fact.type in ("months", "count")
    allowed = {
        "not-one-of": " ".join(fact.choices),
        "date-too-late": latest,
        "date-too-early": date_text(EARLIEST),
        "not-one-of-numbers": " ".join(map(str, fact.allowed)),
    }
    most_text = str(most) if whole else ratio_text(most, fact.den)
    for code in ("missing-fact", "contradicts", "identity-number", *_CODES[fact.type]):
        values = {
            "seen": SEEN,
            "allowed": allowed.get(code, most_text),
            "places": str(fact.decimals),
            "fact": cell.name,
            "zh": fact.name.zh,
            "en": fact.name.en,
        }
        if code == "missing-fact":
            values["help"] = "@fill" if fact.type in ("flag", "choice", "date") else "@fill-number"
        if code == "not-one-of":
            values |= {"nearest": NEAREST, "help": "@options"}
        if code == "contradicts":
            values |= {"other": OTHER, "allowed": ALLOWED}
        advised = fact.advice is not None and code not in ("missing-fact", "contradicts")
        yield Finding(code=code, values=values, advice=fact.advice.by_language if advised and fact.advice else None)


SEEN, NEAREST, OTHER, ALLOWED = "\x01", "\x02", "\x03", "\x04"
"""What stands in a message for the text of the cell, the option it may mean, and the choice that narrows it."""

_CODES: Mapping[str, tuple[str, ...]] = {
    "flag": ("not-a-flag",),
    "choice": ("not-one-of",),
    "date": ("not-a-date", "no-such-day", "date-too-late", "date-too-early"),
    "months": ("full-width", "negative", "above-maximum", "not-a-whole-number"),
    "count": ("full-width", "negative", "above-maximum", "not-a-whole-number"),
    "yuan": ("full-width", "not-a-number", "negative", "too-many-places", "above-maximum"),
    "number": ("full-width", "not-a-number", "negative", "too-many-places", "not-one-of-numbers", "above-maximum"),
}
