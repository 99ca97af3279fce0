"""Where a number counts nothing: it names something, is a part of a code, a score, a year or a size."""

import re
from dataclasses import replace

from extractors.counts import rules
from extractors.counts.quantities import Quantity

_REACH = 26
_YEARS = (range(1300, 1451), range(1900, 2101))
_YEAR_BEFORE = re.compile(
    r"(?:^|[\s(])(?:و)?(?:در|از|تا|سال|عام|سنه|فی|منذ|حتی|خلال|لعام|بعام|سالهای|بعد|قبل|اوایل|اواخر)\s?\Z"
)
_CLOCK = re.compile(r"[:.]\d")
_SCORE = re.compile(r"\s?(?:بر|مقابل)\s?(?:\d|صفر|یک|دو|سه|چهار|پنج|شش)")
_SCORE_BEFORE = re.compile(r"(?:\d|صفر|یک|دو|سه|چهار|پنج|شش)\s?(?:بر|مقابل)\s?\Z")
_TIMES = re.compile(r"\s?[×*xX]\s?\d")
_TIMES_BEFORE = re.compile(r"\d\s?[×*xX]\s?\Z")
_CHAIN = re.compile(r"[\d]\s?[-/_]\s?\Z")
_GROUP_BEFORE = re.compile(r"\d\s\Z")
"""Figures before figures, with a space: groups of a code."""
_LETTER_DASH = re.compile(rf"[^\W\d_][{rules.DASHES}_]\Z")
_LETTERS_BEFORE = re.compile(r"(?:^|[^\w\u200c])(?P<word>[^\W\d_\u200c]+)\u200c?\Z")
_GLUED = frozenset(
    (
        "و از تا به در با بر الی حدود حدودا تقریبا تنها فقط نیز شامل دارای بالغبر هر این ان ب ل ک ف من الی علی نحو"
        " وب ول وک فب فل که یا چون اگر شد بود است ان قد او مع عن"
    ).split()
)
_CALLED = re.compile(
    r"(?<!\w)(?:پلیس\s(?:فتا\s)?(?:110|096380)|اورژانس\s(?:115|123)|ا?تش\W?نشانی\s125|احمر\s112|سامد\s111)\Z"
)
"""Public services of Iran with the number that they are called by («اورژانس ۱۱۵»)."""
_DEFINITE = re.compile(r"(?:^|[\s«(])[وبلک]?ال\s?ـ?\s?\Z")
_CLOSING = re.compile(r"[\"»”]")
_OPENING = re.compile(r"[\"«“]\s?\Z")
_NO = re.compile(r"(?<!\w)نه\s")
_SENTENCE = re.compile(r"[.!؟?\n؛]")
_SENTENCE_REACH = 120
_RESULT = re.compile(rf"\d+\s?[{rules.DASHES}]\s?\d+")
_RESULT_BEFORE = re.compile(
    r"(?:نتیجه|نتایج|تعادل|ترجیح|فوز|فاز|پیروزی|شکست|مساوی|تساوی|برد|باخت)\w{0,3}\s(?:\w+\s)?\Z"
)
NOT_TWO_WAYS = 20


def is_year(quantity: Quantity) -> bool:
    """Whether a number has the look of a year."""
    number = quantity.number
    return (
        not number.spelled
        and number.end - number.start == len("1400")
        and any(number.value in years for years in _YEARS)
    )


def is_code(quantity: Quantity) -> bool:
    """Whether so many figures without a mark are a code rather than a number."""
    number = quantity.number
    return not number.spelled and number.factor == 1 and number.end - number.start >= _CODE and number.value >= 10**7


_CODE = 8


def are_years(quantity: Quantity) -> bool:
    """Whether both ends of a range look like years («۱۴۰۲ تا ۱۴۰۴»)."""
    return is_year(quantity) and quantity.low is not None and any(quantity.low in years for years in _YEARS)


def after_year_word(key: str, quantity: Quantity) -> bool:
    """Whether a number that looks like a year stands after a word that years stand after."""
    return is_year(quantity) and bool(_YEAR_BEFORE.search(key[max(0, quantity.start - _REACH) : quantity.start]))


def naming(key: str, start: int) -> str:
    """The kind of word before a number that it names: ``id``, ``name`` or "" for none."""
    before = key[max(0, start - _REACH) : start]
    if before.endswith(_OUT_OF):
        return ""
    for kind in ("id", "name"):
        match = rules.blocked_before(kind).search(before)
        if match and not (kind == "name" and rules.POINTED.search(before)):
            return kind
    return ""


_OUT_OF = ("من اصل ", "من بین ")
"""«من أصل 30 شاحنة»: so many of so many, where «اصل ۳۰» is an article in Persian."""


def unquoted(key: str, quantity: Quantity) -> Quantity:
    """The quantity with the marks of a quotation that holds it alone («" 300 " صفحة»)."""
    before = _QUOTE.search(key, max(0, quantity.start - 2), quantity.start)
    after = _UNQUOTE.match(key, quantity.end) if before else None
    return replace(quantity, start=before.start(), end=after.end()) if before and after else quantity


