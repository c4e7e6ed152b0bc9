"""Findings that say what to add to the records, so that they settle the facts that they leave open."""

from collections.abc import Iterable, Iterator

from hukou_cli.applicant.records import PERHAPS, named_records
from hukou_cli.base.errors import Finding
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.records.validation import unplaced
from hukou_cli.records.view import RecordView
from hukou_cli.rules.record_sets import CLAIMED, PART_OF, Counting, WithSpouse, parts_like, record_sets_in


def remedies(view: RecordView, names: Iterable[str]) -> Iterator[Finding]:
    """Yield what to add to the records for facts that are open: a kind of record, a study, a registration.

    Args:
        view: The records.
        names: The facts that are open and decide the answer.

    """
    kinds: dict[str, str] = {}
    studies: list[str] = []
    unregistered: dict[KeyPath, None] = {}
    unendorsed: dict[KeyPath, None] = {}
    not_told = view.selection.not_told
    for name in names:
        for counting in _expressions_of(name, view):
            asked = _kinds_asked(counting, view)
            for kind in sorted(asked & not_told):
                kinds.setdefault(kind, name)
            if "study" in asked and view.spans.get("study") and view.graduation() is None and CLAIMED in view.chosen:
                studies.append(name)
            if any(named.kind == "endorsed" for named in record_sets_in(counting.formula)):
                unendorsed |= dict.fromkeys(_perhaps_endorsed(view))
            if ("home", "registered") in counting.tags:
                unregistered |= dict.fromkeys(_perhaps_registered(view))
    if "study" in kinds and "study" not in view.records.unfinished and CLAIMED in view.chosen:
        studies.append(kinds.pop("study"))
    for kind in kinds:
        code = "records-unfinished" if kind in view.records.unfinished else "records-not-told"
        yield Finding(code=code, values={"kind": kind, "city": view.edition.file.policy.folder})
    if studies:
        level = str(view.chosen[CLAIMED])
        yield Finding(code="study-not-told", values={"level": level, "fact": studies[0]})
    placeless = [record.path for record in unplaced(view, names)]
    if placeless:
        yield Finding(code="no-district", values=named_records(placeless))
    if unendorsed:
        yield Finding(code="endorsed-not-told", values=named_records(unendorsed))
    if unregistered:
        yield Finding(code="registered-not-told", values=named_records(unregistered))


def _expressions_of(name: str, view: RecordView) -> list[Counting]:
    """Return the set expressions that a fact depends on."""
    edition = view.edition
    found = [edition.counts.get(name), edition.bearing.get(name), *edition.streaks.get(name, ())]
    return [counting for counting in found if counting is not None]


def _kinds_asked(counting: Counting, view: RecordView) -> set[str]:
    """Return the kinds of records that an expression asks for; of marriages only where a spouse's home is told."""
    kinds = {PART_OF.get(named.kind, named.kind) for named in record_sets_in(counting.formula)} | counting.kinds
    spouses = parts_like(counting.formula, WithSpouse)
    is_idle = bool(spouses) and not any(view.selection.lacks_marriage(part) for part in spouses)
    return kinds - {"marriage"} if is_idle else kinds


def _perhaps_endorsed(view: RecordView) -> Iterator[KeyPath]:
    """Yield the permits of which nobody says when they were endorsed, by their place in the file."""
    yield from (permit.path for permit in view.spans.get("permit", ()) if f"endorsed{PERHAPS}" in permit.tags)


def _perhaps_registered(view: RecordView) -> Iterator[KeyPath]:
    """Yield the homes of the city of which nobody says whether they are registered, by their place in the file."""
    for home in view.spans.get("home", ()):
        if (home.city is None or home.city in view.own) and any(tag.endswith(PERHAPS) for tag in home.tags):
            yield home.path
