"""One Spark for all tests of it: two cores, four attempts of a task, a log of its events that no row may stand in."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hukou_cli.cli.app import main
from tests.spark.daemon import FAULTS

ROOT = Path(__file__).parent.parent.parent
FAST_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
USERS = "spark.sql.execution.arrow.maxBytesPerBatch", "8000000"
"""A setting that the user has made, and its value."""
LAKE = "viewfs://lake/all"
"""Where all files are found too, in a file system of Hadoop that is not the local one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker("spark")


def require_spark() -> None:
    """Skip where Spark cannot run, or fail where it must: in continuous integration."""
    lacking = [] if shutil.which("java") else ["Java"]
    for module in ("pyspark", "pandas"):
        try:
            __import__(module)
        except ImportError:
            lacking.append(module)
    if lacking:
        told = f"Spark needs {' and '.join(lacking)}: pip install 'hukou-cli[spark]', and Java 17"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(told)


def session(master: str, events: Path, **more: str) -> Any:
    """Start Spark on this interpreter."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ[FAULTS] = str(events.parent)
    settings = {
        "spark.hadoop.fs.viewfs.mounttable.lake.link./all": "file:///",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.extraJavaOptions": FAST_START,
        "spark.executor.extraJavaOptions": FAST_START,
        "spark.eventLog.enabled": "true",
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.dir": events.as_uri(),
        "spark.python.daemon.module": "tests.spark.daemon",
        "spark.network.timeout": "3600s",  # where a test is stopped and goes on, as in a debugger
        "spark.executor.heartbeatInterval": "1200s",
        "spark.ui.showConsoleProgress": "false",
        **more,
    }
    builder = SparkSession.builder.master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def command_in(*arguments: object) -> int:
    """Run the command in this process, where the session is; return its exit code."""
    before, sys.argv = sys.argv, ["hukou", *map(str, arguments)]
    try:
        main()
    except SystemExit as end:
        return int(str(end.code))
    finally:
        sys.argv = before
    return 0


@pytest.fixture(scope="session")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of Spark's log of events."""
    folder = tmp_path_factory.mktemp("spark") / "events"
    folder.mkdir()
    return folder


@pytest.fixture
def fault(events: Path) -> Iterator[Path]:
    """A file in which a test writes how the tasks are to fail; see ``tests/spark/daemon.py``."""
    file = events.parent / "fault"
    yield file
    file.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def spark(events: Path) -> Iterator[Any]:
    require_spark()
    started = session("local[2,4]", events, **dict([USERS]))
    yield started
    started.stop()
