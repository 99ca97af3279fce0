"""On which side of its publication a sentence places a day that it gives no year."""

import re
from collections.abc import Sequence
from functools import cache

from corpora.tables import table, words
from extractors.dates.lexis import kind, months, values
from extractors.dates.scope import Scope
from extractors.patterns import END, GLUED, JOINT, START, flat, folded
from extractors.text.arabic_verbs import is_perfect
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import arabic

_SENTENCE = re.compile(r"[.!؟?\n؛]")
_CLAUSE = re.compile(r"(?<!\d)[.,]|[.,](?!\d)|[!؟?\n؛،:»]")
_REACH, _REACH_FA = 70, 110
_SAID = re.compile(
    rf":|{START}(?:(?:گفت|افزود)(?:ند)?(?!\s?و\s?گو)"
    rf"|(?:اعلام|تاکید|اظهار|بیان|تصریح|عنوان|خاطرنشان|اضافه)\s(?:کرد|داشت|نمود)(?:ند)?){END}"
)
"""What somebody says begins there, with verbs of its own («روز شنبه گفت: … نوسازی می‌شود»)."""
_REPORTED = re.compile(r"(?:اعلام|مقرر|قرار|عنوان|مطرح|گفته|تعیین|اعلان)\s?$")
"""Before «شد»: it is not the day's event that has happened."""
_NEXT = re.compile(r"\s?[)»]?\s?[،,]?\s?")


@cache
def cue(language: str) -> re.Pattern[str]:
    """A verb that tells on which side of the publication date its clause is."""
    return re.compile(rf"{GLUED}(?:(?P<will>{kind('will', language)})|{kind('did', language)}){END}")


def leaning(scope: Scope, start: int, end: int) -> str:
    """ "past" or "future" by the verb that a date belongs to, "" where none is known.

    A Persian verb ends the sentence, an Arabic one begins its clause.
    """
    if scope.published is None:
        return ""
    if _delivered(scope.language).search(scope.before(start, _DELIVERY)) or _is_contract(scope, start):
        return "future"
    if scope.language != "ar":
        return _persian_side(scope, start, end)
    verb = cue(scope.language)
    near = scope.before(start, _REACH)
    before = _CLAUSE.split(near)[-1]
    last = list(verb.finditer(before))[-1:]
    begun = len(before) < len(near) or len(near) < _REACH
    if not last and _is_ahead(_WORD.findall(before), scope.key[start:end], begun=begun):
        return "future"
    following = verb.match(scope.key, _end_of(_NEXT.match(scope.key, end), end))
    if last or following:
        return _side(last[0] if last else following)
    return "past" if _tells(before, begun=len(before) < len(near) or len(near) < _REACH) else ""


def _persian_side(scope: Scope, start: int, end: int) -> str:
    """The side by what stands behind a day: a Persian verb ends its sentence."""
    before = _CLAUSE.split(scope.before(start, _REACH))[-1]
    if _PUT_OFF in before and any(map(str.isdigit, scope.key[start:end])):
        return ""
    sentence = _SENTENCE.split(scope.key[end : end + _REACH_FA])[0]
    after = _SAID.split(sentence)[0]
    verbs = (match for match in cue(scope.language).finditer(after) if not _is_none(after, match))
    first = next(verbs, None)
    if scope.language != "fa":
        return _side(first)
    if _happens(after[: first.start()] if first else after):
        return "future"
    if _is_main(after, first) or (_SINCE.search(before) and _is_perfected(after, first)):
        return "past"
    full_stop = after == sentence and scope.key.startswith(".", end + len(sentence))
    return _side(first) or ("past" if _has_ended(after, full_stop=full_stop) else "")


_PUT_OFF = "قرار بود"
"""What was to be on a day, and may not be any more, says nothing of its side."""
_SINCE = re.compile(r"\bکه\s(?:روز\s|از\s|در\s)?$")
_PERFECT = re.compile(rf"\w+ه[ {ZWNJ}]?(?:اند|است|ایم|ام|بود|بودند){END}")


def _is_perfected(after: str, first: re.Match[str] | None) -> bool:
    """Whether what is said of a noun ends with a perfect («پرستارانی که ۲۰ شهریور استخدام شده‌اند، … خواهند شد»)."""
    match = _PERFECT.search(after)
    return match is not None and (first is None or match.start() <= first.start())


