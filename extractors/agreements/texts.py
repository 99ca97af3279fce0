"""The text of an agreement itself: articles, parties of its preamble, its date and number, its term, its blanks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpora.document import Document, Span
from extractors.agreements.articles import articles
from extractors.agreements.bodies import Bodies, Body
from extractors.agreements.candidates import Candidate, Field, Party, Section, Statement, When
from extractors.agreements.dating import when
from extractors.agreements.details import number_in, renewal_of
from extractors.agreements.likeness import distinct
from extractors.agreements.news import LOOKED_FOR
from extractors.agreements.sentences import Sentence, sentences
from extractors.agreements.series import series
from extractors.agreements.terms import from_signing_in, until_in
from extractors.agreements.venues import venue_in
from extractors.text.language import runs

_LEAST = 3
"""Articles of a text that is one of an agreement."""
_OPENING = 700
"""Code points at the beginning of a text among which it names itself."""
_BLANK = re.compile(r"\.{4,}|…{2,}|_{3,}|\(\s{2,}\)")
_OTHER_SHARE = 0.25
"""The share of a text that makes its second language one that the agreement is in."""
_SUBJECT = "موضوع"
_SIDE = 12
_PREAMBLE = 8
"""Sentences at the beginning of a text among which its parties are named."""
"""Words after «طرف اول» among which its body begins."""


def sections_of(document: Document) -> tuple[Section, ...]:
    """The articles of a document that is the text of an agreement; none where it is none."""
    if not any(one.label == "AGREEMENT" and one.span.start < _OPENING for one in document.mentions):
        return ()
    found = articles(document.text)
    return found if len(found) >= _LEAST else ()


def titled(document: Document, found: Sequence[Candidate]) -> Candidate:
    """The agreement that the first word for one names: one that the text tells of too, or of which nothing is told."""
    mention = next(one for one in document.mentions if one.label == "AGREEMENT")
    for one in found:
        if mention.span in one.kind.spans or any(span.covers(mention.span) for span in (one.evidence, *one.mentions)):
            return one
    kind = Field(str(mention.value["kind"]), (mention.span,), mention.score)
    return Candidate(kind, mention.surface, mention.span, mention.span, looked_for=LOOKED_FOR)


def as_text(
    candidate: Candidate, document: Document, held: Sequence[Sentence], sections: Sequence[Section]
) -> Candidate:
    """The candidate of an agreement whose text a document is, with what its parts and sentences say."""
    first = sections[0].span.start
    preamble = [one for one in held if one.span.start < first]
    parties = _parties(held, candidate)
    signed = _signed(preamble) or _signed(held[-4:])
    flags = _flags(document, preamble, parties)
    drafted = "draft" in flags or "blanks" in flags
    return replace(
        candidate,
        kind=_kind(document),
        form="text",
        parties=parties,
        sections=tuple(sections),
        place=None if drafted else venue_in(preamble) or venue_in(held[-4:]),
        signed=None if drafted else signed,
        subject=_subject(document, sections) or candidate.subject,
        number=candidate.number or _first(number_in(one, 0, len(one.words)) for one in preamble),
        duration=_duration(held),
        valid_from=candidate.valid_from or _first(from_signing_in(one, signed) for one in held),
        valid_until=_first(until_in(one) for one in held if _has_dates(one)),
        renewal=_first(renewal_of(one, 0, len(one.words)) for one in held),
        statements=_statements(candidate, signed, drafted=drafted),
        flags=flags,
    )


def _kind(document: Document) -> Field[str]:
    """The kind by the first word for one, which names the text."""
    mention = next(one for one in document.mentions if one.label == "AGREEMENT")
    return Field(str(mention.value["kind"]), (mention.span,), mention.score)


def points_to(document: Document, candidate: Candidate) -> bool:
    """Whether a candidate is but what a text says of itself («هذه الاتفاقية», «این قرارداد»)."""
    sentence = next(one for one in sentences(document) if one.span.covers(candidate.anchor))
    first, _ = sentence.range_of(candidate.anchor)
    return sentence.has(first - 1, "this") if first else False


def _first[T](values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _has_dates(sentence: Sentence) -> bool:
    return any(mention.label == "DATE" for mention in sentence.found)


def _parties(held: Sequence[Sentence], candidate: Candidate) -> tuple[Party, ...]:
    """Those that «طرف اول» and «الطرف الأول» introduce, else those that the text names."""
    found = []
    for sentence in held:
        for at in sentence.cued(0, min(len(sentence.words), 3), "side"):
            end = min(len(sentence.words), sentence.ends(at) + _SIDE)
            bodies = series(sentence, Bodies(sentence), sentence.ends(at), end, 1)
            called = sentence.place(at, sentence.ends(at))
            name = sentence.text[called.start : called.end]
            if bodies and ":" in sentence.between(sentence.ends(at)):
                found.append((bodies[0], name))
    kept = distinct([body for body, _ in found])
    if len(kept) < 2:
        named = tuple(body.party(0.85) for body in _introduced(held))
        return named if len(named) > 1 or not candidate.parties else candidate.parties
    names = {id(body): name for body, name in found}
    return tuple(replace(body.party(0.95), called=names[id(body)]) for body in kept)


def _introduced(held: Sequence[Sentence]) -> list[Body]:
    """Those between whom the first sentences say that it is, whatever stands for the others («بین … و شرکت ……»)."""
    found = []
    for sentence in held[:_PREAMBLE]:
        bodies = Bodies(sentence)
        for at in sentence.cued(0, len(sentence.words), "between", "first_of", "second_of"):
            found += series(sentence, bodies, sentence.ends(at), len(sentence.words), 1)
        if len(distinct(found)) > 1:
            break
    return distinct(found)


def _signed(held: Sequence[Sentence]) -> Field[When] | None:
    """The day of a text, behind a word for that: «تاریخ: …», «حررت … يوم …»."""
    for sentence in held:
        for one in sentence.of("DATE"):
            told = when(one.mention)
            if told and told.start == told.end and sentence.cued(max(0, one.first - 5), one.last, "dated"):
                return Field(told, (one.mention.span,), 0.85)
    return None


def _duration(held: Sequence[Sentence]) -> Field[str] | None:
    """The first length that is the term of the agreement, before that of its renewal."""
    for sentence in held:
        terms = sentence.cued(0, len(sentence.words), "term_of")
        for one in sentence.of("DATE"):
            value = one.mention.value
            length = value.get("duration", "") if "start" not in value and not value.get("set") else ""
            behind = any(at < one.last and one.first <= at + 12 for at in terms)
            if length and "X" not in length and behind:
                return Field(length, (one.mention.span,), 0.85)
    return None


def _subject(document: Document, sections: Sequence[Section]) -> Field[str] | None:
    """What stands in the article on the subject («ماده ۲ - موضوع»), up to the end of its line."""
    for section in sections:
        heading = document.text[section.heading.start : section.heading.end]
        if _SUBJECT in heading:
            body = document.text[section.heading.end : section.span.end]
            line = body.strip().split("\n")[0].rstrip(" .،,")
            start = section.heading.end + body.find(line) if line else 0
            return Field(line, (Span(start, start + len(line)),), 0.9) if line else None
    return None


def _flags(document: Document, preamble: Sequence[Sentence], parties: Sequence[Party]) -> tuple[str, ...]:
    flags = []
    if any(one.cued(0, len(one.words), "draft") for one in preamble):
        flags.append("draft")
    if _BLANK.search(document.text):
        flags.append("blanks")
    if _is_in_two(document):
        flags.append("two_languages")
    if len(parties) < 2:
        flags.append("one_party_named" if parties else "party_unresolved")
    return tuple(flags)


def _is_in_two(document: Document) -> bool:
    """Whether a good part of a text is in another language than the rest."""
    lengths: dict[str, int] = {}
    for part in document.body():
        for span, language in runs(document.text, part, document.language):
            lengths[language] = lengths.get(language, 0) + span.end - span.start
    known = sorted((length for language, length in lengths.items() if language != "und"), reverse=True)
    return len(known) > 1 and known[1] >= _OTHER_SHARE * sum(known)


def _statements(candidate: Candidate, signed: Field[When] | None, *, drafted: bool) -> tuple[Statement, ...]:
    """A dated text is signed, a draft under review; of another nothing is known."""
    if drafted:
        return (Statement("under_review", "planned", candidate.evidence),)
    if signed is None:
        return ()
    span: Span = signed.span
    return (Statement("signed", "asserted", span, signed.value.iso, dated=True),)
