"""Names of steps: what one does, with what it asks of a person."""

from collections.abc import Iterable

from hukou_cli.base.bilingual import pick
from hukou_cli.render.sentences import listed
from hukou_cli.scoring.step import Step
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def step_name(step: Step, language: Language, *, is_anywhere: bool = False) -> str:
    """Return what one does in a step; the same wherever it is, where that makes no difference."""
    return pick(step.name_anywhere if is_anywhere else step.name, language)


def asks_text(steps: Iterable[Step], language: Language) -> str:
    """Return what steps ask of a person, in brackets: ``[time, money]``; empty where they ask nothing."""
    asks = dict.fromkeys(ask for step in steps for ask in step.lever.asks)
    return f"[{listed((say(f'asks_{ask}', language) for ask in asks), language)}]" if asks else ""


def steps_text(steps: Iterable[Step], language: Language) -> str:
    """Return steps taken together, with what they ask."""
    steps = [*steps]
    named = " + ".join(step_name(step, language) for step in steps)
    return f"{named} {asks_text(steps, language)}".rstrip()
