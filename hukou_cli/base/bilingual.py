"""A text in both languages."""

from hukou_cli.base.decoding import Model
from hukou_cli.text.language import Language


class Bilingual(Model, frozen=True, kw_only=True):
    """One text in the two languages."""

    zh: str
    en: str

    @property
    def by_language(self) -> dict[Language, str]:
        """The text by language."""
        return {"zh": self.zh, "en": self.en}


def pick(words: Bilingual, language: Language) -> str:
    """Give one language of a text."""
    return words.zh if language == "zh" else words.en
