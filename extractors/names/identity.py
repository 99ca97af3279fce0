"""Which entity a mention is of, as a key that is the same in every document: who is who.

A body of the gazetteer is known by its English name, in any language. Any other is known by the stems of its name; an
office that every province has (استانداری, قسم الإعلام) also by its place, or by the body that it belongs to, and where
the document tells neither, it is one of that document alone. A surname alone is one of its document, unless it is rare.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from corpora.document import Document, Mention
from corpora.tables import words
from extractors.names.candidates import common
from extractors.names.clitics import bare
from extractors.names.persons import known_names
from extractors.names.places import key, settled, spelt
from extractors.text.aligned import AlignedText
from extractors.text.lexicon import key_of
from extractors.text.segmenter import words as segmented
from extractors.text.stemmer import stem

LABELS = ("ORG", "PERSON", "PLACE")
_NATIONAL = frozenset(("ministry", "parliament", "government", "judiciary", "agency", "police", "bank"))
"""Kinds of bodies that each country has under one name."""
_EMPTY = frozenset(("و", "کشور", "ایران"))
"""Words that make no other body of a name («سازمان بهزیستی کشور»)."""


def identities(document: Document) -> Mapping[str, str]:
    """Mention id → key of its entity, for organisations, persons and places."""
    named = [mention for mention in document.mentions if mention.label in LABELS]
    around = _Around(document, named)
    return {mention.id: around.key(mention) for mention in named}


def key_of_name(label: str, name: str, value: Mapping[str, object]) -> str:
    """The key of a name that stands in no document."""
    return _Around(Document("", "", "", ""), ()).of_name(label, name, value)


@cache
def _local() -> frozenset[str]:
    """Heads of offices that every place or body has."""
    return frozenset(stem(key_of(word)) for word in words("organisation_heads", local="yes"))


def stems_of(name: str) -> tuple[str, ...]:
    """The stems of a name, in order."""
    return tuple(map(stem, key(name)))


def place_in(name: str) -> str:
    """The last city or province that a name holds, "" where it holds none.

    >>> place_in("دانشگاه میبد"), place_in("سازمان بهزیستی")
    ('Meybod, IR', '')
    """
    found = [match.entry for match in settled().find(tuple(segmented(AlignedText.of(name))))]
    return found[-1] if found else ""


def _country_in(name: str, language: str) -> str:
    """The country of the place that a body's name ends with, "" where it ends with none.

    >>> _country_in("مديرية الموارد المائية في بابل", "ar"), _country_in("وزارة الصحة", "ar")
    ('IQ', '')
    """
    exacts, known = key(name), spelt(language)
    ends = (exacts[at:] for at in range(1, len(exacts)))
    told = (known.get(end) or known.get((bare(end[0]), *end[1:])) for end in ends)
    return next((place["country"] for place in told if place and place.get("country")), "")


class _Around:
    """What a document says of where it is and of whom it tells."""

    def __init__(self, document: Document, named: Sequence[Mention]) -> None:
        self._document = document
        self._body = _most([m.value["name"] for m in named if m.label == "ORG" and not _is_local(m.value["name"])])
        own = [(m.value["name"], str(m.value["parent"])) for m in named if m.label == "ORG" and m.value.get("parent")]
        self._parents = dict(reversed(own))
        places = [place for m in named if m.label != "PERSON" and (place := place_in(m.value["name"]))]
        self._place = _most(places)
        told = [str(m.value["country"]) for m in named if m.value.get("country")]
        seats = [_country_in(m.value["name"], document.language) for m in named if m.label == "ORG" and not told]
        self._country = _most(told) or _most([country for country in seats if country])

    def key(self, mention: Mention) -> str:
        """The key of one of the document's mentions."""
        return self.of_name(mention.label, str(mention.value["name"]), mention.value)

    def of_name(self, label: str, name: str, value: Mapping[str, object]) -> str:
        """The key of a name."""
        if label == "PERSON":
            return self._person(name)
        return self._organisation(name, value) if label == "ORG" else self._somewhere(name, value)

    def _organisation(self, name: str, value: Mapping[str, object]) -> str:
        if value.get("english"):
            national = value.get("kind") in _NATIONAL and not value.get("place")
            return f"org:{value['english']}" + (f"@{self._country}" if national else "")
        stems = tuple(s for s in stems_of(name) if s not in _EMPTY) or stems_of(name) or (name,)
        known_as = "org:" + " ".join(stems)
        every_place = stems[0] in _local() or value.get("kind") == "local"
        if not every_place or place_in(name):
            return known_as
        parent = str(value.get("parent") or self._parents.get(name, ""))
        if parent and stems_of(parent)[0] in stems:  # the name itself says whose it is
            seat = str(value.get("place") or "")
            return f"{known_as}@{seat}" if seat else known_as
        return f"{known_as}@{parent or self._body or self._place or self._document.key}"

    def _person(self, name: str) -> str:
        exacts = key(name)
        alone = len(exacts) == 1 and (common(exacts[0], self._document.language) or exacts[0] in known_names())
        return "person:" + "".join(exacts) + (f"@{self._document.key}" if alone else "")

    def _somewhere(self, name: str, value: Mapping[str, object]) -> str:
        if value.get("english"):
            return f"place:{value['english']}, {value.get('country', '')}"
        return "place:" + " ".join(stems_of(name))


def _is_local(name: str) -> bool:
    return bool(name) and stems_of(name)[0] in _local()


def _most(values: Sequence[str]) -> str:
    """The most frequent value, the first of equals; "" of none."""
    return Counter(values).most_common(1)[0][0] if values else ""
