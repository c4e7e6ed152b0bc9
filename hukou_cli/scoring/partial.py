"""Scoring with partial information: the limits of every line, gate and sum when facts are missing, and what decides.

Interval analysis in four steps, each a function of values:

1. ``partial_rules``: every rule, evaluated partially with the facts that are known, and what each missing one may be.
2. ``partition``: the missing facts in independent parts, so that no rule takes facts of two of them.
3. ``evaluate_part``: a part subdivided into the boxes that the constraints allow, with what each rule comes to in them.
4. ``_combined``: what the parts add to the sums, in every combination of their boxes.

The limits always hold the true value. They are reached where a part needs no more boxes than there may be, and where
the combinations of the parts are few; beyond that parts add their hull.
"""

import itertools
import math
from collections.abc import Iterable, Sequence

import msgspec

from hukou_cli.base.decimals import SHARE_PLACES, half_up
from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.policy.rounds import PublishedRound
from hukou_cli.rules.ast import Formula
from hukou_cli.rules.intervals import added, bounds, either, open_names
from hukou_cli.rules.possible import UNDECIDED, Possible, Range, all_of, negated
from hukou_cli.scoring.boxes import Part, Table, evaluate_part, partition, settled_part
from hukou_cli.scoring.calculation import Calculation, Outcome, Outcomes, line_reached
from hukou_cli.scoring.inputs import Inputs
from hukou_cli.scoring.partial_rules import Box, PartialRules, Rule, contradiction, is_same, partial_rules

MOST_BOXES = 100
"""The most boxes that a part is subdivided into."""

MOST_COMBINATIONS = 2000
"""The most combinations of the boxes of all parts that are added up; beyond it parts add their hulls."""


class PartialScore(msgspec.Struct, frozen=True):
    """What rules with missing facts come to, and how that was found.

    Attributes:
        rules: The rules, evaluated partially.
        parts: The missing facts in independent parts, with what each rule comes to.
        line: The line of the round.
        outcomes: The limits of every rule and sum.

    """

    rules: PartialRules
    parts: list[Part]
    line: PublishedRound | None
    outcomes: Outcomes


def outcomes_of(
    edition: Edition, given: Inputs, window: Window, found: Calculation, *, limits: bool = True
) -> Outcomes:
    """Return the limits of a score with missing facts, and the facts that decide what they leave open.

    Args:
        edition: The policy.
        given: The facts of one applicant; of those missing, what each may be.
        window: The round.
        found: The rules calculated as far as the known facts go.
        limits: Whether the limits of what is open are wanted; if not, they are wider, and found sooner. What is
            settled by them alone, as a total with a cap, is then called open.

    Raises:
        InvalidApplicant: No value of the missing facts fits the others.

    """
    return score_partially(edition, given, window, found, limits=limits).outcomes


def score_partially(  # noqa: PLR0913
    edition: Edition,
    given: Inputs,
    window: Window,
    found: Calculation,
    before: PartialScore | None = None,
    *,
    limits: bool = True,
) -> PartialScore:
    """Do the same as ``outcomes_of``, and keep how it was found; what another round found alike is taken from it.

    Raises:
        InvalidApplicant: No value of the missing facts fits the others.

    """
    rules = partial_rules(edition, given, window, found, None if before is None else before.rules)
    if before is not None and before.line == window.cutoff and is_same(rules, before.rules, lambda _: True):
        return PartialScore(rules, before.parts, before.line, before.outcomes)
    parts = _parts(rules, before, limits=limits)
    broken = any(not rule.facts and bounds(rule.formula, rules.box) == (0, 0) for rule in rules.constraints)
    if broken or not all(part.boxes for part in parts):
        raise InvalidApplicant([contradiction(edition, given)])
    tables = {rule: table for part in parts for rule, table in part.tables.items()}
    combined = _combined([_terms_of(rules, part) for part in parts])
    sums = [_sums_of(rules, terms, window) for terms in combined]
    outcomes = _answer(rules, tables, sums, _points_by_name(rules, _hull(combined)))
    return PartialScore(rules, parts, window.cutoff, outcomes)


