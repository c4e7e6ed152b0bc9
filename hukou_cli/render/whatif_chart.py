"""What steps are worth at most, as bars for a page."""

from collections.abc import Iterator
from decimal import Decimal

from hukou_cli.render.plan_answer import round_name
from hukou_cli.render.report import bars
from hukou_cli.render.whatif import step_rows
from hukou_cli.scoring.whatif_result import WhatIf
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def worth_chart(found: WhatIf, language: Language) -> Iterator[str]:
    """Yield what each step adds in the round in which it adds the most; nothing where none certainly adds points."""
    rows = []
    for row in step_rows(found):
        certain = [
            (effect.worth, before.round)
            for before, effect in zip(found.rounds, row.effects, strict=True)
            if effect.worth is not None and effect.worth > 0
        ]
        if certain:
            points, round_ = max(certain, key=lambda told: told[0])
            rows.append((f"{row.name(language)} · {round_name(round_, language)}", (points, points)))
    if rows:
        full = max((limits[1] for _, limits in rows), default=Decimal(0))
        yield bars(rows, full, say("whatif_chart", language))
