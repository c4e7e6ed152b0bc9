"""The names of cities in a table: a spelling that several cities share is told, as it is on the command line."""

import contextlib
import datetime
from pathlib import Path

from hukou_cli.policy.catalog import Catalog
from hukou_cli.table.plan import Request, header_of, plan_table
from hukou_cli.table.routing import find_partitions
from hukou_cli.table.source.inputs import open_input

TODAY = datetime.date(2026, 11, 30)


def test_a_shared_pinyin_is_told_once_whatever_its_case(catalog: Catalog, tmp_path: Path) -> None:
    """Suzhou is the pinyin of two cities, Wuhan of one; the Chinese name leaves nothing open."""
    table = tmp_path / "in.csv"
    rows = ["city,birth_date", *(f"{city},1990-01-01" for city in ("suzhou", "Suzhou", "苏州", "wuhan"))]
    table.write_text("\n".join(rows), encoding="utf-8")
    request = Request(None, None, None, "en", "csv", TODAY, TODAY)
    with contextlib.closing(open_input(str(table))) as source:
        partitions, unrouted = find_partitions(source, catalog, request)
        plan = plan_table(header_of(source), partitions, request, unrouted)
    told = [note.sentence("zh") for note in plan.notes if note.code == "shared-pinyin"]
    assert told == ["苏州、宿州的拼音相同，此处按苏州计，指其他城市的请写中文名称"]
