"""A text in both languages."""

from typing import Final

from hukou_cli.text.language import Language


class Bilingual:
    """One text in the two languages. A file holds the Chinese; the English is laid over it from the file beside.

    Args:
        zh: The Chinese text.
        en: The English text; the Chinese again where nobody translated it.

    """

    __slots__ = ("en", "zh")

    def __init__(self, *, zh: str, en: str) -> None:
        self.zh: Final = zh
        self.en: Final = en

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bilingual) and (self.zh, self.en) == (other.zh, other.en)

    def __hash__(self) -> int:
        return hash((self.zh, self.en))

    def __repr__(self) -> str:
        return f"Bilingual(zh={self.zh!r}, en={self.en!r})"

    @property
    def by_language(self) -> dict[Language, str]:
        """The text by language."""
        return {"zh": self.zh, "en": self.en}

    def gaps(self, gap: str) -> dict[str, str]:
        """Return the text as values of a finding: one for each language, taken before that of the gap's own name.

        >>> Bilingual(zh="北京", en="Beijing").gaps("city")
        {'city_zh': '北京', 'city_en': 'Beijing'}
        """
        return {f"{gap}_zh": self.zh, f"{gap}_en": self.en}

    def with_id(self, id_: str) -> "Bilingual":
        """Return the text with the id by which it is written behind it.

        >>> Bilingual(zh="学历", en="education").with_id("degree")
        Bilingual(zh='学历（degree）', en='education (`degree`)')
        """
        return Bilingual(zh=f"{self.zh}（{id_}）", en=f"{self.en} (`{id_}`)")

    @property
    def lacks_english(self) -> bool:
        """Whether the English is missing: the Chinese stands in its place.

        >>> Bilingual(zh="学历", en="学历").lacks_english, Bilingual(zh="C1", en="C1").lacks_english
        (True, False)
        """
        return self.zh == self.en and any("\u4e00" <= character <= "\u9fff" for character in self.zh)


def pick(words: Bilingual, language: Language) -> str:
    """Return one language of a text."""
    return words.zh if language == "zh" else words.en
