"""Marks the lines of a copied page that are not its story: menus, share and comment boxes, captcha, related news."""

import re
from functools import cache

from corpora.document import Span
from corpora.tables import table
from extractors.patterns import folded, word_pattern
from extractors.text.aligned import AlignedText


@cache
def _whole_lines() -> re.Pattern[str]:
    options = [word_pattern(row["text"]) for row in table("furniture") if row["match"] == "line"]
    prefixes = [word_pattern(row["text"]) for row in table("furniture") if row["match"] == "prefix"]
    repeated = "(?:" + "|".join(options) + ")"
    return re.compile(rf"{repeated}(?:[\s|»«>/-]{{0,3}}{repeated})*[\s:|»>*./…-]*|(?:{'|'.join(prefixes)}).*")


@cache
def _policies() -> re.Pattern[str]:
    return re.compile("|".join(word_pattern(row["text"]) for row in table("furniture") if row["match"] == "policy"))


def _is_policy(key: str) -> bool:
    """Whether a line states the rules of a site, for comments or for reprints, by three things that such rules say."""
    return len({match.group() for match in _policies().finditer(key)}) >= _RULES


@cache
def _tails() -> frozenset[str]:
    return frozenset(folded(row["text"]).replace(" ", "") for row in table("furniture") if row["tail"] == "yes")


def furniture_lines(text: str, *, tails: bool = True) -> tuple[Span, ...]:
    """The spans of the lines that are furniture.

    A heading that opens the foot of a page («نظر شما», «اخبار مرتبط») takes the rest of a page's last lines
    with it as long as they are short, unless ``tails`` is off (a web page has its menus anywhere).
    """
    spans: list[Span] = []
    at, in_tail = 0, False
    for line in text.split("\n"):
        key = AlignedText.of(line.strip()).key
        listed = bool(key) and (bool(_whole_lines().fullmatch(key)) or _is_policy(key))
        in_tail = (in_tail and (len(key) < _SHORT)) or (tails and listed and key.replace(" ", "") in _tails())
        if key and (listed or in_tail):
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return tuple(spans)


_RULES = 3
_SHORT = 120
"""A line of the foot (a related headline, a form's label) is shorter; a longer one is prose again."""