def _is_main(after: str, first: re.Match[str] | None) -> bool:
    """Whether a verb of the past stands right before «که», with verbs of its own behind («توافق کرد که … شود»)."""
    match = _THAT.search(after)
    return match is not None and match["verb"] in _past() and (first is None or match.start() <= first.start())


_THAT = re.compile(r"(?<!می[ \N{ZERO WIDTH NON-JOINER}])\b(?P<verb>[^\W\d_]{3,})\sکه\s")


def _is_none(clause: str, match: re.Match[str]) -> bool:
    """Whether a verb is none of the day's: «اعلام شد», or a noun before another («بازگشت مهاجران»)."""
    if _REPORTED.search(clause[: match.start()]):
        return True
    return match.group().endswith(_RETURN) and re.match(r" (?!و |که )\w", clause[match.end() :]) is not None


_RETURN = "بازگشت"


def _happens(clause: str) -> bool:
    """Whether the first Persian verb of the present tells what will be («به یزد سفر می‌کند»), and not what is said."""
    match = _present().search(clause)
    if match is None or not _past().isdisjoint(_WORD.findall(clause[: match.start()])):
        return False
    told = _telling().search(clause[: match.start()])
    return told is None or (
        values("telling")[flat(told["what"])] == _EVENT and clause[: told.start()].rstrip().endswith(_OBJECT)
    )


def _has_ended(after: str, *, full_stop: bool) -> bool:
    """Whether a Persian clause behind a day ends with a verb of the past («بی‌نتیجه ماند و …», «برگشتند.»).

    A noun that looks like one needs its ending of the plural («در نشست،») or the sentence's full stop («برکنار کرد.»).
    """
    for match in _CLOSED.finditer(after):
        verb, before = match["verb"], match["before"] or ""
        if verb in _past() and before != "می":
            stopped = match.end() == len(after.rstrip()) and full_stop and _OUGHT.isdisjoint(_WORD.findall(after))
            return verb.endswith("ند") or verb not in _nouns() or stopped
    return False


_OUGHT = frozenset(("باید", "نباید", "بتوان", "نتوان", "خواهد", "توان"))
"""Before a bare past: what ought to be done («تا ۱۲ اسفند باید پرداخت.») has not been."""


_CLOSED = re.compile(r"(?:(?P<before>\w+)[ \N{ZERO WIDTH NON-JOINER}])?(?P<verb>[^\W\d_]{3,})(?=\s?(?:[،,]|$|و\s))")


@cache
def _nouns() -> frozenset[str]:
    """Persian nouns that look like a verb of the past, flat («نشست», «پرداخت»)."""
    return frozenset(flat(folded(word)) for word in words("time_words", kind="noun like verb"))


_EVENT, _OBJECT = "event", " را"
"""What is done to an object («نتایج را اعلام می‌کند») will be; what is said is not."""


@cache
def _present() -> re.Pattern[str]:
    """«می‌رود», «برمی‌گردد»: a verb of the present, but for those of saying and knowing."""
    stems = {flat(folded(row["present"])) for row in table("verbs_fa") if row["present"]}
    said = {flat(folded(word)) for word in words("time_words", kind="state verb")}
    known = "|".join(sorted(stems - said, key=lambda stem: (-len(stem), stem)))
    return re.compile(rf"{START}(?:(?:بر|باز|در|فرا|فرو){JOINT})?می{JOINT}(?:{known}|ا|شو)(?:د|ند){END}")


@cache
def _past() -> frozenset[str]:
    """Verbs of the past, flat («فراگرفت», «زدند»): the first verb is that of the day."""
    prefixes = {flat(folded(row["prefix"])) for row in table("verbs_fa")}  # "" among them
    pasts = {flat(folded(row["past"])) for row in table("verbs_fa") if row["past"]}
    return frozenset(prefix + past + ending for past in pasts for prefix in prefixes for ending in ("", "ند"))


@cache
def _telling() -> re.Pattern[str]:
    """Before «می‌کند»: what somebody says, or what always is."""
    return re.compile(rf"(?P<what>{kind('telling', 'fa')})\s?(?:را\s?)?$")


_DELIVERY = 24
"""Characters of what is said before the month in which goods are handed over."""


@cache
def _delivered(language: str) -> re.Pattern[str]:
    """«تسليم أغسطس», «برای تحویل در ماه اوت»: a contract's month has not been yet."""
    return re.compile(rf"{GLUED}{kind('delivery', language)}(?:\s(?:فی|در|شهر|ماه)){{0,2}}\s$")


