"""The summary of a table on standard error: what is to be known of the edition that rows were scored under."""

import datetime

import pytest

from hukou_cli import find_policy
from hukou_cli.base.calendar import from_date
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.table_summary import edition_lines, rank_hint
from hukou_cli.text.language import Language

DAY = datetime.date(2026, 11, 30)


ENGLISH = (
    "full months with a residence permit (`permit_counted_months`), "
    "insured months while holding the permit (`insured_permit_months`) can be counted in two ways, depending on “the centre accepts the permit from "
    "before a late renewal” (`earlier_permit_accepted`); the figure in the table is taken as it is"
)
CHINESE = (
    "累计持有居住证满月数（permit_counted_months）、持证期间缴纳职工社保月数（insured_permit_months）有两种算法，取决于“逾期续签以前的持证时间获人才服务中心认可”"
    "（earlier_permit_accepted）；表中所填的数字按原样计算"
)


@pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("zh", CHINESE)])
def test_counts_that_sources_dispute_are_told_once_with_the_question(language: Language, words: str) -> None:
    shanghai = find_policy("shanghai")
    lines = edition_lines(shanghai, RoundId(DAY.year, 0, from_date(DAY)), language, DAY)
    assert [line.strip() for line in lines if "earlier_permit_accepted" in line] == [words]


def test_nothing_is_told_where_nothing_is_disputed() -> None:
    lines = edition_lines(find_policy("beijing"), RoundId(2026), "en", DAY)
    assert not any("two ways" in line for line in lines)


def test_a_city_that_does_not_rank_by_the_total_says_how_to_rank() -> None:
    """``hukou rank`` put 322 points above 310 where both have a base score of 290 and Guangzhou goes by that."""
    (hint,) = rank_hint(find_policy("guangzhou"), "zh")
    assert "依次按：基础指标分、医疗保险月数、连续持有居住证月数" in hint
    assert [rank_hint(find_policy(city), "zh") for city in ("beijing", "tianjin")] == [[], []]
