"""How one applies, as a policy file tells it: its mistakes, what it leaves unsaid, and its pages in both languages."""

import datetime
import io
from itertools import accumulate
from pathlib import Path

import pytest
from rich.cells import cell_len

from hukou_cli import InvalidPolicy, find_policy, score
from hukou_cli.policy import model
from hukou_cli.policy.catalog import Catalog, bundled
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.validation.lint import check
from hukou_cli.render.layout import print_parts
from hukou_cli.render.procedure import procedure_parts
from hukou_cli.text.language import Language
from tests.support.screens import compare, screen

SAMPLE = Path(__file__).parent / "sample" / "springfield"

TOLD = """
[procedure]
not_seen = ["place"]

[[procedure.where]]
id = "portal"
kind = "portal"
text = "春田市网站"
url = "springfield.example"
source = { document = "law", article = "7" }

[[procedure.where]]
id = "window"
kind = "window"
text = "区服务窗口"
source = { document = "law", article = "7", confidence = "secondary" }

[[procedure.step]]
id = "review"
text = "部门审核"
working_days = 20
source = { document = "law", article = "8" }

[[procedure.step]]
id = "list"
text = "名单公示"
days = 7
at_least = true
note = "2024年的做法"
source = [{ document = "law", article = "8" }, { document = "law", article = "9", quote = "不少于7日" }]

[[procedure.objection]]
id = "recheck"
text = "公示期内申请复核"
calendar_days = 7
source = { document = "law", article = "9" }

[[procedure.after]]
id = "move"
text = "到派出所落户"
months = 6
source = { document = "law", article = "10" }

[[procedure.after]]
id = "lapse"
text = "逾期视为放弃"
by = { year = 2, month = 12, day = 31 }
source = { document = "law", article = "12" }

[[paper]]
id = "identity"
name = "身份证"
source = { document = "law", article = "11" }

[[paper]]
id = "diploma"
name = "毕业证书"
for = ["education", "three_years"]
note = "须可在网上核验"
source = { document = "law", article = "11" }
"""

ENGLISH = """
[procedure]
where.portal.text = "website of Springfield"
where.window.text = "service window of the district"
step.review.text = "review by the departments"
step.list.text = "the list is shown"
step.list.note = "as in 2024"
objection.recheck.text = "a recheck may be asked for while the list is shown"
after.lapse.text = "else it lapses"
after.move.text = "register at the police station"

[paper]
identity.name = "identity card"
diploma.name = "diploma"
diploma.note = "must be one that can be checked online"
"""


def write(folder: Path, told: str, english: str = "") -> Path:
    """Write the sample with a procedure, and its English with that of it."""
    folder.mkdir(exist_ok=True)
    path = folder / "2024-01-01.toml"
    path.write_text((SAMPLE / path.name).read_text(encoding="utf-8") + told, encoding="utf-8")
    if english:
        beside = folder / "2024-01-01.en.toml"
        beside.write_text((SAMPLE / beside.name).read_text(encoding="utf-8") + english, encoding="utf-8")
    return path


def load(folder: Path, told: str, english: str = "") -> Edition:
    return Catalog().load(write(folder, told, english))


def line(text: str) -> int:
    """Give the line on which a text of ``TOLD`` stands in the sample."""
    sample = (SAMPLE / "2024-01-01.toml").read_text(encoding="utf-8")
    return f"{sample}{TOLD[: TOLD.index(text)]}".count("\n") + 1