def _is_contract(scope: Scope, start: int) -> bool:
    """Whether an Arabic month is that of a contract («عقود القمح لشهر سبتمبر», «عقد سبتمبر», not «عقد في سبتمبر»)."""
    contract = _CONTRACT.search(scope.before(start, _CONTRACTED)) if scope.language == "ar" else None
    if contract is None:
        return False
    return scope.key.startswith(_FOR_MONTH, start) if contract["of"] else not scope.key.startswith(_IN, start)


_CONTRACTED = 40
_CONTRACT = re.compile(r"(?<!\w)(?:عقود|[لب]?عقد|العقود)\s(?P<of>(?:\w+\s){1,3})?$")
_FOR_MONTH = "لشهر"
_IN = ("فی", "خلال", "من", "قبل", "بعد", "منذ", "حتی", "ب", "ل")


def _tells(clause: str, *, begun: bool) -> bool:
    """Whether an Arabic clause has a verb of the past: at its beginning, after what opens one, or a feminine one.

    ``begun`` is False where the clause began before its first word here. One that is only imagined tells nothing.
    """
    words = _WORD.findall(clause)
    if any(word in _IMAGINED or _FUTURE.match(word) for word in words):
        return False
    opens = begun
    for word in words:
        bare = word[1:] if word[0] in "وف" and len(word) > _SHORT and not is_perfect(word) else word
        if is_perfect(bare) and not bare.startswith("ال") and (opens or word[0] in "وف" or bare.endswith("ت")):
            return True
        opens = word in _OPENING
    return False


def _will_be(word: str) -> bool:
    """Whether an Arabic word is a verb of the future («ستناقش»): without its س it is one more frequent word.

    >>> [_will_be(word) for word in ("ستناقش", "سیبحث", "سیاره", "ستین", "سیاسه")]
    [True, True, False, False, False]
    """
    bare = word.removeprefix("و")
    verb = bare[:1] == "س" and bare[1:2] in "ینت" and len(bare) > _LEAST_FUTURE
    return verb and arabic().get(bare[1:], 0) > arabic().get(bare, 0)


def _is_ahead(clause: Sequence[str], day: str, *, begun: bool) -> bool:
    """Whether an Arabic clause has a verb of the future, or places a weekday by one of the present."""
    if any(map(_will_be, clause)):
        return True
    weekday = not any(sign.isdigit() for sign in day) and months("ar").keys().isdisjoint(_WORD.findall(day))
    return weekday and _opens_present(clause, begun=begun)


def _opens_present(clause: Sequence[str], *, begun: bool) -> bool:
    """Whether an Arabic clause begins with a verb of the present («يناقش البرلمان | الأحد»), and says nothing else."""
    words = [word for word in clause[:_OPENS] if word not in _OPENING]
    if not begun or not words or not _RELATIVE.isdisjoint(clause):
        return False
    verb = words[0].removeprefix("و")
    masculine = "ی" + verb[1:]
    known = arabic().get(masculine, 0) > 0 and len(verb) >= _LEAST_FUTURE and masculine not in months("ar")
    return known and verb[0] in "یت" and masculine not in _names() | _saying()


@cache
def _saying() -> frozenset[str]:
    """Arabic verbs of saying and being, flat, and what looks like one («يوم»)."""
    return frozenset(flat(folded(word)) for word in words("time_words", kind="saying"))


@cache
def _names() -> frozenset[str]:
    """First names, flat («يونس»)."""
    return frozenset(flat(folded(word)) for word in words("person_names", kind="first"))


_OPENS = 2
_RELATIVE = frozenset(("الذی", "التی", "الذین", "اللذین"))
_LEAST_FUTURE = 4
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 3
_OPENING = frozenset(
    ("قد", "وقد", "لقد", "فقد", "کما", "فیما", "بینما", "حیث", "ان", "انه", "انها", "التی", "الذی", "ثم")
)
_IMAGINED = frozenset(("اذا", "لو", "یتوقع", "تتوقع", "یرتقب", "لن"))
_FUTURE = re.compile(r"و?س[یتن]\w{3}")


def _end_of(match: re.Match[str] | None, default: int) -> int:
    return match.end() if match else default


def _side(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    return "future" if match["will"] else "past"