def _parts(rules: PartialRules, before: PartialScore | None, *, limits: bool) -> list[Part]:
    """Return the parts of the missing facts, the one without facts first; one that is as it was is taken over."""
    if before is not None and is_same(rules, before.rules, lambda rule: bool(rule.facts)):
        return [settled_part(rules, before.parts[0].tables), *before.parts[1:]]
    known = {} if before is None else {part.facts: part for part in before.parts if part.facts}

    def part(facts: frozenset[str]) -> Part:
        is_known = before is not None and facts in known
        if (
            before is not None
            and is_known
            and is_same(rules, before.rules, lambda rule: not facts.isdisjoint(rule.facts))
        ):
            return known[facts]
        return evaluate_part(rules, facts, MOST_BOXES, limits=limits)

    _, *open_ = partition(rules, MOST_COMBINATIONS)
    return [settled_part(rules, {}), *map(part, open_)]


class _Terms(msgspec.Struct, frozen=True):
    """The share of some rules in the sums: whether gates and vetoes hold, points of core lines and of others.

    ``named`` has the points of each name of ``PartialRules.summed``, ``names`` the facts and derived quantities that
    ``[result]`` uses.
    """

    eligible: Range
    core: Range
    others: Range
    named: tuple[Range, ...]
    names: tuple[tuple[str, Possible], ...]


def _terms_of(rules: PartialRules, part: Part) -> list[_Terms]:
    """Return the terms of a part, one for each of its boxes, without repeats."""
    gates = [rule for rule in (*rules.gates, rules.some_route) if rule in part.tables]
    vetoes = [rule for rule in rules.vetoes if rule in part.tables]
    lines = [
        (line, rule)
        for (line, _), rule in zip(rules.edition.indicators, rules.lines, strict=True)
        if rule in part.tables
    ]
    names = [name for name in rules.result_names if not part.facts.isdisjoint(rules.behind.get(name, ()))]

    def terms(box: Box) -> _Terms:
        def found(rule: Rule) -> Range:
            return part.tables[rule][rule.pieces(box)]

        truths = [found(rule) for rule in gates] + [negated(found(rule)) for rule in vetoes]
        points = [(line, found(rule)) for line, rule in lines]
        return _Terms(
            eligible=all_of(truths),
            core=added(units for line, units in points if line.core),
            others=added(units for line, units in points if not line.core),
            named=tuple(
                [added(units for line, units in points if name in (line.id, line.group)) for name in rules.summed]
            ),
            names=tuple([(name, box[name]) for name in names]),
        )

    return list(dict.fromkeys(map(terms, part.boxes)))


def _combined(each: Sequence[Sequence[_Terms]]) -> list[_Terms]:
    """Add up the terms of the parts in every combination of their boxes; of too many, add the hull of each part."""
    if math.prod(map(len, each)) > MOST_COMBINATIONS:
        each = [[_hull(terms)] for terms in each]
    return [
        _Terms(
            eligible=all_of(terms.eligible for terms in combination),
            core=added(terms.core for terms in combination),
            others=added(terms.others for terms in combination),
            named=tuple(map(added, zip(*(terms.named for terms in combination), strict=True))),
            names=tuple(name for terms in combination for name in terms.names),
        )
        for combination in itertools.product(*each)
    ]


def _hull(each: Sequence[_Terms]) -> _Terms:
    """Return the hull of terms; a name of ``[result]`` is then only known to be within its own limits."""
    return _Terms(
        eligible=either(terms.eligible for terms in each),
        core=either(terms.core for terms in each),
        others=either(terms.others for terms in each),
        named=tuple(map(either, zip(*(terms.named for terms in each), strict=True))),
        names=(),
    )


class _Sums(msgspec.Struct, frozen=True):
    """The sums of all rules; ``share`` is None where it may be none, or no part of the whole.

    ``passes`` is whether ``pass`` of the rules holds, ``reached`` whether the line that admits is reached.
    """

    eligible: Range
    core: Range
    total: Range
    share: Range | None
    passes: Range | None
    reached: Range | None


def _sums_of(rules: PartialRules, terms: _Terms, window: Window) -> _Sums:
    names = {name: rules.box[name] for name in rules.result_names if name in rules.box}
    named = names | dict(terms.names) | _points_by_name(rules, terms)
    total = bounds(rules.total, named)
    rest = terms.others if rules.edition.total is None else None
    asked, line_of = rules.edition.passes, window.cutoff and window.cutoff.line_of
    passes = None if asked is None else bounds(asked, named | {TOTAL: total})
    compared = named[line_of] if line_of else total
    assert isinstance(compared, tuple)
    return _Sums(
        eligible=terms.eligible,
        core=terms.core,
        total=total,
        share=_share(terms.core, total, rest),
        passes=passes,
        reached=line_reached(rules.edition, window, passes, compared),
    )


