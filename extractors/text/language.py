"""Which language a text is in: Persian, Arabic, English or undetermined.

Letters and function words decide where they can (پ چ ژ گ, «که», «است» are Persian; ة, ى, «في» are Arabic), then how
frequent its words are in either language; py3langid decides the rest.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from corpora.document import Span
from corpora.tables import words
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from extractors.text.lemmas import lemmas
from extractors.text.lexicon import arabic, persian

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_ARABIC_SCRIPT = re.compile(r"[\u0620-\u064A\u066E-\u06D3\uFB50-\uFDFF\uFE70-\uFEFC]+")
_LATIN = re.compile(r"[A-Za-z]+")
_PERSIAN = re.compile(r"[پچژگ\uFB56-\uFB59\uFB7A-\uFB7D\uFB8A\uFB8B\uFB92-\uFB95]")
_ARABIC = re.compile(r"[ةىأإ]|(?<!\w)ال\w{3}")
_SEATED = re.compile("[آأإ]")
_UPON = re.compile(r"(?<!\w)ع[\u064B-\u0652]*ل[\u064B-\u0652]*ى(?!\w)")
"""«على», which is folded to the name علی, so that the letter as it is written must tell."""
_OTHERS = re.compile(
    r"[\u0672-\u067D\u067F-\u0685\u0687-\u0697\u0699-\u06A8\u06AA-\u06AE\u06B0-\u06BD\u06C3-\u06CB\u06CD-\u06D3]"
)
"""Letters of the script that neither Persian nor Arabic has: of Urdu, Kurdish, Pashto, Sindhi, Uyghur and others."""
_SHARE = 0.02
"""Of such letters, from which a text is in one of those; names and slips of the keyboard have fewer."""
_SAMPLE = 4000
_MARGIN = 3
_LEAST_LETTERS = 40
"""Of a paragraph that can be in another language than its document."""
_NO_DOUBT = 5
"""What letters and words (a word is two) must give more than, there."""


_WORDS = re.compile(r"\w+")
_WORD = re.compile(r"\w{2,}")
_TYPED = re.compile(rf"[یک{ZWNJ}]")
"""What Arabic keyboards lack; texts that were typed on one are Persian all the same."""
_UNTYPED = re.compile("[يك]")
_AND = re.compile(r"(?<!\w)و(?!\w)")
"""«و» apart from its word, as few write Arabic."""
_MADDA = re.compile(r"(?<!\w)آ")
_AND_WEIGHT, _SPELT_WEIGHT, _MADDA_WEIGHT = 15, 10, 8
_VERB = 55
"""Weight of the form of a Persian verb, which the list lacks."""
_TYPED_WEIGHT, _UNTYPED_WEIGHT = 10, 6
_TOTAL = {"fa": 105, "ar": 68}
"""Ten times the decimal logarithm of the number of words that each list was counted in."""
_RAREST = -60
"""The same of the share of a word that a list lacks."""
_ENDINGS = ("هایی", "های", "ها", "ان", "ی")
_ENDED = 10
"""How much rarer a word with an ending is taken to be than without."""
_RELATED = 20
"""The same of «ی», with which common words are in the list themselves."""
_LEAST_STEM = 3
_PARTED = re.compile(r"[.!؟?؛;|/\t()\[\]«»:–—•]|\s-\s|$")
"""Between parts of a paragraph that can be in two languages."""
_OTHER = 2
"""Evidence of the other language from which a paragraph may be in two."""
_SURE = 40
"""How much likelier, in tenths of a decimal logarithm, a part must be in another language than its paragraph."""


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["fa", "ar", "en"])
    return identifier


@cache
def _common(language: str) -> frozenset[str]:
    """Function words that the other language does not have, as keys."""
    return frozenset(AlignedText.of(word).key for word in _function_words(language) if not _SEATED.search(word))


@cache
def _common_as_written(language: str) -> frozenset[str]:
    """The same with a letter that tells them from words of the other language («أو» from «او», «آن» from «أن»)."""
    return frozenset(filter(_SEATED.search, _function_words(language)))


def _function_words(language: str) -> tuple[str, ...]:
    return words("function_words", language=language, kind="")


def language_of(text: str) -> str:
    """``fa``, ``ar``, ``en`` or ``und``.

    A text in another language of the script is ``und``: what is Persian or Arabic in it would be found by mistake.

    >>> language_of("گزارش نشست سازمان‌ها"), language_of("مذكرة تفاهم بين الجامعة والوزارة"), language_of("۱۲ - ۱۳")
    ('fa', 'ar', 'und')
    >>> language_of("یونیورسٹی نے آج وزارت کے ساتھ معاہدے پر دستخط کیے ہیں")
    'und'
    """
    sample = text[:_SAMPLE]
    script = _letters(_ARABIC_SCRIPT, sample)
    latin = _letters(_LATIN, sample)
    if script + latin < 2:
        return "und"
    if script < latin:
        return "en" if str(_identifier().classify(sample)[0]) == "en" and latin > 2 * script else "und"
    if len(_OTHERS.findall(sample)) > max(2, _SHARE * script):
        return "und"
    return clear_language(sample) or _by_words(sample) or _by_model(sample)


def _by_words(text: str) -> str:
    """``fa`` or ``ar`` by how frequent the words are in either, "" where no word is known.

    >>> _by_words("علاوي به ديدار اسد رفت"), _by_words("تراجع أسعار النفط"), _by_words("ابتث")
    ('fa', 'ar', '')
    """
    likelier = _likelier(text)
    return ("fa" if likelier > 0 else "ar") if likelier else ""


def _likelier(text: str) -> int:
    """How much likelier a text is Persian than Arabic, in tenths of a decimal logarithm: by words and evidence."""
    key = AlignedText.of(text).key
    fa, ar = _evidence(text, key)
    told = _TYPED_WEIGHT * (fa - ar)
    known = [(fa, ar) for fa, ar in map(_shares, _WORD.findall(key.replace(ZWNJ, ""))) if max(fa, ar) > _RAREST]
    if not known:
        return told
    letters = _TYPED_WEIGHT * len(_TYPED.findall(text)) - _UNTYPED_WEIGHT * bool(_UNTYPED.search(text))
    letters += _AND_WEIGHT * len(_AND.findall(key)) + _SPELT_WEIGHT * len(_softened().findall(text))
    letters += _MADDA_WEIGHT * len(_MADDA.findall(text))
    return sum(fa - ar for fa, ar in known) + letters + told


@cache
def _softened() -> re.Pattern[str]:
    """Words that are Arabic in Persian spelling, with «ی» for a hamza («نتایج», «وسایل»), in letters of either."""
    spelt = (word.replace("ی", "[یي]") for word in words("function_words", language="fa", kind="softened"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)")


def _shares(word: str) -> tuple[int, int]:
    """How frequent a folded word is in Persian and in Arabic, in tenths of a decimal logarithm."""
    weight = persian().get(word)
    share = arabic()[word] - _TOTAL["ar"] if word in arabic() else _RAREST
    return max((_inflected(word) if weight is None else weight) - _TOTAL["fa"], _RAREST), max(share, _RAREST)


def _inflected(word: str) -> int:
    """The weight of a form that the Persian list lacks, by the word that it is a form of."""
    known = persian()
    if word in lemmas():
        return known.get(lemmas()[word], _VERB + _ENDED) - _ENDED
    for end in _ENDINGS:
        stem = word.removesuffix(end)
        if word.endswith(end) and len(stem) >= _LEAST_STEM and stem in known:
            return known[stem] - (_RELATED if end == "ی" else _ENDED)
    return -_TOTAL["fa"]


def clear_language(text: str, least: int = _NO_DOUBT) -> str:
    """``fa`` or ``ar`` where letters and words (a word is two) decide with more than so much evidence, else "".

    >>> clear_language("گزارش نشست سازمان‌ها که در تهران برگزار شد"), clear_language("نشست تهران")
    ('fa', '')
    """
    return _told(*_evidence(text, AlignedText.of(text).key), least)


def _told(fa: int, ar: int, least: int) -> str:
    """The language that evidence tells, "" where it is in doubt."""
    if fa > max(least, _MARGIN * ar):
        return "fa"
    return "ar" if ar > max(least, _MARGIN * fa) else ""


def _evidence(text: str, key: str) -> tuple[int, int]:
    """What speaks for Persian and for Arabic: letters of a text, and words of its key, that are two."""
    keys, written = _WORDS.findall(key), _WORDS.findall(text)
    fa = len(_PERSIAN.findall(text)) + 2 * _told_by("fa", written, keys)
    ar = len(_ARABIC.findall(text)) + 2 * (_told_by("ar", written, keys) + len(_UPON.findall(text)))
    return fa, ar


def _told_by(language: str, written: Iterable[str], keys: Iterable[str]) -> int:
    """How many function words of a language stand among the words of a text, and among those of its key."""
    common, seated = _common(language), _common_as_written(language)
    return sum(key in common for key in keys) + sum(word in seated for word in written)


def _letters(script: re.Pattern[str], text: str) -> int:
    """How many letters of a script, whose pattern is one of stretches, stand in a text."""
    return sum(map(len, script.findall(text)))


def _by_model(text: str) -> str:
    found = str(_identifier().classify(text)[0])
    return found if found in ("fa", "ar") else "und"


def runs(text: str, within: Span, language: str) -> list[tuple[Span, str]]:
    """The paragraphs of a part of a text, those of one language together; ``language`` is that of the whole.

    A paragraph, or a part of one between signs, is of another language only where its letters and words leave no doubt.

    >>> persian = "بیانیه وزارت خارجه ایران که در تهران منتشر شده است\\n"
    >>> both = persian + "أصدرت وزارة الخارجية في بغداد بيانا عن الزيارة التي جرت"
    >>> [language for _, language in runs(both, Span(0, len(both)), "fa")]
    ['fa', 'ar']
    >>> line = "مدت اعتبار سه سال است / مدة الصلاحية ثلاث سنوات من التوقيع"
    >>> [language for _, language in runs(line, Span(0, len(line)), "fa")]
    ['fa', 'ar']
    """
    found: list[tuple[Span, str]] = []
    at = within.start
    while at < within.end:
        cut = text.find("\n", at, within.end)
        end = within.end if cut < 0 else cut + 1
        for span, own in _parts(text[at:end], language):
            moved = Span(at + span.start, at + span.end)
            if found and own == found[-1][1]:
                found[-1] = (Span(found[-1][0].start, moved.end), own)
            else:
                found.append((moved, own))
        at = end
    return found


def _parts(text: str, language: str) -> list[tuple[Span, str]]:
    """A paragraph with its language, in parts where it is in two."""
    script = _letters(_ARABIC_SCRIPT, text)
    latin = _letters(_LATIN, text)
    whole = Span(0, len(text))
    if latin > _MARGIN * script and script + latin >= _LEAST_LETTERS:
        return [(whole, language if language == "und" else "en")]
    fa, ar = _evidence(text, AlignedText.of(text).key)
    own = _told(fa, ar, _NO_DOUBT) if script + latin >= _LEAST_LETTERS else ""
    own = own or language
    typed = own == "ar" and _TYPED.search(text)
    if own not in _TOTAL or ((ar if own == "fa" else fa) < _OTHER and not typed):
        return [(whole, own)]
    found, at = list[tuple[Span, str]](), 0
    for match in _PARTED.finditer(text):
        if match.end() > at:
            found.append((Span(at, match.end()), _of_part(text[at : match.start()], own)))
            at = match.end()
    return found


def _of_part(text: str, language: str) -> str:
    """The language of a part of a paragraph: that of the paragraph but where its words are much likelier otherwise."""
    likelier = _likelier(text)
    if abs(likelier) < _SURE:
        return language
    return "fa" if likelier > 0 else "ar"
