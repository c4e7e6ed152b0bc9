"""Calendar years whose income tax a count looks at and of which no record tells: they count as none, which is said."""

from collections.abc import Iterator

from hukou_cli.base.errors import Finding
from hukou_cli.records.dated_sets import years_of
from hukou_cli.records.view import RecordView

FURTHEST = 10
"""Calendar years up to the counting day that are looked at."""

ENOUGH = 10**14
"""Fen that reach every amount a policy asks for."""


def tax_not_told(view: RecordView) -> Iterator[tuple[str, Finding]]:
    """Yield the facts that count years without a record, each with the note of these years.

    A year counts where tax paid in it would be among the years of the set: whether one does hangs on no other, so that
    tax is put into all of them at once. Who lists no tax at all is asked for it.
    """
    told = {tax.year for tax in view.records.taxes}
    if not told:
        return
    last = view.last // 12
    silent = [year for year in range(last - FURTHEST + 1, last + 1) if year not in told]
    filled = view.with_tax_in(silent, ENOUGH)
    for name, counting in view.edition.counts.items():
        if counting.sort == "years" and name in view.edition.used:
            years = sorted(years_of(counting.formula, filled).intersection(silent))
            if years:
                listed = ", ".join(map(str, years))
                yield name, Finding(code="tax-not-told", values={"seen": listed, "seen_zh": listed.replace(", ", "、")})
