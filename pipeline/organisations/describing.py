"""What the name of a body says of it: which kind it is, where it is, and which body it is a unit of; pure.

By tables of words, and by nothing else: what the name does not say is empty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from corpora.tables import table
from extractors.names.candidates import common
from extractors.names.clitics import clitics, without
from extractors.names.naming import bodies
from extractors.names.places import key, keys
from extractors.organisations.gazetteer import names
from extractors.sequences import Joined, Match, Sequences
from extractors.text.aligned import AlignedText
from extractors.text.language import language_of
from extractors.text.segmenter import Word, words
from extractors.text.spelling import phrase

KINDS = (
    *("ministry", "municipality", "governorate", "ngo", "university", "school", "hospital", "company", "bank"),
    *("court", "party", "union", "club", "media", "agency", "international", "other"),
)
"""What a body may be; other where its name does not say."""
OTHER = "other"
_TABLES = {"government": "agency", "police": "agency"}
"""Kinds of the table of known bodies that are called otherwise here."""
_FINER = ("union", "court", "hospital", "school", "governorate", "club")
"""Kinds that the table of known bodies has no word for, so that the name knows better."""
_UNPLACED = ("media", "party", "international")
"""Kinds that are called after places and are not there («روزنامه خراسان»)."""
_SEATED = ("municipality", "governorate", "university", "court", "agency", "school")
"""Kinds whose place may follow the head, with more behind it («شهرداری یزد منطقه دو»)."""
_CLEAR = ("municipality", "governorate")
_OFFICES = ("court", "agency", "union")
"""Kinds of which each town has one."""
_ONCE = ("ministry", "municipality", "governorate", "university", "bank", "party", "media", "international", "club")
"""Kinds of which hardly two have one name."""
_TELLING = 3
"""Words behind the head from which on a name is that of one body."""
_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Said:
    """What a name says: the kind, the place and the body that it is a unit of; "" where it says nothing."""

    kind: str
    place: str = ""
    parent: str = ""


class _Row(NamedTuple):
    kind: str
    unit: bool
    soft: bool


_NOTHING = _Row(OTHER, unit=False, soft=True)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name cut into words, and what its head says."""

    folded: AlignedText
    cut: tuple[Word, ...]
    forms: Sequence[str]
    language: str
    last: int = 0
    head: _Row = _NOTHING

    def part(self, first: int, last: int) -> str:
        """Some of its words, as a careful writer spells them."""
        return phrase(self.folded, self.cut[first:last], self.language)


@lru_cache(maxsize=1 << 17)
def said(name: str, language: str = "") -> Said:
    """What a name says; ``language`` where it is known.

    >>> said("دانشکده پزشکی دانشگاه شیراز")
    Said(kind='university', place='شیراز', parent='دانشگاه شیراز')
    """
    folded = AlignedText.of(name)
    cut = tuple(words(folded))
    if not cut:
        return Said(OTHER)
    language = language if language in ("fa", "ar") else language_of(name)
    forms = [word.exact for word in cut]
    last, head = _head(forms, 0, language)
    asked = _Name(folded, cut, forms, "ar" if language == "ar" else "fa", last, head)
    parent = _parent(asked)
    kind = _kind(asked, parent)
    return Said(kind, _place(asked, kind), parent)


def kind_of_word(word: str) -> str:
    """The kind that a list gives in words («سمن», «NGO»); "" where no table has them.

    >>> kind_of_word("سازمان مردم نهاد"), kind_of_word("NGO"), kind_of_word("گل")
    ('ngo', 'ngo', '')
    """
    if word.strip().casefold() in KINDS:
        return word.strip().casefold()
    forms = key(word)
    last, row = _head(forms, 0, language_of(word)) if forms else (0, _NOTHING)
    return row.kind if last and last == len(forms) and not row.soft else ""


def is_common(name: str) -> bool:
    """Whether many bodies may be called so: the word for one of a kind that every town has, and a word or two more.

    >>> is_common("مؤسسه خیریه بهار"), is_common("وزارت نیرو"), is_common("انجمن دوستداران طبیعت زاگرس ایلام")
    (True, False, False)
    """
    forms = key(name)
    last, row = _head(forms, 0, language_of(name)) if forms else (0, _NOTHING)
    return row.kind not in _ONCE and len(forms) - last < _TELLING


# heads ------------------------------------------------------------------------------------------------------------


@cache
def _rows(where: str) -> tuple[Mapping[str, str], ...]:
    return tuple(row for row in table("organisation_kinds") if row["where"] == where)


@cache
def _heads(language: str) -> tuple[Joined, Mapping[str, _Row]]:
    rows = [row for row in _rows("head") if row["language"] == language]
    made = {row["word"]: _Row(row["kind"] or OTHER, row["unit"] == "yes", row["soft"] == "yes") for row in rows}
    return Joined((word, word) for word in made), made


def _head(forms: Sequence[str], at: int, language: str) -> tuple[int, _Row]:
    """Where the head that begins at a word ends, and what it says; the language of the name first, else the other."""
    for spoken in ("ar", "fa") if language == "ar" else ("fa", "ar"):
        heads, said_of = _heads(spoken)
        for form in dict.fromkeys((forms[at], forms[at].removeprefix(_ARTICLE) if spoken == "ar" else forms[at])):
            match = heads.at([form, *forms[at + 1 : at + 6]], 0)
            if match:
                return at + match.last, said_of[match.entry]
    return at, _NOTHING


