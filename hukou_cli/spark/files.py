"""The files of a table where Spark finds them: their names, how each begins, what stands in a folder."""

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hukou_cli.base.errors import Finding, NotFound, OutputError
from hukou_cli.table.source.stream import HEAD

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PARQUET = b"PAR1"
_WHOLE = "_SUCCESS"
"""The mark that an answer is whole."""

_OF_A_JOB = {_WHOLE, "_temporary"}
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

        with contextlib.suppress(PySparkException):
            if found := self._spark.read.text(name).inputFiles():
                return sorted(found)
        raise NotFound([Finding(code="file-missing", file=name)])

    def head(self, address: str) -> bytes:
        """Return the first bytes of a file, decompressed as Spark does: by its name.

        They come over as a text, a byte a character: an array of bytes is taken over byte by byte.
        """
        path, system = self._find(self._java.java.net.URI(address))
        codec = self._hadoop.io.compress.CompressionCodecFactory(self._settings).getCodec(path)
        with contextlib.closing(system.open(path)) as stream:
            given = stream if codec is None else codec.createInputStream(stream)
            limited = self._java.org.apache.commons.io.input.BoundedInputStream(given, HEAD)
            return str(self._java.org.apache.commons.io.IOUtils.toString(limited, "latin1")).encode("latin1")

    def size(self, folder: str) -> int:
        """Return the bytes of all files below a folder."""
        path, system = self._find(folder)
        return int(system.getContentSummary(path).getLength())

    def check_output(self, folder: str, sources: Sequence[str], *, force: bool) -> None:
        """Raise OutputError where a folder is there and may not be replaced, or holds a source."""
        path, system = self._find(folder)
        held = {each.getPath().getName() for each in system.listStatus(path)} if system.exists(path) else set()
        own = system.makeQualified(path).toUri().getPath().rstrip("/")
        code = "output-folder-exists" if not force else "output-not-of-spark" if held.isdisjoint(_OF_A_JOB) else ""
        if any(f"{self._java.java.net.URI(address).getPath()}/".startswith(f"{own}/") for address in sources):
            code = "output-holds-input"
        if held and code:
            raise OutputError([Finding(code=code, file=folder)])

    def unmark(self, folder: str) -> None:
        """Take the mark that an answer is whole from a folder."""
        path, system = self._find(f"{folder}/{_WHOLE}")
        system.delete(path, False)

    def _find(self, name: Any) -> tuple[Any, Any]:  # noqa: ANN401 - of Java
        """Return a path, and the file system that it is of."""
        path = self._hadoop.fs.Path(name)
        return path, path.getFileSystem(self._settings)
