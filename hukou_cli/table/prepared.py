"""Queries that are run for one chunk after another."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

TARGET = "target_path"
"""The engine's variable that holds the path of the file that a query writes."""


def copy_sql(query: str, form: str) -> str:
    """Write the statement that writes the answers of a query, as ``csv`` without a header or as ``json``."""
    options = "FORMAT json" if form == "json" else "FORMAT csv, HEADER false"
    return f"COPY ({query}) TO (getvariable('{TARGET}')) ({options}, USE_TMP_FILE false)"


class Statements:
    """The queries of one engine, each written and parsed once for as long as what it is made from stays the same."""

    def __init__(self, engine: "duckdb.DuckDBPyConnection") -> None:
        self._engine = engine
        self._parsed: dict[str, tuple[Hashable, list[duckdb.Statement]]] = {}

    def run(self, name: str, made_from: Hashable, write: Callable[[], str]) -> int:
        """Run the statements that ``write`` gives; give the number that the last of them answers."""
        known, statements = self._parsed.get(name, (None, []))
        if not statements or known != made_from:
            statements = self._engine.extract_statements(write())
            self._parsed[name] = made_from, statements
        for statement in statements:
            self._engine.execute(statement)
        counted = self._engine.fetchone()
        return int(counted[0]) if counted else 0
