"""One spelling of a city's name, however people write it."""


def fold_city_name(name: str) -> str:
    """Return a city's name in lower case, without blanks around it and without the word 市.

    >>> [fold_city_name(name) for name in ("北京市", " Beijing ", "beijing")]
    ['北京', 'beijing', 'beijing']
    """
    return name.strip().lower().removesuffix("市")
