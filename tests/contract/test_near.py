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
    far = 40 if '"' not in left + right else 32  # of phrases, what is farther may be taken apart (tantivy)
    for within in (0, 1, 2, far):
        asked = parse(f"{left} NEAR/{within} {right}")
        found = {int(key) for _, key in engine.after(asked, 0, len(_TEXTS))}
        assert found == {seq for seq, text in enumerate(_TEXTS, 1) if _near(text, left, right, within)}, within
