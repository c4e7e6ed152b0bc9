"""The facts of one applicant as one edition needs them: given, assumed, or wrong."""

from collections.abc import Iterator, Mapping

import msgspec

from hukou_cli.applicant.facts import read_fact
from hukou_cli.applicant.files import Applicant
from hukou_cli.errors import Finding, InvalidApplicant, harmless, nearest
from hukou_cli.formula.names import Fact, Value
from hukou_cli.months import LATEST
from hukou_cli.places import Path, line_of, path_text
from hukou_cli.policy.edition import Edition, Window

COMMAND_LINE = "--set"


class Given(msgspec.Struct, frozen=True):
    """Every fact of an edition for one applicant; ``assumed`` names those that stand at their default."""

    values: dict[str, Value]
    assumed: tuple[str, ...]


def facts_of(applicant: Applicant, edition: Edition, window: Window, today: int = LATEST) -> Given:
    """Read every fact that an edition asks for, within the limits of a round.

    Raises InvalidApplicant with everything that is wrong or missing.
    """
    found: list[Finding] = []
    values: dict[str, Value] = {}
    written = _written(applicant, edition, found)
    for name, fact in edition.facts.items():
        if name in written:
            path, raw = written[name]
            value = read_fact(fact, raw, window.limits[name][1], today)
            if isinstance(value, Finding):
                found.append(_at(applicant, path, value))
            else:
                values[name] = value
    assumed = tuple(_assume(edition, window, written, values, found, applicant))
    if not found:
        found += _broken_constraints(edition, values, applicant, written)
    if found:
        raise InvalidApplicant(sorted(found, key=lambda finding: finding.line))
    return Given(values, assumed)


def _written(applicant: Applicant, edition: Edition, found: list[Finding]) -> dict[str, tuple[Path, object]]:
    """Collect what the applicant wrote for this edition's city, and note words that mean nothing anywhere."""
    city = edition.file.policy.city
    written: dict[str, tuple[Path, object]] = {}
    plain = applicant.plain if applicant.city in (None, city) else {}
    places: list[tuple[Path, Mapping[str, object]]] = [
        ((), applicant.person),
        (("facts",), plain),
        (("facts", city), applicant.facts.get(city, {})),
        ((COMMAND_LINE,), applicant.set_),
    ]
    for path, facts in places:
        for name, raw in facts.items():
            at = (*path, name)
            problem = _misplaced(name, edition, path)
            if problem is not None:
                found.append(_at(applicant, at, problem))
            elif name in written and path != (COMMAND_LINE,) and written[name][1] != raw:
                values = {"fact": name, "seen": harmless(raw), "other": harmless(written[name][1])}
                found.append(_at(applicant, at, Finding(code="two-values", values=values)))
            else:
                written[name] = (at, raw)
    return written


def _misplaced(name: str, edition: Edition, path: Path) -> Finding | None:
    """Tell what is wrong with a name where it stands: a city's fact at the top level, or a word nobody knows."""
    fact = edition.facts.get(name)
    if fact is not None:
        if path or fact.scope == "person":
            return None
        city = edition.file.policy.city
        return Finding(code="belongs-to-city", values={"fact": name, "city": city})
    elsewhere = edition.elsewhere()
    if name in elsewhere:
        return None
    known = [*edition.facts, *elsewhere]
    close = nearest(name, known) or ""
    return Finding(
        code="unknown-fact", values={"fact": harmless(name), "nearest": close, "allowed": " ".join(edition.facts)}
    )


def _assume(  # noqa: PLR0913 - what a default depends on
    edition: Edition,
    window: Window,
    written: Mapping[str, object],
    values: dict[str, Value],
    found: list[Finding],
    applicant: Applicant,
) -> Iterator[str]:
    """Put defaults in place of what was not written; give the names of those that matter."""
    for name, fact in edition.facts.items():
        if name in written:
            continue
        lowest, highest = window.limits[name]
        if fact.type != "date" and fact.since and lowest == highest:
            values[name] = lowest  # a window that has not begun by this round holds no month
        elif fact.default is not None:
            default = read_fact(fact, fact.default, highest)
            assert not isinstance(default, Finding)
            values[name] = default
            if _matters(name, edition, values):
                yield name
        else:
            found.append(_at(applicant, ("facts", name), Finding(code="missing-fact", values=_missing(name, fact))))


def _matters(name: str, edition: Edition, values: Mapping[str, Value]) -> bool:
    """Tell whether a fact's ``when`` holds; where that cannot be told yet, it matters."""
    condition = edition.evaluators.relevance.get(name)
    try:
        return condition is None or bool(condition(values).value)
    except KeyError:
        return True


def _missing(name: str, fact: Fact) -> dict[str, str]:
    allowed = " ".join(fact.choices) if fact.type == "choice" else f"@{fact.type}"
    return {"fact": name, "zh": fact.name.zh, "en": fact.name.en, "allowed": allowed}


def _broken_constraints(
    edition: Edition, values: Mapping[str, Value], applicant: Applicant, written: Mapping[str, tuple[Path, object]]
) -> Iterator[Finding]:
    for constraint, condition in edition.evaluators.constraints:
        if not condition(values).value:
            first = constraint.facts[0]
            seen = ", ".join(f"{name} = {edition.facts[name].text(values[name])}" for name in constraint.facts)
            advice = {"zh": constraint.advice.zh, "en": constraint.advice.en}
            path = written[first][0] if first in written else ("facts", first)
            problem = Finding(code="constraint", values={"seen": seen, "rule": constraint.require}, advice=advice)  # type: ignore[arg-type]
            yield _at(applicant, path, problem)


def _at(applicant: Applicant, path: Path, finding: Finding) -> Finding:
    """Place a finding in the applicant's file, or on the command line."""
    if path[0] == COMMAND_LINE:
        return finding.at(place=f"{COMMAND_LINE} {path[1]}")
    return finding.at(file=applicant.file, line=line_of(applicant.text, path), place=path_text(path))
