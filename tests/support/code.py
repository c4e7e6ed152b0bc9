"""The code of the program as trees, each module parsed once in a process, for the tests that read it."""

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent.parent / "hukou_cli"


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Return every node of a module."""
    return list(ast.walk(tree_of(path)))
