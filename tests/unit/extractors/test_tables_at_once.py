"""Words of tables that are folded and cut all at once come out as each by itself."""

import pytest

from corpora.tables import table
from extractors.names.places import key, keys
from extractors.organisations.gazetteer import called
from extractors.text.lexicon import key_of, keys_of

NAMES = ("place_names", "places", "person_names", "organisation_heads", "person_roles")


@pytest.mark.parametrize("name", [*NAMES, "lexicon_fa", "compounds"])
def test_words_are_folded_at_once(name: str) -> None:
    words = [row["word"] for row in table(name)]
    assert keys_of(words) == [key_of(word) for word in words]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_cut_at_once(name: str) -> None:
    words = [row["word"] for row in table(name)]
    assert keys(words) == [key(word) for word in words]


def test_names_of_bodies_are_cut_at_once() -> None:
    names = [name for name, _ in called()]
    assert keys([*names, "", "  "]) == [*map(key, names), (), ()]
