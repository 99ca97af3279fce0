"""Names that people give to entities: in one line, and the key by which each leads to its entity."""

import unicodedata

from extractors.names.identity import key_of_name
from extractors.names.naming import bodies
from extractors.organisations.gazetteer import names
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from pipeline.errors import RefusedDecision


def key_of_called(label: str, name: str) -> str:
    """The key of a name that stands in no document: that of a body which the gazetteer knows, or of its stems."""
    cut = tuple(words(AlignedText.of(name)))
    known = names().at(names().forms(cut), 0) if label == "ORG" and cut else None
    if known and known.last == len(cut):
        body = bodies()[known.entry]
        return key_of_name(label, name, {"english": body.english, "kind": body.kind, "place": body.place})
    return key_of_name(label, name, {})


def one_line(name: str) -> str:
    """A name that a person typed, in one line, without control characters; raises RefusedDecision.

    >>> one_line(" دانشگاه\\n تهران ")
    'دانشگاه تهران'
    """
    shown = "".join(char for char in " ".join(name.split()) if unicodedata.category(char) not in ("Cc", "Cs"))
    if not words(AlignedText.of(shown)):
        raise RefusedDecision("a name needs letters")
    return shown
