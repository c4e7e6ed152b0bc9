"""The session of Spark in which a command runs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hukou_cli.base.errors import Finding, InvalidOption

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_ARROW = "spark.sql.execution.arrow"
_HANDED_ON = {f"{_ARROW}.maxRecordsPerBatch": "2000", f"{_ARROW}.maxBytesPerBatch": str(2**31 - 1)}
"""How many rows Spark hands on at once where the user has not said: it looks at a limit in bytes after each row."""


@contextmanager
def spark_session(master: str | None) -> Iterator["SparkSession"]:
    """Yield the session that there is, or one of its own until the end. Raises InvalidOption."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise InvalidOption([Finding(code="no-pyspark")]) from None
    if "PYSPARK_GATEWAY_PORT" not in os.environ and (master or "local").startswith("local"):  # not by spark-submit
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the tasks run here, with what is installed here
    before = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("hukou")
    try:
        spark = (builder if master is None else builder.master(master)).getOrCreate()
    except (OSError, PySparkException) as error:
        raise InvalidOption([Finding(code="spark-not-started", values={"reason": type(error).__name__})]) from None
    for name in _HANDED_ON.keys() - dict(spark.sparkContext.getConf().getAll()):
        spark.conf.set(name, _HANDED_ON[name])
    try:
        yield spark
    finally:
        if before is None:
            spark.stop()
