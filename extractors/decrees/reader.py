"""The appointments that a document tells of, or the one whose decree it is."""

from collections.abc import Callable, Iterator, Mapping

from corpora.document import Document
from extractors.agreements.telling import is_of_sports
from extractors.decrees import arabic, persian
from extractors.decrees.candidates import Decree
from extractors.decrees.joining import joined
from extractors.decrees.letters import letters
from extractors.decrees.lines import LANGUAGES, Line, is_cued, lines
from extractors.decrees.told import Told

VERSION = 4
"""Raised whenever what is read changes: a register that was read by other rules is read again."""

_HEAD = 2
"""Lines of a headline and an abstract, which say «X فرماندار یزد شد» with no word of appointing."""
_TOLD: Mapping[str, Callable[[Line, Line | None], Iterator[Told]]] = {"fa": persian.told, "ar": arabic.told}


def decrees(document: Document) -> list[Decree]:
    """What a document with mentions says of appointments, in text order; a pure function of it.

    Those of a person without a name are none, nor are those of coaches, players and parts in films.
    """
    language = document.language
    if language not in LANGUAGES or not is_cued(document.text, language):
        return []
    published = document.published[:10]
    sports = is_of_sports(document)
    return joined(told.decree(published) for told in _told(document) if told.post or not sports)


def _told(document: Document) -> Iterator[Told]:
    """Each statement; a sentence without letters of a cue is not cut into words."""
    held, language = list(lines(document)), document.language
    for at, line in enumerate(held):
        text = document.text[line.span.start : line.span.end]
        if line.found and (at < _HEAD or is_cued(text, language)):
            yield from _TOLD[language](line, held[at - 1] if at else None)
    yield from letters(held, language)