@cache
def _forms(where: str, language: str, *, soft: bool = False) -> frozenset[str]:
    rows = [row for row in _rows(where) if row["language"] == language and (row["soft"] == "yes") == soft]
    return frozenset("".join(key(row["word"])) for row in rows)


@cache
def _inside(language: str) -> Joined:
    return Joined((row["word"], row["kind"]) for row in _rows("inside") if row["language"] == language)


def kind_of_table(kind: str) -> str:
    """A kind of the table of known bodies as one of KINDS; "" where it is none."""
    told = _TABLES.get(kind, kind)
    return told if told in KINDS else ""


# kinds ------------------------------------------------------------------------------------------------------------


def _kind(asked: _Name, parent: str) -> str:
    known = names().at(list(asked.forms), 0)
    head = asked.head
    if head.kind in _FINER and not head.soft:
        return head.kind
    if known and known.last == len(asked.forms) and (told := kind_of_table(bodies()[known.entry].kind)):
        return told
    if not head.soft and head.kind != OTHER:
        return head.kind
    if parent and head.unit:
        return said(parent, asked.language).kind
    return _by_words_inside(asked) or head.kind


def _by_words_inside(asked: _Name) -> str:
    dictionary = _inside(asked.language)
    for at in range(len(asked.forms)):
        match: Match | None = dictionary.at(list(asked.forms), at)
        if match:
            return match.entry
    return ""


# places -----------------------------------------------------------------------------------------------------------


@cache
def _towns(language: str) -> Sequences:
    """The towns and provinces that close names of a language."""
    seats = {row["word"] for row in _rows("seat") if row["language"] == language}
    near = [row["word"] for row in table("place_names") if row["country"] in seats and row["kind"] != "country"]
    return Sequences.of((found, "".join(found)) for found in keys(dict.fromkeys([*_big(language), *near])))


@cache
def _big(language: str) -> tuple[str, ...]:
    """The provinces and big cities of a language."""
    rows = [row for row in table("places") if row["language"] == language and not row["doubtful"]]
    return tuple(row["word"] for row in rows if row["kind"] != "country")


@cache
def _known(language: str) -> frozenset[str]:
    """The exact forms of those of one word."""
    return frozenset("".join(found) for found in keys(_big(language)))


def _place(asked: _Name, kind: str) -> str:
    """The last place in a name where it closes it, or follows a head that has one; not what it is called after."""
    if kind in _UNPLACED:
        return ""
    found = [match for match in _towns(asked.language).find(asked.cut) if match.first >= max(1, asked.last)]
    for match in reversed(found):
        after_head = match.first == asked.last
        closes = match.last == len(asked.forms)
        if after_head and kind in ("bank", "company", "ngo", "club", OTHER):
            continue
        if (closes or (after_head and kind in _SEATED)) and _is_place(asked, match, kind):
            return asked.part(match.first, match.last)
    return ""


def _is_place(asked: _Name, match: Match, kind: str) -> bool:
    """Whether a word that may mean anything means the town: where it is a big one, or the head or a word says so.

    Arabic bodies are called after battles and virtues that are small towns as well («جامعة اليرموك»).
    """
    one, before = asked.forms[match.first], asked.forms[match.first - 1]
    if match.last - match.first > 1 or kind in _CLEAR or one in _known(asked.language):
        return True
    if before in _forms("settled", asked.language):
        return True
    return not common(one, asked.language) and (asked.language == "fa" or kind in _OFFICES)


# units ------------------------------------------------------------------------------------------------------------


def _parent(asked: _Name) -> str:
    """The body that a unit belongs to, as its name says it."""
    if branch := _of_branch(asked):
        return branch
    if not asked.last or not asked.head.unit:
        return ""
    people = _forms("people", asked.language)
    for at in range(asked.last, len(asked.forms)):
        if asked.forms[at] in people:
            return ""
        for form, cut in _ways(asked, at):
            last, row = _head([*asked.forms[:at], form, *asked.forms[at + 1 :]], at, asked.language)
            if last > at and not row.soft and (last < len(asked.forms) or _stands_alone(row)):
                return _spelt(asked, at, cut)
    return ""


def _stands_alone(row: _Row) -> bool:
    """Whether a head alone, at the end of a name, names a body («روابط عمومی استانداری»)."""
    return row.kind in ("municipality", "governorate")


def _ways(asked: _Name, at: int) -> Iterator[tuple[str, int]]:
    yield asked.forms[at], 0
    cut = clitics(asked.forms[at]) if asked.language == "ar" else 0
    if cut:
        yield without(asked.forms[at], cut), cut


def _spelt(asked: _Name, at: int, cut: int) -> str:
    """The rest of a name from a word on, as the table of known bodies calls it where it has it."""
    forms = [without(asked.forms[at], cut), *asked.forms[at + 1 :]]
    known = names().at(forms, 0)
    if known and known.last == len(forms):
        return known.entry
    rest = asked.part(at, len(asked.forms))
    return without(rest, cut) if cut else rest


def _of_branch(asked: _Name) -> str:
    """What comes before the word for a branch: a body with a name, or one that the table knows."""
    sure, unsure = (_forms("branch", asked.language, soft=soft) for soft in (False, True))
    for at in range(max(2, asked.last + 1), len(asked.forms) - 1):
        if asked.forms[at] not in sure | unsure:
            continue
        before = list(asked.forms[:at])
        known = names().at(before, 0)
        if known and known.last == at:
            return known.entry
        if asked.forms[at] in sure and not asked.head.soft:
            return asked.part(0, at)
    return ""
