"""Parts of a Markdown page: lists under a heading, and tables."""

from collections.abc import Container, Iterable, Sequence


def listing(title: str, items: Iterable[str]) -> list[str]:
    """Return a heading with a list below it; nothing where the list is empty."""
    lines = [f"- {item}" for item in items]
    return [f"## {title}", "\n".join(lines)] if lines else []


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, left: Container[int] = (0,)) -> str:
    """Return a table.

    Args:
        heads: The headings of the columns.
        rows: The cells of each row; a short row has no last ones.
        left: The columns of words, by number from 0; the others are of figures, which stand to the right.

    """
    aligned = ["---" if at in left else "---:" for at in range(len(heads))]
    filled = ([*cells, *[""] * (len(heads) - len(cells))] for cells in (heads, aligned, *rows))
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |" for cells in filled)
