"""A draft takes the English of the edition that it was copied from, and the check takes it for a draft."""

from pathlib import Path

import pytest

from hukou_cli.base.toml_source import read_text
from hukou_cli.policy.catalog import Catalog, bundled
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.validation.lint import check
from hukou_cli.render.edition_text import english_note
from hukou_cli.scoring.core_share import check_proportion

OWN_TITLE = "北京市积分落户管理办法（草案）"


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Load a copy of Beijing's rules in which a rented home counts as one's own, under another title."""
    text = read_text(bundled() / "beijing" / "2020-07-16.toml")
    path = tmp_path_factory.mktemp("drafts") / "draft.toml"
    path.write_text(
        text.replace("_counted / 24)", "_counted / 12)").replace('"北京市积分落户管理办法"', f'"{OWN_TITLE}"'),
        encoding="utf-8",
    )
    return Catalog().named(str(path))


def test_what_stands_as_it_was_keeps_its_english(draft: Edition) -> None:
    origin = Catalog().named("beijing/2020-07-16")
    assert (draft.file.policy.name.en, draft.facts["degree"].name) == ("Beijing", origin.facts["degree"].name)
    assert draft.file.procedure == origin.file.procedure
    assert draft.file.policy.title.zh == draft.file.policy.title.en == OWN_TITLE
    assert english_note(draft, "en").startswith("1 text of draft.toml has no English")
    assert english_note(origin, "en") == english_note(draft, "zh") == ""


def test_english_of_its_own_is_laid_over(draft: Edition) -> None:
    copy = Path(draft.path).with_name("other.toml")
    copy.write_text(read_text(Path(draft.path)), encoding="utf-8")
    copy.with_name("other.en.toml").write_text('policy.title = "Measures (draft)"\n', encoding="utf-8")
    other = Catalog().named(str(copy))
    assert (other.file.policy.title.en, other.file.policy.name.en) == ("Measures (draft)", "Beijing")
    assert english_note(other, "en") == ""


def test_it_is_called_by_its_file(draft: Edition) -> None:
    assert draft.id == "draft.toml"
    assert Catalog().find("beijing").id == "beijing/2020-07-16"


def test_the_check_finds_no_mistake_in_a_draft(draft: Edition) -> None:
    found = check(draft, read_text(Path(draft.path)), ["draft.toml"])
    found += check_proportion(draft, Catalog().large_cities())
    assert [(one.level, one.finding.code) for one in found] == [("warning", "draft"), ("warning", "not-at-line")]
