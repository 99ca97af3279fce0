"""Queries of which nothing can be looked for: no search takes them for all, and nothing is done by them."""

from contextlib import suppress

import pytest

from pipeline.errors import QuerySyntaxError, RefusedDecision
from pipeline.index.results import View
from pipeline.query.advice import advice
from pipeline.query.nodes import Exact
from pipeline.query.parser import parse
from pipeline.query.stored import StoredQuery
from pipeline.records import Source
from pipeline.review.bulk import Bulk
from pipeline.runs.removal import Wanted
from pipeline.store.unseen import Which
from pipeline.workspace import Workspace
from tests.makers import ME

TEXTS = {
    "a": "وزارت علوم گزارش خود را در تهران منتشر کرد.",
    "b": "وزارت علوم گزارش خود را در اصفهان منتشر کرد.",
    "c": "دانشگاه یزد گزارش خود را منتشر کرد.",
}
NOTHING = ("()", "( )", "(", "-", "--", "-()", '""', "«»", "!", "؟؟", ":)", "=", "**", "~", "OR", "|", "ـ", "😀", "…")
BROKEN = ("org:(", "org:()", 'org:""', "title:-", "org:!", "org:*", "-org:(", "ایران org:(", 'entity:""', 'source:" "')


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.ingest_sources(ME, [Source(f"file:///{k}.txt", f"{k}.txt", t.encode()) for k, t in TEXTS.items()])
    return workspace


def test_a_search_finds_nothing_and_says_so(filled: Workspace) -> None:
    language = (Exact("lang", "fa"),)
    assert filled.search(ME, "*", View(), filters=language).total == len(TEXTS)
    assert filled.search(ME, "", View(), filters=language).total == len(TEXTS)
    for text in NOTHING:
        assert filled.search(ME, text, View(), filters=language).total == 0, text
        assert filled.histogram(ME, text, "year", filters=language) == ()
        assert [offer.reason for offer in advice(text)] == ["nothing"], text
    for text in ("لا", "-لا", "گزارش", "AND"):
        assert advice(text) == [], text


@pytest.mark.parametrize("text", [*NOTHING, *BROKEN])
def test_nothing_is_done_by_it(filled: Workspace, text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        filled.removal.chosen(ME, Wanted(query=text))
    with pytest.raises(QuerySyntaxError):
        filled.bulk.preview(ME, Bulk("accept", "ORG", q=text))
    with pytest.raises(QuerySyntaxError):
        filled.assignments.assign(ME, [ME.name], Which(), text)
    with pytest.raises(QuerySyntaxError):
        filled.matches(ME, text, (Exact("lang", "fa"),))
    with pytest.raises(QuerySyntaxError):
        filled.searches.rows(ME, text)
    for filters in ((), (Exact("lang", "fa"),)):
        with pytest.raises((QuerySyntaxError, RefusedDecision)):
            filled.monitors.add(ME, "پایش", StoredQuery(text, filters))
    assert filled.count(ME) == len(TEXTS)


@pytest.mark.parametrize("text", BROKEN)
def test_a_field_without_words_is_told(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="the field wants a word"):
        parse(text)


def test_blanks_delete_nothing(filled: Workspace) -> None:
    with pytest.raises(QuerySyntaxError):
        filled.removal.chosen(ME, Wanted(query="  "))
    assert filled.count(ME) == len(TEXTS)


def test_a_minus_before_a_bracket_leaves_all_of_it_out(filled: Workspace) -> None:
    """It was passed over, so that exactly what was to be left out was found."""
    for text in ("گزارش -(تهران OR اصفهان)", "-(تهران OR اصفهان)", "گزارش -(تهران | «اصفهان»)"):
        assert [hit.uri for hit in filled.search(ME, text).hits] == ["file:///c.txt"], text
    assert filled.search(ME, "گزارش - (تهران OR اصفهان)").total == 2


ODD = (  # written before anybody read how queries are parsed: what is asked for, and how many of the three it finds
    ("AND OR NOT", 0),
    ("title:", 0),
    ("NOT", 0),
    ("NOT NOT", 0),
    ("??", 0),
    ("~2", 0),
    ("\N{ZERO WIDTH NON-JOINER}", 0),
    ("\N{ARABIC FATHA}\N{ARABIC SHADDA}", 0),
    ('-""', 0),
    ("- -", 0),
    ("OR OR", 0),
    ("- تهران", 1),
    ("تهران OR", 1),
    ("تهران)", 1),
)
TOLD = (
    "title:(a OR b)",
    "title:()",
    "date:..",
    "title:* OR *",
    "published:",
    "count:",
    "org:OR",
    "lang:",
    "size:>",
    "NEAR/3",
    "(تهران",
)


@pytest.mark.parametrize(("text", "number"), ODD)
def test_an_odd_query_is_words_or_nothing_and_never_everything(filled: Workspace, text: str, number: int) -> None:
    assert filled.search(ME, text, View()).total == number


@pytest.mark.parametrize("text", TOLD)
def test_an_odd_query_is_refused_with_why_or_finds_nothing(filled: Workspace, text: str) -> None:
    with suppress(QuerySyntaxError):
        assert filled.search(ME, text, View()).total == 0
