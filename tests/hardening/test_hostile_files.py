"""No file makes the program fail, run for long or take a machine's memory."""

import pytest

from tests.support.program import python


@pytest.mark.slow
@pytest.mark.subprocess
def test_hostile_files_are_refused_in_time() -> None:
    said = python("from tests.hardening.hostile_files import main; main(193, seeds=1, cut=30, large=False)")
    assert said.endswith(" 0 went wrong\n"), said
