"""Which language a text is in: Persian, Arabic, English or undetermined.

Letters decide where they can (پ چ ژ گ are Persian, ة and ى Arabic); py3langid decides the rest.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

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
    persian, arabic = len(_PERSIAN.findall(sample)), len(_ARABIC.findall(sample))
    if persian > _MARGIN * arabic:
        return "fa"
    if arabic > _MARGIN * persian:
        return "ar"
    found = str(_identifier().classify(sample)[0])
    return found if found in ("fa", "ar") else "und"
