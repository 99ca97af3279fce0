"""Statements of an agreement by a verb alone: «الف و ب … را امضا کردند», «اتفقت … و… على …», «وقعت … مع …».

They have no word for an agreement, so what was agreed on, or the verb, stands in for one. A deed is of two bodies or
more, and of something that they will do: that they see alike, or want to go on talking, is none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpora.document import Mention, Span
from corpora.tables import table
from extractors.agreements.readings import Clause
from extractors.agreements.sentences import Placed, Sentence
from extractors.text.characters import HARAKAT, TATWEEL, ZWNJ

_SURE = 0.7
_OBJECT = 30
"""Words between a verb of signing and what is signed."""
_ON = 14
"""Words between «اتفق» and «على», the names of those who agree among them."""
_SOON = 2
"""Words behind «على» among which stands what is agreed on."""
_VAGUE_BEFORE, _VAGUE_AFTER = 14, 4
"""Words around «توافق کردند» among which a word for talks tells that nothing was agreed on but those."""
_ALA, _ON_FA = "علی", "بر"


def deeds(sentence: Sentence, *, headline: bool) -> list[Placed]:
    """What stands in for the word for an agreement in a sentence that has a verb for one and no such word."""
    if not _may_have(sentence):
        return []
    return list(_persian(sentence) if sentence.language == "fa" else _arabic(sentence, headline=headline))


def _may_have(sentence: Sentence) -> bool:
    """Whether the text has the letters of such a verb, which is told without cutting it into words."""
    if sentence.language not in _QUICK:
        return False
    return _verbs(sentence.language).search(sentence.text, sentence.span.start, sentence.span.end) is not None


@cache
def _verbs(language: str) -> re.Pattern[str]:
    rows = (
        row for row in table("agreement_statements") if (row["cue"], row["language"]) == (_QUICK[language], language)
    )
    words = {re.split(f"[ {ZWNJ}]", word)[0] for row in rows for word in row["words"].split(";")}
    marks = "[" + re.escape("".join(sorted({*HARAKAT, TATWEEL}))) + "]*"
    spelt = (marks.join(_VARIANTS.get(letter, letter) for letter in word) for word in sorted(words))
    return re.compile("|".join(spelt))


_QUICK = {"fa": "joint_work", "ar": "deed"}
_VARIANTS = {"ا": "[اأإآٱ]", "أ": "[اأإآٱ]", "ی": "[یيى]", "ک": "[کك]", "ي": "[يىی]"}


def _persian(sentence: Sentence) -> Iterator[Placed]:
    if sentence.of("AGREEMENT"):
        return
    for at in sentence.cued(0, len(sentence.words), "joint_work"):
        signs = sentence.cued(sentence.ends(at), min(len(sentence.words), at + _OBJECT), "sign")
        if signs and sentence.cued(signs[0], signs[0] + 4, "done", "to_do"):
            yield _placed(sentence, at, sentence.ends(at))
            return


def _arabic(sentence: Sentence, *, headline: bool) -> Iterator[Placed]:
    named = sentence.of("AGREEMENT")
    for at in sentence.cued(0, len(sentence.words), "agrees", *(("agrees_now",) if headline else ())):
        if not any(at <= one.first <= at + _ON + _SOON for one in named):
            yield _placed(sentence, at, at + 1)
    if named:
        return
    now = ("sign_now",) if headline else ()
    for at in sentence.cued(0, len(sentence.words), "deed"):
        if not sentence.has(at, "sign_verb", "sign_later", *now):
            continue
        objects = sentence.cued(at + 1, min(len(sentence.words), at + _OBJECT), "joint_work")
        first = objects[0] if objects else at
        yield _placed(sentence, first, sentence.ends(first) if objects else at + 1)
        return


def _placed(sentence: Sentence, first: int, last: int) -> Placed:
    span: Span = sentence.place(first, last)
    surface = sentence.text[span.start : span.end]
    return Placed(Mention("", "AGREEMENT", span, surface, {"kind": "agreement"}, "", "", _SURE), first, last)


def is_deed(clause: Clause) -> bool:
    """Whether a verb stands in for the word for the agreement of a clause."""
    if clause.language == "fa":
        return is_agreed(clause)
    return clause.sentence.has(clause.at, "deed") and clause.after == clause.at + 1


def is_agreed(clause: Clause) -> bool:
    """Whether the word is but part of a Persian verb: «توافق کردند», «به توافق رسیدند», «توافق شد»."""
    sentence = clause.sentence
    if not sentence.has(clause.at, "agreeing"):
        return is_reached(clause)
    return sentence.has(clause.after, "active", "reached", "passive", "done") or is_reached(clause)


def is_reached(clause: Clause) -> bool:
    """Whether it is what somebody comes to: «به توافق رسیدند», «به توافق‌های مهمی دست یافتند»."""
    return verb_of(clause) > clause.after or clause.sentence.has(clause.after, "reached")


def verb_of(clause: Clause) -> int:
    """The verb that the word is part of: the one right behind, or behind what is said of the agreement."""
    sentence, after = clause.sentence, clause.after
    if clause.at and sentence.exacts[clause.at - 1] == _TO_FA and sentence.exacts[clause.at].startswith(_AGREEING):
        found = sentence.cued(after, min(len(sentence.words), after + _QUALIFIED + 1), "reached")
        return found[0] if found and not _is_more(sentence, after, found[0]) else after
    return after


def _is_more(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a pause or another clause comes between."""
    return any(sentence.is_parted(at) or sentence.has(at, "done", "with", "between") for at in range(first, last))


