"""Whatever is typed is answered; whatever is indexed is found by its own words and marked where it stands."""

from functools import cache
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from corpora.document import Document
from extractors.text.analyzer import analyze, forms_of
from pipeline.errors import QuerySyntaxError
from pipeline.index import intervals
from pipeline.index.embedded.backend import EmbeddedBackend
from pipeline.index.records import IndexRecord
from pipeline.index.results import ORDERS, Order, View
from pipeline.query.parser import parse
from tests.property.strategies import sentences, texts

_SYNTAX = st.sampled_from(
    [
        "NEAR/3",
        "NEAR",
        "OR",
        "|",
        "(",
        ")",
        "-",
        "=",
        '"',
        "«",
        "»",
        "date:1404",
        "count:نفر>=3",
        "title:",
        "org:",
        "*",
        "~",
    ]
)
queries = st.lists(st.one_of(texts, sentences, _SYNTAX), max_size=6).map(" ".join)


@cache
def _backend() -> EmbeddedBackend:
    backend = EmbeddedBackend(None)
    found = ("تفاهم‌نامه وزارت علوم و سازمان‌های مردم‌نهاد", "مذكرة تفاهم لمدة يومين مع وزارة العدل والأمانة")
    backend.index(
        IndexRecord.of(Document(key=str(i), id=str(i), uri="", text=text), i) for i, text in enumerate(found, 1)
    )
    backend.refresh(2)
    return backend


@given(queries, st.sampled_from(ORDERS), st.booleans(), st.booleans())
def test_any_query_is_answered(text: str, order: Order, group: bool, spelling: bool) -> None:
    operators: tuple[Literal["and", "or"], ...] = ("and", "or")
    for operator in operators:
        try:
            query = parse(text, operator, spelling=spelling)
        except QuerySyntaxError:
            continue
        results = _backend().search(query, View(order=order, group=group))
        assert results.total >= len(results.hits)
        _backend().suggestion(query)


@given(texts)
def test_a_text_is_found_by_its_words_and_marked(text: str) -> None:
    tokens = analyze(text)
    if not tokens:
        return
    backend = EmbeddedBackend(None)
    backend.index([IndexRecord.of(Document(key="k", id="k", uri="", text=text), 1)])
    backend.refresh(1)
    token = tokens[len(tokens) // 2]
    surface = text[token.start : token.end]
    (alone, *more) = analyze(surface) or [token]
    if more or alone.stem != token.stem:
        return
    (hit,) = backend.search(parse(f'"{surface}"'), View()).hits
    marked = {hit_span for passage in hit.passages for hit_span in passage.marks}
    assert any(text[m.start : m.end] and m.start <= token.start < m.end for m in marked) or len(hit.passages) == 3


@given(texts)
def test_the_terms_of_a_token_can_be_had_again_from_its_surface(text: str) -> None:
    for token in analyze(text):
        assert forms_of(text[token.start : token.end]) == token[2:]


_POINTS = st.integers(0, 3_600_000)


@given(_POINTS, st.integers(0, 5000), _POINTS, st.integers(0, 5000))
def test_intervals_meet_where_they_overlap(low: int, size: int, start: int, length: int) -> None:
    terms = intervals.terms(low, low + size, intervals.DAY_BITS)
    wanted = intervals.wanted(start, start + length, intervals.DAY_BITS)
    assert bool(terms & wanted) == (low <= start + length and start <= low + size)
