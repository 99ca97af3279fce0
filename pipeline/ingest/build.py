"""From what an ingestor read to a Document: identity, version, language, quality flags."""

import json
import re
from dataclasses import replace

from corpora.document import ABOUT, Document
from corpora.ids import canonical_uri, digest, key_of_id, key_of_uri
from corpora.unicode import storable
from extractors.text.aligned import AlignedText
from extractors.text.characters import ARABIC_LETTERS, ZWNJ
from extractors.text.language import language_of
from extractors.text.lexicon import is_word
from extractors.text.segmenter import words
from extractors.text.spelling import spelling
from pipeline.records import Draft, Source

_VERSIONED = ("text", "title", "published", "url", "language", "site")
_GLUED = 3
"""So many words that lost their ZWNJ, and none that kept it, make a text that lost it."""
_SAMPLE = 20_000
_UNDATED = "no_published"
_LONGEST_SITE, _LONGEST_TAG = 1000, 35
"""Letters of the name of a site, which an index takes as one word; of a language tag (RFC 5646, 4.4.1)."""
_ARABIC_WORD = re.compile(f"[{ARABIC_LETTERS}]{{3,}}")
_WORDS, _FEWEST, _MOSTLY = 150, 8, 0.5
"""A text in visual order has so many words at least, and more than this part of them are words from their end."""


def identity(source: Source) -> tuple[str, str]:
    """The key, in the collection ``main``, and the id of the document that a source becomes."""
    given = source.record.get("id") if source.record else None
    if given is None or given == "":
        key = key_of_uri(source.uri)
        return key, key
    named = storable(str(given))
    return key_of_id(source.source, named), named


def content_hash(source: Source) -> str:
    """Names the version: the hash of the bytes, of a JSON line the hash of what it says."""
    if source.record is None:
        return digest(source.data)
    said = {name: source.record[name] for name in _VERSIONED if name in source.record}
    return digest(json.dumps(said, sort_keys=True).encode())


def document_of(source: Source, draft: Draft) -> Document:
    """The document, not yet annotated."""
    own, given = identity(source)
    key = source.key or own
    document = Document(
        key=key,
        id=given if given != own else key,
        uri=storable(canonical_uri(source.uri)),
        text=storable(draft.text),
        source=storable(source.source),
        collection=source.collection,
        kind=draft.kind,
        title=storable(draft.title),
        site=storable(draft.site)[:_LONGEST_SITE],
        published=storable(draft.published or source.published),
        content_hash=content_hash(source),
        pages=draft.pages,
        furniture=draft.furniture,
        about={name: storable(draft.about[name]) for name in ABOUT if draft.about.get(name)},
    )
    body = document.body_text()
    named = storable(draft.language or source.language)
    language = named if 0 < len(named) <= _LONGEST_TAG else language_of(body or document.text)
    flags = sorted({*draft.flags, *quality_flags(body, language)} - ({_UNDATED} if document.published else set()))
    return replace(document, language=language, flags=tuple(flags))


def quality_flags(text: str, language: str) -> set[str]:
    """What is wrong with the letters of a text: lost ZWNJ, Arabic letters in Persian, presentation forms."""
    flags = set()
    if any("\ufb50" <= c <= "\ufdff" or "\ufe70" <= c <= "\ufefc" for c in text[:_SAMPLE]):
        flags.add("presentation_forms")
    if language == "fa":
        if "ي" in text or "ك" in text:
            flags.add("mixed_letters")
        if ZWNJ not in text and _lost_joints(text) >= _GLUED:
            flags.add("zwnj_lost")
    if _is_reversed(text):
        flags.add("visual_order")
    return flags


def _is_reversed(text: str) -> bool:
    """Whether the words of a text are words when they are read from their end, and else are not.

    >>> _is_reversed("همان تسا رد هک زا هب نیا هاگشناد تراشو نارهت ناتسا یاروش"), _is_reversed("شورای استان تهران")
    (True, False)
    """
    folded = _ARABIC_WORD.findall(AlignedText.of(text[:_SAMPLE]).key.replace(ZWNJ, ""))[:_WORDS]
    backwards = sum(is_word(word[::-1]) for word in folded)
    forwards = sum(map(is_word, folded))
    return len(folded) >= _FEWEST and backwards > _MOSTLY * len(folded) and backwards > 2 * forwards


def _lost_joints(text: str) -> int:
    folded = AlignedText.of(text[:_SAMPLE])
    return sum(
        ZWNJ in spelling(folded, word, "fa") for word in words(folded) if " " not in folded.text[word.start : word.end]
    )
