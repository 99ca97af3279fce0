"""What must hold of any string: nothing raises, offsets come back, folding twice is folding once."""

import json
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpora.codec import decode, encode
from corpora.document import Document, Span
from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.aligned import AlignedText
from extractors.text.analyzer import TERM_BYTES, analyze, forms_of
from extractors.text.characters import lossless, lossy, replaced
from extractors.text.segmenter import first_letters, words
from extractors.text.stemmer import stem
from extractors.text.tokens import tokens
from extractors.text.variants import variants
from pipeline.errors import QuerySyntaxError
from pipeline.ingest.formats.furniture import furniture_lines
from pipeline.query.parser import parse
from tests.property.strategies import texts

EXTRACTORS = build()


@given(texts)
def test_every_folded_character_has_its_place(text: str) -> None:
    folded = AlignedText.of(text)
    places = [folded.bounds(i, i + 1) for i in range(len(folded.text))]
    assert len(folded.text) == len(folded.key)
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(texts)
def test_characters_are_replaced_as_str_translate_does(text: str) -> None:
    for table in (lossless(), lossy()):
        assert replaced(text, table) == text.translate({ord(one): to for one, to in table.items()})


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = AlignedText.of(text)
    assert AlignedText.of(once.text).text == once.text
    assert AlignedText.of(once.key).key == once.key


@given(texts)
def test_segmentation_is_lossless(text: str) -> None:
    """Words lie in order, and every letter and digit that the tokens hold is in one of them."""
    folded = AlignedText.of(text)
    found = words(folded)
    assert all(a.end <= b.start for a, b in pairwise(found))
    inside = {i for w in found for i in range(w.start, w.end)}
    assert {i for t in tokens(folded) for i in range(t.start, t.end)} <= inside


@given(texts)
def test_tokens_of_the_analyzer(text: str) -> None:
    found = analyze(text)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for token in found:
        for term in (token.raw, token.exact, token.stem):
            assert term
            assert not any(c.isspace() for c in term)
            assert len(term.encode()) <= TERM_BYTES


@given(texts, st.integers(1, 4))
def test_a_word_begins_with_a_letter_that_its_exact_form_may_begin_with(text: str, size: int) -> None:
    for token in analyze(text):
        surface = text[token.start : token.end]
        assert surface[0] in first_letters(forms_of(surface).exact[:size])


def test_a_spelling_begins_with_a_letter_that_its_exact_form_may_begin_with() -> None:
    assert [spelt for spelt, exact in variants().items() if spelt[0] not in first_letters(exact[:2])] == []


@given(texts)
def test_a_stem_is_never_empty(text: str) -> None:
    assert all(stem(token.exact) for token in analyze(text))


@given(
    texts,
    st.sampled_from(["fa", "ar", "en", "und"]),
    st.sampled_from([None, date(2025, 8, 13), date(1, 1, 1), date(9999, 12, 31)]),
)
def test_mentions_of_any_text(text: str, language: str, published: date | None) -> None:
    found = mentions_of(text, key="k", language=language, published=published, extractors=EXTRACTORS)
    for mention in found:
        assert text[mention.span.start : mention.span.end] == mention.surface
        json.dumps(dict(mention.value))
        value = mention.value
        if "number_span" in value:
            start, end = value["number_span"]
            assert mention.span.start <= start < end <= mention.span.end
        if "start" in value:
            assert value["start"] <= value["end"]


@given(texts)
def test_furniture_is_whole_lines(text: str) -> None:
    for span in furniture_lines(text):
        assert span.start == 0 or text[span.start - 1] == "\n"
        assert span.end == len(text) or text[span.end] == "\n"


@given(texts, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=4))
def test_a_document_survives_its_line(text: str, ranges: list[tuple[int, int]]) -> None:
    furniture = tuple(Span(*sorted((min(a, len(text)), min(b, len(text))))) for a, b in ranges)
    document = Document(key="k", id=text[:5], uri="u", text=text, title=text, furniture=furniture)
    found = mentions_of(text, key="k", language="fa", published=None, extractors=EXTRACTORS)
    whole = document.with_mentions(found)
    assert decode(encode(whole)) == whole


@given(texts)
def test_any_query_parses_or_says_where_not(text: str) -> None:
    refused: QuerySyntaxError | None = None
    try:
        parse(text)
    except QuerySyntaxError as error:
        refused = error
    assert refused is None or (refused.message and 0 <= refused.position <= len(text))
