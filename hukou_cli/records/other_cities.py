"""Records of cities that are not the edition's own: noted, or a misspelt name."""

from hukou_cli.base.city_names import fold_city_name
from hukou_cli.base.errors import Finding, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.edition import Edition


def other_city(city: str, edition: Edition) -> Finding:
    """Return the note that another city's record does not count; a name like the city's own may be misspelt."""
    name = edition.file.policy.name
    values = {"seen": harmless(city), "city_en": name.en, "city_zh": name.zh}
    close = nearest(fold_city_name(city), edition.spellings.city)
    if close is None or is_beside(city, edition):
        return Finding(code="other-city", values=values)
    return Finding(code="other-city-near", values={**values, "close": close})


def is_beside(city: str, edition: Edition) -> bool:
    """Return whether a name that looks like the city's is that of another city: 佛山 is not 中山."""
    return fold_city_name(city) in edition.neighbours.cities
