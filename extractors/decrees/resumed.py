"""Bodies that a sentence names once and takes up by one word: «اعضای شورای شهر … را به ریاست شورا», «إدارة المصرف»."""

from extractors.agreements.candidates import Field
from extractors.agreements.sentences import Placed
from extractors.decrees.lines import Line

type Body = tuple[int, int, Field[str], str]
"""Words of a body, its name, and the key of its entity."""

_TOLD = 0.75
_ARTICLE, _EZAFE = "ال", "ی"
_PREFIXES = ("لل", "بال", "ال", "ل", "ب")
_OPEN = ("ا", "و")
"""Letters behind which the ezafe is written («شورای»)."""


def taken_up(line: Line, at: int) -> tuple[str, str] | None:
    """Name and entity of the one body named before in the sentence of which a word is the head; None of several.

    The head may stand behind an organ of the body («مجمع عمومی صندوق …», «الجمعية العمومية لمصرف …»).
    """
    word = _plain(line.exacts[at], line.language)
    found = {each for one in line.of("ORG") if one.last <= at and (each := _headed(line, one, word))}
    return found.pop() if len(found) == 1 else None


def with_body(line: Line, head: int, last: int, body: Body | None) -> Body | None:
    """The body of an office whose last word takes up one named before; else the body as it was found."""
    at = (body[1] if body else last) - 1
    if at < head or (body is not None and (body[3] or body[0] < head)):
        return body
    if line.language == "ar" and not line.exacts[at].startswith((_ARTICLE, "لل")):
        return body
    if any(one.first <= at < one.last for one in line.of("ORG", "PERSON", "PLACE")):
        return body
    known = taken_up(line, at)
    if known is None:
        return body
    first = body[0] if body else at
    name, entity = known
    if first < at:
        name, entity = f"{_without(line.spelt(first, at), line.language)} {name}", ""
    return first, at + 1, Field(name, (line.place(first, at + 1),), _TOLD), entity


def _headed(line: Line, one: Placed, word: str) -> tuple[str, str] | None:
    """A body by the word that begins its name, or the part of its name behind an organ that begins with it."""
    for at in range(one.first, one.last - 1):
        if _plain(line.exacts[at], line.language) != word:
            continue
        if at == one.first:
            return str(one.mention.value["name"]), str(one.mention.value.get("entity", ""))
        if line.end_of(one.first, "organ") == at:
            return _without(line.spelt(at, one.last), line.language), ""
        return None
    return None


def _plain(exact: str, language: str) -> str:
    """A word without article and preposition, or without the ezafe.

    >>> _plain("للمصرف", "ar"), _plain("شورای", "fa")
    ('مصرف', 'شورا')
    """
    if language == "fa":
        return exact[:-1] if exact.endswith(_EZAFE) and exact[:-1].endswith(_OPEN) else exact
    before = next((each for each in _PREFIXES if exact.startswith(each) and len(exact) - len(each) > 2), "")
    return exact.removeprefix(before)


def _without(text: str, language: str) -> str:
    """A noun without «ل», which stands before the body of an organ."""
    return text.removeprefix("ل") if language == "ar" and not text.startswith("لجنة") else text
