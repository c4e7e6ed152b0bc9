"""Identity numbers in every form at every place: how many came out again.

``python -m tests.hardening.identity_numbers`` prints the figures of docs/reliability.md; with a number, only each such
attack is tried, with a word behind it, those that have it in their name. Each placement is a command with
the number where one does not belong; what the command prints and writes is searched for it.
"""

import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from hukou_cli.policy.catalog import bundled
from tests.hardening.forked import MISTAKE_OF_OURS, run
from tests.hardening.good_files import DATA
from tests.support.people import GOOD

NUMBER = "000000198506151233"
"""No region has the code 000000: a number of nobody."""
_SHOWN = NUMBER[:16]


def _digits(first: int) -> str:
    return "".join(chr(first + int(digit)) for digit in NUMBER)


def _parted(separator: str) -> str:
    return separator.join((NUMBER[:6], NUMBER[6:14], NUMBER[14:]))


FORMS = {
    "plain": NUMBER,
    "with X": NUMBER[:-1] + "X",
    "with x": NUMBER[:-1] + "x",
    "with wide X": NUMBER[:-1] + "\uff38",
    "letters before": f"ID{NUMBER}",
    "letters after": f"{NUMBER}a",
    "Chinese before": f"身份证{NUMBER}",
    "a digit before": f"1 {NUMBER}",
    "full-width": _digits(0xFF10),
    "Arabic": _digits(0x0660),
    "Devanagari": _digits(0x0966),
    "mathematical": _digits(0x1D7CE),
    "each digit apart": " ".join(NUMBER),
    "each pair apart": "-".join(re.findall("..", NUMBER)),
    **{f"parted by {name}": _parted(separator) for name, separator in {
        "blanks": " ", "two blanks": "  ", "hyphens": "-", "dashes": "\u2014", "minus signs": "\u2212", "dots": ".",
        "middle dots": "\xb7", "slashes": "/", "backslashes": "\\", "underscores": "_", "no-break spaces": "\xa0",
        "wide blanks": "\u3000", "zero-width spaces": "\u200b", "soft hyphens": "\xad", "tabs": "\t",
    }.items()},
}  # fmt: skip


def _toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace("\t", "\\t") + '"'


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Placement:
    """A command with the number at one place.

    Attributes:
        name: The place.
        words: The arguments; ``IN`` stands for the file given, ``OUT`` for the folder that it may write to.
        file: The name of the file given and what it holds, with ``@`` for the number.

    """

    name: str
    words: tuple[str, ...]
    file: tuple[str, str] = ("", "")
    quote: Callable[[str], str] = str


_PERSON = 'city = "beijing"\nbirth_date = 1984-05-20\nretirement_category = "male"\n'
_RECORD = '[[insurance]]\ncity = "beijing"\nfrom = "2010-07"\ndistrict = "haidian"\n'
_HOME = '[[home]]\ncity = "beijing"\nfrom = "2010-07"\ntenure = "rented"\ndistrict = "haidian"\n'
_STUDY = '[[study]]\ncity = "beijing"\nfrom = "2008-09"\nto = "2012-06"\nlevel = "bachelor"\n'
_HEAD, _ROW = ",".join(GOOD), ",".join(GOOD.values())
_BLANKS = "," * _HEAD.count(",")


