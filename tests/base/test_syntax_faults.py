"""What is wrong in a text that is neither TOML nor JSON is told with line, column, what stands there, what to write."""

import ast
import re
from pathlib import Path

import pytest
import tomli

from hukou_cli.applicant.document import parse_applicant
from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.base.syntax_faults import toml_faults
from hukou_cli.text.terms import TERMS


def faults(text: str) -> tuple[Finding, ...]:
    with pytest.raises(InvalidApplicant) as raised:
        parse_applicant(text, "me.json" if text[:1] == "{" else "me.toml")
    return raised.value.findings


JSON = [
    ('{"a": 1,}', "json-comma-too-many", "}", 9),
    ('{"a": [1, ]}', "json-comma-too-many", "]}", 11),
    ('{"a": 1,, "b": 2}', "json-comma-too-many", ', "b": 2}', 9),
    ('{"a" 1}', "json-colon", "1}", 6),
    ('{"a" = 1}', "json-colon", "= 1}", 6),
    ("{a: 1}", "json-name", "a: 1}", 2),
    ("{'a': 1}", "json-single-quotes", "'a': 1}", 2),
    ("{\"a\": 'x'}", "json-single-quotes", "'x'}", 7),
    ('{"a": 1 "b": 2}', "json-comma", '"b": 2}', 9),
    ('{"a": true "b": 2}', "json-comma", '"b": 2}', 12),
    ('{"a": "x" "b": 2}', "json-comma", '"b": 2}', 11),
    ('{"a": 1', "brackets-unpaired", "@end", 8),
    ('{"a": [1, 2', "brackets-unpaired", "@end", 12),
    ("{", "brackets-unpaired", "@end", 2),
    ('{"a": "1"]', "json-brackets", "]", 10),
    ('{"a": "x', "quotes-unpaired", '"x', 7),
    ('{"a": "x\n}', "quotes-unpaired", "}", 9),
    ('{"a": "C:\\q"}', "json-escape", '\\q"}', 10),
    ('{"a": "\\u12"}', "json-escape", 'u12"}', 9),
    ('{"a": 北京}', "json-value", "北京}", 7),
    ('{"a": 2020-08}', "json-value", "-08}", 11),
    ('{"a": 012}', "json-value", "12}", 8),
    ('{"a": .5}', "json-value", ".5}", 7),
    ('{"a": True}', "json-small", "True}", 7),
    ('{"a": None, "b": 1}', "json-small", 'None, "b": 1}', 7),
    ('{"a": }', "json-no-value", "}", 7),
    ('{"a": 1} x', "json-more", "x", 10),
    ('{"a": 1 // one\n}', "json-comment", "// one", 9),
]


@pytest.mark.parametrize(("text", "term", "seen", "column"), JSON, ids=[row[0] for row in JSON])
def test_what_is_wrong_in_json_is_told_at_its_place(text: str, term: str, seen: str, column: int) -> None:
    (finding,) = faults(text)
    assert (finding.code, finding.values["reason"], finding.seen) == ("not-json", f"@{term}", seen)
    assert (finding.line, finding.column) == (1, column)
    for language in ("zh", "en"):
        said = finding.text(language)
        assert said.startswith(f"me.json:1:{column}: ")
        assert TERMS[term][language] in said
        assert "xpecting" not in said


TOML = [
    ("a = 北京", "toml-text"),
    ("a = beijing", "toml-text"),
    ("a = 2020-08", "toml-month"),
    ("a = 1986-3-5", "toml-date"),
    ("a = 1986年3月5日", "toml-date"),
    ("a = 1986-02-30", "toml-day"),
    ("a = True", "toml-flag"),
    ("a = 是", "toml-flag"),
    ("a = 12万", "toml-number"),
    ("a = 120,000", "toml-number"),
    ("a =", "toml-no-value"),
    ("a = # later", "toml-no-value"),
    ("a = 1 2", "toml-rest-of-line"),
    ('a = "x', "quotes-unpaired"),
    ("a = 'x", "quotes-unpaired"),
    ("a = [1", "brackets-unpaired"),
    ('a = "C:\\q"', "toml-escape"),
    ('a = "\\x0', "toml-escape"),
    ("a = 1\na = 2", "toml-twice"),
    ("tax = []  # none\n[[tax]]\nyear = 1", "toml-none-and-some"),
    ("tax = [1]\n[[tax]]\nyear = 1", "toml-twice"),
    ('a = "x\x00"', "toml-control"),
    ("a = " + "[" * 500, "nested-too-deep"),
    ("a = " + "9" * 5000, "number-too-long"),
    ("a = 0x" + "f" * 5000, "number-too-long"),
]


