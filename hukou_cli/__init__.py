"""An exact, explained and cited points calculator for settling in Chinese cities (积分落户).

>>> from hukou_cli import find_policy, load_applicant, score
>>> policy = find_policy("beijing")
>>> result = score(load_applicant("policies/beijing/example.toml"), policy, round=2026)
>>> result.total == sum(line.points for line in result.lines)
True
"""

TYPE_CHECKING = False  # not from typing, which the command imports later, without the collector: see cli/__init__.py
if TYPE_CHECKING:
    from hukou_cli.api import *  # noqa: F403 - for type checkers, the names of ``api.__all__``

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import the public API when one of its names is first used: the command starts without it."""
    import hukou_cli.api

    if name == "__all__" or name in hukou_cli.api.__all__:
        return getattr(hukou_cli.api, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the public names."""
    import hukou_cli.api

    return ["__version__", *hukou_cli.api.__all__]