MISTAKES = [
    ('not_seen = ["place"]', 'not_seen = ["places"]', ("not-one-of", "procedure.not_seen[1]")),
    ('not_seen = ["place"]', 'not_seen = ["step"]', ("seen-and-not-seen", "procedure.not_seen[1]")),
    ('not_seen = ["place"]', 'not_seen = ["deadline"]', ("seen-and-not-seen", "procedure.not_seen[1]")),
    ('kind = "portal"', 'kind = "web"', ("not-one-of", "procedure.where[1].kind")),
    ('kind = "portal"', 'working_days = 3\nkind = "portal"', ("unknown-key", "procedure.where[1].working_days")),
    ("working_days = 20", "working_days = 0", ("out-of-range", "procedure.step[1].working_days")),
    ("working_days = 20", 'working_days = "20"', ("wrong-type", "procedure.step[1].working_days")),
    ("working_days = 20", "working_days = 20\ndays = 3", ("one-duration", "procedure.step[1]")),
    ("months = 6", "months = 6\nby = { year = 2, month = 12, day = 31 }", ("one-duration", "procedure.after[1]")),
    ("months = 6", "by = { year = 2, month = 13, day = 31 }", ("out-of-range", "procedure.after[1].by.month")),
    ("months = 6", "by = { year = 2, month = 6, day = 31 }", ("no-such-day", "procedure.after[1].by.day")),
    ("working_days = 20", "at_least = true", ("missing-key", "procedure.step[1]")),
    ('id = "list"', 'id = "review"', ("duplicate-id", "procedure.step[2]")),
    ('text = "到派出所落户"', 'txt = "到派出所落户"', ("unknown-key", "procedure.after[1].txt")),
    ('document = "law", article = "10"', 'document = "laws", article = "10"', ("not-one-of", "procedure.after[1].source.document")),
    ('source = { document = "law", article = "10" }', "", ("missing-key", "procedure.after[1]")),
    ('for = ["education", "three_years"]', 'for = ["education", "three_yeers"]', ("not-one-of", "paper[2].for")),
    ('for = ["education", "three_years"]', 'for = "degree"', ("not-one-of", "paper[2].for")),
    ('for = ["education", "three_years"]', "for = []", ("wrong-type", "paper[2].for")),
    ('id = "diploma"', 'id = "identity"', ("duplicate-id", "paper[2]")),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, expected: tuple[str, str]) -> None:
    assert TOLD.count(old) == 1
    with pytest.raises(InvalidPolicy) as caught:
        load(tmp_path, TOLD.replace(old, new))
    found = [(finding.code, finding.place) for finding in caught.value.findings]
    assert expected in found
    assert {place.partition(".")[0].partition("[")[0] for _, place in found} <= {"procedure", "paper"}
    assert all(finding.text("zh") != finding.text("en") for finding in caught.value.findings)


def test_all_mistakes_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    told = TOLD
    for old, new in (
        ("working_days = 20", 'working_days = "x"'),
        ('"three_years"]', '"three_yeers"]'),
        ('article = "10"', ""),
    ):
        told = told.replace(old, new)
    with pytest.raises(InvalidPolicy) as caught:
        load(tmp_path, told.replace('{ document = "law",  }', '{ document = "law" }'))
    assert [(finding.code, finding.line) for finding in caught.value.findings] == [
        ("wrong-type", line("working_days = 20")),
        ("missing-key", line('source = { document = "law", article = "10" }')),
        ("not-one-of", line('for = ["education"')),
    ]


