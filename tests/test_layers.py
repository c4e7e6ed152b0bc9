"""Who may import whom: the imports of the code, compared with the table of ``docs/architecture.md``."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.support.code import PACKAGE, nodes_of

# From the top down; a module imports lower rows only, and its own package.
ROWS = [
    {"cli"},
    {"imports", "spark"},
    {"table", "render"},
    {"sql"},
    {"scoring"},
    {"records"},
    {"policy", "applicant"},
    {"rules"},
    {"facts"},
    {"base"},
    {"text"},
]
BOTTOM = {"base": {"msgspec", "tomli"}, "text": set[str]()}  # what each may import beside the standard library
ONLY_IN = {
    "rich": {"render", "cli"},
    "typer": {"cli"},
    "duckdb": {"table"},
    "pyarrow": {"table", "spark"},
    "pyspark": {"spark"},
    "openpyxl": {"table"},
    "sqlglot": {"sql"},
}
MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem not in ("__init__", "__main__", "api")
)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def _for_types(node: ast.AST) -> bool:
    """Tell whether a part is read by type checkers only."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@cache
def imports_of(path: Path) -> list[tuple[str, bool]]:
    """Return what a module imports, and whether only inside a function or for type checkers."""
    late = [part for part in nodes_of(path) if isinstance(part, ast.FunctionDef) or _for_types(part)]
    inside = {id(node) for part in late for node in ast.walk(part)}
    found = []
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in inside) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "hukou_cli" else [module]
            found += [(name, id(node) in inside) for name in names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_lower_rows_only(path: Path) -> None:
    room = room_of(path)
    row = next(at for at, rooms in enumerate(ROWS) if room in rooms)
    lower = {name for rooms in ROWS[row + 1 :] for name in rooms} | {room}
    for name, inside in imports_of(path):
        top, _, rest = name.partition(".")
        if top == "hukou_cli":
            imported = rest.partition(".")[0]
            assert imported in lower or imported == "__version__", f"{path} imports {name}"
        elif top in ONLY_IN:
            assert room in ONLY_IN[top], f"{path} imports {name}"
            assert inside or top not in ("duckdb", "openpyxl", "pyarrow", "pyspark", "sqlglot"), (
                f"{path} imports {name} at the top"
            )


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def _imported_modules(path: Path, modules: frozenset[str]) -> set[str]:
    """Return the modules of the program that a module imports anywhere, in functions and for type checkers too."""
    found = set()
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names} & modules
            found |= names or ({node.module or ""} & modules)
    return found - {_dotted(path)}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """An import inside a function does not break a circle, it hides one: modules of a circle are one idea, or three."""
    modules = frozenset(map(_dotted, MODULES))
    left = {_dotted(path): _imported_modules(path, modules) for path in MODULES}
    while free := {name for name, imported in left.items() if not imported}:
        left = {name: imported - free for name, imported in left.items() if name not in free}
    assert not left, f"in circles, or above one: {sorted(left)}"


def test_the_page_on_the_architecture_has_these_rows() -> None:
    page = (PACKAGE.parent / "docs/architecture.md").read_text(encoding="utf-8")
    _, table = page.split("| packages | what is in them |")
    cells = re.findall(r"^\| (`.*?) \|", table.partition("\n\n")[0], re.MULTILINE)
    assert [set(re.findall(r"`(\w+)`", cell)) for cell in cells] == ROWS
    there = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert set().union(*ROWS) == there


def test_the_bottom_rows_need_hardly_more_than_the_standard_library() -> None:
    for path in MODULES:
        if room_of(path) in BOTTOM:
            tops = {name.partition(".")[0] for name, _ in imports_of(path)}
            assert tops - {"hukou_cli"} - BOTTOM[room_of(path)] <= set(sys.stdlib_module_names), path


def test_no_float_and_no_city_in_the_program() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in nodes_of(path):
            assert not (isinstance(node, ast.Name) and node.id == "float"), path
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
            if path == PACKAGE / "text" / "help.py":
                continue  # its examples name cities
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if "\n" not in text and re.search(r"beijing|shanghai|北京|上海", text, re.IGNORECASE):
                assert re.search(r"Example|City, as|as beijing|``beijing|\"beijing\"", text), (path, text)


PURE = ["rules", "facts", "records", "scoring", "sql"]


@pytest.mark.parametrize("path", [path for path in MODULES if room_of(path) in PURE], ids=lambda path: path.name)
def test_the_core_reads_no_file_no_clock_and_no_environment(path: Path) -> None:
    """It takes values and returns values: who has a folder or the day at hand gives them."""
    tops = {name.partition(".")[0] for name, _ in imports_of(path)}
    assert tops.isdisjoint({"io", "locale", "os", "pathlib", "subprocess", "sys", "time"}), path
    calls = [node.func for node in nodes_of(path) if isinstance(node, ast.Call)]
    called = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    assert called.isdisjoint({"now", "open", "print", "read_text", "write_text"}), path
