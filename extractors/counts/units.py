"""The counted noun after a number, and how surely it is one."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from corpora.tables import table, words
from extractors.counts import rules
from extractors.counts.quantities import Quantity
from extractors.counts.singular import is_few, singular
from extractors.dates.lexis import months
from extractors.numeral_grammar import lexicon
from extractors.patterns import flat, folded
from extractors.protocols import Passage
from extractors.text.annexed import are_annexed
from extractors.text.arabic_verbs import is_imperfect, is_perfect
from extractors.text.characters import TATWEEL, ZWNJ
from extractors.text.exact import exact_of
from extractors.text.lexicon import arabic, is_word, key_of, lemma_forms, persian
from extractors.text.possessed import is_possessed
from extractors.text.segmenter import Word
from extractors.text.spelling import phrase, spelling
from extractors.text.stemmer import stem

type Unit = tuple[Word, ...]
"""The words of one counted noun."""

_REACH = 60
_LEAST_TAMYIZ = 11
_OPEN = re.compile(r"[ \u200c\u202f\u2009]{0,2}")
_AGREEMENT_WORDS = frozenset(flat(folded(w)) for w in words("agreements"))
_AGREEMENT_SPELLING = {flat(folded(w)): w for w in words("agreements") if " " not in w}
_SCALED = (
    *(flat(folded(r["word"])) for r in table("numerals") if r["kind"] == "scale" and len(r["word"]) > len("هزار")),
    *map(flat, map(folded, ("تومان", "تومن", "ریال", "دلار", "دولار", "یورو"))),
)
"""What no counted noun begins with: scales, and currencies that everybody knows."""


class Counted(NamedTuple):
    """What a number counts: one noun, or two that «و» joins, the end of the phrase, and the kind of the first."""

    units: Sequence[Unit]
    end: int
    kind: str
    """``classifier``, ``person``, ``measure`` or ``thing`` of the table; else ``word`` of a lexicon, or "" for none."""


class Nouns:
    """Finds the counted nouns of one passage."""

    def __init__(self, passage: Passage) -> None:
        """Words are looked up by where they start."""
        self._passage = passage
        self._key, self._language = passage.folded.key, passage.language
        self._words = passage.words
        self._starts = [word.start for word in passage.words]

    def after(self, at: int, number: float) -> Counted | None:
        """The noun that stands right after a number; None where nothing is counted."""
        first = bisect_left(self._starts, at)
        near = self._near(first, at)
        if first and self._words[first - 1].end > at:
            near = self._rest(self._words[first - 1], at, near)
        if not near or not self._touches(at, near[0].start):
            return None
        if near[0].exact.endswith("ترین") and len(near) > 1:
            near = near[1:]
        near = self._past_classifier(near)
        if not near or not self._is_noun(near) or self._says_of_which(at, near[0].exact):
            return None
        units = [self._with_complement(near)]
        if len(near) > 2 and near[1].exact == "و" and _AGREEMENT_WORDS.issuperset(stem(w.exact) for w in near[:3:2]):
            units.append((near[2],))
        return Counted(units, units[-1][-1].end, self._agreeing(near[0].exact, number))

    def _says_of_which(self, at: int, exact: str) -> bool:
        """Whether an Arabic adjective says which of those named before («48 دولة، منها 12 | عربية»)."""
        if self._language != "ar" or not exact.endswith("یه") or _kind(exact, "ar"):
            return False
        return bool(_AMONG_THEM.search(self._key, max(0, at - _REACH // 2), at))

    def _past_classifier(self, near: Sequence[Word]) -> Sequence[Word]:
        """The words from the noun on, where «تا» («ده تا ماشین») or «من» («خمسة من الجنود») stands before it."""
        if self._language == "ar" and len(near) > 1 and near[0].exact == _NUMBER and near[1].exact.startswith("ال"):
            return (Word(near[1].start + 2, near[1].end, near[1].exact[2:]), *near[2:])  # «40 ألفا عدد الزوار»
        if len(near) < 2 or near[0].exact != _CLASSIFIER[self._language == "ar"]:
            return near
        if self._language == "ar" and near[1].exact in rules.ranks():
            return self._past_rank(near)
        noun = near[1]
        if self._language == "ar":
            if noun.exact in rules.not_units():
                return near
            if not noun.exact.startswith("ال"):
                return near[1:] if self._are_some_of(near[1:3]) else near
            bare = noun.exact[2:]
            noun = Word(noun.start + 2, noun.end, bare)
            return (noun, *near[2:]) if _kind(bare, self._language) in _COUNTED else near
        return self._past_pieces(near) or near

    def _past_rank(self, near: Sequence[Word]) -> Sequence[Word]:
        """The words after «من كبار», «من أفضل»: those who are counted, whom grammar wants there (not «كبار السن»)."""
        bare = near[2].exact[2:] if len(near) > 2 and near[2].exact.startswith("ال") else ""
        if not bare or bare == _AGE:
            return ()
        return (Word(near[2].start + 2, near[2].end, bare), *near[3:])

    def _are_some_of(self, near: Sequence[Word]) -> bool:
        """Whether people or things of somebody stand after «من» («خمسة من رجال الشرطة», not «خمسة من بغداد»)."""
        kind = _kind(near[0].exact, self._language)
        if near[0].exact in _MEMBERS:
            return True
        several = kind in _COUNTED or are_annexed(near[0].exact)  # «ثلاثة من لاعبي الفريق»
        return several and len(near) > 1 and near[1].exact.startswith("ال")

    def _past_pieces(self, near: Sequence[Word]) -> Sequence[Word]:
        """The words after the classifier «تا», also after «از» («دو تا از این خانه‌ها»); none where it means «until»."""
        among = near[1].exact == "از"
        rest = near[1 + among :]
        if among and rest and (rest[0].exact in _THESE or rest[0].exact.endswith("ترین")):
            rest = rest[1:]
        if not rest or _kind(rest[0].exact, "fa") in _COUNTED:
            return rest
        word = rest[0].exact
        if among:
            return rest if stem(word) != word and stem(word) in persian() else ()
        limit = word in rules.limits() or stem(word) in rules.limits()
        since = _SINCE.search(self._key, max(0, near[0].start - _SINCE_REACH), near[0].start)
        return () if limit or since or word not in persian() or word.endswith("تر") else rest

    def _touches(self, at: int, noun: int) -> bool:
        """Whether only space stands before a noun; «۱) موسسه» and «۲ــ سلوک» are items of a list."""
        if not _OPEN.fullmatch(self._key, at, noun):
            return False
        folded_text = self._passage.folded
        between = folded_text.raw[folded_text.bounds(at - 1, at)[1] : folded_text.bounds(noun, noun + 1)[0]]
        return TATWEEL not in between

    def within(self, first: int, last: int) -> Unit:
        """The words of a stretch."""
        inside = range(bisect_left(self._starts, first), bisect_left(self._starts, last))
        return tuple(self._words[at] for at in inside)

    def before(self, at: int) -> Sequence[Word]:
        """The two words before a place on its line, the nearest last."""
        last = bisect_left(self._starts, at)
        line = self._key.rfind("\n", 0, at)
        return [word for word in self._words[max(0, last - 2) : last] if word.start > line]

    def _near(self, first: int, at: int) -> Sequence[Word]:
        """The words after a number on its line; a noun that begins with «و» is whole («واحدی»)."""
        near = self._on_line(first, at)
        if len(near) > 1 and near[0].exact == "و" and near[0].end == near[1].start:
            whole = Word(near[0].start, near[1].end, exact_of(self._key[near[0].start : near[1].end]))
            return (whole, *near[2:]) if _kind(whole.exact, self._language) else near
        return near

    def _on_line(self, first: int, at: int) -> Sequence[Word]:
        stop = self._key.find("\n", at)
        stop = min(at + _REACH, stop if stop >= 0 else len(self._key))
        return [word for word in self._words[first : first + 5] if word.start < stop]

    def _rest(self, word: Word, at: int, following: Sequence[Word]) -> Sequence[Word]:
        """What follows a number inside a word that holds it, where that is counted («سه نقطه»); «چهار راه» is not."""
        start = at + len(self._key[at : word.end]) - len(self._key[at : word.end].lstrip(" \u200c"))
        rest = Word(start, word.end, exact_of(self._key[start : word.end]))
        known = rest.exact == _CLASSIFIER[0] or _kind(rest.exact, self._language)
        return (rest, *following[:4]) if known else ()

    def _agreeing(self, exact: str, number: float) -> str:
        """The kind of a noun; an Arabic accusative after 11 to 99 is surely counted."""
        kind = self.kind(exact)
        accusative = kind == "word" and exact.endswith("ا") and exact[:-1] in arabic()
        return "thing" if accusative and self._language == "ar" and number % 100 >= _LEAST_TAMYIZ else kind

    def kind(self, exact: str) -> str:
        """How surely a word is a counted noun."""
        known = _kind(exact, self._language)
        if known:
            return known
        there = persian() if self._language == "fa" else arabic()
        return "word" if exact in there or stem(exact) in there else ""

    def _is_noun(self, near: Sequence[Word]) -> bool:
        word = near[0]
        exact = word.exact
        if _kind(exact, self._language):
            return True
        if len(exact) < 2 or exact[0].isdigit() or exact.isascii() or exact in rules.not_units():
            return False
        if flat(exact) in months(self._language) or exact.startswith(_SCALED) or exact in _places():
            return False
        if exact.startswith(_THOUSAND) and exact not in persian():
            return False  # a scale, written together with what no list knows
        if _is_numeral(exact, self._language):
            return False
        if self._language == "fa":
            if _PREFIXED.match(self._key, word.start, word.end):
                return False
            return not _is_persian_verb(exact) and not (len(near) > 1 and _is_verbal(exact, near[1].exact))
        return _is_arabic_noun(exact, self._passage.folded.text[word.start : word.end])

    def _with_complement(self, near: Sequence[Word]) -> Unit:
        """The first word with the second, where that belongs to it."""
        joint = self._key[near[0].end : near[1].start] if len(near) > 1 else ""
        if joint.isspace() and near[1].exact in rules.complements():
            return (near[0], near[1])
        return (near[0],)

    def spelt(self, unit: Unit, counted: Quantity | None = None) -> str:
        """The unit as a dictionary has it: in the singular, no Arabic accusative alef, no ezafe.

        ``counted`` is the number; without one, and in Persian, where numbers have the singular, no plural is undone.
        """
        if counted is None or self._language != "ar":
            return self._cut(unit, 0)
        first, *rest = unit
        few = is_few(counted.value) and counted.number.spelled
        said = self._key[counted.number.start : counted.number.end]
        one = singular(self._cut((first,), counted.value), counted.value, feminine=said[-1] != "ه" if few else None)
        return " ".join((one, *(self._cut((word,), 0) for word in rest)))

    def _cut(self, unit: Unit, number: float) -> str:
        """The unit as it is spelt, without alef and ezafe; behind eleven and more every alef is that of the case."""
        folded_text, language = self._passage.folded, self._language
        known = _AGREEMENT_SPELLING.get(stem(unit[0].exact))
        if known:
            return " ".join((known, *(spelling(folded_text, word, language) for word in unit[1:])))
        last = unit[-1]
        own = last.exact.removesuffix(_THEIRS) if language == "fa" else last.exact
        if own != last.exact and own in rules.units("fa"):  # «۵ نفرشان»
            last = Word(last.start, last.end - len(_THEIRS), own)
            unit = (*unit[:-1], last)
        ending, follows = ("ا", "") if language == "ar" else ("ی", "او")
        bare = last.exact.removesuffix(ending)
        whole_word = language == "fa" and last.exact in persian()
        if (
            bare != last.exact
            and not whole_word
            and (not follows or bare.endswith(tuple(follows)))
            and (is_word(bare) or (number >= _LEAST_TAMYIZ and last.exact not in _ALEF))
        ):
            unit = (*unit[:-1], Word(last.start, last.end - 1, bare))
        return phrase(folded_text, unit, language).rstrip(_TANWEEN).rstrip(_TANWEEN)


_THEIRS = "شان"
_ALEF = frozenset(
    "ربما مهما قضایا ضحایا هدایا مزایا وصایا کامیرا مافیا بیتزا فیزا جیجا غیغا میغا میجا اوبرا بکتیریا فیلا".split()
)
"""Arabic nouns, exact, whose alef is their own."""
_TANWEEN = "\N{ARABIC FATHATAN}"
"""Before the alef of an accusative («طالبًا»)."""
_AMONG_THEM = re.compile(rf"(?<!\w)[وف]?(?:{rules.AMONG_THEM})\s(?:\w+\s)?\S+\s?\Z")
_CLASSIFIER = ("تا", "من")
"""What stands between a number and its noun, in Persian and in Arabic."""
_NUMBER = "عدد"
_AGE = "سن"
_MEMBERS = frozenset(("عناصر", "افراد", "اعضاء", "اعضا", "مقاتلی", "مسلحی", "انصار"))
"""Who belongs to a body that is named after them («28 من عناصر داعش»)."""
_COUNTED = ("classifier", "person", "thing")
_THESE = ("این", "ان", "همین", "همان")
_SINCE = re.compile(r"(?:^|\s)(?:از|بین|ساعت)\s[^.،؛\n]*\Z")
"""Before a number that another one or a limit ends («از ۵ صبح تا ظهر», «از خیابان ۵ تا میدان»)."""
_SINCE_REACH = 24
_THOUSAND = "هزار"
_PREFIXED = re.compile(rf"ن?می[ {ZWNJ}]\w")
"""A Persian verb with its prefix apart («می‌ماند»)."""


def _is_numeral(exact: str, language: str) -> bool:
    """Whether a word is another number («الدائرة 7 خمسة مرشحين»)."""
    return any((exact, of) in lexicon() for of in (("fa", "ar") if language not in ("fa", "ar") else (language,)))


@lru_cache(maxsize=1 << 14)
def _kind(exact: str, language: str) -> str:
    """The kind of a noun of the table, also with an ezafe, a plural or an accusative alef; "" for another word."""
    table_of = rules.units(language)
    endings = ("", "ی", "ای", "ها", "های", "هایی", "یی") if language == "fa" else ("", "ا", "ه", "ات", "ین")
    for ending in endings:
        bare = exact.removesuffix(ending) if ending else exact
        if (bare != exact or not ending) and bare in table_of:
            return table_of[bare]
    return ""


@cache
def _places() -> frozenset[str]:
    """Provinces, big cities and countries: nobody counts them."""
    return frozenset(map(key_of, words("places")))


@cache
def _fractions() -> frozenset[str]:
    """Ordinals after a number in words make a fraction («دو سوم»)."""
    return frozenset(key_of(word) for word in words("ordinals", language="fa"))


@cache
def _verbs() -> frozenset[str]:
    """Forms of Persian light verbs, without joints."""
    forms = set()
    for row in table("light_verbs"):
        past, present = row["past"], row["present"]
        forms |= {key_of(past + ending) for ending in _PAST if past}
        forms |= {key_of(before + past + ending) for ending in _PAST for before in ("می", "نمی", "ن")}
        forms |= {key_of(before + present + ending) for ending in _PRESENT for before in _BEFORE_PRESENT}
        forms |= {key_of(present + ending) for ending in ("د", "ند", "یم", "ید") if row["alone"]}
    return frozenset(forms)


_PAST = ("", "م", "یم", "ید", "ند", "ه", "ه‌اند", "ه‌است", "ه‌ام", "ه‌ایم", "ن")
_PRESENT = ("م", "ی", "د", "یم", "ید", "ند")
_BEFORE_PRESENT = ("می", "نمی", "ب", "ن")


@lru_cache(maxsize=1 << 14)
def _is_persian_verb(exact: str) -> bool:
    """Whether a Persian word is a form of a verb, or a compound that ends in one («اعلام‌شده»)."""
    if exact in _fractions() or exact in _verbs() or (exact.endswith("ند") and exact in lemma_forms()):
        return True
    if exact.startswith(("می_", "نمی")) or (exact.startswith("می") and exact[2:] in _verbs()):
        return True
    return any(exact.endswith(end) and len(exact) > len(end) + 2 for end in _PARTICIPLES)


_PARTICIPLES = ("شده", "کرده", "نموده", "گردیده")


def _is_verbal(exact: str, following: str) -> bool:
    """Whether a word is the noun of a compound verb («ارسال نمایید», «رونمایی شد»)."""
    return following in _verbs() and not _kind(exact, "fa")


def _is_arabic_noun(exact: str, written: str) -> bool:
    """Whether an Arabic word can follow a number: none with the article or a preposition, no verb in -وا.

    >>> [_is_arabic_noun(w, w) for w in ("الصادر", "لدعم", "للاستفسار", "لاعب", "لجنه", "قتلوا", "تابعه")]
    [False, False, False, True, True, False, True]
    """
    weight = arabic().get(exact, 0)
    if written.startswith("ال") and (exact[2:] in arabic() or not weight):
        return False
    if exact.startswith("لل") and len(exact) > _SHORT:
        return False
    if exact.startswith(("لی", "لت")) and len(exact) > _SHORT and not weight:
        return False  # «ليحبط»: a verb of purpose
    if exact[0] in "لب" and len(exact) >= _SHORT and arabic().get(exact[1:], 0) >= weight + _FAR:
        return False
    if exact[0] == "و" and (not weight or exact[1:] in arabic()):
        return False  # «9 وجرح»: «وثيقة» and its like are not known without their first letter, or are of the table
    if exact.startswith("بال") and exact[3:] in arabic() and len(exact) > _SHORT + 2:
        return False
    if is_perfect(exact) or is_imperfect(exact):
        return False
    if exact.startswith("ی") and len(exact) >= _SHORT and not exact.endswith(("ی", "یا", "ه")):
        return False  # an imperfect verb
    if is_possessed(exact):
        return False  # «خمسة إصاباتهم خطيرة»
    invited = exact.startswith("م") and f"ال{exact[:-1]}" in arabic()  # «24 مدعوا»
    return (not exact.endswith("وا") or invited) and exact not in _nisbas()


_SHORT, _FAR = 4, 5


@cache
def _nisbas() -> frozenset[str]:
    """What somebody is by his country, which is no thing that one counts («16 أمريكية»)."""
    rows = [key_of(row["word"]) for row in table("currency_countries") if row["kind"] == "adjective"]
    return frozenset(word + ending for word in rows for ending in ("ه", "یه"))
