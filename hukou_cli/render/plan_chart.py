"""The chart of a plan for a page: the totals and the line, round by round, as SVG with a title and a description."""

import datetime
import html
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import msgspec

from hukou_cli.base.decimals import to_decimal
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.plan_answer import answer_sentences, line_ahead_name
from hukou_cli.render.sentences import sentences
from hukou_cli.scoring.past_lines import PastLines
from hukou_cli.scoring.plan_result import Plan
from hukou_cli.scoring.result import Limits
from hukou_cli.scoring.rounds_ahead import LineAhead
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 14, 30
"""The margins; the one on the left holds a figure of six digits in the letters of a narrow screen."""

MOST_TICKS, MOST_ROUNDS_NAMED = 5, 5

Point = tuple[RoundId, Decimal]


class _Drawn(msgspec.Struct, frozen=True):
    """What is drawn: points of each kind, the earliest first, and the round of which a condition does not hold."""

    totals: tuple[Point, ...]
    open_totals: tuple[tuple[RoundId, Limits], ...]
    past: tuple[Point, ...]
    line: tuple[Point, ...]
    band: tuple[tuple[RoundId, Limits], ...]
    last: tuple[Point, ...]
    hollow: frozenset[RoundId]

    @property
    def rounds(self) -> list[RoundId]:
        """All rounds, in their order."""
        pairs = (*self.totals, *self.open_totals, *self.past, *self.line, *self.band, *self.last)
        return sorted({round_ for round_, _ in pairs})

    @property
    def points(self) -> list[Decimal]:
        """All points, in no order."""
        single = (points for _, points in (*self.totals, *self.past, *self.line, *self.last))
        return [*single, *(limit for _, limits in (*self.open_totals, *self.band) for limit in limits)]


def plan_chart(plan: Plan, language: Language) -> Iterator[str]:
    """Yield the chart of a plan as a figure of HTML; nothing where no points count, or in one round alone."""
    drawn = _drawn(plan)
    if len(drawn.rounds) < 2 or not (drawn.totals or drawn.open_totals):  # noqa: PLR2004 - a line has two ends
        return
    scale = _Scale(drawn.rounds, drawn.points)
    title = html.escape(say("chart_title", language))
    told = html.escape(sentences(answer_sentences(plan, language), language))
    parts = "".join([*_axes(scale), *_lines(drawn, scale), *_dots(drawn, scale)])
    yield (
        f'<figure class="plan"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="chart-title chart-told">'
        f'<title id="chart-title">{title}</title><desc id="chart-told">{told}</desc>{parts}</svg>\n'
        f"<figcaption>{''.join(_legend(drawn, plan, language))}</figcaption></figure>\n"
    )


def _drawn(plan: Plan) -> _Drawn:
    """Return what there is to draw; a total without an end is left out, as is what lies behind it."""
    scored = [row for row in plan.rows if row.score.lines and all(limit.is_finite() for limit in row.score.total_range)]
    is_open = any(row.score.total is None for row in scored)
    lines = tuple((row.round, row.line) for row in plan.rows if row.line is not None)
    past = _past(plan.kind, plan.past, plan.edition.file.policy.decimals)
    ends = (past[-1][0], plan.rows[-1].round) if past and plan.kind == "last_known" else ()
    return _Drawn(
        totals=tuple((row.round, row.score.total) for row in scored if row.score.total is not None),
        open_totals=tuple((row.round, row.score.total_range) for row in scored) if is_open else (),
        past=past,
        line=((past[-1], *lines) if past and lines else lines) if scored else (),
        band=tuple((row.round, row.band) for row in plan.rows if row.band is not None),
        last=tuple((round_, past[-1][1]) for round_ in ends),
        hollow=frozenset(row.round for row in scored if row.score.eligible is not True),
    )


def _past(kind: LineAhead, past: PastLines, places: int) -> tuple[Point, ...]:
    """Return the lines of past rounds, where the totals are compared with one of their kind."""
    if kind not in ("forecast", "last_known"):
        return ()
    return tuple((known.round, to_decimal(known.line, places)) for known in past.known)


class _Scale:
    """Where rounds and points lie on the chart."""

    def __init__(self, rounds: Sequence[RoundId], points: Sequence[Decimal]) -> None:
        self.rounds = rounds
        periods = max(1, *(round_.period for round_ in rounds))
        self.places = {round_: _days(round_) if round_.day else _periods(round_, periods) for round_ in rounds}
        self.step = axis_step(max(points) - min(points), MOST_TICKS - 1)
        self.low = (min(points) / self.step).to_integral_value(ROUND_FLOOR) * self.step
        highest = (max(points) / self.step).to_integral_value(ROUND_CEILING) * self.step
        self.high = max(self.low + self.step, highest)

    def across(self, round_: RoundId) -> Decimal:
        first, last = (self.places[end] for end in (self.rounds[0], self.rounds[-1]))
        part = Decimal(self.places[round_] - first) / Decimal(last - first)
        return (LEFT + part * (WIDTH - LEFT - RIGHT)).quantize(Decimal("0.1"))

    def down(self, points: Decimal) -> Decimal:
        part = (self.high - points) / (self.high - self.low)
        return (TOP + part * (HEIGHT - TOP - BOTTOM)).quantize(Decimal("0.1"))

    def at(self, point: Point) -> str:
        return f"{self.across(point[0])},{self.down(point[1])}"


