"""How one applies, as a page: when, where, in which steps, with which papers, what follows; every statement cited."""

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import date_text, from_date
from hukou_cli.policy.citations import Citation, Citations, citations_of, confidence_of, document_text
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import endings
from hukou_cli.policy.procedure import Paper, Procedure, ProcedurePart, Statement
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.edition_text import checked_text, ending_texts, marked_round, round_text, title_text
from hukou_cli.render.labels import labels
from hukou_cli.render.layout import hanging, indented, is_mark, print_parts, section
from hukou_cli.render.procedure import channel_text, statement_text
from hukou_cli.render.sentences import listed
from hukou_cli.render.sources import article_text
from hukou_cli.render.verdict import figures, headline
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

if TYPE_CHECKING:
    from hukou_cli.policy.model import Gate, Indicator, Place, Route


class _Marks:
    """The articles that statements cite, numbered in the order in which they are first cited."""

    def __init__(self) -> None:
        self.cited: dict[Citation, int] = {}

    def after(self, text: str, source: Citations | None) -> str:
        """Return a statement with the marks of the articles that it rests on, as ``… [1][4]``."""
        numbers = [self.cited.setdefault(cited, len(self.cited) + 1) for cited in citations_of(source)]
        return " ".join([text, "".join(f"[{number}]" for number in numbers)]) if numbers else text


