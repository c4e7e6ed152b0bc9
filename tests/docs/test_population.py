"""The figures on docs/population.md are those that the back-test finds on the published lists."""

import pytest

from tests.bench.backtest_lines import LISTS, by_rank, gaps, published, unexplained
from tests.support.pages import DOCS


@pytest.mark.parametrize("page", ["population.md", "zh/population.md"])
def test_the_figures_of_the_back_test(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert f"{sum(len(published(year)) for year in LISTS):,}" in text
    for year, people, numbers in unexplained():
        assert year == 2020 or f"| {year} | {people:,} | {numbers[1]:,} |" in text
    assert [str(gap / 100) for _, gap in gaps(3000)] == ["2.25", "1.58", "1.17", "1.17", "1.17", "1.8"]
    tried = [trial[-1] for trial in by_rank()]
    assert (f"in {sum(tried)} of {len(tried)} trials" in text) or (f"{len(tried)} 次中 {sum(tried)} 次" in text)