def applicants() -> Iterator[Placement]:
    """Yield the places of an applicant's file, for each command that reads one."""
    texts = {
        "id": "id = @\n" + _PERSON,
        "city": "city = @\n",
        "a text": _PERSON + "degree = @\n",
        "a flag": _PERSON + "has_residence_permit = @\n",
        "months": _PERSON + "insured_streak_months = @\n",
        "a date": "birth_date = @\n",
        "a category": "retirement_category = @\n" + _PERSON.replace("retirement_category", "degree"),
        "an unknown key": _PERSON + "@ = 1\n",
        "an unknown table": _PERSON + "[@]\na = 1\n",
        "an unknown record": _PERSON + "[[@]]\na = 1\n",
        "a key of a record": _PERSON + _RECORD + "@ = 1\n",
        "a record's city": _PERSON + _RECORD.replace('"beijing"', "@"),
        "a record's month": _PERSON + _RECORD.replace('"2010-07"', "@"),
        "a record's district": _PERSON + _RECORD.replace('"haidian"', "@"),
        "a record's months": _PERSON + _RECORD + "back_paid = [@]\n",
        "a record's kind": _PERSON + _RECORD + "scheme = @\n",
        "a tenure": _PERSON + _HOME.replace('"rented"', "@"),
        "a level": _PERSON + _STUDY.replace('"bachelor"', "@"),
        "a name": _PERSON + "name = @\n",
        "a list": _PERSON + "degree = [@]\n",
        "a table": _PERSON + "degree = {a = @}\n",
    }
    for name, text in texts.items():
        yield Placement(f"{name} of an applicant", ("score", "IN"), ("me.toml", text), _toml)
        yield Placement(f"{name}, JSON", ("score", "IN", "--format", "json"), ("me.toml", text), _toml)
    for command in ("compare", "plan", "whatif"):
        yield Placement(f"id, {command}", (command, "IN"), ("me.toml", texts["id"] + _RECORD), _toml)
        yield Placement(f"district, {command}", (command, "IN"), ("me.toml", texts["a record's district"]), _toml)
    yield Placement("id, report", ("score", "IN", "--report", "OUT/a.html"), ("me.toml", texts["id"] + _RECORD), _toml)
    yield Placement("not TOML", ("score", "IN"), ("me.toml", _PERSON + "degree = @ and more\n"))
    yield Placement("a bare key", ("score", "IN"), ("me.toml", _PERSON + "@\n"))
    yield Placement("not JSON", ("score", "IN"), ("me.json", '{"city": "beijing", "id": @ a}'))
    yield Placement("a key of JSON", ("score", "IN"), ("me.json", '{"city": "beijing", @: 1}'), _toml)


def tables() -> Iterator[Placement]:
    """Yield the places of a table."""
    batch = ("batch", "IN", "--city", "beijing", "--round", "2022", "-o", "OUT/scores.csv")
    texts = {
        "a header": f"{_HEAD},@\n{_ROW},1\n",
        "two headers": f"{_HEAD},@,@\n{_ROW},1,1\n",
        "a header alone": f"@\n{_ROW}\n",
        "an id of a good row": f"{','.join(GOOD)}\n{','.join(('@', *list(GOOD.values())[1:]))}\n",
        "an id": f"{_HEAD}\n{_ROW.replace('A1', '@')}\n",
        "an id twice": f"{_HEAD}\n{_ROW.replace('A1', '@')}\n{_ROW.replace('A1', '@')}\n",
        "a date": f"{_HEAD}\n{_ROW.replace(GOOD['birth_date'], '@')}\n",
        "a choice": f"{_HEAD}\n{_ROW.replace('bachelor', '@')}\n",
        "a flag": f"{_HEAD}\n{_ROW.replace('true', '@')}\n",
        "months": f"{_HEAD}\n{_ROW.replace('189', '@')}\n",
        "a cell too many": f"{_HEAD}\n{_ROW},@\n",
        "a column that is not kept": f"{_HEAD},note\n{_ROW},@\n",
        "a title row": f"@{_BLANKS}\n{_HEAD}\n{_ROW}\n",
        "a sum row": f"{_HEAD}\n{_ROW}\n合计 @{_BLANKS}\n",
    }
    for name, text in texts.items():
        yield Placement(f"{name} of a table", batch, ("staff.csv", text), _cell)
    mixed = f"city,{_HEAD}\n@,{_ROW}\n"
    yield Placement("city of a table", ("batch", "IN", "-o", "OUT/scores.csv"), ("staff.csv", mixed), _cell)
    yield Placement(
        "round of a table", batch[:2] + batch[6:], ("staff.csv", f"city,round,{_HEAD}\nbeijing,@,{_ROW}\n"), _cell
    )
    lines = '{"id": "a1", "degree": "bachelor", @: 1}\n{"id": @, "degree": "bachelor"}\n{"id": @'
    yield Placement("keys and values of JSON lines", batch, ("staff.jsonl", lines), _toml)
    rank = ("rank", "IN", "--city", "beijing", "--round", "2022", "-o", "OUT/ranked.csv")
    yield Placement("id, rank", rank, ("scores.csv", "id,total\n@,100\n@,90\n"), _cell)
    yield Placement("total, rank", rank, ("scores.csv", "id,total\na1,@\n"), _cell)
    yield Placement("header, rank", rank, ("scores.csv", "id,@\na1,1\n"), _cell)


