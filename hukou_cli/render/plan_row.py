"""What rounds and days of a plan are shown with alike: the mark, and the condition that fails."""

from rich.console import Console
from rich.text import Text

from hukou_cli.render.layout import marks
from hukou_cli.render.sentences import measured
from hukou_cli.scoring.plan_result import PlanRow
from hukou_cli.scoring.rounds_ahead import LineAhead
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def sign_of(row: PlanRow, kind: LineAhead, to: Console, language: Language) -> Text:
    """Return the mark of a row for a screen, coloured."""
    sign = sign_text(row, kind)
    bare = sign.strip("()")
    shown = marks(to, language)[_TRUTHS[bare]] if bare in _TRUTHS else Text(bare)
    return shown if sign == bare else Text.assemble("(", shown, ")", style="dim")


def sign_text(row: PlanRow, kind: LineAhead) -> str:
    """Return the mark of a row: ✓ or ✗, in brackets where the rules have ended by then; ? where it is open.

    It is open where missing facts decide, and within the band of a forecast. A dot where no line is known, and where
    one is ranked, which is no yes yet.
    """
    if row.standing in ("below_middle", "above_middle") and row.score.eligible is not False:
        return "?"
    if row.passes is None and (not row.score.decided_by or (kind == "entry_mark" and row.reached)):
        return "·"
    sign = next(sign for sign, truth in _TRUTHS.items() if truth is row.passes)
    return f"({sign})" if row.rules_ended else sign


_TRUTHS = {"✓": True, "✗": False, "?": None}


def failing_text(row: PlanRow, language: Language) -> str:
    """Return the first condition that a row fails, with how far it is met, and how many more there are."""
    failing = [check for check in (*row.score.gates, *row.score.vetoes) if check.passed is False]
    if not failing:
        return ""
    named = measured(failing[0], row.score, language)
    return named if len(failing) == 1 else say("more_missing", language, named, len(failing) - 1)
