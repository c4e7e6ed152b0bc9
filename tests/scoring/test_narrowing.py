"""A choice that another one narrows: what nobody gave contradicts nothing, and stands for nothing that is excluded."""

from typing import Any

import pytest

from hukou_cli import InvalidApplicant, InvalidPolicy, Score, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.edition import Edition
from tests.hardening.parity_grids import choice, constraint, narrowed, points_of, policy


def scored(edition: Edition, **facts: object) -> Score:
    return score(applicant_of({"facts": facts}), edition, 2026)


def limits(result: Score) -> tuple[int, ...]:
    return tuple(map(int, result.total_range))


def narrowed_with(*lines: str, **more: Any) -> Edition:
    """Return a policy whose b is p by p of a, q or r by q of a, and anything by r; q has 5 points and r has 7."""
    return policy({"a": choice(), "b": narrowed("a", "p", "qr", "pqr", **more)}, points_of(*lines))


def test_a_default_that_is_excluded_is_not_assumed() -> None:
    """By q of a, 5 points, the default p cannot be: b is q or r, 5 or 7 points more."""
    result = scored(narrowed_with("a", "b", default="p"), a="q")
    assert (result.unknown, result.assumed, limits(result)) == (("b",), (), (10, 12))


def test_a_default_among_the_options_left_is_assumed() -> None:
    result = scored(narrowed_with("a", "b", default="p"), a="r")
    assert (result.unknown, result.assumed, limits(result)) == ((), ("b",), (7, 7))


def test_a_default_that_may_be_excluded_is_not_assumed() -> None:
    """p and p, 0 points, to r and r, 14 points; what no rule takes is told so that something is known."""
    facts = {"a": choice(), "b": narrowed("a", "p", "qr", "pqr", default="p"), "m": {"type": "months"}}
    result = scored(policy(facts, points_of("a", "b")), m=1)
    assert (result.unknown, limits(result)) == (("a", "b"), (0, 14))


def test_a_fact_that_nobody_needs_excludes_no_default_while_it_is_not_given() -> None:
    assert scored(narrowed_with("b", default="p"), b="p").total == 0
    assert scored(narrowed_with("b", default="q")).assumed == ("b",)
    assert scored(narrowed_with("b", default="q"), a="p").total == 0  # p is the only one left


def test_a_choice_given_leaves_only_what_goes_with_it() -> None:
    """q of b goes with q and with r of a: 5 or 7 points beside its own 5."""
    assert limits(scored(narrowed_with("a", "b"), b="q")) == (10, 12)


def test_what_does_not_matter_contradicts_nothing() -> None:
    """Where f does not hold b stands at its first option p, which q of a excludes; where it may hold, b is q."""
    edition = policy(
        {"f": {"type": "flag"}, "a": choice(), "b": narrowed("a", "p", "q", "r", when="f")},
        points_of("a") | {"of_b": "(10 if f and b == 'q' else 0)"},
    )
    assert scored(edition, f=False, a="q").total == 5
    assert limits(scored(edition, f="unknown", a="q")) == (5, 15)


def test_narrowing_goes_on_through_what_is_declared_later() -> None:
    chain = {"c": narrowed("b", "p", "q", "r"), "b": narrowed("a", "p", "q", "r"), "a": choice()}
    edition = policy(chain, points_of("a", "b", "c"))
    assert scored(edition, a="r").total == 21
    with pytest.raises(InvalidApplicant, match="contradicts"):
        scored(edition, a="r", c="q")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"a": narrowed("b", "p", "q", "r"), "b": narrowed("a", "p", "q", "r")}, "circular"),
        ({"a": choice(default="p"), "b": narrowed("a", "p", "q", "r")}, "narrowed-by-assumed"),
        ({"f": {"type": "flag"}, "a": choice(when="f"), "b": narrowed("a", "p", "q", "r")}, "narrowed-by-assumed"),
    ],
)
def test_a_policy_is_refused_whose_narrowing_is_assumed_or_goes_in_a_circle(facts: Any, code: str) -> None:
    with pytest.raises(InvalidPolicy) as raised:
        policy(facts, points_of("a", "b"))
    assert {finding.code for finding in raised.value.findings} == {code}
    assert {finding.place.split(".")[-1] for finding in raised.value.findings} == {"narrowed_by"}


def test_facts_that_cannot_be_together_are_told_beside_another_mistake() -> None:
    edition = policy(
        {"m": {"type": "months"}, "k": {"type": "months"}, "f": {"type": "flag"}},
        {"points": "m + k + (1 if f else 0)"},
        constraint=[constraint("m <= k", "m", "k")],
    )
    with pytest.raises(InvalidApplicant) as raised:
        scored(edition, m=9, k=3, f="perhaps")
    assert {finding.code for finding in raised.value.findings} == {"constraint", "not-a-flag"}


def test_a_condition_is_decided_by_what_is_known_of_it_in_whatever_order() -> None:
    facts = {
        "f": {"type": "flag"},
        "g": {"type": "flag"},
        "m": {"type": "months", "when": "f and g"},
        "k": {"type": "months", "when": "g and f"},
    }
    edition = policy(facts, {"points": "(m + k if f and g else 0)"})
    assert scored(edition, f=False).unknown == ("g",)


def test_a_constraint_that_no_option_left_keeps_is_told() -> None:
    """q of b leaves q and r of a, and neither is the p that 5 months ask for."""
    facts = {"m": {"type": "months"}, "a": choice(), "b": narrowed("a", "p", "qr", "pqr")}
    rules = [constraint("m <= 3 or a == 'p'", "m", "a")]
    edition = policy(facts, points_of("a", "b"), constraint=rules)
    with pytest.raises(InvalidApplicant, match="no-combination"):
        scored(edition, m=5, b="q")
    assert limits(scored(edition, m=3, b="q")) == (10, 12)
