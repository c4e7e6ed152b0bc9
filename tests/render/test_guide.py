"""The page of how one applies: what is told of it, what is chosen for an applicant, and what was not seen."""

import datetime
import io
import re
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from hukou_cli import find_policy, load_applicant, score
from hukou_cli.applicant.document import Applicant
from hukou_cli.base.bilingual import pick
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.procedure import Procedure
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.guide import Guide, print_guide
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG
from tests.support.screens import screen

TODAY = datetime.date(2026, 11, 30)


def page(
    edition: Edition, language: Language, applicant: Applicant | None = None, round_: RoundId | None = None
) -> str:
    """Return the page for the round to come, 80 columns wide, as one line of words."""
    answer = score(applicant, edition, today=TODAY) if applicant else None
    to = screen(80)
    chosen = round_ or (answer.round if answer else edition.calendar.default(20261130))
    print_guide(Guide(edition, chosen, language, answer), TODAY, to)
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("city", CATALOG.cities())
def test_every_statement_is_told_with_its_source(city: str, language: Language) -> None:
    edition = CATALOG.find_on(city, 20261130)
    told = re.sub(r"\s", "", page(edition, language))
    procedure = edition.file.procedure or Procedure()
    texts = [each.text for each in (*procedure.step, *procedure.objection, *procedure.after)]
    texts += [*(channel.text for channel in procedure.where), *(paper.name for paper in edition.file.paper)]
    assert not [text for text in texts if re.sub(r"\s", "", pick(text, language)) not in told]
    body, _, sources = told.rpartition("[1]")
    cited = {int(number) for number in re.findall(r"\[([0-9]+)\]", body)}
    assert cited == set(range(1, len(cited) + 1))
    assert {int(number) for number in re.findall(r"\[([0-9]+)\]", "[1]" + sources)} >= cited


def test_papers_are_those_for_what_an_applicant_claims() -> None:
    edition = find_policy("beijing")
    example = load_applicant(Path(edition.path).parent / "example.toml")
    for degree, is_claimed in (("bachelor", True), ("none", False)):
        papers = page(edition, "en", replace(example, set_={"degree": degree})).partition("Papers\n")[2]
        brought, _, others = papers.partition("\n\n")[0].partition("Not for what is claimed here:")
        assert "title deed" in brought
        assert ("diploma" in brought) is is_claimed
        assert ("diploma" in others) is not is_claimed


def test_the_days_of_a_round_are_the_published_ones_or_those_of_the_last_known() -> None:
    edition = find_policy("beijing")
    assert "from 2026-04-17 to 2026-05-16" in page(edition, "en", round_=RoundId(2026))
    ahead = page(edition, "en", round_=RoundId(2027))
    assert "The days of round 2027 were not found" in ahead
    assert "Those of round 2026: 2026-04-17 to 2026-05-16" in ahead
    tianjin = page(find_policy("tianjin"), "en", round_=RoundId(2027, 1))
    assert "from 2027-01-01 to 2027-04-30; the notice of this round was not seen" in re.sub(r"\s+", " ", tianjin)


def test_a_day_that_ends_a_step_is_that_of_the_round() -> None:
    assert "2029-12-31" in page(find_policy("beijing"), "en", round_=RoundId(2027))
    assert "2028-12-31" in page(find_policy("beijing"), "en", round_=RoundId(2026))
