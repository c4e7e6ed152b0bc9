"""Findings as data, and as people read them."""

import pytest

from hukou_cli import InvalidApplicant, score
from hukou_cli.base.errors import Finding, nearest
from hukou_cli.policy.edition import Edition

WRONG = Finding("unknown-key", {"key": "ofice", "nearest": "office", "allowed": "office url"}, "a.toml", 3, "policy", 0)


def test_a_finding_holds_place_value_allowed_and_nearest(beijing: Edition, person: dict[str, object]) -> None:
    with pytest.raises(InvalidApplicant) as error:
        score({**person, "degree": "bachlor"}, beijing, 2022)
    (found,) = error.value.findings
    assert (found.code, found.place, found.seen, found.nearest) == ("not-one-of", "facts.degree", "bachlor", "bachelor")
    assert found.allowed.split() == list(beijing.facts["degree"].choices)


def test_a_finding_is_a_place_a_code_a_sentence_and_a_remedy() -> None:
    assert WRONG.text("en") == (
        "a.toml:3: policy: unknown key `ofice` [unknown-key]\n  Did you mean `office`? Known here: office url"
    )
    assert (
        WRONG.text("zh")
        == "a.toml:3: policy: 未知的键 `ofice` [unknown-key]\n  是否应为 `office`？此处可用：office url"
    )
    assert WRONG._replace(values={**WRONG.values, "nearest": ""}).remedy("en") == "Known here: office url"


def test_advice_takes_the_place_of_the_remedy() -> None:
    advised = WRONG._replace(advice={"en": "Ask. ", "zh": "请询问。"})
    assert (advised.remedy("en"), advised.remedy("zh")) == ("Ask.", "请询问。")
    assert advised.sentence("en") == WRONG.sentence("en")


def test_an_inner_place_is_kept() -> None:
    assert (
        Finding("missing-key", place="to", line=7).at(place="home[1]", line=5, file="a.toml").where()
        == "a.toml:7: home[1].to"
    )


def test_the_nearest_word_is_as_close_as_asked_for() -> None:
    assert nearest("abcd", ["abxy", "uvwx"]) is None
    assert nearest("abcd", ["abxy", "uvwx"], cutoff=50) == "abxy"
