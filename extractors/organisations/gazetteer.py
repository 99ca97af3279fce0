"""What the tables know: names, head words, places, and the words that end a name."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from corpora.tables import table, words
from extractors.sequences import Joined, Sequences
from extractors.text.exact import exact_of
from extractors.text.lexicon import key_of, keys_of

_DOUBTFUL = "?"
_PAPERS = ("روزنامه ", "صحيفة ")


class Head(NamedTuple):
    """A head word: whether it names a body alone, its modifiers may be coordinated, and a number may be its name."""

    alone: bool
    joins: bool
    numbered: bool = False


def called() -> Iterator[tuple[str, str]]:
    """Every canonical name and alias, as written, with the canonical name."""
    for row in table("organisations"):
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            yield name, row["name"]


@cache
def names() -> Joined:
    """Every canonical name and alias → the canonical name."""
    return Joined(called())


@cache
def heads(language: str) -> dict[str, Head]:
    """Exact form of a head word → what it allows."""
    rows = [row for row in table("organisation_heads") if row["language"] == language]
    return {key_of(row["word"]): Head(*(row[column] == "yes" for column in Head._fields)) for row in rows}


def _heads_with(*columns: str) -> frozenset[str]:
    """Exact forms of heads that have something in one of these columns."""
    rows = (row for row in table("organisation_heads") if any(row[column] for column in columns))
    return frozenset(key_of(row["word"]) for row in rows)


@cache
def whole_bodies() -> frozenset[str]:
    """Exact forms of heads that stand for a whole body wherever they come in a name."""
    return _heads_with("body", "alone")


@cache
def offices() -> frozenset[str]:
    """Exact forms of heads that name an office wherever they begin a name."""
    return _heads_with("body", "alone", "local")


@cache
def seated() -> frozenset[str]:
    """Exact forms of heads that the name of a town or province makes the name of a body («دانشگاه زنجان»)."""
    return _heads_with("seated")


@cache
def apposed() -> frozenset[str]:
    """Exact forms of heads after which a name stands by itself («صحيفة الحياة»)."""
    return _heads_with("apposed")


@cache
def with_names() -> frozenset[str]:
    """Exact forms of Arabic heads of bodies that have names of their own («مركز «أمان»», not «لجنة (مؤقتة)»)."""
    return _heads_with("called")


@cache
def state_bodies() -> frozenset[str]:
    """Canonical names that two words are enough for: of ministries, agencies, banks and what else a state has."""
    kinds = ("agency", "armed", "police", "ministry", "government", "parliament", "judiciary", "international", "bank")
    return frozenset(row["name"] for row in table("organisations") if row["kind"] in kinds)


@cache
def international() -> frozenset[str]:
    """Canonical names of the bodies of several countries («الأمم المتحدة»)."""
    return frozenset(row["name"] for row in table("organisations") if row["kind"] == "international")


@cache
def loose(language: str) -> frozenset[str]:
    """Exact forms of heads that are common nouns as well («إدارة الوقت»)."""
    rows = (row for row in table("organisation_heads") if row["loose"] and row["language"] == language)
    return frozenset(key_of(row["word"]) for row in rows)


@cache
def plurals(language: str) -> frozenset[str]:
    """Exact forms of the words for several bodies («شركات», «شرکت‌های»), also without their article."""
    return frozenset(singulars(language))


@cache
def singulars(language: str) -> Mapping[str, str]:
    """Exact form of a word for several bodies → the head word of one («شركات», «بانک‌های»)."""
    every = (*table("named_bodies"), *table("organisation_heads"))
    rows = [row for row in every if row["language"] == language]
    if language == "fa":
        spelt = [(key_of(form), row["word"]) for row in rows for form in (row["plural"], row["word"]) if form]
        return {word + ending: head for word, head in spelt for ending in ("ها", "های", "هایی")}
    return {key_of(row["plural"]): row["word"] for row in rows if row["plural"]}


@cache
def named(language: str) -> frozenset[str]:
    """Exact forms of words for bodies that a name by itself follows («هتل», «مستشفى»)."""
    return frozenset(map(key_of, words("named_bodies", language=language)))


@cache
def duals() -> Mapping[str, str]:
    """Exact form of an Arabic word for two bodies before their names → the head word of one («وزارتا», «مصرفا»)."""
    rows = [row["word"] for row in table("organisation_heads") if row["language"] == "ar"]
    found: dict[str, str] = {}
    for word in rows:
        exact = key_of(word)
        root = exact[:-1] + "ت" if exact.endswith("ه") else exact
        endings = ("ا", "ی") if exact.endswith(("ه", "ی")) else ("ا",)
        found |= {root + ending: word for ending in endings}
    return found


@cache
def oblique_duals() -> Mapping[str, str]:
    """The same of duals that are adjectives as well («مصرفي الرافدين والرشيد», «خبير مصرفي»)."""
    rows = [row["word"] for row in table("organisation_heads") if row["language"] == "ar"]
    return {key_of(word) + "ی": word for word in rows if not key_of(word).endswith(("ه", "ی"))}


@cache
def shortened() -> dict[str, str]:
    """Exact form of a word → the body that it stands for once a document has named that in full (حوزه)."""
    pairs = (
        (key_of(short), row["name"]) for row in table("organisations") for short in row["short"].split(";") if short
    )
    return dict(pairs)


@cache
def stops() -> frozenset[str]:
    """Exact forms that end a name."""
    return frozenset(map(key_of, words("organisation_boundaries", kind="stop")))


@cache
def cues(kind: str) -> frozenset[str]:
    """Exact forms of words whose company tells a body, those of several words written together.

    >>> "شرکه" in cues("company"), "بهنقل" in cues("says")
    (True, True)
    """
    return frozenset(exact_of(key_of(word)) for word in words("organisation_cues", cue=kind))


@cache
def classes() -> frozenset[str]:
    """Exact forms that, right after a head, make a class of bodies and not a name."""
    return frozenset(map(key_of, words("organisation_boundaries", kind="class")))


@cache
def nobodies() -> Sequences:
    """Heads with a word after which they are no body («هيئة التدريس») → kind thing, where nothing makes them one."""
    rows = (row for row in table("organisation_boundaries") if row["kind"] in ("nobody", "thing"))
    return Sequences((row["word"], row["kind"]) for row in rows)


@cache
def weak() -> frozenset[str]:
    """Exact forms, without an article, of the adjectives that any body may have («ملی», «العامة»)."""
    return frozenset(map(key_of, words("organisation_boundaries", kind="weak")))


@cache
def determiners(language: str) -> frozenset[str]:
    """Exact forms before a head that make it common («هر سازمان», «كل وزارة»)."""
    return frozenset(map(key_of, words("organisation_boundaries", kind="determiner", language=language)))


@cache
def number_words() -> frozenset[str]:
    """Exact forms of the Persian words for two to ninety, after which a head is one of several («چهار مرکز»)."""
    rows = (row for row in table("numerals") if row["language"] == "fa" and row["kind"] == "unit")
    return frozenset(key_of(row["word"]) for row in rows if 1 < float(row["value"]) < _HUNDRED)


_HUNDRED = 100


@cache
def reported_by() -> dict[str, str]:
    """Short name, exact, of a news agency → its name; only where something says who reports."""
    rows = (row for row in table("organisations") if row["reporter"])
    return {key_of(short): row["name"] for row in rows for short in row["reporter"].split(";")}


@cache
def press() -> Joined:
    """Short names of newspapers → their names; only where a line of a press review begins."""
    return Joined(_press())


@cache
def doubtful_press() -> frozenset[str]:
    """The newspapers whose short names are words of headings as well («قانون: …»)."""
    return frozenset(row["name"] for row in table("organisations") if row["press"].endswith(_DOUBTFUL))


def _press() -> Iterator[tuple[str, str]]:
    for row in table("organisations"):
        short = [name.rstrip(_DOUBTFUL) for name in row["press"].split(";") if name]
        for name in (*short, *_without_paper(row)):
            yield name, row["name"]


def _without_paper(row: Mapping[str, str]) -> Iterator[str]:
    """The names of a newspaper without the word for one: «روزنامه ستاره صبح»."""
    for name in (row["name"], *row["aliases"].split(";")):
        for paper in _PAPERS:
            if name.startswith(paper):
                yield name.removeprefix(paper)


@cache
def callings() -> frozenset[str]:
    """Exact forms of what is said of one person before the name («المهندس», «المحامية»)."""
    return frozenset(map(key_of, words("person_roles", kind="rank"))) | cues("artist")


@cache
def persons() -> frozenset[str]:
    """Exact forms of Arabic words for people that are counted («لاعب»)."""
    return frozenset(map(key_of, words("count_units", kind="person", language="ar")))


@cache
def pacts() -> frozenset[str]:
    """Exact forms of Arabic words for agreements, which bodies sign («الاتفاقية»)."""
    return frozenset(keys_of(words("agreements", language="ar")))


@cache
def places() -> Sequences:
    """Names of countries, provinces and big cities → their kind."""
    countries = (row for row in table("place_names") if row["kind"] == "country")
    own = (row for row in table("places") if not row["doubtful"])
    return Sequences((row["word"], row["kind"]) for row in (*own, *countries))
