"""The phrases of the screen in both languages, by key.

Those of one part stand in a file of its own: ``screen_score``, ``screen_comparison``, ``screen_plan``,
``screen_whatif``, ``screen_table``, ``screen_policy``, ``screen_population``, ``screen_procedure``,
``screen_national``; those of several in
``screen_common``.
"""

from collections.abc import Mapping

from hukou_cli.text.language import Language, Texts
from hukou_cli.text.screen_common import COMMON
from hukou_cli.text.screen_score import SCORE

_SAID: dict[str, Mapping[Language, str]] = {**COMMON, **SCORE}
"""The phrases at hand: those of a score, and once another is said all; a score starts 1 ms faster without."""


def screen_parts() -> tuple[Texts, ...]:
    """Return the phrases by part; a key stands in one of them."""
    from hukou_cli.text.screen_comparison import COMPARISON
    from hukou_cli.text.screen_national import NATIONAL
    from hukou_cli.text.screen_plan import PLAN
    from hukou_cli.text.screen_policy import POLICY
    from hukou_cli.text.screen_population import POPULATION
    from hukou_cli.text.screen_procedure import PROCEDURE
    from hukou_cli.text.screen_table import TABLE
    from hukou_cli.text.screen_whatif import WHATIF

    return COMMON, SCORE, COMPARISON, PLAN, WHATIF, TABLE, POLICY, POPULATION, PROCEDURE, NATIONAL


def say(key: str, language: Language, *gaps: object) -> str:
    """Return a phrase of the screen with its gaps filled; for one or two things in words of its own where it has some.

    >>> say("gates_met", "en", 2), say("gates_met", "en", 3)
    ('Both conditions are met', 'All 3 conditions are met')
    >>> say("share", "en", "70.87"), say("share", "zh", "70.87")
    ('70.87 % from insurance and residence', '社保与居住占 70.87%')
    """
    if key not in _SAID:
        for part in screen_parts():
            _SAID.update(part)
    form = f"{key}_{_FORMS[str(gaps[0])]}" if gaps and str(gaps[0]) in _FORMS else key
    return _SAID[form if form in _SAID else key][language].format(*gaps)


_FORMS = {"1": "one", "2": "two"}
"""The ending of the key of a phrase about so many things."""
