"""What stands around a number: modifiers, signs of less than zero, percent words, names that take numbers."""

import re
from functools import cache

from corpora.tables import table, words
from extractors.patterns import END, START, any_of, flat, folded
from extractors.text.characters import ZWNJ
from extractors.text.exact import exact_of
from extractors.text.lexicon import key_of

GAP = rf"[\s{ZWNJ}]{{0,2}}"
_GLUED_AND = rf"(?:{START}|(?<=\bو))"
DASHES = "-\N{FIGURE DASH}\N{HORIZONTAL BAR}\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}\N{HYPHEN}\N{MINUS SIGN}~"
MINUS = "-\N{MINUS SIGN}\N{EN DASH}"


@cache
def modifiers() -> dict[str, str]:
    """Modifier, flat → its name."""
    return {flat(folded(r["word"])): r["modifier"] for r in table("count_modifiers")}


@cache
def modifier_before() -> re.Pattern[str]:
    """A modifier that ends where a number begins; a clitic و may stand glued before it."""
    before = any_of(words("count_modifiers", where="before"))
    return re.compile(rf"(?:{START}|(?<=\b[وبل]))(?P<word>{before}){GAP}\(?\Z")


@cache
def modifier_after() -> re.Pattern[str]:
    """A modifier that follows a counted noun («على الأقل»)."""
    return re.compile(rf"{GAP}(?P<word>{any_of(words('count_modifiers', where='after'))}){END}")


AMONG_THEM = "بینهم|بینها|منهم|منها"
"""Before a number of those who were named («بينهم ثلاثة»)."""


@cache
def negative_before() -> re.Pattern[str]:
    """A word that makes the number after it negative («منفی ۵ درصد», «سالب 2.5»)."""
    return re.compile(rf"{_GLUED_AND}{any_of(('منفی', 'منهای', 'سالب', 'ناقص'))}{GAP}%?\Z")


@cache
def below_zero() -> re.Pattern[str]:
    """What makes degrees before it negative («۵ درجه زیر صفر»)."""
    return re.compile(rf"(?:{GAP}\w+)?{GAP}{any_of(('زیر صفر', 'تحت الصفر', 'دون الصفر'))}{END}")


@cache
def percent_after() -> re.Pattern[str]:
    """A percent word or sign after a number; points of percent too."""
    spelled = any_of(words("percent_words"))
    minus = rf"(?P<minus>[{MINUS}](?=\s?(?:%(?!\d)|درصد)))?"
    apart = rf"در{GAP}صد(?:ی|ها)?{END}(?!\s(?:و\s)?(?:هزار|{_measures_fa()}){END})"
    return re.compile(rf"{minus}(?:%|{GAP}(?:%(?!\d)|{spelled}{END}|{apart}))")


@cache
def _measures_fa() -> str:
    """What a hundred of is a distance or a weight: «نفر ۳ در صد متر»."""
    return any_of(r["word"] for r in table("count_units") if r["kind"] == "measure" and r["language"] == "fa")


PERCENT_BEFORE = re.compile(rf"%\s?(?P<minus>[{MINUS}])?\Z")
"""A percent sign before a number."""


@cache
def blocked_before(kind: str) -> re.Pattern[str]:
    """A word after which a number names, and does not count."""
    plural = rf"(?:{ZWNJ}?های)?"
    named = words("count_blocks", where="before", kind=kind)
    definite = [word[2:] for word in named if word.startswith("ال")]
    blocks = f"(?:{any_of(named)}|لل{any_of(definite)})" if definite else any_of(named)
    between = "ی|شماره|رقم|رقمی"
    if kind == "id":
        between += "|من|از"
        blocks = rf"(?:{blocks}|(?:کد|شماره|شناسه|کود)\s\w+|رقم\sال\w+)"
    return re.compile(rf"{_GLUED_AND}[بل]?{blocks}{plural}{GAP}(?:[-:/(#«\"]|\b(?:{between})\b)?\s?[(]?\Z")


@cache
def common_before() -> re.Pattern[str]:
    """The name of a model that is a word or a person's name as well, before a number («شاهد ۱۴ تصادف بود»)."""
    return re.compile(rf"{_GLUED_AND}{any_of(words('count_blocks', where='before', common='yes'))}{GAP}\Z")


@cache
def takes_number(exact: str) -> bool:
    """Whether a noun is one that numbers name («ماده», «قانون»): a number before it is no count of it."""
    return exact in _named_by_numbers()


@cache
def _named_by_numbers() -> frozenset[str]:
    return frozenset(_exact(word) for word in words("count_blocks", where="before", kind="id"))


@cache
def ranks() -> frozenset[str]:
    """What stands between «من» and those that are counted («خمسة من كبار المسؤولين», «أربعة من أفضل البحوث»)."""
    return frozenset(_exact(word) for word in words("count_blocks", where="among"))


@cache
def befallen() -> re.Pattern[str]:
    """A word for what happens to somebody who is counted («کشته», «بازداشت»)."""
    return re.compile(rf"{START}{any_of(words('casualties'))}{END}")


