"""What names of bodies say: kind, place and the body that one is a unit of, on names of our own."""

from pathlib import Path

import pytest

from pipeline.organisations.describing import KINDS, kind_of_word, said

_LINES = (Path(__file__).parent / "organisations.tsv").read_text("utf-8").splitlines()[2:]
CASES = [[*line.split("\t"), "", "", "", ""][:5] for line in _LINES]


@pytest.mark.parametrize(("name", "language", "kind", "place", "parent"), CASES)
def test_a_name_says_kind_place_and_parent(name: str, language: str, kind: str, place: str, parent: str) -> None:
    assert language in ("fa", "ar")
    assert kind in KINDS
    found = said(name)
    assert (found.kind, found.place, found.parent) == (kind, place, parent)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("سمن", "ngo"),
        ("سازمان مردم نهاد", "ngo"),
        ("جمعية أهلية", "ngo"),
        ("NGO", "ngo"),
        ("شرکت", "company"),
        ("شركة", "company"),
        ("مستشفى", "hospital"),
        ("گلخانه", ""),
        ("", ""),
        ("مرکز", ""),
    ],
)
def test_a_list_says_a_kind_in_words(word: str, kind: str) -> None:
    assert kind_of_word(word) == kind
