"""The program as its users run it, with a plain environment."""

import os
import subprocess
import sys


def hukou(*arguments: str, stdin: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program with a plain environment: a pipe, 80 columns, English."""
    plain = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    return subprocess.run(
        [sys.executable, "-m", "hukou_cli", *arguments],
        input=stdin, capture_output=True, text=True, check=False, env=plain | environment, encoding="utf-8",
    )  # fmt: skip
