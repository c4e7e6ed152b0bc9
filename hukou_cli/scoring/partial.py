"""Scoring with partial information: the limits of every line, gate and sum when facts are missing, and what decides.

Interval analysis in four steps, each a function of values:

1. ``problem_of``: every rule, evaluated partially with the facts that are known, and what each missing fact may be.
2. ``partition``: the missing facts in independent parts, so that no rule takes facts of two of them.
3. ``evaluate_part``: a part subdivided into the boxes that the constraints allow, with what each rule comes to in them.
4. ``_combined``: what the parts add to the sums, in every combination of their boxes.

A box has a single value of each fact, and every combination of parts is taken, while there are ``MOST_COMBINATIONS`` at
most; beyond that boxes are wider, and parts add their hull. So the limits always hold the true value, and are reached
where all single values were tried.
"""

import itertools
import math
from collections.abc import Iterable, Sequence

import msgspec

from hukou_cli.base.decimals import SHARE_PLACES, half_up, to_decimal
from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.policy.round_tables import PublishedRound
from hukou_cli.rules.ast import Formula
from hukou_cli.rules.intervals import UNDECIDED, Possible, Range, all_of, bounds, either, negated, open_names
from hukou_cli.scoring.boxes import Box, Part, Problem, Rule, Table, contradiction, evaluate_part, partition, problem_of
from hukou_cli.scoring.inputs import Inputs
from hukou_cli.scoring.outcomes import Outcome, Outcomes

MOST_COMBINATIONS = 2000
"""More than the months that a fact may have, so that one missing fact of months is tried month by month."""


def outcomes_of(edition: Edition, given: Inputs, window: Window) -> Outcomes:
    """Return the limits of a score with missing facts, and the facts that decide what they leave open.

    Args:
        edition: the policy.
        given: the facts of one applicant; of those missing, what each may be.
        window: the round.

    Raises:
        InvalidApplicant: no value of the missing facts fits the others.

    """
    problem = problem_of(edition, given, window)
    parts = [evaluate_part(problem, facts, MOST_COMBINATIONS) for facts in partition(problem, MOST_COMBINATIONS)]
    if not all(part.boxes for part in parts):
        raise InvalidApplicant([contradiction(edition, given)])
    tables = {rule: table for part in parts for rule, table in part.tables.items()}
    combined = _combined([_terms_of(problem, part) for part in parts])
    sums = [_sums_of(problem, terms) for terms in combined]
    return _answer(problem, tables, sums, _points_by_name(problem, _hull(combined)), window.cutoff)


class _Terms(msgspec.Struct, frozen=True):
    """The share of some rules in the sums: whether gates and vetoes hold, points of core lines and of others.

    ``named`` has the points of each name of ``Problem.summed``, ``names`` the facts and derived quantities that
    ``[result]`` uses.
    """

    eligible: Range
    core: Range
    others: Range
    named: tuple[Range, ...]
    names: tuple[tuple[str, Possible], ...]


def _terms_of(problem: Problem, part: Part) -> list[_Terms]:
    """Return what a part adds in each of its boxes, without repeats."""
    gates = [rule for rule in (*problem.gates, problem.some_route) if rule in part.tables]
    vetoes = [rule for rule in problem.vetoes if rule in part.tables]
    lines = [
        (line, rule)
        for (line, _), rule in zip(problem.edition.indicators, problem.lines, strict=True)
        if rule in part.tables
    ]
    names = [name for name in problem.result_names if not part.facts.isdisjoint(problem.behind.get(name, ()))]

    def terms(box: Box) -> _Terms:
        def found(rule: Rule) -> Range:
            return part.tables[rule][rule.pieces(box)]

        truths = [found(rule) for rule in gates] + [negated(found(rule)) for rule in vetoes]
        points = [(line, found(rule)) for line, rule in lines]
        return _Terms(
            eligible=all_of(truths),
            core=_added(units for line, units in points if line.core),
            others=_added(units for line, units in points if not line.core),
            named=tuple(
                [_added(units for line, units in points if name in (line.id, line.group)) for name in problem.summed]
            ),
            names=tuple([(name, box[name]) for name in names]),
        )

    return list(dict.fromkeys(map(terms, part.boxes)))


def _combined(each: Sequence[Sequence[_Terms]]) -> list[_Terms]:
    """Add what the parts add, in every combination; where these are too many, the hull of each part."""
    if math.prod(map(len, each)) > MOST_COMBINATIONS:
        each = [[_hull(terms)] for terms in each]
    return [
        _Terms(
            eligible=all_of(terms.eligible for terms in combination),
            core=_added(terms.core for terms in combination),
            others=_added(terms.others for terms in combination),
            named=tuple(map(_added, zip(*(terms.named for terms in combination), strict=True))),
            names=tuple(name for terms in combination for name in terms.names),
        )
        for combination in itertools.product(*each)
    ]


