"""The build hook: the wheel carries the bundled editions compiled (hukou_cli/policy/precompile.py).

An editable install gets them in the tree, where git ignores them; it does without where the tree cannot be written.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = "hukou_cli/compiled"
WRITE = """
import sys, pathlib
from hukou_cli.policy.precompile import write_compiled
write_compiled(pathlib.Path(sys.argv[1]), installed=sys.argv[2] == "standard")
"""


class CompiledEditions(BuildHookInterface[Any]):
    """Compiles the editions whenever a wheel is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the editions; ``version`` is ``standard`` or ``editable``."""
        folder = Path(self.root, COMPILED)
        if version == "standard":
            self.outside = TemporaryDirectory()  # the tree stays as it is
            folder = Path(self.outside.name)
            build_data["force_include"][str(folder)] = COMPILED
        paths = os.pathsep.join(filter(None, (self.root, os.environ.get("PYTHONPATH"))))
        # In a process of its own with fixed hashes, as sets are pickled in their order: one tree gives one wheel.
        environment = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-c", WRITE, str(folder), version]
        subprocess.run(command, env=environment, check=version == "standard")  # noqa: S603

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what the wheel has taken in."""
        if version == "standard":
            self.outside.cleanup()
