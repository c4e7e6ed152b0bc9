"""Small policies that each aim at two features of the rule language at once, with the texts of every cell to combine.

Each is scored on all combinations of its cells, in both readings. What a cell holds is good, empty, ``unknown``, or wrong
in one way or several at once.
"""

from itertools import product
from typing import Any, NamedTuple

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.edition import Edition
from tests.support.springfield import edition_with

SOURCE = {"document": "law", "article": "1"}
OPTIONS = ("p", "q", "r")

Facts = dict[str, dict[str, Any]]


class Grid(NamedTuple):
    """A policy, and the texts of each of its facts, of which every combination is a row."""

    edition: Edition
    cells: dict[str, tuple[str, ...]]

    def rows(self) -> list[dict[str, str]]:
        """Return every combination of the cells."""
        return [dict(zip(self.cells, texts, strict=True)) for texts in product(*self.cells.values())]


def choice(**more: Any) -> dict[str, Any]:
    """Declare a choice of three options."""
    return {"type": "choice", "choices": {option: Bilingual(zh=option, en=option) for option in OPTIONS}} | more


def narrowed(by: str, p: str, q: str, r: str, **more: Any) -> dict[str, Any]:
    """Declare a choice that another one narrows: the options left by p, by q and by r, each a letter."""
    return choice(narrowed_by=by, narrowing={"p": [*p], "q": [*q], "r": [*r]}, **more)


def points_of(*names: str) -> dict[str, str]:
    """Write a line for each choice, whose options have different points."""
    return {f"of_{name}": f"(5 if {name} == 'q' else 7 if {name} == 'r' else 0)" for name in names}


def policy(facts: Facts, lines: dict[str, str], **more: Any) -> Edition:
    """Build a policy of facts, with points by the ids of lines."""
    named = {name: {"name": name, **fact} for name, fact in facts.items()}
    listed = [{"id": name, "name": name, "points": text, "source": SOURCE} for name, text in lines.items()]
    return edition_with("insurance", **{"facts": named, "indicator": listed, "result": {"pass": "total >= 7"}, **more})


def gate(require: str) -> list[dict[str, Any]]:
    """Write one condition."""
    return [{"id": "gate", "name": "gate", "require": require, "source": SOURCE}]


def constraint(require: str, *facts: str) -> dict[str, Any]:
    """Write what facts must satisfy together."""
    return {"require": require, "facts": list(facts), "advice": "x"}


CHOICES = ("", "unknown", "p", "q", "r", "z")
KNOWN = ("", "unknown", "p", "q", "r")
FLAGS = ("", "unknown", "true", "false", "maybe")
MONTHS = ("", "unknown", "0", "7", "12", "13", "1.5", "-1", "x", "9999999999999999")