def _hull(each: Sequence[_Terms]) -> _Terms:
    """Return what holds all that some rules may add; names of ``[result]`` may then be anything that they may be."""
    return _Terms(
        eligible=either(terms.eligible for terms in each),
        core=either(terms.core for terms in each),
        others=either(terms.others for terms in each),
        named=tuple(map(either, zip(*(terms.named for terms in each), strict=True))),
        names=(),
    )


class _Sums(msgspec.Struct, frozen=True):
    """The sums of all rules; ``share`` is None where the total may be 0 or less."""

    eligible: Range
    core: Range
    total: Range
    share: Range | None
    passes: Range | None


def _sums_of(problem: Problem, terms: _Terms) -> _Sums:
    names = {name: problem.box[name] for name in problem.result_names if name in problem.box}
    named = names | dict(terms.names) | _points_by_name(problem, terms)
    total = bounds(problem.total, named)
    passes, rest = problem.edition.passes, terms.others if problem.edition.total is None else None
    return _Sums(
        eligible=terms.eligible,
        core=terms.core,
        total=total,
        share=_share(terms.core, total, rest),
        passes=None if passes is None else bounds(passes, named | {TOTAL: total}),
    )


def _points_by_name(problem: Problem, terms: _Terms) -> dict[str, Possible]:
    """Return the points that ``[result]`` may speak of: those of lines, of groups, and of all lines."""
    return {LINES: _added((terms.core, terms.others)), **dict(zip(problem.summed, terms.named, strict=True))}


def _added(ranges: Iterable[Range]) -> Range:
    low = high = 0
    for least, most in ranges:
        low, high = low + least, high + most
    return low, high


def _share(core: Range, total: Range, rest: Range | None) -> Range | None:
    """Return the limits of core ÷ total; None where the total may be 0 or less. ``rest`` is what makes core the total.

    The share rises and falls with the core alone and with the rest, or the total, alone: its limits are at corners.
    """
    if rest is None:
        corners = [(part, whole) for part in core for whole in total]
    else:
        corners = [(part, part + other) for part in core for other in rest]
    if any(whole <= 0 for _, whole in corners):
        return None
    shares = [half_up(part, whole, SHARE_PLACES) for part, whole in corners]
    return min(shares), max(shares)


def _answer(
    problem: Problem,
    tables: dict[Rule, Table],
    sums: Sequence[_Sums],
    named: dict[str, Possible],
    line: PublishedRound | None,
) -> Outcomes:
    """Put the limits together, and name the facts that decide; ``named`` has the limits of the points by name."""

    def outcomes(rules: Iterable[Rule]) -> tuple[Outcome, ...]:
        return tuple([_outcome(rule, tables[rule]) for rule in rules])

    edition, in_order = problem.edition, problem.in_order
    gates, vetoes, lines = outcomes(problem.gates), outcomes(problem.vetoes), outcomes(problem.lines)
    routes, places = tuple(map(outcomes, problem.routes)), outcomes(problem.places)
    total = either(found.total for found in sums)
    eligible = either(found.eligible for found in sums)
    reached = _reached(problem, sums, total, line)
    shares = [found.share for found in sums]
    adding = _deciding(lines)
    if total[0] < total[1]:
        adding |= _behind(problem, problem.total, named)
    deciding = adding | _deciding(gates) | _deciding(vetoes)
    if edition.needs_route and eligible == UNDECIDED:
        open_routes = [needs for needs in routes if all_of(need.range for need in needs) == UNDECIDED]
        deciding |= _deciding(need for needs in open_routes for need in needs)
    if reached == UNDECIDED and edition.passes is not None:
        deciding |= _behind(problem, edition.passes, named | {TOTAL: total})
    before_sure = itertools.takewhile(lambda place: place.range != (1, 1), places)
    return Outcomes(
        gates=gates,
        vetoes=vetoes,
        routes=routes,
        places=tuple([place.range for place in places]),
        lines=lines,
        caveats=tuple([either(tables[rule].values())[1] == 1 for rule in problem.caveats]),
        eligible=eligible,
        core=either(found.core for found in sums),
        total=total,
        core_share=None if None in shares else either(share for share in shares if share is not None),
        reached=reached,
        decided_by=in_order(deciding),
        total_decided_by=in_order(adding) if total[0] < total[1] else (),
        place_decided_by=in_order(_deciding(before_sure)),
    )


def _reached(problem: Problem, sums: Sequence[_Sums], total: Range, line: PublishedRound | None) -> Range | None:
    """Return whether the pass mark, or the cut-off of the round, is reached, as a range; None without either."""
    passes = [found.passes for found in sums if found.passes is not None]
    if passes:
        return either(passes)
    if line is None or line.line is None:
        return None
    low, high = (int(to_decimal(units, problem.edition.file.policy.decimals) >= line.line) for units in total)
    return low, high


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


def _behind(problem: Problem, formula: Formula, named: dict[str, Possible]) -> set[str]:
    """Return the missing facts that keep a formula of ``[result]`` open, beside those behind its lines."""
    names = open_names(formula, problem.box | named)
    return {fact for name in names for fact in problem.behind.get(name, ())}