_COMPARE = ("policy", "compare", "beijing", "beijing", "IN", "--round", "2022")
_SIMULATE = ("policy", "simulate", "beijing", "IN", "--round", "2022")
_FACTS = {name: text for name, text in GOOD.items() if name != "id"}
_NOTED, _WITH_NOTE = ",".join(("id", "note", *_FACTS)), ",".join(("{}", "{}", *_FACTS.values()))
_PEOPLE = "\n".join((_NOTED, _WITH_NOTE.format("a1", "@"), _WITH_NOTE.format("a2", "b"), ""))
_NAMED = _PEOPLE.replace("note", "@", 1)
_IDS = "\n".join((_NOTED, _WITH_NOTE.format("@", "b"), _WITH_NOTE.format("@", "b"), ""))


def populations() -> Iterator[Placement]:
    """Yield the places of a table of people under two editions, or under a quota, in each form of the answer."""
    grouped = (*_COMPARE, "--by", "note")  # a table of rows hands a column of --by on as it is
    of_name = (*_COMPARE, "--by", "@")
    under = (*_SIMULATE, "--complete", "--quota", "1")
    listed = "id,total,@\n@,100,@\n@,90,@\n"
    rows = ("-o", "OUT/rows.csv")
    yield Placement("id, compare to a table", (*_COMPARE, *rows), ("staff.csv", _IDS), _cell)
    forms: dict[str, tuple[str, ...]] = {
        "screen": (),
        "JSON": ("--format", "json"),
        **{suffix: ("--report", f"OUT/a.{suffix}") for suffix in ("html", "md", "svg")},
    }
    for form, as_form in forms.items():
        yield Placement(f"group, {form}", (*grouped, *as_form), ("staff.csv", _PEOPLE), _cell)
        yield Placement(
            f"group, {form} of a quota", (*grouped, "--quota", "1", *as_form), ("staff.csv", _PEOPLE), _cell
        )
        yield Placement(f"a header that is --by, {form}", (*of_name, *as_form), ("staff.csv", _NAMED), _cell)
        yield Placement(f"file name, compare {form}", (*grouped, *as_form), ("@.csv", _PEOPLE.replace("@", "c")))
        yield Placement(f"file name, simulate {form}", (*under, *as_form), ("@.csv", _IDS.replace("@", "c")))
        yield Placement(f"id, simulate {form}", (*under, *as_form), ("staff.csv", _IDS), _cell)
        scores = (*_SIMULATE, "--list", "--quota", "2", *as_form)
        yield Placement(f"a list, simulate {form}", scores, ("scores.csv", listed), _cell)
    staff, lines = str(DATA / "staff.csv"), (DATA / "staff_records.csv").read_text(encoding="utf-8").splitlines()
    for at in range(lines[0].count(",") + 1):
        held = [line.split(",") for line in lines]
        held[1][at] = "@"
        text = "\n".join(map(",".join, held))
        for words in ((*_COMPARE, *rows), under):
            asked = (*words[:3], *(staff if word == "IN" else word for word in words[3:]), "--records", "IN")
            yield Placement(f"{held[0][at]} of records", asked, ("records.csv", text), _cell)
    text = "\n".join(f"{line},@" for line in lines)
    yield Placement("a column of records", (*_COMPARE[:4], staff, "--records", "IN"), ("records.csv", text), _cell)


def of_populations() -> Iterator[Placement]:
    """Yield the options and names of the same commands."""
    under = (*_SIMULATE, "--complete", "--quota", "1")
    told: dict[tuple[str, ...], tuple[str, ...]] = {
        _COMPARE: ("--line", "--quota", "--on", "--sheet", "--records", "--records-sheet", "--master", "--engine"),
        (*_COMPARE, "--engine", "spark"): ("--master",),
        (*_SIMULATE, "--complete"): ("--quota",),
        (*_SIMULATE, "--quota", "1"): ("--applicants",),
        under: ("--confidence", "--scores", "--on", "--sheet", "--records", "--records-sheet"),
    }
    for words, options in told.items():
        for option in options:
            yield Placement(f"{option}, {words[1]}", (*words, option, "@"), ("staff.csv", _PEOPLE), _cell)
    for words in (_COMPARE, under):
        for name in ("@.md", "a.@", "@/a.md"):
            yield Placement(f"a report {name}, {words[1]}", (*words, "--report", f"OUT/{name}"), ("s.csv", _IDS), _cell)
        yield Placement(f"records' name, {words[1]}", (*words, "--records", "OUT/@.csv"), ("staff.csv", _IDS), _cell)
    for name in ("@.csv", "a.@", "@/a.csv"):
        yield Placement(f"an output {name}, compare", (*_COMPARE, "-o", f"OUT/{name}"), ("staff.csv", _IDS), _cell)
    yield Placement("an edition", ("policy", "compare", "@", "beijing", "IN"), ("staff.csv", _PEOPLE), _cell)
    yield Placement("a later edition", ("policy", "compare", "beijing", "@", "IN"), ("staff.csv", _PEOPLE), _cell)
    yield Placement("file name, Spark", (*_COMPARE, "--engine", "spark"), ("@.parquet", _PEOPLE))
    yield Placement("a score", (*under, "--scores", "note"), ("staff.csv", _PEOPLE), _cell)
    yield Placement("a header that is --scores", (*under, "--scores", "@"), ("staff.csv", _NAMED), _cell)


