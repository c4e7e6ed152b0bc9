"""What a chunk needs of a database engine: to run a query, and to keep its answer."""

from typing import Any, Protocol

PAGE_BY_PAGE = "SET disable_parquet_prefetching = true"
"""The statement by which an engine reads a row group of Parquet page by page, in place of all of it at once."""


class Engine(Protocol):
    """Runs the queries of a chunk, in a connection of our own or where a relation of the user's is."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query; return its rows."""

    def keep(self, name: str, query: str) -> str:
        """Return SQL of a table that holds the answer of a query."""