def _days(round_: RoundId) -> int:
    return datetime.date(round_.day // 10000, round_.day // 100 % 100, round_.day % 100).toordinal()


def _periods(round_: RoundId, of_a_year: int) -> int:
    """Return how many rounds would lie before a round, with so many a year."""
    return round_.year * of_a_year + max(0, round_.period - 1)


def axis_step(span: Decimal, parts: int, least: Decimal = Decimal(1)) -> Decimal:
    """Return the distance of the figures on an axis: 1, 2 or 5 of a power of ten, so that they are few.

    Args:
        span: From the first to the last.
        parts: How many parts there are at most.
        least: The least distance, a power of ten.

    >>> axis_step(Decimal(30), 4), axis_step(Decimal("1.5"), 20, Decimal("0.01"))
    (Decimal('10'), Decimal('0.10'))

    """
    step = least
    while True:
        for times in (1, 2, 5):
            if span <= step * times * parts:
                return step * times
        step *= 10


def _axes(scale: _Scale) -> Iterator[str]:
    """Yield the figures of the points with their lines, and the names of some rounds."""
    points = scale.low
    while points <= scale.high:
        down = scale.down(points)
        yield f'<path class="grid" d="M{LEFT},{down}H{WIDTH - RIGHT}"/>'
        yield f'<text x="{LEFT - 8}" y="{down}" dy=".35em" text-anchor="end">{points.normalize():f}</text>'
        points += scale.step
    named = _named(scale)
    for at, round_ in enumerate(named):
        anchor = "start" if not at else "end" if at == len(named) - 1 else "middle"
        name = str(round_)[: len("2026-12")]
        yield f'<text x="{scale.across(round_)}" y="{HEIGHT - 6}" text-anchor="{anchor}">{name}</text>'


def _named(scale: _Scale) -> list[RoundId]:
    """Return the first and the last round, and those nearest to as many equal parts between as there is room for."""
    first, last = (scale.places[end] for end in (scale.rounds[0], scale.rounds[-1]))
    parts = min(MOST_ROUNDS_NAMED, len(scale.rounds)) - 1
    wanted = (first + (last - first) * part // parts for part in range(parts + 1))
    nearest = (min(scale.rounds, key=lambda round_: abs(scale.places[round_] - place)) for place in wanted)
    return sorted(set(nearest))


def _lines(drawn: _Drawn, scale: _Scale) -> Iterator[str]:
    """Yield what is spanned and the lines, the totals last, which lie on top."""
    for kind, spans in (("band", drawn.band), ("maybe", drawn.open_totals)):
        begins = [(drawn.past[-1][0], (drawn.past[-1][1],) * 2)] if kind == "band" and drawn.past else []
        edges = [*begins, *spans]
        if spans:
            upper = [scale.at((round_, limits[1])) for round_, limits in edges]
            lower = [scale.at((round_, limits[0])) for round_, limits in reversed(edges)]
            yield f'<polygon class="{kind}" points="{" ".join([*upper, *lower])}"/>'
    for kind, points in (("past", drawn.past), ("line", drawn.line), ("last", drawn.last), ("total", drawn.totals)):
        if len(points) > 1:
            yield f'<polyline class="{kind}" points="{" ".join(map(scale.at, points))}"/>'


def _dots(drawn: _Drawn, scale: _Scale) -> Iterator[str]:
    """Yield a dot for each line published, and for each total: hollow where a condition does not hold for certain."""
    for kind, points in (("past", drawn.past), ("total", drawn.totals)):
        for round_, value in points:
            hollow = " hollow" if kind == "total" and round_ in drawn.hollow else ""
            across, down = scale.across(round_), scale.down(value)
            yield f'<circle class="{kind}{hollow}" cx="{across}" cy="{down}" r="{_radius(len(points))}"/>'


def _radius(number: int) -> str:
    """Return the radius of dots: smaller where they would touch."""
    return "3.5" if number <= 40 else "1.5"  # noqa: PLR2004 - so many stand side by side


def _legend(drawn: _Drawn, plan: Plan, language: Language) -> Iterator[str]:
    """Yield the name of each kind that is drawn, with a piece of it."""
    named = [
        ("total", drawn.totals, say("chart_total", language)),
        ("total hollow", drawn.hollow and drawn.totals, say("chart_not_eligible", language)),
        ("maybe", drawn.open_totals, say("chart_total_open", language)),
        ("past", drawn.past, say("chart_past", language)),
        ("line", drawn.line, line_ahead_name(plan.kind, plan.past, language)),
        ("band", drawn.band, say("chart_band", language)),
        ("last", drawn.last, say("chart_last", language)),
    ]
    for kind, points, name in named:
        if points:
            yield f'<span><svg viewBox="0 0 24 12" aria-hidden="true">{_sample(kind)}</svg>{html.escape(name)}</span> '


def _sample(kind: str) -> str:
    if kind in ("band", "maybe"):
        return f'<rect class="{kind}" width="24" height="12"/>'
    shown = f'<path class="{kind.split(maxsplit=1)[0]}" d="M0,6H24"/>'
    return shown + f'<circle class="{kind}" cx="12" cy="6" r="3.5"/>' if kind not in ("line", "last") else shown
