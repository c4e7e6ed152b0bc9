"""Why an unbroken run begins where it does though something was paid before: a kind lacks, or too much was repaid."""

from collections.abc import Iterator, Mapping
from typing import get_args

from hukou_cli.base import calendar
from hukou_cli.base.errors import Finding
from hukou_cli.records.counted import Counted
from hukou_cli.records.view import RecordView
from hukou_cli.rules.record_sets import INSURANCES, EveryKind, kinds_of, parts_like
from hukou_cli.text.language import Language
from hukou_cli.text.rules import say


def notes_on_run_starts(view: RecordView, facts: Mapping[str, Counted]) -> Iterator[tuple[str, Finding]]:
    """Yield the runs that lost the months just before them without a hole, each with the note of why.

    Args:
        view: The records.
        facts: What they count.

    """
    for name, (run, _) in view.edition.streaks.items():
        counted = facts.get(name)
        if counted is None:
            continue
        start = calendar.spans_of(counted.months)[0][0] if counted.months else view.last + 1
        if counted.lost & calendar.month_set(start - 1, start - 1):
            yield name, _note("run-repaid", name, start, view, seen=str(counted.lost.bit_count()))
            continue
        for node in parts_like(run.formula, EveryKind):
            yield from ((name, note) for note in _lacking(name, node, start, view))


def _lacking(name: str, node: EveryKind, start: int, view: RecordView) -> Iterator[Finding]:
    """Yield the insurances that lack in the months just before a run, where others were paid."""
    whole = view.with_layers(len(view.recognised))
    parts = kinds_of(node)
    found = {part: whole.covered(part) for part in parts}
    before = calendar.month_set(start - 1, start - 1)
    paid = [bool(found[part] & before) for part in parts]
    if not any(paid) or all(paid):
        return
    lacking = [kind for kind, is_paid in zip(INSURANCES, paid, strict=True) if not is_paid]
    some = calendar.union(found[part] for part in parts)
    first = next(begin for begin, end in calendar.spans_of(some) if begin <= start - 1 <= end)
    words = {
        f"what_{language}": ("、" if language == "zh" else ", ").join(say(f"tag.{kind}", language) for kind in lacking)
        for language in get_args(Language)
    }
    months = calendar.spans_text(calendar.month_set(first, start - 1))
    yield _note("run-lacks-kinds", name, start, view, seen=months, **words)


def _note(code: str, name: str, start: int, view: RecordView, **values: str) -> Finding:
    named = view.edition.facts[name].name.gaps("fact")
    return Finding(code=code, values={"fact": name, **named, "other": calendar.month_text(start), **values})