def policies() -> Iterator[Placement]:
    """Yield the places of a policy that is copied, tried on people, or for which people are invented."""
    text = (bundled() / "beijing" / "2020-07-16.toml").read_text(encoding="utf-8")
    people = str(DATA / "people.csv")
    commands = {
        "check": ("policy", "check", "IN"),
        "compare": ("policy", "compare", "beijing", "IN", people, "--report", "OUT/a.md"),
        "simulate": ("policy", "simulate", "IN", people, "--quota", "1", "--complete", "--report", "OUT/a.md"),
        "people": ("policy", "people", "IN", "-o", "OUT/a.csv", "--rows", "9"),
    }
    rule = '[[indicator]]\nid = {}\nname = "x"\npoints = {}\nsource = {{ document = {}, article = "1" }}\n'
    texts = {
        "an unknown key": f"@ = 1\n{text}",
        "an unknown table": f"{text}\n[@]\na = 1\n",
        "an id": text + rule.format("@", '"1"', '"lists"'),
        "a formula": text + rule.format('"x"', "@", '"lists"'),
        "a document": text + rule.format('"x"', '"1"', "@"),
        "no TOML": f"{text}\n@ and more\n",
    }
    for (place, held), (command, words) in product(texts.items(), commands.items()):
        yield Placement(f"{place} of a policy, {command}", words, ("draft.toml", held), _toml)
    for command, words in commands.items():
        yield Placement(f"a policy's file name, {command}", words, ("@.toml", text))
        asked = tuple("OUT/@.toml" if word == "IN" else word for word in words)
        yield Placement(f"a policy that is not there, {command}", asked)
    yield Placement("a policy's file name, draft", ("policy", "draft", "IN", "-o", "OUT/a.toml"), ("@.toml", text))
    invent, draft = ("policy", "people", "beijing", "-o", "OUT/a.csv"), ("policy", "draft", "beijing", "-o")
    for option in ("--rows", "--seed", "--round", "--policies"):
        yield Placement(f"{option}, people", (*invent, option, "@"))
    for command, words in {"people": invent[:-1], "draft": draft}.items():
        suffix = "csv" if command == "people" else "toml"
        yield Placement(f"a city, {command}", (*words[:2], "@", *words[3:], f"OUT/a.{suffix}"))
        for name in (f"@.{suffix}", "a.@", f"@/a.{suffix}"):
            yield Placement(f"an output {name}, {command}", (*words, f"OUT/{name}"))