@pytest.mark.parametrize(("text", "term"), TOML, ids=[row[0][:20].replace("\x00", "NUL") for row in TOML])
def test_what_is_wrong_in_toml_is_told_in_peoples_words(text: str, term: str) -> None:
    (finding,) = faults(text)
    assert (finding.code, finding.values["reason"]) == ("not-toml", f"@{term}")


def test_the_place_in_toml_has_its_line_and_column() -> None:
    (finding,) = faults('city = "beijing"\ndegree = bachelor\n')
    assert finding.text().startswith("me.toml:2:10: not TOML at “degree = bachelor”: text stands in quotes")


def test_every_sentence_of_the_toml_parser_has_a_term() -> None:
    """Its source stands beside its compiled form: each message is the first argument of an error."""
    parser = (Path(tomli.__file__).parent / "_parser.py").read_text(encoding="utf-8")
    made = [
        node.args[0]
        for node in ast.walk(ast.parse(parser))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("TOMLDecodeError", "RecursionError") and node.args
    ]
    sentences = {str(each.value) if isinstance(each, ast.Constant) else ast.unparse(each)[2:-1] for each in made}
    assert len(sentences) > 15
    unknown = []
    for sentence in sentences:
        whole = re.sub(r"\{expect!r\}", "'\"'", re.sub(r"\{(char|src\[pos\])!r\}", r"'\\x00'", sentence))
        (finding,) = toml_faults(ValueError(f"{whole} (at line 1, column 1)"), "a.toml", "a")
        unknown += [] if finding.values["reason"].startswith("@") else [sentence]
    assert unknown == []


WIDE = [
    ('city = "北京”\n', [(1, "”")]),
    ('city = “北京"\n', [(1, "“")]),
    ('city = ‘北京’\ndegree ＝ "none"\nid = "“a”"\n', [(1, "‘’"), (2, "＝")]),
    ("insured_months = １８９\n", [(1, "１８９")]),
    ("[facts]\ninsured_months =\u3000189\n", [(2, "U+3000")]),
    ("【facts】\n", [(1, "【】")]),
    ('{“city”: "beijing"}', [(1, "“”")]),
    ('{"city": "beijing"，"degree"： "none"}', [(1, "，：")]),
    ('{"city": “北京”,\n "degree": “none”,\n "id": "“a”"}', [(1, "“”"), (2, "“”")]),
    ('{"city": "北京”, "degree": "none"}', [(1, "”")]),
]


@pytest.mark.parametrize(("text", "signs"), WIDE, ids=[row[0].split("\n")[0] for row in WIDE])
def test_signs_of_a_chinese_keyboard_are_named_on_every_line(text: str, signs: list[tuple[int, str]]) -> None:
    found = faults(text)
    assert [(finding.code, finding.line, finding.values["signs"]) for finding in found] == [
        ("wide-signs", line, sign) for line, sign in signs
    ]


def test_signs_within_a_text_or_a_comment_are_no_fault() -> None:
    for text in ('id = "“甲”，乙" 3\n', "id = 3 4 # 编号：“甲”\n", '{"id": "“甲”" "city": "beijing"}'):
        assert [finding.code for finding in faults(text)] == ["not-json" if text[0] == "{" else "not-toml"]


def test_no_part_of_an_identity_number_is_shown() -> None:
    for text in ('{"id": 000000199001010195}', "id = 000000199001010195x\n", '{"id" 000000199001010195}'):
        (finding,) = faults(text)
        assert "1990" not in finding.text("zh") + finding.text("en")


def test_a_name_given_twice_is_told_with_its_second_line() -> None:
    (finding,) = faults('{"city": "beijing",\n "city": "上海"}')
    assert (finding.values["reason"], finding.seen, finding.line) == ("@json-twice", "city", 2)
