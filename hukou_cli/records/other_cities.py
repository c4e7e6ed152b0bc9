"""Cities of records that are not the edition's own: noted, or a name that no city has."""

from difflib import SequenceMatcher

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.errors import Finding
from hukou_cli.base.folding import fold_city_name, simplified
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.edition import Edition

_ALIKE = 50
"""How alike two names must be, in percent, for one to be suggested: of two characters one."""


def other_city(city: str, edition: Edition) -> Finding:
    """Return the note that another city's record does not count."""
    folded, name = fold_city_name(city), edition.file.policy.name
    other, both = edition.neighbours.place_name(folded), edition.neighbours.namesakes(folded)
    if both:
        other = Bilingual(zh="或".join(both), en=f"{other.en} ({', '.join(both)})")
    values = {
        "seen": harmless(city),
        **{f"seen_{language}": harmless(text) for language, text in other.by_language.items()},
    }
    return Finding(code="other-city", values=values | {"city_en": name.en, "city_zh": name.zh})


def shared_pinyin(city: str, edition: Edition) -> Finding | None:
    """Return the note of a spelling that several cities share and that this policy takes for one of them."""
    folded, policy = fold_city_name(city), edition.file.policy
    both = edition.neighbours.namesakes(folded)
    if not both:
        return None
    listed = [words for cities in edition.file.city_lists.values() for words in cities.values()]
    taken = [words.zh for words in (policy.name, *listed) if fold_city_name(words.zh) in both]
    if folded not in edition.spellings.city | edition.spellings.listed_cities or not taken:
        return None  # of another city, which is told by all its names
    values = {"allowed": "、".join(both), "other": taken[0]}
    return Finding(code="shared-pinyin", values=values)


def unknown_place(city: str, edition: Edition, *, guess: bool = True) -> Finding | None:
    """Return the finding of a name that no city or prefecture has; None where one has it.

    Without ``guess`` the nearest known name is not looked for, which takes time.
    """
    folded, known = fold_city_name(city), edition.neighbours
    own, listed = edition.spellings.city, edition.spellings.listed_cities
    if folded in own or folded in known.cities or folded in listed or not known.places or folded in known.places:
        return None
    values = {"seen": harmless(city), "nearest": _nearest_place(folded, edition) if guess else ""}
    return Finding(code="unknown-place", values=values)


def _nearest_place(folded: str, edition: Edition) -> str:
    """Return the name most like this one, before all of the policy's own city; empty where none is alike."""
    known = edition.neighbours
    matcher = SequenceMatcher(b=simplified(folded)[:100])
    nearest, best = "", (_ALIKE, 0)
    for rank, names in enumerate((sorted(known.places), sorted(known.cities), sorted(edition.spellings.city))):
        for name in names:
            matcher.set_seq1(name)
            if 100 * matcher.real_quick_ratio() < best[0] or 100 * matcher.quick_ratio() < best[0]:
                continue  # upper bounds, quickly had
            alike = (int(100 * matcher.ratio()), rank)
            if alike >= best:
                nearest, best = name, alike
    return nearest
