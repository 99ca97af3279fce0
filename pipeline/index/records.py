"""What goes into an index, the same for every engine."""

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpora.document import Document
from corpora.ids import story_id
from corpora.values import Quote
from extractors.text.analyzer import Token, analyze, grams
from extractors.text.constituents import stretches
from pipeline.index import facts
from pipeline.index.amounts import amount_terms, currencies
from pipeline.index.folders import folders, path_terms
from pipeline.index.terms import BREAK, WRITTEN, written
from pipeline.records import Filing

NAMED = {"org": "ORG", "person": "PERSON", "place": "PLACE"}
"""Field of the index → label of the mentions whose names it holds."""
ADDED = ("added_on", "jalali_added_on", "hijri_added_on")
"""Fields of the months and days on which documents came in."""
QUOTED = ("quote", "speaker")
"""Fields of words that somebody said, and of who said them; their terms are in ``FIELD_terms``, as those of names."""
_NOWHERE = Filing()
_MESSAGE = 500
"""Letters of what is said of a document that cannot be indexed."""


@dataclass(frozen=True, slots=True)
class Streams:
    """A text as terms joined by single spaces, one string a stream, with the offsets of the i-th term."""

    raw: str
    exact: str
    stem: str
    starts: array[int]
    ends: array[int]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> "Streams":
        """The streams of tokens."""
        return cls(
            " ".join(t.raw for t in tokens),
            " ".join(t.exact for t in tokens),
            " ".join(t.stem for t in tokens),
            array("I", (t.start for t in tokens)),
            array("I", (t.end for t in tokens)),
        )


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """One document as every engine indexes it. Values that are many terms are joined by single spaces."""

    key: str
    seq: int
    document: Document
    title: Streams
    whole: Streams
    """Title and body with a break between them, as ``whole_text`` writes them: what words are looked for in."""
    title_parts: str
    whole_parts: str
    """Compounds with a space in their constituents, as ``parts_of`` writes them."""
    names: Mapping[str, tuple[str, ...]]
    """Names as facets show them, by field of NAMED; ``name_terms`` has their stems."""
    name_terms: Mapping[str, str]
    quotes: Mapping[str, str]
    """The stems of what is quoted, and of the names and offices of who said it, by field of QUOTED."""
    entities: Mapping[str, tuple[str, ...]]
    """Ids of the organisations, persons and places that are named, by field of NAMED."""
    units: tuple[str, ...]
    """What is counted, as facets show it; ``counts`` has the numbers, ``dates`` the days, as ``intervals.terms``."""
    counts: str
    dates: str
    languages: tuple[str, ...]
    """Of the document, and of paragraphs in another one."""
    periods: Mapping[str, str]
    """Year and month of publication, by field of PERIODS."""
    moment: int | None
    """Publication in seconds of the proleptic Gregorian calendar, as the source's clock shows it."""
    grams: str
    """Three-letter runs of title and body: they rank answers to questions, and never find by themselves."""
    written: str
    """How words were written, each once: with which marks (one in a query excludes a different written one), and with
    which joints (the query's own come first)."""
    title_order: int
    """The place of the title in the alphabet, by its first letters."""
    story: int
    """The number that near-duplicates have in common."""
    run: str
    """The run that read it."""
    added: int | None
    """When it came in, as ``moment``."""
    added_on: Mapping[str, tuple[str, ...]]
    """The month and the day of it, by field of ADDED."""
    bytes: int | None
    """How many it was read from; None where they are not kept."""
    folders: tuple[str, ...]
    """In which it lies, the outermost first; ``paths`` has what they may be asked for by."""
    paths: str
    currencies: tuple[str, ...]
    """Of its amounts, alone and with the bands of their sums; ``amounts`` has what compares, as ``counts``."""
    amounts: str

    @classmethod
    def of(cls, document: Document, seq: int, filed: Filing = _NOWHERE) -> "IndexRecord":
        """Analyses the effective document; its furniture is left out. Without a story it tells its own."""
        title, stretches = _analysed(document)
        whole, parts = whole_text(document.title, document.text), [title, *stretches]
        both = [token for tokens in parts for token in tokens]
        names = {name: facts.names(document, label) for name, label in NAMED.items()}
        return cls(
            document.key,
            seq,
            document,
            Streams.of(title),
            Streams.of(_parted(parts)),
            parts_of(whole, [title]),
            parts_of(whole, parts),
            names,
            {name: facts.name_terms(values) for name, values in names.items()},
            {"quote": quoted_terms(document, whole, both), "speaker": facts.name_terms(facts.speakers(document))},
            {name: facts.entities(document, label) for name, label in NAMED.items()},
            facts.units(document),
            " ".join(sorted({term for mention in document.mentions for term in facts.counts(mention)})),
            " ".join(sorted({term for mention in document.mentions for term in facts.days(mention)})),
            facts.languages(document),
            facts.periods(document.published),
            facts.moment(document.published),
            " ".join(gram for token in both for gram in grams(token.exact)),
            " ".join(sorted(written([*both, *_constituents(whole, parts)]))),
            facts.title_order(document.title),
            story_id(document.key) if filed.story is None else filed.story,
            filed.run,
            facts.moment(filed.added),
            facts.added(filed.added),
            filed.bytes if filed.bytes is not None and filed.bytes >= 0 else None,
            (found := folders(document.uri)),
            " ".join(sorted(path_terms(found))),
            currencies(document),
            " ".join(sorted({term for mention in document.mentions for term in amount_terms(mention)})),
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """A document as of a ``seq`` that cannot be indexed, and why; the others can."""

    key: str
    seq: int
    message: str

    @classmethod
    def by(cls, error: BaseException, key: str, seq: int) -> "Refused":
        """What an error says."""
        return cls(key, seq, f"{type(error).__name__}: {error}"[:_MESSAGE])


def record_or_refusal(document: Document, seq: int, filed: Filing) -> IndexRecord | Refused:
    """The record of a document; whatever is wrong with one must not keep those behind it from being found."""
    try:
        return IndexRecord.of(document, seq, filed)
    except Exception as error:  # noqa: BLE001 - the analysis lets out whatever one document makes it stumble over
        return Refused.by(error, document.key, seq)


def whole_text(title: str, text: str) -> str:
    """What the offsets of a whole document refer to."""
    return f"{title}\n\n{text}"


def whole_of(document: Document) -> Streams:
    """Title and body of a document as one text, in the offsets of ``whole_text``."""
    title, stretches = _analysed(document)
    return Streams.of(_parted([title, *stretches]))


def _analysed(document: Document) -> tuple[list[Token], list[list[Token]]]:
    """The tokens of the title and of each stretch of the body, in the offsets of ``whole_text``."""
    before = len(whole_text(document.title, ""))
    stretches = [analyze(document.text[s.start : s.end], before + s.start) for s in document.body()]
    return analyze(document.title), stretches


def parts_of(text: str, parts: Sequence[Sequence[Token]]) -> str:
    """The stretches of a text around compounds that are written with a space, by their constituents.

    First their stems, then as they are written, with a sign before each, and a break between two.

    >>> text = "هیأت وزیران آمدند"
    >>> parts_of(text, [analyze(text)]).replace(BREAK, "|")
    'هییت وزیر امد | =هیأت =وزیران =آمدند'
    """
    found = [[token for _, token in each] for tokens in parts for each in stretches(text, tokens)]
    streams = [" ".join(token.stem for token in each) for each in found]
    streams += [" ".join(WRITTEN + token.raw for token in each) for each in found]
    return f" {BREAK} ".join(streams)


def quoted_terms(document: Document, whole: str, tokens: Sequence[Token]) -> str:
    """The stems of the words that are quoted, with a break between two quotations; ``tokens`` are of the whole."""
    before = len(whole_text(document.title, ""))
    starts = [token.start for token in tokens]
    found: list[Sequence[Token]] = []
    for mention in document.mentions:
        if mention.label == Quote.LABEL:
            first = bisect_left(starts, mention.span.start + before)
            said = tokens[first : bisect_left(starts, mention.span.end + before)]
            found += [said, *([token for _, token in each] for each in stretches(whole, said))]
    return f" {BREAK} ".join(" ".join(token.stem for token in each) for each in found)


def _constituents(text: str, parts: Sequence[Sequence[Token]]) -> list[Token]:
    return [token for tokens in parts for each in stretches(text, tokens) for _, token in each]


def _parted(stretches: Sequence[Sequence[Token]]) -> list[Token]:
    """The tokens of title and stretches of the body with a break between two."""
    parted: list[Token] = []
    for tokens in stretches:
        if parted and tokens:
            parted.append(Token(parted[-1].end, parted[-1].end, BREAK, BREAK, BREAK))
        parted += tokens
    return parted
