"""How one applies, as a part of the screen of an edition: channels, steps, objection, what follows, papers."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from hukou_cli.base.bilingual import Bilingual, pick
from hukou_cli.policy.citations import Citations, citations_of
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.procedure import Channel, Paper, Procedure, Statement
from hukou_cli.policy.rounds import ApplicationDate, RoundDate, RoundId
from hukou_cli.render.layout import indented
from hukou_cli.render.sentences import listed
from hukou_cli.render.sources import cite
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

if TYPE_CHECKING:
    from hukou_cli.policy.model import Gate, Indicator, Place, Route


def procedure_parts(edition: Edition, language: Language) -> Iterable[RenderableType]:
    """Yield each part of how one applies, every statement with its sources, and last what was not seen."""
    told = edition.file.procedure or Procedure()
    if edition.file.procedure is None:
        yield Text(say("procedure_not_seen", language), style="bold")
    if told.where:
        yield _title("where", language)
    for channel in told.where:
        yield indented(f"· {channel_text(channel, language)}", 1, "")
        yield from _below(None, channel.source, edition, language)
    for part, statements in (("step", told.step), ("objection", told.objection), ("after", told.after)):
        if statements:
            yield _title(part, language)
        for at, statement in enumerate(statements, start=1):
            mark = f"{at}." if part == "step" else "·"
            yield indented(f"{mark} {statement_text(statement, language)}", 1, "")
            yield from _below(statement.note, statement.source, edition, language)
    if edition.file.paper:
        yield _title("paper", language)
    for paper in edition.file.paper:
        yield indented(f"· {paper_text(paper, edition, language)}", 1, "")
        yield from _below(paper.note, paper.source, edition, language)
    if told.not_seen:
        unseen = [say(f"part_{part}", language) for part in told.not_seen]
        yield Text(say("part_not_seen", language, listed(unseen, language)), style="bold")


def statement_text(statement: Statement, language: Language, round_: RoundId | None = None) -> str:
    """Return a statement with the time that it takes or leaves, in words; in a round with the day that ends it."""
    text = pick(statement.text, language)
    for kind, number in statement.durations.items():
        lasts = say(f"lasts_{kind}", language, number)
        text = say("lasts", language, text, say("not_less", language, lasts) if statement.at_least else lasts)
    if statement.by:
        by = statement.by
        day = f"{round_.year + by.year}-{by.month:02}-{by.day:02}" if round_ else day_text(by, language)
        text = say("lasts", language, text, say("lasts_by", language, day))
    return text


def day_text(day: RoundDate | ApplicationDate, language: Language) -> str:
    """Return a day of a round in words, seen from the year of the round."""
    if isinstance(day, str):
        return say(day, language)
    return say("day", language, _year_text(day.year, language), day.month, day.day)


def _year_text(offset: int, language: Language) -> str:
    other = "years_after" if offset > 0 else "years_before"
    return say({0: "this_year", -1: "year_before"}.get(offset, other), language, abs(offset))


def paper_text(paper: Paper, edition: Edition, language: Language) -> str:
    """Return a paper with the lines, conditions, routes and places that it is for, by name."""
    file = edition.file
    tables: tuple[Sequence[Place | Route | Indicator | Gate], ...] = (file.place, file.route, file.indicator, file.gate)
    names = {item.id: item.name for table in tables for item in table}
    proved = [pick(names[name], language) for name in paper.proves]
    name = pick(paper.name, language)
    return say("paper_for", language, name, listed(proved, language)) if proved else name


def channel_text(channel: Channel, language: Language) -> str:
    """Return a portal, a window or the employer in words, with its address."""
    text = say("channel_of", language, say(f"channel_{channel.kind}", language), pick(channel.text, language))
    return f"{text} {channel.url}" if channel.url else text


def _title(part: str, language: Language) -> RenderableType:
    return Text(say(f"part_{part}", language), style="bold")


def _below(note: Bilingual | None, source: Citations, edition: Edition, language: Language) -> Iterable[RenderableType]:
    """Yield what stands below a statement: its note, and its sources."""
    if note is not None:
        yield indented(pick(note, language), 2, "italic")
    yield from (indented(cite(cited, edition, language), 2, "dim") for cited in citations_of(source))