class Guide:
    """What the page of one city says.

    Args:
        edition: The policy.
        round_: The round; of a city open all year the day of application.
        language: The language of the page.
        score: The result of an applicant, by which papers and places are chosen; None lists all.

    """

    def __init__(self, edition: Edition, round_: RoundId, language: Language, score: Score | None) -> None:
        self.edition, self.round, self.language, self.score = edition, round_, language, score
        self.told = edition.file.procedure or Procedure()
        self.marks = _Marks()

    def title(self, today: datetime.date) -> str:
        """Return the city and the round, marked by a day as what it is."""
        chosen = marked_round(self.round, self.edition.calendar.state(self.round, from_date(today)), self.language)
        return f"{say('guide', self.language, pick(self.edition.file.policy.name, self.language))} · {chosen}"

    def document(self) -> str:
        """Return the document of the rules, and when it was looked at."""
        return f"{title_text(self.edition, self.language)} · {checked_text(self.edition, self.language)}"

    def unseen(self) -> list[str]:
        """Return which table of points nobody of us has read, and where to look for it."""
        unseen = self.edition.file.unseen
        return [] if unseen is None else [pick(unseen.what, self.language), pick(unseen.look, self.language)]

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each section but that of the sources under its heading: when, and each part that is told."""
        yield say("guide_when", self.language), [*self.when()]
        yield from ((say(f"part_{part}", self.language), body) for part, body in self.parts())

    def lacking(self) -> str:
        """Return what was not seen in any source; empty where nothing lacks."""
        if self.edition.file.procedure is None:
            return say("procedure_not_seen", self.language)
        parts = [say(f"part_{part}", self.language) for part in self.told.not_seen]
        return say("part_not_seen", self.language, listed(parts, self.language)) if parts else ""

    def parts(self) -> Iterator[tuple[ProcedurePart, list[str]]]:
        """Yield each part that some source tells of, with its statements."""
        steps = _numbered(self._statements(self.told.step))
        channels = [self.marks.after(channel_text(each, self.language), each.source) for each in self.told.where]
        bodies: list[tuple[ProcedurePart, list[str]]] = [
            ("where", channels),
            ("step", steps),
            ("paper", [*self._papers()]),
            ("objection", [*self._statements(self.told.objection)]),
            ("after", [*self._statements(self.told.after)]),
            ("place", [*self._places()]),
        ]
        yield from ((part, body) for part, body in bodies if body)

    def when(self) -> Iterator[str]:
        """Yield when applications are taken, in this round or in the last one known, and the days of counting."""
        calendar, language = self.edition.calendar, self.language
        if calendar.is_open_all_year:
            yield say("guide_all_year", language)
            return
        dates, published = calendar.dates(self.round), calendar.rounds.get(self.round)
        ruled = [date_text(dates[name]) if name in dates else None for name in ("opens", "closes")]
        opens, closes = (published.opens, published.closes) if published else (None, None)
        opens, closes = opens or ruled[0], closes or ruled[1]
        if opens or closes:
            key = "guide_window" if published else "guide_window_ruled"
            span = say(key, language, _moment(opens), _moment(closes))
            yield self.marks.after(span, published.source if published else None)
        else:
            yield say("guide_no_window", language, round_text(self.round, language))
            known = next((each for each in reversed(calendar.told) if each.opens or each.closes), None)
            if known is not None:
                named = round_text(known.id, language)
                last = say("guide_last_window", language, named, _moment(known.opens), _moment(known.closes))
                yield self.marks.after(last, known.source)
        label = labels(self.edition, language)
        yield from (
            say("named", language, label(name, ""), date_text(day))
            for name, day in dates.items()
            if name not in ("opens", "closes")
        )

    def _statements(self, statements: Iterable[Statement]) -> Iterator[str]:
        for statement in statements:
            text = self.marks.after(statement_text(statement, self.language, self.round), statement.source)
            yield f"{text}\n{pick(statement.note, self.language)}" if statement.note else text

    def _papers(self) -> Iterator[str]:
        """Yield the papers that are always brought, then those for what is claimed, each with what it proves."""
        names = self._claims()
        always = [paper for paper in self.edition.file.paper if not paper.proves]
        claimed = [paper for paper in self.edition.file.paper if set(paper.proves) & set(names)]
        for paper in (*always, *claimed):
            proved = [names[claim] for claim in paper.proves if claim in names]
            text = self._paper(paper, proved)
            yield f"{text}\n{pick(paper.note, self.language)}" if paper.note else text
        others = [paper for paper in self.edition.file.paper if paper.proves and paper not in claimed]
        if others:
            listing = listed((pick(paper.name, self.language) for paper in others), self.language)
            yield say("guide_other_papers", self.language, listing)

    def _paper(self, paper: Paper, proved: list[str]) -> str:
        name = pick(paper.name, self.language)
        text = say("paper_for", self.language, name, listed(proved, self.language)) if proved else name
        return self.marks.after(text, paper.source)

    def _claims(self) -> dict[str, str]:
        """Return the conditions, lines, routes and places that the applicant has to prove, by id, with their names."""
        file, score = self.edition.file, self.score
        chosen: list[Gate | Indicator | Route | Place] = [*file.gate]
        if score is None:
            chosen += [*file.indicator, *file.route, *file.place]
        else:
            nearest = [checked.route for checked in score.nearest_routes]
            held = [checked.route for checked in score.route_checks if checked.route.id in score.routes]
            lines = [line.indicator for line in score.lines if line.low or line.high]
            chosen += [*lines, *(held or nearest), *([score.place] if score.place else file.place)]
        return {each.id: pick(each.name, self.language) for each in chosen}

    def _places(self) -> Iterator[str]:
        """Yield the place of registration of the applicant; without one all, in their order."""
        known = self.score.place if self.score is not None else None
        listed = [known] if known is not None else self.edition.file.place
        texts = [self.marks.after(pick(place.name, self.language), place.source) for place in listed]
        yield from texts if known is not None else _numbered(texts)

    def sources(self) -> Iterator[str]:
        """Yield each article cited, under its number, with its confidence; under the first of a document its links."""
        seen: set[str] = set()
        for citation, number in self.marks.cited.items():
            document = self.edition.documents[citation.document]
            confidence = say(confidence_of(citation, self.edition.documents), self.language)
            links = () if document.id in seen else (*document.urls, *document.found_on)
            seen.add(document.id)
            cited = f"{document_text(document)} {article_text(citation, self.language)}"
            yield "\n".join([f"[{number}] {cited} · {confidence}", *links])


def print_guide(guide: Guide, today: datetime.date, to: Console) -> None:
    """Print how one applies.

    Args:
        guide: What is known of it.
        today: The day by which rules and documents are named as ended.
        to: The screen.

    """
    language = guide.language
    parts: list[RenderableType] = [*_head(guide, today)]
    if unseen := guide.unseen():
        parts += [*map(Text, unseen), Text()]
    for heading, body in guide.sections():
        parts += section(heading, *_listed(body))
    if lacking := guide.lacking():
        parts += [Text(lacking, style="bold"), Text()]
    cited = [*guide.sources()]
    if cited:
        parts += section(say("sources", language), hanging(cited, "dim"))
    print_parts([*parts, Text(say("guide_end", language), style="italic")], to, language)


def _head(guide: Guide, today: datetime.date) -> Iterator[RenderableType]:
    """Yield the city, the round and the document; of an applicant whether he is in; what of the rules has ended."""
    language, edition, score = guide.language, guide.edition, guide.score
    yield Text(guide.title(today), style="bold")
    yield Text(guide.document(), style="dim")
    if score is not None:
        yield Text(headline(score, language))
        told = figures(score, language)
        yield from [Text(told)] if told else []
    yield from (Text(line, style="bold yellow") for line in ending_texts(endings(edition.file, today), language))
    yield Text()


def _numbered(texts: Iterable[str]) -> list[str]:
    return [f"{at}. {text}" for at, text in enumerate(texts, start=1)]


def _listed(lines: Iterable[str]) -> Iterator[RenderableType]:
    """Yield statements as a list; what stands under one, as its note, is indented."""
    for line in lines:
        first, _, below = line.partition("\n")
        yield hanging([first if is_mark(first.partition(" ")[0]) else f"· {first}"], "")
        if below:
            yield indented(below, 1, "italic")


def _moment(text: str | None) -> str:
    """Return a day, with the time where it was seen."""
    return text.replace("T", " ") if text else "…"