def words() -> Iterator[Placement]:
    """Yield the places of a command line, and of what is typed or imported."""
    example = str(bundled() / "beijing" / "example.toml")
    people = ("staff.csv", f"{_HEAD}\n{_ROW}\n")
    yield Placement("a command", ("@",))
    yield Placement("an option", ("score", example, "--@"))
    yield Placement("a file that is not there", ("score", "OUT/@.toml"))
    yield Placement("a table that is not there", ("batch", "OUT/@.csv", "--city", "beijing", "-o", "OUT/scores.csv"))
    yield Placement("an applicant's file name", ("score", "IN"), ("@.toml", "degree = 1\n"))
    yield Placement(
        "a table's file name",
        ("batch", "IN", "--city", "beijing", "-o", "OUT/s.csv"),
        ("@.csv", f"{_HEAD}\n{_BLANKS}\n{_ROW}r\n"),
    )
    yield Placement("an output's file name", ("batch", "IN", "--city", "beijing", "-o", "OUT/@.csv"), people)
    yield Placement("a report's file name", ("score", example, "--report", "OUT/@.html"))
    yield Placement("--set value", ("score", example, "--set", "degree=@"))
    yield Placement("--set name", ("score", example, "--set", "@=1"))
    yield Placement("--city", ("score", example, "--city", "@"))
    yield Placement("--round", ("score", example, "--round", "@"))
    yield Placement("--on", ("score", example, "--on", "@"))
    yield Placement("--format", ("score", example, "--format", "@"))
    yield Placement("--keep", ("batch", "IN", "--city", "beijing", "--keep", "@", "-o", "OUT/s.csv"), people)
    yield Placement("--id", ("batch", "IN", "--city", "beijing", "--id", "@", "-o", "OUT/s.csv"), people)
    yield Placement(
        "--by", ("rank", "IN", "--city", "beijing", "--by", "@", "-o", "OUT/s.csv"), ("s.csv", "id,total\na,1\n")
    )
    yield Placement(
        "--quota", ("rank", "IN", "--city", "beijing", "--quota", "@", "-o", "OUT/s.csv"), ("s.csv", "id,total\na,1\n")
    )
    yield Placement("--until", ("plan", example, "--until", "@"))
    yield Placement("--steps", ("whatif", example, "--steps", "@"))
    yield Placement("--goal", ("whatif", example, "--goal", "@"))
    yield Placement("policy show", ("policy", "show", "@"))
    yield Placement("policy columns", ("policy", "columns", "@"))
    yield Placement("guide", ("guide", "@"))
    yield Placement("init", ("init", "@"))
    yield Placement("an applicant's file name, written", ("init", "beijing", "-o", "OUT/@.toml"))
    yield Placement("a file of steps", ("whatif", example, "--steps", "tax:1", "--write", "OUT/@.toml"))
    printout = "参保人姓名,身份证号码,缴费年月,单位名称,缴费基数\n某人,@,201501,某公司,5000\n某人,@,201502,@,5000\n"
    yield Placement(
        "a printout", ("import", "IN", "--city", "beijing", "-o", "OUT/me.toml"), ("p.csv", printout), _cell
    )
    yield Placement(
        "a printout of another layout", ("import", "IN", "-o", "OUT/me.toml"), ("p.csv", "@,b\n@,2\n"), _cell
    )
    yield Placement("a printout's title", ("import", "IN", "-o", "OUT/me.toml"), ("p.csv", "@\n" + printout), _cell)


def shows(text: str) -> bool:
    """Return whether a text holds the number: its digits one after another, whatever stands between them."""
    ascii_digits = "".join(str(unicodedata.decimal(character, "")) for character in text)
    return _SHOWN in ascii_digits


def attack(placement: Placement, form: str, lang: str = "en") -> str | None:
    """Run the command with the number in a form; return what it showed, None where the number is nowhere."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = folder / "out"
        out.mkdir()
        given = folder / placement.file[0].replace("@", form)
        if placement.file[0]:
            given.write_text(placement.file[1].replace("@", placement.quote(form)), encoding="utf-8")
        words = [str(given) if word == "IN" else word.replace("@", form) for word in placement.words]
        words = [str(out / word[4:]) if word.startswith("OUT/") else word for word in words]
        done = run(["--lang", lang, *words])
        written = "".join(file.read_text(encoding="utf-8", errors="replace") for file in out.iterdir())
    if done.code == MISTAKE_OF_OURS:
        return f"a mistake of ours: {done.said}"
    return next((line for line in (done.said + written).splitlines() if shows(line)), None)


def attacks() -> Iterator[tuple[Placement, str]]:
    """Yield each placement with each form; a form with a slash names no file."""
    for placement in (*applicants(), *tables(), *populations(), *of_populations(), *policies(), *words()):
        is_name = "@" in "".join((placement.file[0], *(word for word in placement.words if word.startswith("OUT/"))))
        for form, text in FORMS.items():
            if not (is_name and "/" in text):
                yield placement, form


def main(each: int, word: str = "") -> None:
    """Print how many numbers were shown, and where; of all attacks, or those with a word, only each such one is tried."""
    tried = shown = 0
    named = ((placement, form) for placement, form in attacks() if word in placement.name)
    for at, (placement, form) in enumerate(named):
        if at % each:
            continue
        tried += 1
        seen = attack(placement, FORMS[form], ("en", "zh")[at % 2])
        if seen is not None:
            shown += 1
            print(f"{placement.name}, {form}: {seen.strip()[:300]}", flush=True)
    print(f"{tried} placements, {shown} showed the number")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1, *sys.argv[2:])
