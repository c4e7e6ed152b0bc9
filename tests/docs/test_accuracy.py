"""accuracy.md: caveats, published lists, forecasts and shares are those of the policies."""

from decimal import Decimal

from hukou_cli import score
from hukou_cli.base.decimals import percent
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.forecast import accuracy, back_test
from hukou_cli.scoring.past_lines import past_lines
from tests.support.pages import ACCURACY, ROOT, code, table_after
from tests.support.people import PERSON

ACCURACY_ZH = (ROOT / "docs/zh/accuracy.md").read_text(encoding="utf-8")


def test_every_uncertainty_of_beijing_is_told(catalog: Catalog) -> None:
    told = {
        2026: "The measures of 2020, rounds 2020 and later:",
        2019: "The trial measures, rounds 2018 and 2019:",
    }
    for year, line in told.items():
        caveats = [caveat.id for caveat, _ in catalog.find("beijing", RoundId(year)).caveats]
        assert [code(row[0]) for row in table_after(ACCURACY, line)] == caveats


def test_the_yearly_lists_shown_are_the_rounds_of_the_policies(catalog: Catalog) -> None:
    for year, quota, cutoff, above, tied, admitted in table_after(ACCURACY, "### Seven yearly lists"):
        known = catalog.find("beijing", RoundId(int(year))).calendar.rounds[RoundId(int(year))]
        shown = [int(text.replace(",", "")) for text in (quota, above, tied, admitted)]
        assert (known.quota, known.cutoff, known.admitted) == (shown[0], Decimal(cutoff), shown[3])
        assert shown[1] + shown[2] == shown[3]


def test_the_forecasts_shown_are_made_again_from_the_policies(catalog: Catalog) -> None:
    edition = catalog.find("beijing")
    lines = past_lines(edition, catalog.earlier(edition))
    made = [
        [
            str(lines.known[trial.known - 1].round),
            str(lines.known[trial.known + trial.rounds - 1].round),
            str(trial.rounds),
            *(str(Decimal(points).scaleb(-2)) for points in (trial.band.low, trial.band.middle, trial.band.high)),
            str(Decimal(trial.line).scaleb(-2)),
            "yes" if trial.held else "no",
        ]
        for trial in back_test(lines.points)
    ]
    assert table_after(ACCURACY, "Every trial:") == made
    by_rounds = accuracy(back_test(lines.points))
    assert table_after(ACCURACY, "By rounds ahead:") == [
        [str(each.rounds), str(each.held), str(each.of), *(str(Decimal(error).scaleb(-2)) for error in errors)]
        for each in by_rounds
        for errors in [(each.mean_error, each.largest_error)]
    ]
    assert table_after(
        ACCURACY_ZH,
        "按提前的批次数：",
    ) == table_after(ACCURACY, "By rounds ahead:")
    near = [each for each in by_rounds if each.rounds <= 3]
    assert f"{sum(each.held for each in near)} of {sum(each.of for each in near)} bands held" in ACCURACY


def test_the_shares_at_the_line_are_those_shown(catalog: Catalog) -> None:
    found = []
    for edition in map(catalog.load, catalog.all()):
        reference = edition.file.reference
        if reference is not None:
            at_line = reference.at_line
            assert at_line is not None
            figures = [str(reference.round), str(at_line.months), str(at_line.total), f"{percent(at_line.share)} %"]
            found.append([f"`{edition.id}`", *figures])
    assert table_after(ACCURACY, "### The share at the line") == found


def test_the_deduction_for_study_is_not_in_the_core(beijing: Edition) -> None:
    studied = {"degree": "master", "study_overlap_months": 36}
    facts = {**PERSON, "insured_months": 192, "own_home_months": 148, **studied}
    result = score(facts, beijing, 2022)
    lines = {line.indicator.id: line for line in result.lines}
    assert lines["study_overlap"].indicator.core is None
    text = " ".join(ACCURACY.split())
    assert f"employment {lines['employment'].points} and residence {lines['residence'].points}" in text
    assert f"of a total of {result.total} is {(result.core_share or 0) * 100:.2f} %" in text
    less = (result.core_range[0] + lines["study_overlap"].points_range[0]) / result.total_range[0]
    assert f"it would be {less * 100:.2f} %" in text
