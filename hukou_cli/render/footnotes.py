"""Footnotes of a result: a number for each rule, and what stands under it: articles, quotes, documents, links."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from hukou_cli.base.bilingual import pick
from hukou_cli.policy.citations import Citation, citations_of
from hukou_cli.policy.model import Gate, Indicator, Route, Veto
from hukou_cli.render.edition_text import dated_text, title_text
from hukou_cli.render.layout import hanging, indented, section
from hukou_cli.render.sources import cite, document_lines, rests_on
from hukou_cli.scoring.result import Score
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

Rule = Gate | Veto | Indicator | Route


class Footnotes:
    """The rules of a result by number: conditions, then lines, vetoes and routes, in the order of the policy.

    Args:
        score: The result.

    """

    def __init__(self, score: Score) -> None:
        self.score = score
        self.rules: list[Rule] = [check.rule for check in score.gates if isinstance(check.rule, Gate)]
        self.rules += [line.indicator for line in score.lines]
        self.rules += [check.rule for check in score.vetoes if isinstance(check.rule, Veto)]
        self.rules += [checked.route for checked in score.route_checks]
        self._numbers = {id(rule): number for number, rule in enumerate(self.rules, start=1)}

    def mark(self, *rules: object) -> str:
        """Return the marks of rules in the order of their numbers, as ``[5]``, ``[1][2]``, ``[1][3]–[8]``."""
        runs: list[list[int]] = []
        for number in sorted(number for rule in rules if (number := self._numbers.get(id(rule))) is not None):
            if runs and runs[-1][-1] + 1 == number:
                runs[-1].append(number)
            else:
                runs.append([number])
        return "".join(map(_run_text, runs))

    def citations(self, rule: Rule) -> Iterator[Citation]:
        """Yield the citations of a rule; of a route those of its needs too, each once."""
        needs = next((checked.needs for checked in self.score.route_checks if checked.route is rule), ())
        yield from dict.fromkeys(
            cited for source in (rule.source, *(need.rule.source for need in needs)) for cited in citations_of(source)
        )

    def documents(self) -> list[str]:
        """Return the ids of the documents cited, in the order of citation."""
        return [*dict.fromkeys(cited.document for rule in self.rules for cited in self.citations(rule))]


def _run_text(run: list[int]) -> str:
    """Return the marks of numbers in a row: up to two one by one."""
    return f"[{run[0]}]–[{run[-1]}]" if run[2:] else "".join(f"[{number}]" for number in run)


def sources(notes: Footnotes, language: Language, *, with_rules: bool) -> Iterator[RenderableType]:
    """Yield the edition, under each number the articles and the words quoted, then the documents with their links.

    Args:
        notes: The numbered rules.
        language: The language of the page.
        with_rules: Whether the articles are listed by rule; an explanation has them at its steps already.

    """
    edition = notes.score.edition
    yield Text(say("sources", language), style="bold underline")
    yield Text(title_text(edition, language))
    yield Text(" · ".join([*dated_text(edition, language), rests_on(edition, language)]), style="dim")
    yield Text(say("articles_quoted", language), style="dim")
    for rule in notes.rules if with_rules else ():
        yield Text(f"\n{notes.mark(rule)} {pick(rule.name, language)}", style="bold")
        for cited in notes.citations(rule):
            yield indented(cite(cited, edition, language), 1, "dim")
    yield Text()
    listed = (f"· {document_lines(edition.documents[id_], language)}" for id_ in notes.documents())
    yield from section(say("documents", language), hanging(listed, "dim"))


def doubts(score: Score, language: Language) -> Iterable[RenderableType]:
    """Return what is not certain of the policy and may touch the result."""
    caveats = (f"· {pick(caveat.text, language)}" for caveat in score.caveats)
    return section(say("caveats", language), hanging(caveats, "")) if score.caveats else []
