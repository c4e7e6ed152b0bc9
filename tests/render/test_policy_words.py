"""``hukou policy show`` speaks in words: every fact and option of every policy has a label, and no id stands for one."""

import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from hukou_cli.render.policy import print_policy
from hukou_cli.rules.prose import words
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG
from tests.support.scopes import formula as parsed_formula

FILES = [*CATALOG.all()]
EDITIONS = [f"{path.parent.name}/{path.stem}" for path in FILES]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def page(path: Path, language: Language, width: int) -> str:
    to = Console(file=io.StringIO(), width=width, markup=False, emoji=False, highlight=False, color_system=None)
    edition = CATALOG.load(path)
    print_policy(edition, language, to)
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue().replace(edition.path, "")


@pytest.mark.parametrize("path", FILES, ids=EDITIONS)
def test_every_fact_and_every_option_has_a_label_in_both_languages(path: Path) -> None:
    for name, fact in CATALOG.load(path).facts.items():
        for id_, label in ((name, fact.name), *fact.choices.items()):
            assert CHINESE.search(label.zh), (name, id_)
            assert label.en, (name, id_)
            assert label.en != label.zh, (name, id_)
            assert "_" not in label.zh + label.en, (name, id_)


@pytest.mark.parametrize("path", FILES, ids=EDITIONS)
def test_an_id_stands_only_behind_its_label_or_before_that_of_an_option(path: Path) -> None:
    edition = CATALOG.load(path)
    lines = re.sub(r"（[a-z0-9_]+）", "", page(path, "zh", 200)).splitlines()
    options = {option for fact in edition.facts.values() for option in fact.choices}
    rows = [line for line in lines if not re.match(r"  [a-z0-9_]+ +", line) or line.split()[0] not in options]
    links = "".join("".join((*document.urls, *document.found_on)) for document in edition.documents.values())
    ids = {*edition.facts, *edition.tables, *options, *(each.id for each, _ in edition.indicators)}
    ids |= {"insurance", "penalty", "criminal", "detention", "home", "owned", "registered", "permit", "commendation"}
    found = {(word, row) for row in rows for word in re.findall(r"(?<![\w./=-])[a-z]\w+(?![\w./])", row) if word in ids}
    assert {(word, row) for word, row in found if word not in links} == set()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_rules_of_a_city_fit_the_screen_and_stay_readable(language: Language, width: int) -> None:
    """No line is wider than the screen, and below half of it stand words, not columns of a few letters."""
    for path in FILES:
        lines = [line for line in page(path, language, width).splitlines() if line]
        assert max(map(cell_len, lines)) <= width, path
        assert sum(cell_len(line.strip()) for line in lines) / len(lines) > width / 5 or width == 200, path


@pytest.mark.parametrize(
    ("formula", "zh", "en"),
    [
        ("min(10, 2 * paid / 12)", "2 × 保险月数 ÷ 12，封顶 10", "2 × months insured ÷ 12, capped at 10"),
        ("max(30 - paid, 0)", "30 − 保险月数，不低于 0", "30 − months insured, not below 0"),
        (
            "max(0, min(20, 30 - paid))",
            "30 − 保险月数，封顶 20，不低于 0",
            "30 − months insured, capped at 20, not below 0",
        ),
        (
            "min(paid, lived)",
            "较小值（保险月数，住房月数）",
            "min(months insured, months lived)",
        ),  # no number limits the other
        ("1 + min(5, paid)", "1 + 较小值（5，保险月数）", "1 + min(5, months insured)"),  # of a part alone
    ],
)
def test_the_limit_of_a_whole_rule_is_said_behind_it(formula: str, zh: str, en: str) -> None:
    names = {"paid": ("保险月数", "months insured"), "lived": ("住房月数", "months lived")}
    parsed = parsed_formula(formula)
    assert words(parsed, lambda name, _: names[name][0], "zh") == zh
    assert words(parsed, lambda name, _: names[name][1], "en") == en
