"""Which of several towns an Arabic name means («طرابلس»), by the countries that the text speaks of."""

from collections.abc import Mapping
from functools import cache

from corpora.tables import table
from extractors.names.places import Key, key
from extractors.protocols import Passage

_ENDINGS = ("", "ه", "ین", "ون", "ا")
"""Of an adjective of a country."""


def town(passage: Passage, name: Key) -> Mapping[str, str]:
    """The country and English name of a town that several countries have; {} where the text does not tell one."""
    there = _towns().get(name, {}) if passage.language == "ar" else {}
    if not there:
        return {}
    words = {word.exact for word in passage.words}
    told = [country for country in there if not words.isdisjoint(_forms(country))]
    usual = told or [country for country, (_, is_usual) in there.items() if is_usual]
    if len(usual) != 1:
        return {}
    return {"country": usual[0], "english": there[usual[0]][0]}


@cache
def _towns() -> Mapping[Key, Mapping[str, tuple[str, bool]]]:
    """Name → country → its English name, and whether it is meant where nothing tells."""
    found: dict[Key, dict[str, tuple[str, bool]]] = {}
    for row in table("several_towns"):
        found.setdefault(key(row["word"]), {})[row["country"]] = (row["english"], row["usual"] == "yes")
    return found


@cache
def _forms(country: str) -> frozenset[str]:
    """The exact words of an Arabic text that say a country: its name, its towns, its people and what is theirs."""
    rows = [row for row in table("currency_countries") if row["country"] == country and " " not in row["word"]]
    names = {key(row["word"])[0] for row in rows if row["kind"] != "adjective"}
    people = {key(row["word"])[0] + ending for row in rows if row["kind"] == "adjective" for ending in _ENDINGS}
    plain = names | people | {"ال" + word for word in people}
    return frozenset(plain | {glued + word for word in plain for glued in "وبلف"})
