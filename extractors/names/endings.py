"""Where a name ends before words that are none of it: a courtesy, a day, a possession, a body that «و» adds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpora.tables import table
from corpora.tables import words as words_of_table
from extractors.dates.lexis import months
from extractors.names.candidates import Candidate, common, exacts
from extractors.names.clitics import bare
from extractors.names.places import places
from extractors.names.settlements import place_until
from extractors.organisations.gazetteer import cues, heads, names, number_words, plurals, stops
from extractors.organisations.persian import is_verb
from extractors.protocols import Found, Passage
from extractors.text.lexicon import arabic, key_of, persian

_AND = "و"
_LEAST = 4
_PAIR = 2
_OWNER = 0.75
_AGENTS = "کنندگان"
_POSSESSED = ("ه", "ها", "هم")


def ended(passage: Passage, found: Iterable[Candidate]) -> list[Candidate]:
    """The candidates, each body without what stands after its name, and with the goods of those who deal in them."""
    return [part for candidate in found for part in _fitted(passage, candidate)]


def _fitted(passage: Passage, candidate: Candidate) -> Iterator[Candidate]:
    if candidate.label != "ORG":
        yield candidate
        return
    if passage.language == "fa" and _is_pointed(passage, candidate):
        return
    candidate = _inside(passage, candidate)
    if owners := _owners(passage, candidate):
        yield from owners
    elif passage.language == "ar":
        yield from (part for part in _arabic(passage, candidate) if not _is_class(passage, part))
    elif passage.language == "fa":
        short = _persian(passage, candidate)
        yield short if short is not candidate else _with_goods(passage, candidate)
    else:
        yield candidate


def _is_pointed(passage: Passage, body: Candidate) -> bool:
    """Whether «این حزب» points back, and what stands in quotation marks behind it is another («دبیر این حزب «…»»)."""
    before = passage.words[body.first - 1].exact if body.first else ""
    return before in _THIS and "«" in passage.between(body.first + 1) and body.last > body.first + 1


_THIS = ("این", "ان", "همین")


def _inside(passage: Passage, body: Candidate) -> Candidate:
    """A body up to the end of the quotation that it begins in («رئیس سازمان سینمایی» | اعضای …»)."""
    for at in range(body.first + 1, body.last):
        gap = passage.between(at)
        marks = [sign for sign in gap if sign in "«»"]
        if marks:
            return body._replace(last=at) if marks[0] == "»" else body
    return body


def _persian(passage: Passage, body: Candidate) -> Candidate:
    """A Persian body up to its country or province, a counted thing or a verb, with which a sentence goes on.

    «سازمان شهرداری‌های کشور | نوسازی …», «کمیته ملی المپیک | سه دستگاه …», «اداره ورزش شهرستان | داده بود».
    """
    words = passage.words
    if _is_known_name(passage, body):
        return body
    for at in range(body.first + _PAIR, body.last):
        exact, before = words[at].exact, words[at - 1].exact
        counted = exact in number_words() and at + 1 < len(words) and words[at + 1].exact in _classifiers()
        closed = at > body.first + _PAIR and before in _AREAS and not _goes_on(passage, at)
        if counted or (closed and not _is_sacred(passage, at - 1)) or exact.endswith(_PERFECTS):
            return body._replace(last=at)
    return body


def _goes_on(passage: Passage, at: int) -> bool:
    """Whether a word behind «استان» is its place, or joins another to it."""
    said = exacts(passage, at, at + _LONGEST_PLACE)
    known = any(said[:size] in places() for size in range(1, _LONGEST_PLACE + 1)) or place_until(passage, at) > at
    rare = passage.words[at - 1].exact != _COUNTRY and not common(said[0], "fa")  # «شهرستان علی‌آبادکتول»
    return said[0] == _AND or known or rare


def _is_sacred(passage: Passage, at: int) -> bool:
    """Whether a word is «آستان» («آستان قدس»), which has the exact form of «استان»."""
    word = passage.words[at]
    return passage.folded.raw[passage.folded.span(word.start, word.end).start] == _MADDA


@cache
def _classifiers() -> frozenset[str]:
    """Exact forms of the words that stand between a number and anything («دستگاه», «نفر»)."""
    return frozenset(map(key_of, words_of_table("count_units", kind="classifier", language="fa")))


_COUNTRY = "کشور"
_AREAS = (_COUNTRY, "استان", "شهرستان")
_PERFECTS = ("هبود", "هبودند", "هاست", "هاند")
_MADDA = "آ"
_LONGEST_PLACE = 3
"""Words of the name of a province («سیستان و بلوچستان»)."""


def _arabic(passage: Passage, body: Candidate) -> Iterator[Candidate]:
    """An Arabic body up to «المحترم» or «بملحقيه», and the known one that «و» is glued to («واليونيسف»)."""
    words, first = passage.words, body.first
    for at in range(body.first + 1, body.last):
        exact = words[at].exact
        if exact in cues("courtesy") or _is_added(exact):
            if at - first > 1 or not words[first].exact.startswith("ال"):
                yield body._replace(first=first, last=at)
            return
        if at > body.first + 1 and _is_known(passage, at):
            yield body._replace(first=first, last=at)
            body, first = body._replace(cut=1), at
    yield body._replace(first=first)


def _is_added(exact: str) -> bool:
    """Whether a word is «with» and what is somebody's («بملحقيه»), and no noun that begins so."""
    if exact[0] != "ب" or exact in arabic() or len(exact) <= _LEAST:
        return False
    return any(exact.endswith(end) and _noun(exact[1:].removesuffix(end)) for end in _POSSESSED)