_QUOTE, _UNQUOTE = re.compile(r"[\"«“]\s?\Z"), re.compile(r"\s?[\"»”]")


def is_part(key: str, quantity: Quantity) -> bool:
    """Whether a number is a part of something else: a code, a model, a clock time, a score, a size, an ordinal."""
    first, last = quantity.numeral
    start, end = quantity.start, quantity.end
    before = key[max(0, start - _REACH) : start]
    if "+" in (before[-1:], key[end : end + 1]) or _CLOCK.match(key, last):
        return True
    if _TIMES.match(key, end) or _TIMES_BEFORE.search(before):
        return True
    if _SCORE.match(key, last) or (_SCORE_BEFORE.search(before)):
        return True
    if not quantity.number.spelled and (
        _GROUP_BEFORE.search(before) or _CHAIN.search(before) or _LETTER_DASH.search(before)
    ):
        return True
    if not quantity.number.spelled and _CALLED.search(key[max(0, first - _REACH) : last]):
        return True
    if quantity.number.spelled and rules.idioms().match(key, first):
        return True
    return _is_glued(before) or _is_quoted(key, first, last)


def _is_glued(before: str) -> bool:
    """Whether letters that are no preposition stand right before figures («میگ۲۹»)."""
    letters = _LETTERS_BEFORE.search(before)
    return bool(letters) and letters is not None and letters["word"] not in _GLUED and len(letters["word"]) < _LONG


_LONG = 5


def _is_quoted(key: str, first: int, last: int) -> bool:
    """Whether a quotation ends with the number: it belongs to a title."""
    return bool(_CLOSING.match(key, last)) and not _OPENING.search(key, 0, first)


def is_definite(key: str, start: int) -> bool:
    """Whether the article stands before a number («الـ33»), which is an ordinal more often than a count."""
    return bool(_DEFINITE.search(key[max(0, start - _REACH) : start]))


def counts_one(key: str, quantity: Quantity, end: int) -> bool:
    """Whether «یک» before a noun is a number and no article: one person is hurt, or only one is.

    >>> from extractors.numerals import Number
    >>> text = "یک نفر کشته شد"
    >>> counts_one(text, Quantity(0, 2, Number(0, 2, 1, True), 1), 6)
    True
    """
    unit = key[quantity.end : end].strip(" \u200c")
    if unit not in ("نفر", "تن"):
        return unit in _OF_THINGS or (unit in _CASUALTIES and bool(_OTHERS.match(key, end)))
    before = key[max(0, quantity.start - _REACH) : quantity.start]
    if _ONLY.search(before) or rules.modifier_before().search(before):
        return True
    clause = _CLAUSE.split(key[end : end + _CLAUSE_REACH])[0]
    return bool(rules.befallen().search(clause))


_OF_THINGS = frozenset(("فقره", "قبضه", "فروند", "راس", "اصله"))
_CASUALTIES = frozenset(("کشته", "زخمی", "مجروح", "مصدوم", "شهید", "مفقود"))
_OTHERS = re.compile(r"\s(?:و\s?(?:\d|یک|دو|سه|چهار|پنج|شش|هفت|هشت|ده)|داشت|بر\s?جا|به\s?جا)")
_ONLY = re.compile(r"(?:^|\s)(?:تنها|فقط|صرفا)\s\Z")
_CLAUSE = re.compile(r"[.!؟?\n؛،,:]|\sکه\s|\d")
_CLAUSE_REACH = 60


def is_place(key: str, quantity: Quantity, end: int) -> bool:
    """Whether a number and its noun are the name of the place before them («میدان صد دستگاه», «خیابان سی متری»)."""
    unit = key[quantity.end : end].strip(" \u200c")
    return unit in _PLACE_NOUNS and not rules.things_after().match(key, end)


_PLACE_NOUNS = frozenset(("دستگاه", "متری", "دستگاهی"))


def after_word(key: str, start: int) -> bool:
    """Whether a word of three letters or more stands before «صفر», which may be a surname then («أنور صفر عقد»)."""
    return bool(_WORD_BEFORE.search(key, max(0, start - _REACH), start))


_WORD_BEFORE = re.compile(r"[^\W\d_]{3,}\s\Z")


def says_no(key: str, start: int) -> bool:
    """Whether «نه» is no: it stands a second time in the sentence, or after «و».

    >>> says_no("نه شهر دارد و نه نفر", 14), says_no("در مرز نه نفر", 7)
    (True, False)
    """
    sentence = _SENTENCE.split(key[max(0, start - _SENTENCE_REACH) : start])[-1]
    return bool(_NO.search(sentence)) or sentence.endswith("و ")


def is_match_result(quantity: Quantity, key: str) -> bool:
    """Whether two small numbers with a dash between them may be the result of a match, or parts of a code."""
    return bool(_RESULT.fullmatch(key, *quantity.numeral)) and quantity.value <= NOT_TWO_WAYS


def after_result_word(key: str, start: int) -> bool:
    """Whether a word of a match's result stands before a number («بنتيجة 3-1»)."""
    return bool(_RESULT_BEFORE.search(key[max(0, start - _REACH) : start]))