@cache
def things_after() -> re.Pattern[str]:
    """A noun that is counted, after a classifier («ده دستگاه خودرو»)."""
    things = (r["word"] for r in table("count_units") if r["language"] == "fa" and r["kind"] in ("thing", "person"))
    return re.compile(rf"{GAP}{any_of((*things, 'خودرو', 'موتورسیکلت', 'اتوبوس', 'ماینر', 'کامیون', 'تانکر'))}")


POINTED = re.compile(r"(?:^|\s)(?:این|ان|همین|همان|هر|یک|هذا|هذه|تلک|کل|الـ?)\s\w+\s?\Z")
"""A word that closes the noun before a number, so that the number does not name it («این منطقه ۲۲ روستا»)."""


@cache
def vague_before() -> re.Pattern[str]:
    """A word that makes the number word after it one that nobody knows («چند هزار»)."""
    vague = any_of(words("vague_numbers"))
    return re.compile(rf"(?:{_GLUED_AND}(?:ال|[بلک])?{vague}|(?<=\s)های?){GAP}(?:من\s)?\Z")


MANY = re.compile(rf"[ {ZWNJ}]{{0,2}}ها(?:ی|یی)?{END}")
"""The plural of a number word, which is no number («میلیون ها نفر»)."""


@cache
def idioms() -> re.Pattern[str]:
    """An expression that begins with a number word and counts nothing («نه تنها», «دو و میدانی»)."""
    return re.compile(rf"{any_of(words('number_idioms'))}{END}")


def _exact(word: str) -> str:
    """A word of a table as the segmenter has it."""
    return exact_of(key_of(word))


@cache
def not_units() -> frozenset[str]:
    """Words, in their exact form, that cannot be the counted noun."""
    return frozenset(map(_exact, words("count_blocks", where="after")))


@cache
def limits() -> frozenset[str]:
    """Words, in their exact form, before which «تا» is no classifier: up to them («۸ تا ظهر», «۲۰ تا پایان»)."""
    return frozenset(map(_exact, words("count_blocks", where="until")))


@cache
def complements() -> frozenset[str]:
    """Second words, in their exact form, that belong to the counted noun."""
    return frozenset(map(_exact, words("unit_complements")))


@cache
def units(language: str) -> dict[str, str]:
    """Counted noun, in its exact form, → its kind."""
    rows = table("count_units")
    return {_exact(r["word"]): r["kind"] for r in rows if r["language"] == language or language not in _BOTH}


_BOTH = ("fa", "ar")
BETWEEN = re.compile(rf"[^\S\n]{{0,3}}(?:{ZWNJ}?تا|الی|حتی|[{DASHES}]{{1,2}})[^\S\n]{{0,3}}")
"""What stands between the two ends of a range."""
BETWEEN_WORD = re.compile(r"(?:^|[\sوم])(?:ما\s)?بین\s(?:نحو\s|حوالی\s|حدود\s)?\Z")
_CHANGES = r"(?:ارتفع|ارتفاع|رفع|زاد|زیاده|انخفض|انخفاض|تراجع|هبط|هبوط|قفز|خفض|انتقل|صعد|تقلص|نما\b|نمو)\w{0,3}"
CHANGE = re.compile(rf"{_CHANGES}\s[^.\n]{{0,60}}من\s\Z")
"""A verb of change before «من X إلى Y»: two values, and no range."""
CHANGE_BY = re.compile(rf"{_CHANGES}\s(?:ب|نحو\s|بنحو\s)?(?:[^.\n\d]{{0,50}}\s)?\Z")
"""The same before «X دولارات إلى Y دولارا»: by how much, and to what."""
FROM_WORD = re.compile(r"(?:^|\s)از\s\Z")
TO_WORD = re.compile(r"\s?به\s?")
OR = re.compile(r"\s(?:یا|او)\s")
"""Between two numbers of which one is right: «۳ یا ۴ نفر»."""
LISTED = re.compile(r"\s?(?:و|،|,)\s?")
_JOINED = {
    "id": re.compile(rf"\s?(?:و|تا|الی|،|,|[{DASHES}])\s?"),
    "name": re.compile(rf"\s?(?:و|تا|الی|[{DASHES}])\s?"),
}


def joined(kind: str) -> re.Pattern[str]:
    """Between numbers of which the first names something, so that the second does too («تبصره‌های ۱ و ۲»)."""
    return _JOINED[kind]


SAID_AGAIN = re.compile(
    r"\s?[(\[«](?:\s?(?:به|با)?\s?(?:حروف|عدد|رقم|ارقام)|\s?(?:فقط|مبلغ|بالحروف|رقما|کتابه|بالارقام))?\s?:?\s?"
    r"|\s?(?:به حروف|با حروف|بحروف|به عدد|بالحروف|کتابه|رقما|یعنی|ای)\s?:?\s?[(«]?\s?"
)
"""Between a number and the same number said again."""
CLOSED = re.compile(r"(?:\s?(?:تمام|فقط|لا\s?غیر|نه بیشتر))*\s?[)\]»]")
OPENED = re.compile(r"[(\[]\s?\Z")
