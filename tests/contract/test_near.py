"""NEAR on every engine against its definition: two places that share no word, with so many words between at most."""

from itertools import product

import pytest

from corpora.document import Document
from pipeline.index.backend import SearchBackend
from pipeline.index.records import IndexRecord
from pipeline.query.parser import parse
from tests.contract.documents import Make

_WORDS = ("زعفران", "پسته", "انار")
_TEXTS = [" ".join(each) for length in (3, 5) for each in product(_WORDS, repeat=length)]
_TEXTS += [f"{word} {'انار ' * between}زعفران" for word in _WORDS for between in (30, 32, 33, 36, 40, 41)]
_SIDES = ("زعفران", "پسته", '"زعفران پسته"', '"پسته پسته"', '"زعفران پسته زعفران"')


def _near(text: str, left: str, right: str, within: int) -> bool:
    words = text.split()
    sides = [side.strip('"').split() for side in (left, right)]
    one, other = (
        [(at, at + len(side)) for at in range(len(words)) if words[at : at + len(side)] == side] for side in sides
    )
    return any(0 <= max(a, b) - min(a_end, b_end) <= within for (a, a_end), (b, b_end) in product(one, other))


@pytest.fixture
def engine(make: Make) -> SearchBackend:
    made = make()
    made.index(
        IndexRecord.of(Document(key=str(seq), id=str(seq), uri="", text=text, language="fa"), seq)
        for seq, text in enumerate(_TEXTS, 1)
    )
    made.refresh(len(_TEXTS))
    return made


@pytest.mark.parametrize(("left", "right"), [(a, b) for n, a in enumerate(_SIDES) for b in _SIDES[n:]])
def test_words_and_phrases_are_near_as_it_is_defined(engine: SearchBackend, left: str, right: str) -> None:
    """One word that stood once in a text was near itself; the words of a phrase were taken apart."""
    for within in (0, 1, 2, 3, 16, 17, 32, 40, 999):
        asked = parse(f"{left} NEAR/{within} {right}")
        found = {int(key) for _, key in engine.after(asked, 0, len(_TEXTS))}
        assert found == {seq for seq, text in enumerate(_TEXTS, 1) if _near(text, left, right, within)}, within


def test_phrases_that_are_far_apart_are_there_both_and_their_words_are_not_scattered(make: Make) -> None:
    made, grown = make(), "انار " * 40
    texts = [
        f"زعفران پسته {grown}خرما گردو",
        f"خرما گردو {grown}زعفران پسته",
        f"زعفران {grown}پسته {grown}خرما {grown}گردو",
        f"زعفران {grown}پسته خرما گردو",
        f"زعفران پسته {grown * 3}خرما گردو",
    ]
    made.index(
        IndexRecord.of(Document(key=str(seq), id=str(seq), uri="", text=text, language="fa"), seq)
        for seq, text in enumerate(texts, 1)
    )
    made.refresh(len(texts))
    asked = parse('"زعفران پسته" NEAR/60 "خرما گردو"')
    assert {key for _, key in made.after(asked, 0, len(texts))} == {"1", "2"}
