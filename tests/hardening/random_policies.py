"""Random policies that are hard for one of the two readings of a rule, and random rows of them.

They have points of thousands of millions and of many decimals, wide bands, months and amounts without limit, choices that
narrow one another in a chain, numbers of a list with a largest value, defaults, facts that matter under a condition,
constraints, vetoes, routes, months that end with a life, lines of rounds with many decimals.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from tests.support.springfield import edition_with, ranking

ROUND = RoundId(2026)
SOURCE = {"document": "law", "article": "1"}
NUMBERS = ["0", "1", "2", "3", "12", "0.5", "3.5", "0.01", "10.25", "84", "100", "1800", "33.333333"]
LARGE = [
    "21474836.47",
    "21474836.48",
    "42949672.96",
    "50000000",
    "99999999.99",
    "100000000",
    "2147483647",
    "2147483648",
    "4294967296",
    "999999999999",
    "92233720368547.58",
    "999999999999999",
    "46116860184.27387904",
    "0.000000001",
    "123456789.123456789",
]
WRONG = [
    "-1",
    "x",
    "9999999999999999",
    "1.23456789",
    "1e2",
    "12.0",
    "１２",
    "12个月",
    "1,000",
    "0x1f",
    "+5",
    ".5",
    "007",
    "1/2",
    "99999999999999",
    "3.0000000000",
]
"""Texts of numbers, of which some facts may have some."""

OPTIONS = ("none", "low", "high", "top")


class Writer:
    """Writes one random policy. ``facts`` holds its facts by name, ``by_type`` the names of each type."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.facts: dict[str, dict[str, Any]] = {}
        self.derived: dict[str, str] = {}

    def edition(self) -> Edition:
        """Build the edition. Raises InvalidPolicy where the policy is refused."""
        random = self.random
        if random.random() < 0.25:
            self.facts["birth_date"] = {}
        for at in range(random.randint(3, 7)):
            self._add_fact(f"f{at}")
        for at in range(random.randint(0, 2)):
            self.derived[f"d{at}"] = self.quantity(2)
        lines = [self._line(at) for at in range(random.randint(1, 4))]
        gates = [
            {"id": f"gate{at}", "name": "x", "require": self.condition(1), "source": SOURCE}
            for at in range(random.randint(0, 2))
        ]
        vetoes = [{"id": "veto", "name": "x", "when": self.condition(1), "source": SOURCE}] * (random.random() < 0.2)
        routes = [self._route(at) for at in range(2)] * (random.random() < 0.2)
        constraints = [found for _ in range(random.choice([0, 0, 1, 2])) if (found := self._constraint())]
        rules: dict[str, Any] = {
            "derived": self.derived,
            "gate": gates,
            "veto": vetoes,
            "route": routes,
            "constraint": constraints,
        }
        result = {"total": f"min(lines, {self._number()})"} if random.random() < 0.3 else {}
        if random.random() < 0.25:
            return ranking(self._round(), facts=self.facts, indicator=lines, result=result, **rules)
        result["pass"] = f"total >= {random.choice(NUMBERS)}"
        return edition_with("insurance", facts=self.facts, indicator=lines, result=result, **rules)

    def _route(self, at: int) -> dict[str, Any]:
        needs = [{"name": "x", "require": self.condition(1)} for _ in range(2)]
        return {"id": f"route{at}", "name": "x", "need": needs, "source": SOURCE}

    def _constraint(self) -> dict[str, Any] | None:
        """Write that one whole number is at most another, or holds only with an option; None where there are not two."""
        random = self.random
        numbers, choices = (
            [name for name in self._named(*kinds) if "when" not in self.facts[name]]
            for kinds in (("months", "count"), ("choice",))
        )
        if len(numbers) < 2:
            return None
        one, other = random.sample(numbers, 2)
        if choices and random.random() < 0.4:
            other = random.choice(choices)
            text = f"{one} <= {random.choice([0, 12, 600])} or {other} == '{random.choice(OPTIONS)}'"
        else:
            text = f"{one} <= {other} + {random.choice([0, 5, 1000])}"
        return {"require": text, "facts": [one, other], "advice": "x"}

    def _round(self) -> dict[str, Any]:
        """Write a round of two years before, with a line of up to nine decimals."""
        line = self.random.choice(["0", "12.5", "97.13", "0.000000001", "123456789.123456789", "99999.9999999"])
        return {"year": ROUND.year - self.random.choice([0, 1, 2, 3]), "quota": 10, "cutoff": line}

    def _add_fact(self, name: str) -> None:
        random = self.random
        kind = random.choice(["months", "count", "yuan", "number", "number", "flag", "choice", "choice", "date"])
        fact: dict[str, Any] = {"type": kind, "name": name}
        others = [other for other in self._named("choice") if not {"default", "when"} & self.facts[other].keys()]
        match kind:
            case "months" if random.random() < 0.2:
                fact["since"] = random.choice(["2030-01", "2025-06", "2000-01"])
            case "months" if random.random() < 0.3:
                fact["count"] = random.choice(["insurance", "home.owned"])
            case "months" | "count" if random.random() < 0.5:
                fact["max"] = random.choice([0, 1, 12, 600, 1800])
            case "yuan" | "number":
                fact["decimals"] = random.choice([0, 0, 1, 2, 3, 6])
                if random.random() < 0.4:
                    fact["max"] = random.choice([1, 100, 10**6, 10**9])
                if kind == "number" and random.random() < 0.5:
                    listed = random.sample([0, 1, 2, 5, 10, 99, 10**6, 10**8, 10**9], random.randint(1, 4))
                    fact["allowed"] = sorted(listed)
            case "choice":
                fact["choices"] = {option: Bilingual(zh=f"{name}{option}", en=f"{name} {option}") for option in OPTIONS}
                if others and random.random() < 0.7:
                    fact["narrowed_by"] = random.choice(others)
                    fact["narrowing"] = {
                        option: sorted(random.sample(OPTIONS, random.choice([1, 1, 2, 3]))) for option in OPTIONS
                    }
                    if fact["narrowed_by"] in self.facts and random.random() < 0.3:  # declared before what narrows it
                        self.facts = {name: fact} | self.facts
        if random.random() < 0.25:
            default: dict[str, Any] = {"flag": False, "choice": random.choice(OPTIONS), "date": None}
            given = default.get(kind, (fact.get("allowed") or [0])[0])
            if given is not None:
                fact["default"] = given
        if self.facts and kind != "date" and random.random() < 0.2:
            fact["when"] = self.condition(1)
        self.facts[name] = fact

    def _line(self, at: int) -> dict[str, Any]:
        random = self.random
        line: dict[str, Any] = {"id": f"line{at}", "name": "x", "source": SOURCE}
        choices = self._named("choice")
        form = random.choice(["points", "points", "bands", "choice"])
        if form == "choice" and choices:
            split = random.randint(1, len(OPTIONS))
            line["choice"] = random.choice(choices)
            line |= {"when": when} if (when := self.facts[line["choice"]].get("when")) else {}
            line["rows"] = [{"option": option, "points": self._number()} for option in OPTIONS[:split]]
            line["others"] = self._number()
        elif form == "bands":
            line["bands"] = self.quantity(1)
            edges = random.sample([*NUMBERS, *LARGE], random.randint(1, 4))
            line["rows"] = [{"from": edge, "points": self._number()} for edge in edges]
            line["others"] = self._number()
        else:
            line["points"] = self.quantity(2)
        if random.random() < 0.2:
            line["core"] = "insurance"
        return line

    def _named(self, *kinds: str) -> list[str]:
        return [name for name, fact in self.facts.items() if fact.get("type", "date") in kinds]

    def _where_it_matters(self, name: str) -> str:
        """Write a number so that nothing can tell what it is where its condition does not hold."""
        when = self.facts[name].get("when")
        return f"({name} if {when} else 0)" if when else name

    def _number(self) -> str:
        sign = "-" if self.random.random() < 0.1 else ""
        return sign + self.random.choice(LARGE if self.random.random() < 0.35 else NUMBERS)

    def quantity(self, depth: int) -> str:
        """Write a quantity."""
        random = self.random
        names = [*map(self._where_it_matters, self._named("months", "count", "yuan", "number")), *self.derived]
        if depth == 0 or random.random() < 0.15:
            return random.choice(names) if names and random.random() < 0.7 else self._number()
        part = [self.quantity(depth - 1) for _ in range(2)]
        dates = [*self._named("date"), "as_of", "'2000-02-29'"]
        return random.choice(
            [
                f"({part[0]} {random.choice('+-*')} {part[1]})",
                f"({part[0]} / {random.choice(['12', '7', '0.5', '1.5', '1000000'])})",
                f"{random.choice(['min', 'max'])}({part[0]}, {part[1]})",
                f"whole(max(0, {part[0]}))",
                f"rest(max(0, {part[0]}))",
                f"round({part[0]}, {random.randint(0, 3)})",
                f"({part[0]} if {self.condition(depth - 1)} else {part[1]})",
                f"completed_{random.choice(['years', 'months'])}({random.choice(dates)}, as_of)",
            ]
        )

    def condition(self, depth: int) -> str:
        """Write a condition."""
        random = self.random
        forms = [
            f"({self.quantity(min(depth, 1))} {random.choice(['<', '<=', '>', '>=', '==', '!='])} {self.quantity(0)})"
        ]
        words = {name: name for name in self._named("flag")}
        words |= {name: f"{name} in ('{random.choice(OPTIONS)}', 'top')" for name in self._named("choice")}
        whens = {name: self.facts[name].get("when") for name in words}
        forms += [f"({whens[name]} and {text})" if whens[name] else f"({text})" for name, text in words.items()]
        if depth:
            forms.append(f"(not {self.condition(depth - 1)})")
            forms.append(f"({self.condition(depth - 1)} {random.choice(['and', 'or'])} {self.condition(depth - 1)})")
        return random.choice(forms)


def rows_of(edition: Edition, count: int, random: Random) -> Iterator[dict[str, str]]:
    """Give rows of text: most cells good, some empty, unknown or wrong."""
    limits = edition.calendar.window(ROUND).limits
    for _ in range(count):
        yield {name: _cell(edition, name, limits[name], random) for name in edition.facts}


def _cell(edition: Edition, name: str, limits: tuple[int, int], random: Random) -> str:
    fact = edition.facts[name]
    chance = random.random()
    if chance < 0.12:
        return ""
    if chance < 0.15:
        return "unknown"
    wrong = chance < 0.17
    match fact.type:
        case "flag":
            return "maybe" if wrong else random.choice(["true", "false"])
        case "choice":
            return "other" if wrong else random.choice(OPTIONS)
        case "date":
            day = f"{random.randint(1950, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
            return "2031-01-01" if wrong else day
        case _:
            low, most = limits
            if wrong:
                return random.choice([fact.text(most + 1), *WRONG])
            if fact.allowed and random.random() < 0.8:
                return str(random.choice(fact.allowed))
            near = random.choice([low, most, most - 1, random.randint(low, most), random.randint(low, min(most, 200))])
            return fact.text(max(low, near))
