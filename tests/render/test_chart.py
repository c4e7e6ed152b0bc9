"""The chart of a plan: one scale for all rows, in signs of one column."""

from decimal import Decimal

from hukou_cli.render.chart import Mark, chart


def mark(total: int | None, line: int | None = None, low: int = 0, high: int = 0) -> Mark:
    points = [None if point is None else Decimal(point) for point in (total, line)]
    return Mark(points[0], points[1], None if line is None else (Decimal(low), Decimal(high)))


def test_all_rows_are_on_one_scale() -> None:
    # 0 to 30 on 16 columns: two points a column.
    assert chart([mark(0, 20, 16, 24), mark(30, 22, 10, 28), mark(None)], 16) == [
        "*       --|--",
        "     ------|---*",
        "",
    ]


def test_a_total_hides_the_line_that_it_equals() -> None:
    assert chart([mark(20, 20, 10, 40)], 16) == ["-----*----------"]  # 20 is 10 of 30 from the left: column 5


def test_there_is_none_without_room_or_without_a_line() -> None:
    assert chart([mark(0, 20, 16, 24)], 15) == []
    assert chart([mark(10), mark(20)], 40) == []
    assert chart([mark(20, 20, 20, 20)], 40) == []
    assert max(map(len, chart([mark(0, 20, 16, 100)], 200))) == 40