def _points_by_name(rules: PartialRules, terms: _Terms) -> dict[str, Possible]:
    """Return the points that ``[result]`` may speak of: those of lines, of groups, and of all lines."""
    return {LINES: added((terms.core, terms.others)), **dict(zip(rules.summed, terms.named, strict=True))}


def _share(core: Range, total: Range, rest: Range | None) -> Range | None:
    """Return the limits of core ÷ total; ``rest`` is what makes core the total. None where they are not in 0 to 1.

    The share rises and falls with the core alone and with the rest, or the total, alone: its limits are at corners.
    """
    if rest is None:
        corners = [(part, whole) for part in core for whole in total]
    else:
        corners = [(part, part + other) for part in core for other in rest]
    if any(whole <= 0 for _, whole in corners):
        return None
    shares = [half_up(part, whole, SHARE_PLACES) for part, whole in corners]
    low, high = min(shares), max(shares)
    return (low, high) if low == high or (low >= 0 and high <= 10**SHARE_PLACES) else None


def _answer(
    rules: PartialRules,
    tables: dict[Rule, Table],
    sums: Sequence[_Sums],
    named: dict[str, Possible],
) -> Outcomes:
    """Return the limits with the facts that decide them; ``named`` has the limits of the points by name."""

    def outcomes(rules: Iterable[Rule]) -> tuple[Outcome, ...]:
        return tuple([_outcome(rule, tables[rule]) for rule in rules])

    edition, in_order = rules.edition, rules.in_order
    gates, vetoes, lines = outcomes(rules.gates), outcomes(rules.vetoes), outcomes(rules.lines)
    routes, places = tuple(map(outcomes, rules.routes)), outcomes(rules.places)
    total = either(found.total for found in sums)
    eligible = either(found.eligible for found in sums)
    reached, passes = _hull_of(found.reached for found in sums), _hull_of(found.passes for found in sums)
    shares = [found.share for found in sums]
    adding = _deciding(lines)
    if total[0] < total[1]:
        adding |= _behind(rules, rules.total, named)
    deciding = adding | _deciding(gates) | _deciding(vetoes)
    if edition.needs_route and eligible == UNDECIDED:
        open_routes = [needs for needs in routes if all_of(need.range for need in needs) == UNDECIDED]
        deciding |= _deciding(need for needs in open_routes for need in needs)
    if edition.passes is not None and UNDECIDED in (reached, passes):
        deciding |= _behind(rules, edition.passes, named | {TOTAL: total})
    before_sure = itertools.takewhile(lambda place: place.range != (1, 1), places)
    return Outcomes(
        gates=gates,
        vetoes=vetoes,
        routes=routes,
        places=tuple([place.range for place in places]),
        lines=lines,
        caveats=tuple([either(tables[rule].values())[1] == 1 for rule in rules.caveats]),
        eligible=eligible,
        core=either(found.core for found in sums),
        total=total,
        core_share=None if None in shares else either(share for share in shares if share is not None),
        reached=reached,
        enters_ranking=passes if edition.has_entry_mark else None,
        decided_by=in_order(deciding),
        total_decided_by=in_order(adding) if total[0] < total[1] else (),
        place_decided_by=in_order(_deciding(before_sure)),
    )


def _hull_of(truths: Iterable[Range | None]) -> Range | None:
    """Return the hull of the truths of all combinations; None where there is nothing to decide in any."""
    known = [truth for truth in truths if truth is not None]
    return either(known) if known else None


def _outcome(rule: Rule, table: Table) -> Outcome:
    """Return the hull of what a rule comes to, and the facts that decide it."""
    found = either(table.values())
    if found[0] == found[1]:
        return Outcome(found, ())
    if all(low == high for low, high in table.values()):
        changing = tuple([name for at, name in enumerate(rule.facts) if _changes(at, table)])
        return Outcome(found, changing or rule.facts)  # facts bound to each other may count only together
    return Outcome(found, rule.facts)


def _changes(at: int, table: Table) -> bool:
    """Return whether changing one fact alone, at its place among the pieces, ever changes the value of a rule."""
    seen: dict[tuple[Possible, ...], Range] = {}
    return any(seen.setdefault(key[:at] + key[at + 1 :], value) != value for key, value in table.items())


def _deciding(outcomes: Iterable[Outcome]) -> set[str]:
    return {name for outcome in outcomes for name in outcome.decided_by}


def _behind(rules: PartialRules, formula: Formula, named: dict[str, Possible]) -> set[str]:
    """Return the missing facts that keep a formula of ``[result]`` open, beside those behind its lines."""
    names = open_names(formula, rules.box | named)
    return {fact for name in names for fact in rules.behind.get(name, ())}