def grids() -> dict[str, Grid]:
    """Return every grid by its name."""
    pair = {"a": choice(), "b": narrowed("a", "p", "qr", "pqr")}
    chain = pair | {"c": narrowed("b", "pq", "q", "r")}
    many: dict[str, tuple[str, ...]] = {"n": ("", "unknown", "0", "1.5", "2", "2.0", "2.55", "3", "99", "100", "101", "-2", "x", "9" * 16, "1e2")}  # fmt: skip
    return {
        "a choice that another one narrows": Grid(
            policy(pair, points_of("a", "b")), {"a": CHOICES, "b": CHOICES}
        ),
        "narrowed by a fact that no rule takes": Grid(
            policy(pair, points_of("b")), {"a": CHOICES, "b": CHOICES}
        ),
        "narrowed before what narrows it is declared": Grid(
            policy({"c": chain["c"], "b": chain["b"], "a": chain["a"]}, points_of("a", "b", "c")),
            {"c": KNOWN, "b": CHOICES, "a": KNOWN},
        ),
        "a chain of three": Grid(policy(chain, points_of("a", "b", "c")), {"a": KNOWN, "b": CHOICES, "c": KNOWN}),
        "a chain whose middle no rule takes": Grid(
            policy(chain, points_of("a", "c")), {"a": KNOWN, "b": CHOICES, "c": KNOWN}
        ),
        "two narrowed by one": Grid(
            policy(pair | {"c": narrowed("a", "q", "pq", "r")}, points_of("a", "b", "c")),
            {"a": KNOWN, "b": CHOICES, "c": KNOWN},
        ),
        "an option that nothing leaves": Grid(
            policy({"a": choice(), "b": narrowed("a", "p", "q", "pq")}, points_of("a", "b")),
            {"a": CHOICES, "b": CHOICES},
        ),
        "an option left twice over": Grid(
            policy({"a": choice(), "b": narrowed("a", "pp", "qrq", "r")}, points_of("a", "b")),
            {"a": CHOICES, "b": CHOICES},
        ),
        "a narrowed choice with a default": Grid(
            policy({"a": choice(), "b": narrowed("a", "p", "qr", "pqr", default="p")}, points_of("a", "b")),
            {"a": CHOICES, "b": CHOICES},
        ),
        "the same, narrowed by a fact that no rule takes": Grid(
            policy({"a": choice(), "b": narrowed("a", "p", "qr", "pqr", default="p")}, points_of("b")),
            {"a": CHOICES, "b": CHOICES},
        ),
        "the same, declared first": Grid(
            policy({"b": narrowed("a", "p", "qr", "q", default="p"), "a": choice()}, points_of("a", "b")),
            {"b": CHOICES, "a": CHOICES},
        ),
        "a chain with a default at its end": Grid(
            policy(pair | {"c": narrowed("b", "pq", "q", "r", default="r")}, points_of("a", "b", "c")),
            {"a": KNOWN, "b": CHOICES, "c": KNOWN},
        ),
        "a narrowed choice with a condition": Grid(
            policy(
                {"f": {"type": "flag"}, "a": choice(), "b": narrowed("a", "p", "qr", "q", when="f")},
                points_of("a") | {"of_b": "((5 if b == 'q' else 7 if b == 'r' else 0) if f else 0)"},
            ),
            {"f": FLAGS, "a": KNOWN, "b": CHOICES},
        ),
        "a narrowed choice with a condition and a default": Grid(
            policy(
                {"f": {"type": "flag"}, "a": choice(), "b": narrowed("a", "p", "qr", "q", when="f", default="r")},
                points_of("a") | {"of_b": "((5 if b == 'q' else 7 if b == 'r' else 0) if f else 0)"},
            ),
            {"f": FLAGS, "a": KNOWN, "b": CHOICES},
        ),
        "a condition of several facts": Grid(
            policy(
                {"f": {"type": "flag"}, "g": {"type": "flag"}, "m": {"type": "months", "max": 12, "when": "f and g"}},
                {"of_m": "(m if f and g else 1)"},
            ),
            {"f": FLAGS, "g": FLAGS, "m": MONTHS},
        ),
        "a condition of one fact or another, the later one with a condition too": Grid(
            policy(
                {
                    "m": {"type": "months", "max": 12, "when": "f or g or m2 > 3"},
                    "f": {"type": "flag", "default": False},
                    "g": {"type": "flag"},
                    "m2": {"type": "months", "max": 13, "when": "not g"},
                },
                {"of_m": "(m if f or g else 1)", "of_m2": "(m2 if not g else 0)"},
            ),
            {"m": ("", "7", "x"), "f": FLAGS, "g": FLAGS, "m2": MONTHS[:6]},
        ),
        "a condition on a narrowed choice": Grid(
            policy(
                {**pair, "m": {"type": "months", "max": 12, "when": "b == 'q'"}},
                points_of("a") | {"of_m": "(m if b == 'q' else 3)"},
            ),
            {"a": KNOWN, "b": CHOICES, "m": MONTHS},
        ),
        "numbers of a list with decimals": Grid(
            policy({"n": {"type": "number", "decimals": 1, "allowed": [0, 1.5, 2, 100]}}, {"of_n": "n / 3"}), many
        ),
        "numbers of a list above a max": Grid(
            policy({"n": {"type": "number", "max": 50, "allowed": [0, 2, 100]}}, {"of_n": "n / 3"}), many
        ),
        "numbers of a list below a max, with a default": Grid(
            policy({"n": {"type": "number", "max": 500, "allowed": [0, 2, 100], "default": 2}}, {"of_n": "n / 3"}), many
        ),
        "a number with a max and decimals": Grid(
            policy({"n": {"type": "number", "max": 100, "decimals": 2}}, {"of_n": "n / 3"}), many
        ),
        "a constraint beside other mistakes": Grid(
            policy(
                {"m": {"type": "months", "max": 12}, "k": {"type": "months", "max": 13}, "f": {"type": "flag"}},
                {"of_m": "m + k", "of_f": "(1 if f else 0)"},
                constraint=[constraint("m <= k", "m", "k")],
            ),
            {"m": MONTHS, "k": MONTHS, "f": ("", "true", "maybe")},
        ),
        "a constraint on a default": Grid(
            policy(
                {"m": {"type": "months", "max": 12, "default": 7}, "k": {"type": "months", "max": 13}},
                {"of_m": "m + k"},
                constraint=[constraint("m <= k", "m", "k")],
            ),
            {"m": MONTHS, "k": MONTHS},
        ),
        "a constraint on a narrowed choice": Grid(
            policy(
                {**pair, "k": {"type": "months", "max": 13}},
                points_of("a", "b") | {"of_k": "k"},
                constraint=[constraint("k <= 7 or b == 'p'", "k", "b")],
            ),
            {"a": KNOWN, "b": CHOICES, "k": MONTHS},
        ),
        "a constraint on a fact with a condition": Grid(
            policy(
                {"f": {"type": "flag"}, "m": {"type": "months", "max": 12, "when": "f"}, "k": {"type": "months", "max": 13}},
                {"of_m": "(m if f else 0) + k"},
                constraint=[constraint("k <= m", "m", "k")],
            ),
            {"f": FLAGS, "m": MONTHS, "k": MONTHS},
        ),
        "months that end with a life": Grid(
            policy(
                {
                    "birth_date": {},
                    "m": {"type": "months", "count": "insurance", "default": 7},
                    "k": {"type": "months", "count": "home.owned"},
                },
                {"of_m": "m + k + completed_years(birth_date, as_of)"},
            ),
            {
                "birth_date": ("", "unknown", "1990-01-31", "2025-09-01", "2026-02-01", "1899-12-31", "x"),
                "m": MONTHS,
                "k": ("", "unknown", "5", "800", "x"),
            },
        ),
        "months of a window that has not begun": Grid(
            policy(
                {
                    "m": {"type": "months", "since": "2030-01", "default": 0},
                    "k": {"type": "months", "since": "2025-06"},
                },
                {"of_m": "m + k"},
            ),
            {"m": MONTHS, "k": MONTHS},
        ),
        "a veto, a route and a gate on what may be missing": Grid(
            policy(
                {"f": {"type": "flag"}, "g": {"type": "flag", "default": False}, "m": {"type": "months", "max": 13}},
                {"of_m": "m"},
                gate=gate("f or m >= 12"),
                veto=[{"id": "veto", "name": "veto", "when": "g and not f", "source": SOURCE}],
                route=[
                    {"id": id_, "name": id_, "source": SOURCE, "need": [{"name": "need", "require": text}]}
                    for id_, text in (("one", "f"), ("two", "m >= 7 and g"))
                ],
            ),
            {"f": FLAGS, "g": FLAGS, "m": MONTHS},
        ),
        "a fact told twice by two readings": Grid(
            policy(
                {
                    "accepted": {"type": "flag"},
                    "held": {"type": "months", "max": 100},
                    "anew": {"type": "months", "max": 100, "count": "held(permit, 60)"},
                    "in_total": {"type": "months", "max": 100, "count": "permit"},
                },
                {"of_held": "held"},
                readings={
                    "held": {
                        "decided_by": "accepted",
                        "no": {"fact": "anew", "source": SOURCE},
                        "yes": {"fact": "in_total", "source": SOURCE},
                    }
                },
            ),
            {
                "accepted": FLAGS,
                "held": ("", "unknown", "5", "x"),
                "anew": ("", "unknown", "6", "x"),
                "in_total": ("", "unknown", "6", "9", "x"),
            },
        ),
    }  # fmt: skip
