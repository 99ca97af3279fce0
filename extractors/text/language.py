"""Which language a text is in: Persian, Arabic, English or undetermined.

Letters and function words decide where they can (پ چ ژ گ, «که», «است» are Persian; ة, ى, «في» are Arabic);
py3langid decides the rest.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from corpora.document import Span
from corpora.tables import words
from extractors.text.aligned import AlignedText

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_ARABIC_SCRIPT = re.compile(r"[\u0620-\u064A\u066E-\u06D3\uFB50-\uFDFF\uFE70-\uFEFC]")
_LATIN = re.compile(r"[A-Za-z]")
_PERSIAN = re.compile(r"[پچژگ\uFB56-\uFB59\uFB7A-\uFB7D\uFB8A\uFB8B\uFB92-\uFB95]")
_ARABIC = re.compile(r"[ةىأإ]|(?<!\w)ال\w{3}")
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


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["fa", "ar", "en"])
    return identifier


@cache
def _common(language: str) -> re.Pattern[str]:
    """Function words that the other language does not have."""
    keys = (AlignedText.of(word).key for word in words("function_words", language=language))
    return re.compile(rf"(?<!\w)(?:{'|'.join(keys)})(?!\w)")


def language_of(text: str) -> str:
    """``fa``, ``ar``, ``en`` or ``und``.

    A text in another language of the script is ``und``: what is Persian or Arabic in it would be found by mistake.

    >>> language_of("گزارش نشست سازمان‌ها"), language_of("مذكرة تفاهم بين الجامعة والوزارة"), language_of("۱۲ - ۱۳")
    ('fa', 'ar', 'und')
    >>> language_of("یونیورسٹی نے آج وزارت کے ساتھ معاہدے پر دستخط کیے ہیں")
    'und'
    """
    sample = text[:_SAMPLE]
    script = len(_ARABIC_SCRIPT.findall(sample))
    latin = len(_LATIN.findall(sample))
    if script + latin < 2:
        return "und"
    if script < latin:
        return "en" if str(_identifier().classify(sample)[0]) == "en" and latin > 2 * script else "und"
    if len(_OTHERS.findall(sample)) > max(2, _SHARE * script):
        return "und"
    return clear_language(sample, 0) or _by_model(sample)


def clear_language(text: str, least: int = _NO_DOUBT) -> str:
    """``fa`` or ``ar`` where letters and words (a word is two) decide with more than so much evidence, else "".

    >>> clear_language("گزارش نشست سازمان‌ها که در تهران برگزار شد"), clear_language("نشست تهران")
    ('fa', '')
    """
    key = AlignedText.of(text).key
    persian = len(_PERSIAN.findall(text)) + 2 * len(_common("fa").findall(key))
    arabic = len(_ARABIC.findall(text)) + 2 * (len(_common("ar").findall(key)) + len(_UPON.findall(text)))
    if persian > max(least, _MARGIN * arabic):
        return "fa"
    return "ar" if arabic > max(least, _MARGIN * persian) else ""


def _by_model(text: str) -> str:
    found = str(_identifier().classify(text)[0])
    return found if found in ("fa", "ar") else "und"


def runs(text: str, within: Span, language: str) -> list[tuple[Span, str]]:
    """The paragraphs of a part of a text, those of one language together; ``language`` is that of the whole.

    A paragraph is of another language only where its letters and words leave no doubt.

    >>> persian = "بیانیه وزارت خارجه ایران که در تهران منتشر شده است\\n"
    >>> both = persian + "أصدرت وزارة الخارجية في بغداد بيانا عن الزيارة التي جرت"
    >>> [language for _, language in runs(both, Span(0, len(both)), "fa")]
    ['fa', 'ar']
    """
    found: list[tuple[Span, str]] = []
    at = within.start
    while at < within.end:
        cut = text.find("\n", at, within.end)
        end = within.end if cut < 0 else cut + 1
        own = _of_paragraph(text[at:end], language)
        if found and own == found[-1][1]:
            found[-1] = (Span(found[-1][0].start, end), own)
        else:
            found.append((Span(at, end), own))
        at = end
    return found


def _of_paragraph(text: str, language: str) -> str:
    script = len(_ARABIC_SCRIPT.findall(text))
    latin = len(_LATIN.findall(text))
    if script + latin < _LEAST_LETTERS:
        return language
    if latin > _MARGIN * script:
        return language if language == "und" else "en"
    return clear_language(text) or language