def _noun(exact: str) -> bool:
    return exact in arabic() or exact.removesuffix("ی") + "ات" in arabic() or exact.removesuffix("ی") in arabic()


def _is_known(passage: Passage, at: int) -> bool:
    """Whether «و» stands before a body that the tables know by one word, which is no common one («واليونيسف»)."""
    exact = passage.words[at].exact
    if exact[0] != _AND or len(exact) <= _LEAST:
        return False
    match = names().at([exact[1:]], 0)
    return match is not None and not common(exact[1:], "ar")


def _is_class(passage: Passage, body: Candidate) -> bool:
    """Whether it is several bodies of an area («مستشفيات المدينة», «مستشفيات محافظة الغربية»)."""
    several = bare(passage.words[body.first].exact).removeprefix("ال") in plurals("ar")
    second = passage.words[body.first + 1].exact if body.last - body.first >= _PAIR else ""
    alone = body.last - body.first == _PAIR and second in cues("region")
    return several and (alone or (second in cues("area") and second not in ("دوله", "جمهوریه", "مملکه")))


def _owners(passage: Passage, body: Candidate) -> list[Candidate]:
    """The places of which several bodies are, and no name («وزارتخانه‌های ایران و عراق», «مستشفيات بغداد»)."""
    words, found = passage.words, list[Candidate]()
    if bare(words[body.first].exact).removeprefix("ال") not in plurals(passage.language) or _is_known_name(
        passage, body
    ):
        return []
    at = body.first + 1
    while at < body.last:
        joined = at > body.first + 1 and words[at].exact == _AND
        cut = int(passage.language == "ar" and (words[at].exact,) not in places() and words[at].exact[0] == _AND)
        inside = [words[at].exact[cut:], *exacts(passage, at + 1, body.last)] if not joined else []
        end = next((at + size for size in range(len(inside), 0, -1) if tuple(inside[:size]) in places()), at)
        if end == at and not joined:
            return []
        if not joined:
            found.append(Candidate(at, end, "PLACE", max(body.score, _OWNER), "place", cut or -1))
        at = end + joined
    return found


def _is_known_name(passage: Passage, body: Candidate) -> bool:
    forms = list(exacts(passage, body.first, body.last))
    known = names().at(forms, 0)
    return known is not None and known.last == len(forms)


def _with_goods(passage: Passage, body: Candidate) -> Candidate:
    """A union of those who deal in something with what that is («اتحادیه صادرکنندگان خشکبار»)."""
    words, at = passage.words, body.last
    if at >= len(words) or passage.between(at).strip(" ") or "\n" in passage.between(at):
        return body
    exact = words[at].exact
    union = words[body.first].exact in heads("fa") and words[at - 1].exact.endswith(_AGENTS)
    noun = exact in persian() and exact not in stops() and not is_verb(exact) and not exact[0].isdigit()
    return body._replace(last=at + 1) if union and noun and not _is_said(passage, at + 1) else body


def _is_said(passage: Passage, at: int) -> bool:
    """Whether a verb stands at a word, so that the one before it is its noun («اعلام کرد»)."""
    return at < len(passage.words) and is_verb(passage.words[at].exact)


@dataclass(frozen=True, slots=True)
class Days:
    """The dates of a passage that bodies end before."""

    passage: Passage
    starts: Mapping[int, bool]
    """Where each begins, and whether it is told from the day of publication."""

    @staticmethod
    def of(passage: Passage, earlier: Sequence[Found]) -> "Days":
        """Of what was found before the names."""
        dates = {item.start: bool(item.value.get("relative")) for item in earlier if item.label == "DATE"}
        return Days(passage, dates)

    def before(self, body: Candidate) -> Candidate | None:
        """The body without a day that it runs into («مجمع عمومی شرکت روز شنبه»); None where but a head stays."""
        words = self.passage.words
        last = next((at for at in range(body.first + 1, body.last + 1) if self._begins(at)), body.last)
        while last - 1 > body.first and words[last - 1].exact in cues("day") and self._begins(last):
            last -= 1
        if last == body.last:
            return body
        forms = list(exacts(self.passage, body.first, body.last))
        known = names().at(forms, 0)
        if known and known.last == len(forms):
            return body
        known = names().at(forms[: last - body.first], 0)
        whole = known is not None and known.last == last - body.first  # «طالبان | ۲۴ اسد»
        return None if last - body.first < _PAIR and not whole else body._replace(last=last)

    def _begins(self, at: int) -> bool:
        """Whether a day begins at a word that is no name's («روز ۵ آذر», «ماه آینده»; not «حركة 25 يناير»)."""
        words = self.passage.words
        if at >= len(words) or self.passage.between(at).strip():
            return False
        if words[at].exact in cues("day") and at + 1 < len(words) and words[at + 1].start in self.starts:
            return True
        relative = self.starts.get(words[at].start)
        day = words[at].exact in cues("day") or words[at - 1].exact in cues("day")
        return relative is not None and (relative or day or self._is_plain(at))

    def _is_plain(self, at: int) -> bool:
        """Whether a Persian day and month are those of no memorial day («شرکت آب | ۵ مرداد»; not «۱۵ خرداد»)."""
        words = self.passage.words
        if self.passage.language != "fa" or at + 1 >= len(words) or not words[at].exact.isdecimal():
            return False
        month = words[at + 1].exact
        return month in months("fa") and (words[at].exact, month) not in _memorial_days()


@cache
def _memorial_days() -> frozenset[tuple[str, str]]:
    """Days and months that bodies are called after, exact."""
    return frozenset((key_of(row["day"]), key_of(row["month"])) for row in table("memorial_days"))
