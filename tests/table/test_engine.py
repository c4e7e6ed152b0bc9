"""The engines that read Parquet."""

from hukou_cli.table.aside import engine_on_disk
from hukou_cli.table.plan import Plan
from hukou_cli.table.worker import Worker


def test_engines_read_parquet_page_by_page() -> None:
    """Or they would hold all of a row group, however large its writer made it: 2.4 GB of a file of 663 MB."""
    asked = "SELECT current_setting('disable_parquet_prefetching')"
    with engine_on_disk(1) as engine:
        for worker in (Worker(Plan(("id",))), Worker(Plan(("id",)), engine.cursor())):
            assert worker.engine.execute(asked).fetchall() == [(True,)]
            worker.close()
