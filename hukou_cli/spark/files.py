"""The files of a table where Spark finds them: their names, how each begins, what stands in a folder."""

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hukou_cli.base.errors import Finding, InvalidTable, NotFound, OutputError
from hukou_cli.spark.task import Unbalanced
from hukou_cli.table.source.csv_table import CsvSource
from hukou_cli.table.source.stream import HEAD, InputStream
from hukou_cli.table.temp_file import TempFile

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PARQUET = b"PAR1"
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{", b"[", b"\x1f\x8b")
"""How a workbook begins, an old one, JSON, and what is packed and not called so."""
_OF_A_JOB = {"_SUCCESS", "_temporary"}
"""One of these stands in each folder that Spark has written."""


class Files:
    """The file systems that a session of Spark knows."""

    def __init__(self, spark: "SparkSession") -> None:
        self._spark, self._java = spark, spark.sparkContext._jvm  # noqa: SLF001 - Spark has no other way to its files
        self._hadoop = self._java.org.apache.hadoop
        self._settings = spark.sparkContext._jsc.hadoopConfiguration()  # noqa: SLF001

    def listed(self, name: str) -> list[str]:
        """Return the addresses of the files of a table, sorted: of a path, a folder or a pattern. Raises NotFound."""
        from pyspark.errors import PySparkException

        found: list[str] = []
        with contextlib.suppress(PySparkException):
            found = self._spark.read.text(name).inputFiles()
        if not found:
            raise NotFound([Finding(code="file-missing", file=name)])
        return sorted(found)

    def head(self, address: str) -> bytes:
        """Return the first bytes of a file, decompressed as Spark does: by its name."""
        path, system = self._find(self._java.java.net.URI(address))
        codec = self._hadoop.io.compress.CompressionCodecFactory(self._settings).getCodec(path)
        with contextlib.closing(system.open(path)) as stream:
            return bytes((stream if codec is None else codec.createInputStream(stream)).readNBytes(HEAD))

    def check_output(self, folder: str, sources: Sequence[str], *, force: bool) -> None:
        """Raise OutputError where a folder is there and may not be replaced, or holds a source."""
        path, system = self._find(folder)
        if not system.exists(path):
            return
        held = {status.getPath().getName() for status in system.listStatus(path)}
        own = system.makeQualified(path).toUri().getPath().rstrip("/")
        paths = [self._java.java.net.URI(address).getPath() for address in sources]
        code = ""
        if any(file == own or file.startswith(f"{own}/") for file in paths):
            code = "output-holds-input"
        elif held and not force:
            code = "output-folder-exists"
        elif held and not held & _OF_A_JOB:
            code = "output-not-of-spark"
        if code:
            raise OutputError([Finding(code=code, file=folder)])

    @contextmanager
    def unmarked(self, folder: str) -> Iterator[None]:
        """Take the mark that an answer is whole from a folder where what was committed does not add up."""
        try:
            yield
        except Unbalanced:
            path, system = self._find(f"{folder}/_SUCCESS")
            system.delete(path, False)
            raise

    def _find(self, name: Any) -> tuple[Any, Any]:  # noqa: ANN401 - of Java
        """Return a path, and the file system that it is of."""
        path = self._hadoop.fs.Path(name)
        return path, path.getFileSystem(self._settings)


def text_source(address: str, head: bytes) -> CsvSource:
    """Return a file of text, by how it begins. Raises InvalidTable."""
    if head.startswith(_NO_TEXT):
        raise InvalidTable([Finding(code="spark-form", file=address)])
    with contextlib.closing(TempFile()) as copy:
        copy.write(head)
        with contextlib.closing(InputStream(copy.path)) as stream:
            return CsvSource(address, stream)
