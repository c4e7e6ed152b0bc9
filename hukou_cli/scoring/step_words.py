"""The words of a step: the name of its lever with what was chosen filled in."""

from decimal import Decimal

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.lever import Lever
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


class StepWords:
    """The names of the steps of a lever in an edition, with one option or amount.

    Args:
        edition: The policy.
        lever: The lever.
        option: The option or amount that was chosen; "" where there is none.
        count: How many times it is done.
        year: The first year of income tax; 0 of anything else.

    """

    def __init__(self, edition: Edition, lever: Lever, option: str, count: int, year: int) -> None:
        fact = edition.facts.get(lever.fact or "")
        labels = {} if fact is None else fact.choices
        self.lever, self.count, self.year = lever, count, year
        self.last_year = year + (count - 1) * (lever.every or 0) // 12
        self.option = labels.get(option) or Bilingual(zh=option, en=option)
        self.amount = f"{Decimal(option):,}" if option.replace(".", "").isdecimal() else option

    def filled(self, words: Bilingual | None, place: Bilingual) -> Bilingual:
        """Return words, or those of the lever, with everything chosen filled in."""
        words = words or self.lever.name or Bilingual(zh=self.lever.id, en=self.lever.id)
        return Bilingual(zh=self._filled(words, place, "zh"), en=self._filled(words, place, "en"))

    def _filled(self, words: Bilingual, place: Bilingual, language: Language) -> str:
        years = str(self.year)
        if self.last_year != self.year:
            key = "years_both" if self.last_year == self.year + 1 else "distance_open"
            years = say(key, language, self.year, self.last_year)
        return words.by_language[language].format(
            district=place.by_language[language],
            option=self.option.by_language[language],
            amount=self.amount,
            count=self.count,
            year=years,
        )


def place_words(edition: Edition, districts: tuple[str, ...]) -> Bilingual:
    """Return some districts in words, by the first of them; the city where it makes no difference."""
    file = edition.file
    if not districts:
        return file.policy.name
    first, others = file.districts[districts[0]], len(districts) - 1
    if not others:
        return first
    return Bilingual(zh=say("and_others", "zh", first.zh, others), en=say("and_others", "en", first.en, others))