_TO_FA, _AGREEING = "به", ("توافق", "تفاهم")
_QUALIFIED = 3
"""Words between an agreement and the verb that comes to it («به توافق‌های بسیار خوبی رسیده‌اند»)."""


def is_vague(clause: Clause) -> bool:
    """Whether what was agreed on is but an opinion or more talk («على ضرورة …», «بر ادامه مذاکرات توافق کردند»)."""
    sentence = clause.sentence
    if clause.language == "fa":
        first = max(clause.first, clause.at - _VAGUE_BEFORE, _who_ends(clause))
        talks = [at for at in sentence.cued(first, clause.at, "vague") if not _is_occasion(sentence, at)]
        return bool(talks or _follows(clause))
    if not sentence.has(clause.at, "agrees", "agrees_now"):
        return False
    objects = _agreed_on(clause)
    return not objects or sentence.has(objects[0], "vague")


def _is_occasion(sentence: Sentence, at: int) -> bool:
    """Whether a word for talks says but when it was agreed («پس از دیدار», «در پایان مذاکرات»)."""
    return at > 0 and sentence.exacts[at - 1] in _OCCASIONS


_OCCASIONS = ("از", "در", "طی", "پی", "پایان", "جریان", "حاشیه")


def _who_ends(clause: Clause) -> int:
    """Where the first of those who agree ends: what they talked about before is not what they agreed on."""
    pairs = [clause.sentence.ends(at) for at in clause.sentence.cued(clause.first, clause.at, "pair")]
    bodies = [body.last for body in clause.bodies.all if clause.first <= body.first and body.last <= clause.at]
    return pairs[-1] if pairs else min(bodies, default=clause.first)


def objected(clause: Clause) -> int:
    """Where what is agreed on begins, behind which a date is not that of the deed."""
    sentence = clause.sentence
    if clause.language == "ar":
        found = _agreed_on(clause)
        return found[0] - 1 if found else min(clause.last, len(sentence.words))
    about = sentence.cued(clause.first, clause.at, "subject")
    on = [at for at in range(clause.first, clause.at) if sentence.exacts[at] == _ON_FA]
    return min([*about, *on, clause.at])


def _follows(clause: Clause) -> Sequence[int]:
    sentence = clause.sentence
    end = min(len(sentence.words), clause.after + 1 + _VAGUE_AFTER)
    return sentence.cued(clause.after + 1, end, "vague")


def _agreed_on(clause: Clause) -> list[int]:
    """The word behind «على»."""
    sentence = clause.sentence
    end = min(len(sentence.words) - 1, clause.after + _ON)
    return [at + 1 for at in range(clause.after, end) if sentence.exacts[at] == _ALA]
