"""An exact, explained and cited points calculator for settling in Chinese cities (积分落户).

>>> policy = find_policy("beijing")
>>> result = score(load_applicant("policies/beijing/example.toml"), policy, round=2026)
>>> result.total == sum(line.points for line in result.lines)
True
"""

from pathlib import Path

from hukou_cli.applicant.files import Applicant, load_applicant
from hukou_cli.errors import Finding, HukouError, InvalidApplicant, InvalidPolicy, NotFound, harmless
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import read_round
from hukou_cli.scoring.result import Check, Line, Score
from hukou_cli.scoring.score import score

__version__ = "0.1.0"

__all__ = [
    "Applicant",
    "Check",
    "Edition",
    "Finding",
    "HukouError",
    "InvalidApplicant",
    "InvalidPolicy",
    "Line",
    "NotFound",
    "Score",
    "find_policy",
    "load_applicant",
    "load_policy",
    "score",
]


def find_policy(city: str, round: int | str | None = None, *, policies: str | Path | None = None) -> Edition:  # noqa: A002
    """Give the edition of a city that is in force for a round, by default its latest.

    ``city`` is an id (``"beijing"``) or a name in either language; ``round`` a year, a period (``"2026-1"``) or a day
    of application (``"2026-05-10"``); ``policies`` a folder of your own that is searched before the package's.
    Raises NotFound, InvalidPolicy.
    """
    named = None if round is None else read_round(round)
    if round is not None and named is None:
        raise NotFound([Finding(code="not-a-round", values={"seen": harmless(round)})])
    return Catalog([Path(policies)] if policies else []).find(city, named)


def load_policy(path: str | Path) -> Edition:
    """Load an edition from a file of your own. Raises NotFound, or InvalidPolicy with everything wrong in it."""
    return Catalog().load(Path(path))
