"""Who reads a result or a policy can look its sources up: their addresses stand in every format."""

import io
import json

import pytest

from hukou_cli import Edition, score
from hukou_cli.policy.catalog import Catalog
from hukou_cli.render.policy import print_policy
from hukou_cli.render.score_json import score_json
from hukou_cli.render.score_markdown import score_markdown
from hukou_cli.render.score_text import print_score
from hukou_cli.render.sources import cited_documents, rule_sources
from hukou_cli.scoring.result import Score
from tests.support.screens import screen

ADDRESS = "fuwu.rsj.beijing.gov.cn/integraltool/tool/simulation"


@pytest.fixture(scope="module")
def result(beijing: Edition, person: dict[str, object]) -> Score:
    assert any(document.urls == (ADDRESS,) for document in beijing.file.document)
    return score(person, beijing, 2022)


def test_the_screen_lists_the_address_with_the_source(result: Score) -> None:
    to = screen(80)
    print_score(result, "en", to, with_sources=True)
    assert isinstance(to.file, io.StringIO)
    assert f"\n  {ADDRESS}\n" in to.file.getvalue()


def test_json_has_the_address_with_every_source(result: Score) -> None:
    answer = json.loads(score_json(result, "en"))
    sources = [source for line in (*answer["gates"], *answer["lines"]) for source in line["sources"]]
    documents = {document.id: [*document.urls] for document in result.edition.file.document}
    assert [ADDRESS] in documents.values()
    assert all(source["urls"] == documents[source["document"]] for source in sources)


def test_markdown_links_to_the_sources(result: Score) -> None:
    page = score_markdown(result, "en")
    assert "## Sources" in page
    assert f"<http://{ADDRESS}>" in page


def test_a_mark_of_a_page_that_is_no_address_is_no_link(catalog: Catalog) -> None:
    edition = catalog.find("chengdu")
    cited = "\n".join(cited_documents(rule_sources(edition), edition, "zh"))
    assert " <http://qebk.com/f988b424> <http://husay.cn/5228247> · news3 10886" in cited


@pytest.mark.parametrize("city", ["beijing", "wuhan", "tianjin"])
def test_a_policy_lists_its_documents_with_their_addresses(catalog: Catalog, city: str) -> None:
    edition = catalog.find(city)
    to = screen(200)
    print_policy(edition, "zh", to)
    assert isinstance(to.file, io.StringIO)
    printed = to.file.getvalue()
    places = [place for document in edition.file.document for place in (*document.urls, *document.found_on)]
    assert places
    assert all(f" {place}\n" in printed for place in places)


def test_who_issued_a_policy_is_shown(catalog: Catalog) -> None:
    to = screen(200)
    print_policy(catalog.find("wuhan"), "zh", to)
    assert isinstance(to.file, io.StringIO)
    assert "武汉市人民政府" in to.file.getvalue()
