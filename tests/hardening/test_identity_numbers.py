"""No identity number comes out of the program again, whatever its form and wherever it stood."""

import pytest

from tests.support.program import python


@pytest.mark.slow
@pytest.mark.subprocess
def test_no_command_shows_an_identity_number() -> None:
    assert python("from tests.hardening.identity_numbers import main; main(61)").endswith(" 0 showed the number\n")
