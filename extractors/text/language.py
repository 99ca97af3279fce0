"""Which language a text is in: Persian, Arabic, English or undetermined.

Letters and function words decide where they can (پ چ ژ گ, «که», «است» are Persian; ة, ى, «في» are Arabic);
py3langid decides the rest.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from corpora.tables import words
from extractors.text.aligned import AlignedText

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_ARABIC_SCRIPT = re.compile(r"[\u0620-\u064A\u066E-\u06D3\uFB50-\uFDFF\uFE70-\uFEFC]")
_LATIN = re.compile(r"[A-Za-z]")
_PERSIAN = re.compile(r"[پچژگ\uFB56-\uFB59\uFB7A-\uFB7D\uFB8A\uFB8B\uFB92-\uFB95]")
_ARABIC = re.compile(r"[ةىأإ]|(?<!\w)ال\w{3}")
_SAMPLE = 4000
_MARGIN = 3


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

    >>> language_of("گزارش نشست سازمان‌ها"), language_of("مذكرة تفاهم بين الجامعة والوزارة"), language_of("۱۲ - ۱۳")
    ('fa', 'ar', 'und')
    """
    sample = text[:_SAMPLE]
    script = len(_ARABIC_SCRIPT.findall(sample))
    latin = len(_LATIN.findall(sample))
    if script + latin < 2:
        return "und"
    if script < latin:
        return "en" if str(_identifier().classify(sample)[0]) == "en" and latin > 2 * script else "und"
    key = AlignedText.of(sample).key
    persian = len(_PERSIAN.findall(sample)) + 2 * len(_common("fa").findall(key))
    arabic = len(_ARABIC.findall(sample)) + 2 * len(_common("ar").findall(key))
    if persian > _MARGIN * arabic:
        return "fa"
    if arabic > _MARGIN * persian:
        return "ar"
    found = str(_identifier().classify(sample)[0])
    return found if found in ("fa", "ar") else "und"
