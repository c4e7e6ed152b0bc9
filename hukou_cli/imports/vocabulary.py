"""The words of printouts, from ``imports.toml``: what a heading, a kind of insurance and a mark of payment mean."""

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

import msgspec

from hukou_cli.base.decoding import Model
from hukou_cli.base.errors import Finding, InvalidPolicy, NotFound
from hukou_cli.base.folding import half_width
from hukou_cli.base.toml_source import parse_toml, read_text
from hukou_cli.facts.record_tables import Insurances
from hukou_cli.policy.load import fit

WORDS = "imports.toml"

Kinds = frozenset[Insurances]

KINDS: tuple[Insurances, ...] = get_args(Insurances)

Role = Literal[
    "month", "month_paid", "start", "end", "paid_on", "months", "kind", "mark", "remark", "is_repaid", "is_paid",
    "base", "amount", "of_month", "base_of_month", "employer_code", "employer", "district", "person", "ignored",
]  # fmt: skip
"""What a column tells of a payment."""

Mark = Literal["paid", "repaid", "unpaid", "top_up", "refunded", "elsewhere"]
"""What a row tells of itself."""

_UNIT = re.compile(r"\([^()]*(?:元|月|个)[^()]*\)$")
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?")


_MONTH = re.compile(r"(.*?)(0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])月份?")
_NUMERALS = "〇一二三四五六七八九"


class Column(msgspec.Struct, frozen=True):
    """What a heading means: a role, of some kinds of insurance or (no kinds) of the row.

    Without a role it names kinds alone: its cells say whether those were paid. One of twelve columns for the months of
    a year has its month, from 1.
    """

    role: Role | None
    kinds: Kinds = frozenset()
    month: int = 0


class KindWords(Model, frozen=True):
    """How one insurance is named, and its codes."""

    words: tuple[str, ...]
    codes: tuple[str, ...] = ()


class OtherWords(Model, frozen=True, kw_only=True):
    """``[words]``."""

    five: tuple[str, ...]
    others: tuple[str, ...]
    fillers: tuple[str, ...]
    nothing: tuple[str, ...]
    ticks: tuple[str, ...]
    notes: tuple[str, ...]


class Vocabulary(Model, frozen=True, kw_only=True, dict=True):
    """``imports.toml``."""

    format: Literal[1]
    columns: dict[Role, tuple[str, ...]]
    kinds: dict[Insurances, KindWords]
    words: OtherWords
    marks: dict[Mark, tuple[str, ...]]

    @cached_property
    def _roles(self) -> dict[str, Role]:
        return {fold(word): role for role, listed in self.columns.items() for word in listed}

    @cached_property
    def _marks(self) -> dict[str, Mark]:
        return {fold(word): mark for mark, listed in self.marks.items() for word in listed}

    def column(self, heading: str) -> Column | None:
        """Return what a heading means, None where that is not known.

        >>> from hukou_cli.policy.catalog import bundled
        >>> words = load_vocabulary([bundled()])
        >>> words.column("费款所属期").role, words.column("月缴费基数（元）").role, words.column("会员等级")
        ('month', 'base', None)
        >>> (column := words.column("养老实际缴费 月数")).role, column.kinds
        ('months', frozenset({'pension'}))
        >>> words.column("失业").role is None
        True
        >>> [(column := words.column(name)).role + str(column.month) for name in ("1月", "十二月", "缴费基数03月")]
        ['of_month1', 'of_month12', 'base_of_month3']
        """
        text = fold(heading)
        if text in self._roles:
            return Column(self._roles[text])
        if (month := _MONTH.fullmatch(text)) is not None and (role := self._month_role(month[1])) is not None:
            return Column(role, month=_number(month[2]))
        kinds = self.kinds_in(text)
        if not kinds:
            return None
        rest = self._without(text, (word for kind in kinds for word in self.kinds[kind].words))
        for filler in ("", *self.words.fillers):
            rest = rest.replace(filler, "")
            if rest in self._roles:
                return Column(self._roles[rest], kinds)
        return None if rest else Column(None, kinds)

    def _month_role(self, before: str) -> Role | None:
        """Return the role of a column of a month by what stands before the month; None where that is not known."""
        of = self._roles.get(before, "amount" if not before else None)
        return {"base": "base_of_month", "amount": "of_month", "is_paid": "of_month", "mark": "of_month"}.get(of or "")  # type: ignore[return-value]

    @staticmethod
    def _without(text: str, words: Iterable[str]) -> str:
        for word in words:
            text = text.replace(word, "")
        return text.replace("()", "")

    def kinds_in(self, text: str) -> Kinds:
        """Return the kinds of insurance that a text names, by word or code; none where it is another insurance.

        >>> from hukou_cli.policy.catalog import bundled
        >>> words = load_vocabulary([bundled()])
        >>> sorted(words.kinds_in("职工基本医疗保险（含生育保险）")), words.kinds_in("城乡居民养老保险")
        (['maternity', 'medical'], frozenset())
        """
        folded = fold(text)
        if folded in self.words.five:
            return frozenset(KINDS)
        if self.is_other_insurance(folded):
            return frozenset()
        return frozenset(
            kind
            for kind, known in self.kinds.items()
            if folded in known.codes or any(word in folded for word in known.words)
        )

    def is_other_insurance(self, text: str) -> bool:
        """Return whether a text names an insurance that is none of the five."""
        folded = fold(text)
        return any(word in folded for word in self.words.others)

    def mark(self, text: str) -> Mark | None:
        """Return what a text says of a payment, by the longest word in it; None where it says nothing that is known.

        >>> from hukou_cli.policy.catalog import bundled
        >>> words = load_vocabulary([bundled()])
        >>> [words.mark(text) for text in ("正常应缴", "应缴未缴补收", "未足额到账", "缴费基数调整补收", "甲")]
        ['paid', 'repaid', 'unpaid', 'top_up', None]
        """
        folded = fold(text)
        held = [word for word in self._marks if word in folded]
        return self._marks[max(held, key=len)] if held else None

    def is_nothing(self, text: str) -> bool:
        """Return whether a cell says that nothing was paid."""
        folded = fold(text)
        return folded in self.words.nothing or (_AMOUNT.fullmatch(folded) is not None and not folded.strip("0."))


def _number(numeral: str) -> int:
    """Return a number up to twelve, in digits or as Chinese writes it."""
    if numeral.isdecimal():
        return int(numeral)
    ten = 10 if numeral.startswith("十") else 0
    return ten + max(0, _NUMERALS.find(numeral.removeprefix("十") or "〇"))


def fold(text: str) -> str:
    """Return a text in half width and lower case, without blanks and without a unit in brackets behind it."""
    return _UNIT.sub("", "".join(half_width(text).lower().split()))


def load_vocabulary(folders: Iterable[Path]) -> Vocabulary:
    """Load the words from the first of some folders that has them.

    Raises:
        NotFound: None has.
        InvalidPolicy: With everything that is wrong in them.

    """
    paths = [folder / WORDS for folder in folders]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise NotFound([Finding(code="file-missing", file=str(paths[-1]))])
    text = read_text(path)
    return fit(parse_toml(text, str(path), InvalidPolicy), Vocabulary, str(path), text)
