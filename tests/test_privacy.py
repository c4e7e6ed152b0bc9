"""What the program does with what it is given: no connection is opened, nothing is written but the files named."""

import json
from pathlib import Path

import pytest

from hukou_cli.policy.catalog import bundled
from tests.support.program import python

pytestmark = pytest.mark.subprocess

AUDITED = """
import json, os, sys
seen = {{"code": 0, "sockets": [], "written": [], "started": []}}
def hook(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        seen["sockets"].append(event)
    elif event == "open" and isinstance(arguments[0], str):
        mode, flags = arguments[1] or "", arguments[2] or 0
        if set(mode) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            seen["written"].append(os.path.realpath(arguments[0]))
    elif event in ("os.mkdir", "os.rename", "os.link", "os.symlink"):
        seen["written"].append(os.path.realpath(os.fsdecode(arguments[-1] if event == "os.rename" else arguments[0])))
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        seen["started"].append(str(arguments[0]))
sys.addaudithook(hook)
sys.dont_write_bytecode = True
sys.argv = {argv!r}
from hukou_cli.cli import app
real, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
try:
    app.main()
except SystemExit as end:
    seen["code"] = end.code or 0
sys.stdout = real
print(json.dumps(seen))
"""

BEIJING = str(bundled() / "beijing" / "example.toml")
PEOPLE, STAFF, RECORDS = (
    str(Path(__file__).parent / "data" / name) for name in ("people.csv", "staff.csv", "staff_records.csv")
)
COMMANDS = [
    ["score", BEIJING, "--explain"],
    ["score", BEIJING, "--format", "json"],
    ["compare", BEIJING],
    ["plan", BEIJING, "--report", "OUT/plan.html"],
    ["whatif", BEIJING, "--report", "OUT/steps.svg"],
    ["guide", "beijing", BEIJING],
    ["init", "beijing", "-o", "OUT/me.toml"],
    ["cities"],
    ["policy", "show", "beijing"],
    ["batch", PEOPLE, "--city", "beijing", "--round", "2026", "-o", "OUT/scores.csv"],
    ["batch", PEOPLE, "--city", "beijing", "--round", "2026", "--rank", "-o", "OUT/scores.parquet"],
    ["policy", "compare", "beijing", "beijing", PEOPLE, "-o", "OUT/people.csv", "--report", "OUT/reform.html"],
    ["policy", "simulate", "beijing", PEOPLE, "--quota", "2", "--complete"],
    ["batch", STAFF, "--records", RECORDS, "--city", "beijing", "--round", "2026", "-o", "OUT/scores.csv"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:2])[:20])
def test_no_connection_is_opened_and_only_named_files_are_written(words: list[str], tmp_path: Path) -> None:
    out, temporary, home = (tmp_path / name for name in ("out", "temporary", "home"))
    for folder in (out, temporary, home):
        folder.mkdir()
    argv = ["hukou", *(word.replace("OUT", str(out)) for word in words)]
    seen = json.loads(python(AUDITED.format(argv=argv), HOME=str(home), TMPDIR=str(temporary)).splitlines()[-1])
    assert seen["code"] == 0
    assert seen["sockets"] == []
    assert seen["started"] == []
    elsewhere = [path for path in seen["written"] if not path.startswith((str(out), str(temporary), "/dev/null"))]
    assert elsewhere == []
    left = {file.name for file in out.iterdir()}
    named = {Path(word).name for word in argv if word.startswith(str(out))}
    assert left <= named | {f"{Path(name).stem}.rejects.csv" for name in named}
    assert [*temporary.iterdir(), *home.iterdir()] == []
