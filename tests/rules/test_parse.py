"""What the rule language has, and how everything else is refused: with a code and the column."""

import pytest

from hukou_cli.base.errors import InvalidPolicy
from hukou_cli.facts.types import Value
from hukou_cli.rules.ast import Condition
from hukou_cli.rules.evaluator import evaluate
from tests.support.scopes import formula

VALUES: dict[str, Value] = {
    "paid": 35,
    "lived": 7,
    "tax": 1250,
    "local": True,
    "degree": "master",
    "born": 19730601,
    "as_of": 20190101,
}


@pytest.mark.parametrize(
    ("text", "numerator", "den"),
    [
        ("3 * paid / 12", 105, 12),
        ("2.5", 25, 10),
        ("-3.5 * min(paid, 36) / 12", -1225, 120),
        ("paid - lived - 1", 27, 1),
        ("paid - (lived - 1)", 29, 1),
        ("paid / 0.5", 350, 5),
        ("whole(paid / 12)", 2, 1),
        ("years(paid)", 2, 1),
        ("rest(paid)", 11, 1),
        ("rest(3 * paid - 9)", 0, 1),
        ("rest(paid / 2)", 55, 10),
        ("round(paid / 24, 2)", 146, 100),
        ("round(-paid / 24, 1)", -15, 10),
        ("round(paid / 24)", 146, 100),
        ("round(paid / 2, 0)", 18, 1),
        ("max(paid, lived, 40)", 40, 1),
        ("20 if local else 0.5", 200, 10),
        ("1 if not local else 2", 2, 1),
        ("1 if degree in ('bachelor', 'master') else 2", 1, 1),
        ("1 if degree not in ('none', 'master') else 2", 2, 1),
        ("1 if degree == 'none' else 2", 2, 1),
        ("1 if degree != 'none' and paid >= 35 else 2", 1, 1),
        ("1 if paid < 35 or lived > 7 or tax == 12.5 else 2", 1, 1),
        ("1 if 30 <= paid < 36 else 2", 1, 1),
        ("tax", 1250, 100),
        ("tax + paid", 4750, 100),
        ("completed_years(born, as_of)", 45, 1),
        ("completed_months(born, '2019-02-01')", 548, 1),
        ("1 if born >= '1973-06-01' else 2", 1, 1),
        ("paid\n  + lived", 42, 1),
        ("\n  paid + lived\n", 42, 1),
    ],
)
def test_calculates(text: str, numerator: int, den: int) -> None:
    node = formula(text)
    assert not isinstance(node, Condition)
    assert evaluate(node, VALUES).value * den == numerator * node.den


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("paid +", "formula-syntax", 7),
        ("", "formula-not-allowed", 1),
        ("paid $ 2", "formula-syntax", 6),
        ("(paid", "formula-syntax", 1),
        ("paid，lived", "formula-syntax", 5),
        (r"1 if degree == '\d' else 2", "formula-syntax", 17),
        ("2 * piad", "unknown-name", 5),
        ("年限 + paid", "unknown-name", 1),
        ("paid + 年限", "unknown-name", 8),
        ("ｐａｉｄ", "unknown-name", 1),
        ("paid ** 2", "formula-not-allowed", 1),
        ("paid // 2", "formula-not-allowed", 1),
        ("paid % 2", "formula-not-allowed", 1),
        ("paid / lived", "divide-by-number", 8),
        ("paid / 0", "divide-by-number", 8),
        ("paid / -2", "divide-by-number", 8),
        ("paid.real", "formula-not-allowed", 1),
        ("1 + paid.__class__", "formula-not-allowed", 5),
        ("__import__('os')", "unknown-function", 1),
        ("min(paid, open('x'))", "unknown-function", 11),
        ("min(paid)", "wrong-arguments", 1),
        ("min(paid, key=1)", "unknown-function", 1),
        ("min(*paid)", "wrong-arguments", 1),
        ("rest(paid, 12)", "wrong-arguments", 1),
        ("round(paid, lived)", "wrong-arguments", 1),
        ("round(paid, 7)", "wrong-arguments", 1),
        ("round(paid, True)", "wrong-arguments", 1),
        ("born", "wrong-kind", 1),
        ("\n  2 * piad", "unknown-name", 8),
        ("paid[0]", "formula-not-allowed", 1),
        ("[paid]", "formula-not-allowed", 1),
        ("lambda: 1", "formula-not-allowed", 1),
        ("(paid := 3)", "formula-not-allowed", 2),
        ("f'{paid}'", "formula-not-allowed", 1),
        ("1e3", "formula-not-allowed", 1),
        ("0x1F", "formula-not-allowed", 1),
        ("1_000", "formula-not-allowed", 1),
        ("3j", "formula-not-allowed", 1),
        ("True", "formula-not-allowed", 1),
        ("'2023-02-29'", "formula-not-allowed", 1),
        ("paid + local", "wrong-kind", 8),
        ("paid + (paid > 2)", "wrong-kind", 9),
        ("1 if paid else 2", "wrong-kind", 6),
        ("degree + 1", "wrong-kind", 1),
        ("1 if degree == 'doctor' else 0", "not-one-of", 16),
        ("1 if degree in ('master', 'doctor') else 0", "not-one-of", 27),
        ("1 if degree < 'master' else 0", "wrong-kind", 15),
        ("born + 1", "wrong-kind", 1),
        ("1 if born > 3 else 0", "wrong-kind", 13),
        ("completed_years(paid, as_of)", "wrong-kind", 17),
        ("1 if paid is 3 else 2", "formula-not-allowed", 14),
    ],
)
def test_refuses_with_the_column(text: str, code: str, column: int) -> None:
    with pytest.raises(InvalidPolicy) as caught:
        formula(text)
    (finding,) = caught.value.findings
    assert (finding.code, finding.column) == (code, column)
    assert finding.text("en") != finding.text("zh")


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("(" * 10_000 + "1" + ")" * 10_000, "formula-too-deep", 33),
        ("9" * 10_000, "number-too-long", 1),
        ("paid * " + "9" * 16, "number-too-long", 8),
        ("paid + " * 2000 + "1", "formula-too-long", 1001),
        ("-" * 900 + "1", "formula-too-deep", None),
        ("not " * 240 + "local", "formula-too-deep", None),
        ("min(" * 10_000, "formula-too-deep", 33 * 4),
        ("1 if local else " * 60 + "1", "formula-too-deep", None),
    ],
)
def test_a_hostile_formula_is_refused(text: str, code: str, column: int | None) -> None:
    with pytest.raises(InvalidPolicy) as caught:
        formula(text)
    (finding,) = caught.value.findings
    assert finding.code == code
    assert column is None or finding.column == column
    assert finding.column >= 1


def test_a_misspelt_name_brings_the_nearest() -> None:
    with pytest.raises(InvalidPolicy, match="Did you mean `lived`"):
        formula("2 * livde")
    with pytest.raises(InvalidPolicy, match="Did you mean `years`"):
        formula("yeras(paid)")
    with pytest.raises(InvalidPolicy, match="Did you mean `master`"):
        formula("1 if degree == 'mastr' else 0")
