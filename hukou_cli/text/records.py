"""The words by which people write what a record says, beside the ids: tenures, insurances, kinds of events."""

from collections.abc import Mapping

from hukou_cli.text.rules import RULES

_TENURES = {
    "owned": ("自有住房", "自有住所", "自购", "自购房", "购房", "产权房", "own", "own home"),
    "rented": ("租住", "租赁", "租赁住房", "租赁房屋", "承租", "rental", "rent"),
    "dormitory": ("单位宿舍", "集体宿舍", "dorm"),
    "family": ("家人", "家庭", "家人住房", "亲属住房", "亲属住所"),
    "spouse": ("配偶", "配偶住房", "配偶住所"),
}
_INSURANCES = {
    "pension": ("养老保险", "基本养老保险"),
    "medical": ("医疗保险", "基本医疗保险"),
    "unemployment": ("失业保险",),
    "injury": ("工伤保险",),
    "maternity": ("生育保险",),
}
_EVENTS = {
    "criminal": ("犯罪",),
    "serious_crime": (),
    "minor_crime": (),
    "detention": ("拘留",),
    "public_order": ("治安处罚",),
    "offence": (),
    "law": (),
    "tax": ("税收违法",),
    "credit": (),
    "market": (),
    "drug": (),
    "rehabilitation": (),
    "detoxification": (),
    "dishonest": ("失信被执行人",),
    "false_material": ("弄虚作假",),
    "model_worker": ("劳模",),
    "moral_model": (),
    "courage": (),
}


def chinese_option(option: str) -> str:
    """Return the Chinese word for an option of a record, which may be written for it; the id where it has none.

    >>> chinese_option("rented")
    '租房'
    """
    return RULES[f"tag.{option}"]["zh"] if f"tag.{option}" in RULES else option


def _words(ids: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return every word for some ids: the id, its labels in the trace of a count, and those listed."""
    labels = {tag: tuple(RULES.get(f"tag.{tag}", {}).values()) for tag in ids}
    return {word.lower(): tag for tag, listed in ids.items() for word in (tag, *labels[tag], *listed)}


_TENURE_WORDS = _words(_TENURES)

RECORD_WORDS: Mapping[str, Mapping[str, str]] = {
    "tenure": _TENURE_WORDS,
    "spouse_tenure": _TENURE_WORDS,
    "kinds": _words(_INSURANCES),
    "kind": _words(_EVENTS),
}
"""By the key of a record: every word that its value may be written as, in lower case, and the id that it stands for."""

WRITTEN_AS: Mapping[str, str] = {
    "city": 'city = "…"',
    "from": 'from = "2020-08"',
    "tenure": 'tenure = "租房"',
    "level": 'level = "master"',
    "year": "year = 2025",
    "income": "income = 3600",
    "date": "date = 2020-08-15",
}
"""By each key that a record must have: how it is written."""
