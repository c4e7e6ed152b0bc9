"""The audit trail of a count in words: the months counted, and those left out with the reason."""

from collections.abc import Iterator
from typing import assert_never

from hukou_cli.base.bilingual import Bilingual, pick
from hukou_cli.base.calendar import date_text, month_text, spans_text
from hukou_cli.base.decimals import ratio_text, yuan_text
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.wages import BaseTest
from hukou_cli.records.trace import CountTrace, Excluded
from hukou_cli.render.sentences import listed
from hukou_cli.rules import record_sets as sets
from hukou_cli.text.language import Language
from hukou_cli.text.rules import RULES, record_name, say
from hukou_cli.text.signs import full_width


def count_lines(
    account: CountTrace, first: str | None, edition: Edition, language: Language, *, claimed: object = None
) -> Iterator[str]:
    """Yield a count line by line.

    Args:
        account: The audit trail.
        first: The fact's first month that can count, as ``2020-08``.
        edition: The edition, which names districts and cities.
        language: The language of the lines.
        claimed: The education claimed, where it is known: what holds for others is not told.

    """

    def spans(months: int) -> str:
        return full_width(spans_text(months), language)

    counted = account.counted
    parts = [spans_text(counted.months)] if counted.months else []
    parts += [date_text(day) for day in counted.days] + [str(year) for year in counted.years]
    yield say("counted", language, full_width(", ".join(parts), language)) if parts else say("nothing", language)
    if counted.most is not None:
        yield say("left_open", language, counted.value, counted.most, spans(counted.open_months))
    for test in account.measured:
        yield say("base_reached", language, spans(test.months), _tested(test, language))
    for added in account.recognised:
        yield say("recognised", language, spans(added.months), ratio_text(*added.factor))
    for repeated in account.repeated:
        yield say("repeated", language, spans(repeated.months), _named(repeated.records, language))
    for excluded in account.excluded:
        is_open = isinstance(excluded.by, BaseTest) and excluded.by.is_reached is None
        key = "in_question" if is_open else "left_out"
        yield say(key, language, spans(excluded.months), _reason(excluded, first, edition, language, claimed))


def _reason(excluded: Excluded, first: str | None, edition: Edition, language: Language, claimed: object) -> str:
    match excluded.by:
        case "since":
            return say("first", language, first)
        case BaseTest(base=None, record=record):
            return say("no_base", language, _named((record,), language))
        case BaseTest(wage=None):
            return say("no_wage", language, _tested(excluded.by, language))
        case BaseTest():
            return say("base_below", language, _tested(excluded.by, language))
        case str(key):
            return say(key, language)
        case sets.Period(bound="since", amount=month) if excluded.kept:
            return say("before", language, month_text(month))
        case whole:
            formula = _applying(whole, claimed) or whole
            named = set_words(formula, edition, language)
            if excluded.records:
                return say("overlaps", language, named, _named(excluded.records, language))
            if not excluded.kept:
                return named
            is_time = isinstance(formula, sets.Period | sets.BeforeGraduation)
            return say("not_within" if is_time else "no_record", language, named)


def _applying(formula: sets.SetFormula, claimed: object) -> sets.SetFormula | None:
    """Return what of a formula applies to the education claimed; None where nothing does."""
    match formula:
        case sets.BeforeGraduation(months, options) if options and claimed is not None:
            return sets.BeforeGraduation(months) if claimed in options else None
        case sets.Either(left, right):
            kept = [part for part in (_applying(left, claimed), _applying(right, claimed)) if part is not None]
            return sets.Either(*kept) if len(kept) > 1 else kept[0] if kept else None
        case _:
            return formula


def _tested(test: BaseTest, language: Language) -> str:
    """Return a base, and where the wage that measures it is known, what was to be reached."""
    base = yuan_text(test.base or 0), _named((test.record,), language)
    if test.wage is None:
        return say("base", language, *base)
    times, den = test.times
    wanted = ratio_text(times, den), yuan_text(test.wage), yuan_text(test.wage * times, den)
    return say("measured", language, *base, *wanted)


def _named(records: tuple[KeyPath, ...], language: Language) -> str:
    """Return records by their number in the applicant's file: ``home 2``."""
    return say("and_records", language).join(record_name(str(kind), int(at) + 1, language) for kind, at in records)


