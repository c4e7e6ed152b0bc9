"""The English of a policy, which stands in a file beside it: where it is shown, and what is wrong with it."""

import shutil
from pathlib import Path

import pytest

from hukou_cli import InvalidPolicy
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.toml_source import line_of, names_beside, overlay_path
from hukou_cli.base.translation import texts_in
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.citations import citations_of, is_numbered
from hukou_cli.policy.validation.lint import check

SAMPLE = Path(__file__).parent / "sample" / "springfield" / "2024-01-01.toml"
ENGLISH = overlay_path(SAMPLE).read_text(encoding="utf-8")


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """Copy the sample city, its cases and its English, to change them."""
    shutil.copytree(SAMPLE.parent, tmp_path / "springfield")
    return tmp_path / "springfield" / SAMPLE.name


def test_each_text_has_its_english_and_the_file_holds_none() -> None:
    file = Catalog().load(SAMPLE).file
    assert file.policy.title == Bilingual(zh="春田积分办法", en="Springfield points")
    assert file.facts["degree"].choices["bachelor"] == Bilingual(zh="本科", en="bachelor")
    assert [way.name.en for way in file.indicator[3].best_of] == ["patents", "tax"]


def test_a_policy_without_english_is_shown_in_chinese(policy: Path) -> None:
    overlay_path(policy).unlink()
    edition = Catalog([policy.parent.parent]).find("springfield")
    assert edition.file.policy.title == Bilingual(zh="春田积分办法", en="春田积分办法")
    assert "no-english" not in {
        lint.finding.code for lint in check(edition, policy.read_text(encoding="utf-8"), names_beside(policy))
    }


def test_a_city_is_found_by_its_english_name(policy: Path) -> None:
    overlay_path(policy).write_text(ENGLISH.replace('"Springfield"', '"Spring Field"'), encoding="utf-8")
    assert Catalog([policy.parent.parent]).find_id("spring field") == "springfield"


def test_a_text_that_is_not_translated_is_a_warning_at_its_chinese(policy: Path) -> None:
    overlay_path(policy).write_text(ENGLISH.replace('tax]\nname = "tax"\n', "tax]\n", 1), encoding="utf-8")
    text = policy.read_text(encoding="utf-8")
    (lint,) = (
        lint for lint in check(Catalog().load(policy), text, names_beside(policy)) if lint.finding.code == "no-english"
    )
    finding = lint.finding
    assert (lint.level, finding.place, finding.line) == (
        "warning",
        "facts.tax.name",
        line_of(text, ("facts", "tax", "name")),
    )
    assert finding.values == {"seen": "税", "allowed": "2024-01-01.en.toml"}


def test_the_english_of_a_place_in_a_document_stands_once_for_all_that_cite_it(policy: Path) -> None:
    """The law's article 9 is cited by number alone; the notes are told by words, in two rules."""
    text = policy.read_text(encoding="utf-8").replace('article = "1"', 'article = "说明"').replace('"2"', '"说明"')
    policy.write_text(text, encoding="utf-8")
    found = check(Catalog().load(policy), text, names_beside(policy))
    (lint,) = (lint for lint in found if lint.finding.code == "no-english")
    assert lint.finding.values["allowed_en"] == "[articles] of 2024-01-01.en.toml"
    overlay_path(policy).write_text(f'{ENGLISH}\n[articles]\n"说明" = "notes"\n', encoding="utf-8")
    edition = Catalog().load(policy)
    cited = [one.article.en for gate in edition.file.gate for one in citations_of(gate.source)]
    assert "notes" in cited
    assert not [lint for lint in check(edition, text, names_beside(policy)) if lint.finding.code == "no-english"]
    overlay_path(policy).write_text(f'{ENGLISH}\n[articles]\n"九" = "nine"\n', encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        Catalog().load(policy)
    assert [(one.code, one.place) for one in caught.value.findings] == [("no-such-text", "articles.九")]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("three_years.name", "four_years.name", "unknown-key", "gate.four_years"),
        ("three_years.name", "three_years.nmae", "unknown-key", "gate.three_years.nmae"),
        ("best_of.2.name", "best_of.3.name", "unknown-key", "indicator.talent.best_of.3"),
        ('name = "Insurance"', 'points = "5"', "no-such-text", "indicator.insurance.points"),
        ('name = "Insurance"', "name = 5", "no-such-text", "indicator.insurance.name"),
        ('name = "Insurance"', 'name = { en = "Insurance" }', "no-such-text", "indicator.insurance.name"),
        ('name = "Insurance"', 'name = "Ins\\u001b[31m"', "control-character", "indicator.insurance.name"),
        ("[veto]", "[veto", "not-toml", ""),
    ],
)
def test_english_of_nothing_is_refused_with_its_place(policy: Path, old: str, new: str, code: str, place: str) -> None:
    assert old in ENGLISH
    overlay_path(policy).write_text(ENGLISH.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        Catalog().load(policy)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place, finding.file) == (code, place, str(overlay_path(policy)))
    assert finding.line > 0


def test_mistakes_of_a_policy_and_of_its_english_are_told_at_once(policy: Path) -> None:
    policy.write_text(
        policy.read_text(encoding="utf-8").replace("insured_months >= 36", "months >= 36"), encoding="utf-8"
    )
    overlay_path(policy).write_text(ENGLISH.replace("fraud.name", "fruad.name"), encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        Catalog().load(policy)
    assert [finding.place for finding in caught.value.findings] == ["gate[1].require", "veto.fruad"]


def test_every_text_of_every_policy_has_its_english(catalog: Catalog) -> None:
    """Shared facts and the table of large cities included; who adds a city may leave its English for later."""
    files = [catalog.large_cities(), *(catalog.load(path).file for path in catalog.all())]
    missing = [
        (path, words.zh)
        for file in files
        for path, words in texts_in(file)
        if words.lacks_english and not (path[-1] == "article" and is_numbered(words.zh))
    ]
    assert missing == []
