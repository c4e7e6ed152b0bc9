"""A made-up city with one line, which is what a set expression gives, and records counted by hand."""

from pathlib import Path
from typing import Any

from hukou_cli import Edition
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.load import build_edition
from tests.support.catalog import CATALOG

_SAMPLE = Path(__file__).parent.parent / "policy/sample/springfield/2024-01-01.toml"


def edition_with(count: str, kind: str = "months", **policy: Any) -> Edition:
    """Build a city with one line: what ``count`` gives, up to December of the year before the round."""
    words = "x"
    heading = {
        "city": "springfield", "name": Bilingual(zh="春田", en="Springfield"), "title": words, "number": "1", "regime": "pass_mark",
        "in_force_from": "2020-01-01", "checked_on": "2026-11-23",
    }  # fmt: skip
    table = {
        "format": 1,
        "policy": heading,
        "document": [{"id": "law", "title": "Law", "confidence": "official"}],
        "dates": {"as_of": {"year": -1, "month": 12, "day": 15}, "age_on": {"year": -1, "month": 1, "day": 1}},
        "districts": {"north": Bilingual(zh="北", en="North"), "south": Bilingual(zh="南", en="South")},
        "district_lists": {"centre": ["north"]},
        "facts": {"counted": {"type": kind, "name": words, "count": count}},
        "indicator": [
            {"id": "points", "name": words, "points": "counted", "source": {"document": "law", "article": "1"}}
        ],
        "result": {"pass": "total >= 1"},
    }
    return build_edition({**table, **policy}, CATALOG.vocabulary())


def ranking(*rounds: dict[str, Any], **policy: Any) -> Edition:
    """Build a city that ranks by the months of insurance, with these rounds."""
    heading = {
        "city": "springfield", "name": Bilingual(zh="春田", en="Springfield"), "title": "x", "regime": "ranking",
        "in_force_from": "2020-01-01", "checked_on": "2026-11-29",
    }  # fmt: skip
    told = [{"source": {"document": "law", "article": "1"}, **known} for known in rounds]
    return edition_with("insurance", **{"policy": heading, "result": {}, "round": told, **policy})


JOBS = [
    {"city": "springfield", "from": "2019-01", "to": "2019-06", "district": "north"},
    {"city": "springfield", "from": "2019-07", "to": "2020-03", "district": "south", "kinds": ["pension"]},
    {"city": "springfield", "from": "2020-06", "to": "2020-12"},
]
HOMES = [
    {"city": "springfield", "from": "2019-04", "to": "2019-12", "tenure": "owned", "district": "north"},
    {"city": "springfield", "from": "2020-01", "tenure": "family", "district": "south"},
]


SHELBYVILLE = {"shelbyville": Bilingual(zh="谢尔比维尔", en="Shelbyville")}
ELSEWHERE = [
    {"city": "谢尔比维尔市", "from": "2018-07", "to": "2019-03"},  # three months beside the first job
    {"city": "ogdenville", "from": "2018-01", "to": "2018-06"},
]


def recognising(factor: object = 1, since: str | None = None, count: str = "insurance") -> Edition:
    rule = {"cities": "near", "kinds": ["insurance"], "factor": factor, "source": {"document": "law", "article": "9"}}
    dated = {"since": since} if since else {}
    return edition_with(count, city_lists={"near": SHELBYVILLE}, recognises=[{**rule, **dated}])


def ranked_by(keys: str, folder: Path) -> Path:
    """Write the made-up city anew, ranked by other keys, among them ``quarters``."""
    text = (_SAMPLE).read_text(encoding="utf-8")
    text = text.replace("[derived]", '[derived]\nquarters = "insured_months / 4"')
    (folder / "springfield").mkdir(parents=True)
    policy = folder / "springfield/2024-01-01.toml"
    policy.write_text(text.replace("[result]", f"[result]\nrank_by = {keys}"), encoding="utf-8")
    english = _SAMPLE.with_suffix(".en.toml")
    policy.with_suffix(".en.toml").write_text(english.read_text(encoding="utf-8"), encoding="utf-8")
    return folder
