"""The line of a table of applicants under a quota, as a screen and as JSON: what it is, and what it rests on."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.text import Text

from hukou_cli.base.decimals import to_decimal
from hukou_cli.base.redaction import visible
from hukou_cli.render.edition_text import city_title, english_note, line_round_text, round_text
from hukou_cli.render.json_text import encoded
from hukou_cli.render.labels import rank_names
from hukou_cli.render.layout import hanging, print_parts, section
from hukou_cli.render.population import points
from hukou_cli.scoring.simulation import Simulation, score_at
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say


def print_simulation(found: Simulation, language: Language, to: Console) -> None:
    """Print what was asked, the answer, and what it rests on."""
    parts: list[RenderableType] = [
        Text(title_text(found, language), style="bold"),
        *(Text(text) for text in heading_texts(found, language)),
        Text(rows_text(found, language), style="dim"),
        Text(),
        Text(answer_text(found, language), style="bold"),
        *(Text(text) for text in beside_texts(found, language)),
        Text(),
        *section(
            say("simulation_basis", language), hanging([f"· {text}" for text in basis_texts(found, language)], "")
        ),
    ]
    print_parts(parts, to, language)


def title_text(found: Simulation, language: Language) -> str:
    """Return what was asked: the line under a quota."""
    return say("simulation_title", language, f"{found.quota:,}")


def heading_texts(found: Simulation, language: Language) -> Iterator[str]:
    """Yield the edition with its round, and how many of its texts are shown in Chinese for want of English."""
    edition = found.edition
    yield " · ".join((edition.id, city_title(edition, language), round_text(found.round, language)))
    if note := english_note(edition, language):
        yield note


def rows_text(found: Simulation, language: Language) -> str:
    """Return how many rows there are of each kind."""
    pool = found.pool
    numbers = (pool.rows + found.passed_over, pool.rows - pool.unknown, pool.people_ranked, pool.unknown)
    told = say("simulation_rows", language, visible(found.table), *(f"{number:,}" for number in numbers))
    return told + (say("population_passed_over", language, f"{found.passed_over:,}") if found.passed_over else "")


def answer_text(found: Simulation, language: Language) -> str:
    """Return where the line lies."""
    low, high = found.limits.low, found.limits.high
    kind = found.pool.basis
    if not found.pool.ranked:
        return say("rank_nobody", language)
    if kind == "list" and low is None and high is not None:
        return say("simulation_at_most", language, points(high))
    if low is None:
        return say("simulation_all", language, points(found.pool.ranked[-1][0]))
    if high is None:
        return say("simulation_at_least", language, points(low))
    if low == high:
        return say("simulation_line", language, points(low))
    return say("simulation_between", language, points(low), points(high))


def beside_texts(found: Simulation, language: Language) -> Iterator[str]:
    """Yield what stands beside the answer: the middle, how many are admitted, lines that are known, the forecast."""
    limits, pool = found.limits, found.pool
    if pool.basis == "sample" and limits.middle is not None:
        yield say("simulation_middle", language, points(limits.middle))
    if limits.low is not None and limits.low == limits.high and pool.basis != "sample":
        above = sum(number for score, number in pool.ranked if score > limits.low)
        tied = next(number for score, number in pool.ranked if score == limits.low)
        kind = "strict" if found.ties == "strict" and above + tied > found.quota else "all"
        yield say(f"simulation_ties_{kind}", language, f"{above:,}", f"{tied:,}", f"{above + tied:,}")
    if found.known is not None:
        round_, line = found.known
        own = round_ == found.round
        name = say("simulation_own" if own else "simulation_last", language, line_round_text(round_, language), line)
        yield name
        if own and pool.basis == "complete" and limits.low is not None and limits.low != line:
            yield say("simulation_differs", language)
    if found.forecast is not None:
        places = found.edition.file.policy.decimals
        ends = (to_decimal(end, places) for end in (found.forecast.low, found.forecast.high))
        yield say("simulation_forecast", language, *ends)
        if (tried := found.tried) is not None:
            errors = (to_decimal(error, places) for error in (tried.mean_error, tried.largest_error))
            yield say("simulation_tried", language, tried.of, tried.held, *errors)


def basis_texts(found: Simulation, language: Language) -> Iterator[str]:
    """Yield what the answer rests on, and what it cannot know."""
    pool = found.pool
    first = rank_names(found.edition, language)[0]
    yield say("simulation_scale", language, first)
    if pool.basis == "sample":
        assert pool.applicants is not None
        fewest, most = (f"{number:,}" for number in pool.applicants)
        number = fewest if fewest == most else say("from_to", language, fewest, most)
        yield say("simulation_sample", language, f"{pool.rows:,}", number, found.confidence)
        yield say("simulation_sample_only", language)
    else:
        yield say(f"simulation_{pool.basis}", language)
    if pool.unknown:
        yield say("simulation_unknown", language, f"{pool.unknown:,}")
    if found.has_ended:
        yield say("population_expired", language, found.edition.file.policy.in_force_to)
    yield say("simulation_no_forecast", language)


def simulation_json(found: Simulation) -> str:
    """Return a simulation as JSON text; ``docs/population.md`` describes it."""
    pool, limits = found.pool, found.limits
    places = found.edition.file.policy.decimals
    forecast = None
    if found.forecast is not None:
        forecast = [to_decimal(end, places) for end in (found.forecast.low, found.forecast.high)]
    own = None if found.known is None else {"round": str(found.known[0]), "line": found.known[1]}
    return encoded(
        {
            "edition": found.edition.id,
            "round": str(found.round),
            "rules_ended": found.has_ended,
            "table": visible(found.table),
            "quota": found.quota,
            "ties": found.ties,
            "basis": pool.basis,
            "applicants": pool.applicants,
            "confidence": found.confidence if pool.basis == "sample" else None,
            "rows": {
                "read": pool.rows + found.passed_over,
                "scored": pool.rows - pool.unknown,
                "rejected": pool.unknown,
                "ranked": pool.people_ranked,
                "passed_over": found.passed_over,
            },
            "low": limits.low,
            "middle": limits.middle,
            "high": limits.high,
            "is_below_all": limits.is_below_all,
            "lowest_ranked": score_at(pool.ranked, pool.people_ranked),
            "published": own,
            "forecast_of_past_lines": forecast,
            "forecast_tried": _tried(found),
        }
    )


def _tried(found: Simulation) -> dict[str, object] | None:
    """Return how good forecasts of past lines were, as many rounds ahead."""
    tried, places = found.tried, found.edition.file.policy.decimals
    if found.forecast is None or tried is None:
        return None
    mean, largest = (to_decimal(error, places) for error in (tried.mean_error, tried.largest_error))
    return {"rounds": tried.rounds, "of": tried.of, "held": tried.held, "mean_error": mean, "largest_error": largest}