def test_a_line_whose_id_is_wrong_is_not_blamed_on_the_paper_for_it(tmp_path: Path) -> None:
    path = write(tmp_path, TOLD)
    path.write_text(path.read_text(encoding="utf-8").replace('id = "education"', 'id = "Education"'), encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        Catalog().load(path)
    assert [finding.place for finding in caught.value.findings] == ["indicator[2].id"]


def test_english_of_no_statement_is_stale(tmp_path: Path) -> None:
    with pytest.raises(InvalidPolicy) as caught:
        load(tmp_path, TOLD, ENGLISH.replace("step.review.text", "step.revew.text"))
    assert [(finding.code, finding.place) for finding in caught.value.findings] == [
        ("unknown-key", "procedure.step.revew")
    ]


def lint_of(edition: Edition) -> list[tuple[str, str]]:
    text = Path(edition.path).read_text(encoding="utf-8")
    found = check(edition, text, ["2024-01-01.cases.toml"])
    return [(lint.finding.code, lint.finding.values.get("seen", "")) for lint in found]


def test_what_is_neither_told_nor_called_not_seen_is_a_warning(tmp_path: Path) -> None:
    assert "procedure-silent" not in dict(lint_of(load(tmp_path, TOLD)))
    start = TOLD.index("[[procedure.objection]]")
    found = lint_of(load(tmp_path, TOLD[:start].replace('["place"]', '["paper"]')))
    assert [seen for code, seen in found if code == "procedure-silent"] == ["objection", "after", "deadline", "place"]


def test_a_document_that_only_a_step_cites_is_in_use(tmp_path: Path) -> None:
    added = '\n[[document]]\nid = "guide"\ntitle = "Guide"\nconfidence = "secondary"\n'
    assert ("unused-document", "guide") in lint_of(load(tmp_path, TOLD + added))
    cited = TOLD.replace('document = "law", article = "10"', 'document = "guide", article = "3"')
    assert ("unused-document", "guide") not in lint_of(load(tmp_path, cited + added))


ASKED = """
[[place]]
id = "own"
name = "本人住房"
when = "veteran"
source = { document = "law", article = "12" }

[[place]]
id = "relative"
name = "亲属家庭户"
asks = "亲属同意"
source = { document = "law", article = "12" }
"""


def test_a_place_that_no_fact_decides_ends_those_that_a_result_may_name(tmp_path: Path) -> None:
    """The first place holds for a veteran; who is none is left with one that no fact tells, and with those behind it."""
    facts = {"birth_date": "1990-07-01", "degree": "bachelor", "insured_months": 48, "tax": 0}
    last = ASKED + ASKED[: ASKED.index("[[place]]", 9)].replace('"own"', '"last"').replace("veteran", "not veteran")
    edition = load(tmp_path, last)
    places = [score({**facts, "veteran": veteran}, edition, 2024).place for veteran in (True, False)]
    assert [place and place.id for place in places] == ["own", None]
    decided = last.replace('asks = "亲属同意"', 'when = "not veteran"')
    place = score({**facts, "veteran": False}, load(tmp_path / "decided", decided), 2024).place
    assert isinstance(place, model.Place)
    assert place.id == "relative"


def test_a_place_is_decided_by_facts_or_by_words_not_by_both(tmp_path: Path) -> None:
    with pytest.raises(InvalidPolicy) as caught:
        load(tmp_path, ASKED.replace("asks =", 'when = "veteran"\nasks ='))
    assert [(finding.code, finding.place) for finding in caught.value.findings] == [("asks-or-when", "place[2].asks")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_how_one_applies_is_printed_with_its_sources(tmp_path: Path, language: Language) -> None:
    to = screen(80)
    print_parts(procedure_parts(load(tmp_path, TOLD, ENGLISH), language), to, language)
    compare(f"procedure-{language}-80.txt", to, 80)


SHIPPED = [
    path
    for path in sorted(bundled().glob("*/*-*-??.toml"))
    if "[procedure]" in path.read_text(encoding="utf-8") and path.parent.name != "skeleton"
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_shipped_procedure_fits_the_screen_and_leaves_nothing_unsaid(
    catalog: Catalog, path: Path, language: Language
) -> None:
    edition = catalog.load(path)
    silent = [
        lint for lint in check(edition, path.read_text(encoding="utf-8"), []) if lint.finding.code == "procedure-silent"
    ]
    assert silent == []
    for width in (40, 80):
        to = screen(width)
        print_parts(procedure_parts(edition, language), to, language)
        assert isinstance(to.file, io.StringIO)
        assert all(cell_len(line) <= width for line in to.file.getvalue().splitlines())


@pytest.mark.parametrize(
    ("first", "days"),
    [
        ("2022-04-14", ["2022-05-14", "2022-06-03", "2022-06-11", "2022-07-11", "2022-07-19"]),
        ("2024-04-18", ["2024-05-18", "2024-06-07", "2024-06-15", "2024-07-15", "2024-07-23"]),
    ],
)
def test_the_stages_of_beijing_begin_on_the_days_of_the_notices(first: str, days: list[str]) -> None:
    """2022: declare 04-14 to 05-13, departments to 06-02, results to 06-10, review to 07-10, list to 07-18."""
    procedure = find_policy("beijing", 2026).file.procedure
    assert procedure
    lengths = [step.calendar_days or 0 for step in procedure.step]
    start = datetime.date.fromisoformat(first)
    assert [str(start + datetime.timedelta(days=total)) for total in accumulate(lengths)] == days