_MEASURED: dict[type[sets.SetFormula], str] = {
    sets.MonthEnd: "month_end",
    sets.Full: "full",
    sets.Longest: "longest",
    sets.WithSpouse: "with_spouse",
    sets.EveryKind: "every_kind",
    sets.LongestKind: "longest_kind",
}
"""The key of the words for a function of one expression."""


def set_words(node: sets.SetFormula, edition: Edition, language: Language) -> str:
    """Return a set expression in words."""

    def words(part: sets.SetFormula) -> str:
        return set_words(part, edition, language)

    def operands(*parts: sets.SetFormula) -> list[str]:
        return [
            say("bracketed", language, words(part)) if isinstance(part, sets.Either) else words(part) for part in parts
        ]

    match node:
        case sets.RecordSet():
            return _named_words(node, edition, language)
        case sets.Joined(names):
            return say("or", language).join(dict.fromkeys(map(words, names)))
        case sets.During(of, within):
            return say("during", language, words(of), words(within))
        case sets.Held(of, None):
            return say("held", language, words(of))
        case sets.Held(of, days):
            return say("held_or_followed", language, words(of), days)
        case sets.Begun(of, day):
            return say("begun", language, words(of), date_text(day))
        case sets.Full(of, gap_days) if gap_days:
            return say("full_with_gaps", language, words(of), gap_days)
        case sets.BaseAtLeast(of, wages, times):
            return say(
                "base_at_least", language, words(of), ratio_text(*times), pick(edition.file.wages[wages].name, language)
            )
        case sets.ByDistrict(of, least):
            return say("by_district", language, words(of), least)
        case (
            sets.MonthEnd(of)
            | sets.Full(of)
            | sets.Longest(of)
            | sets.WithSpouse(of)
            | sets.EveryKind(of)
            | sets.LongestKind(of)
        ):
            return say(_MEASURED[type(node)], language, words(of))
        case sets.BeforeGraduation() | sets.Period() | sets.TaxYears():
            return _time_words(node, edition, language)
        case sets.Both(sets.Period() as period, of) | sets.Both(of, sets.Period() as period):
            return say("within", language, words(of), words(period))
        case sets.Both(left, right):
            return say("and", language).join(operands(left, right))
        case sets.Either(left, right):
            return say("or", language).join([words(left), words(right)])
        case sets.Without(left, right):
            return say("without", language, *operands(left, right))
        case _:
            assert_never(node)


def _named_words(named: sets.RecordSet, edition: Edition, language: Language) -> str:
    """Return the words for records, with the districts and cities that they are of or are not of."""
    words = _record_words(named.kind, () if named.kind in sets.PART_OF else named.tags, language)
    for condition in named.where:
        if condition.of in ("anywhere", "elsewhere"):
            words = say(condition.of, language, words)
            continue
        places = listed((pick(place, language) for place in _listed(condition, edition)), language)
        words = say("inside" if condition.inside else "outside", language, places, words)
    return words


def _time_words(node: sets.BeforeGraduation | sets.Period | sets.TaxYears, edition: Edition, language: Language) -> str:
    """Return the words for a stretch of time, or for the years with enough tax."""
    match node:
        case sets.BeforeGraduation(months, options):
            choices = edition.facts[sets.CLAIMED].choices
            named = say("graduation", language, months)
            claimed = "/".join(pick(choices[option], language) for option in options)
            return say("claimed", language, named, claimed) if options else named
        case sets.Period("last", 1):
            return say("last_month", language)
        case sets.Period(bound, amount):
            return say(bound, language, month_text(amount) if bound in ("since", "before") else amount)
        case sets.TaxYears(amount):
            return say("tax_years", language, f"{amount:,}")


def _record_words(kind: str, tags: tuple[str, ...], language: Language) -> str:
    """Return the words for records of a kind with tags; a tag without words, as a level of study, stays as it is."""
    whole = ".".join(("records", kind, *tags))
    if whole in RULES:
        return say(whole, language)
    named = [say(f"tag.{tag}", language) if f"tag.{tag}" in RULES else tag for tag in tags]
    return say("tagged", language, say(f"records.{kind}", language), full_width(", ".join(named), language))


def _listed(condition: sets.Where, edition: Edition) -> list[Bilingual]:
    """Return the names of the districts or cities that a condition lists."""
    if condition.of == "city":
        return list(edition.file.city_lists[condition.listed].values())
    return [edition.file.districts[district] for district in edition.file.district_lists[condition.listed]]
