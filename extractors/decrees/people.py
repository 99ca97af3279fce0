"""Who is named in the words of a sentence: the persons, and the offices and bodies that act."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpora.document import Mention, Span
from extractors.agreements.candidates import Field, Signatory
from extractors.agreements.sentences import Placed
from extractors.decrees.lines import Line
from extractors.names.candidates import common
from extractors.quotes.words import titles

_LONGEST_NAME = 6
_LONGEST_OFFICE = 10
_AND = "و"
_SURE, _BY_PLACE = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Named:
    """A person in words ``[first, last)``, or a body or office that acts; ``title`` is its title or office."""

    first: int
    last: int
    name: str
    span: Span
    title: str = ""
    entity: str = ""
    confidence: float = _SURE

    @property
    def field(self) -> Field[Signatory]:
        """As a field."""
        return Field(Signatory(self.name, self.span, self.title), (self.span,), self.confidence)


def named(one: Placed) -> Named:
    """The person of a mention."""
    return Named(one.first, one.last, str(one.mention.value["name"]), one.mention.span, *_known(one.mention))


def _known(mention: Mention) -> tuple[str, str]:
    value = mention.value
    return str(value.get("title", "")), str(value.get("entity", ""))


def persons(line: Line, first: int, last: int) -> list[Named]:
    """The persons that are named in words ``[first, last)``."""
    return [named(one) for one in line.persons if first <= one.first and one.last <= last]


def together(line: Line, found: Sequence[Named]) -> list[Named]:
    """The last of some persons with those that stand in one row with it («علی، حسن و رضا»)."""
    row = list(found[-1:])
    for one in reversed(found[:-1]):
        between = range(one.last, row[0].first)
        told = {at for each in line.of("ORG", "COUNT", "PLACE") for at in range(each.first, each.last)}
        plain = [at for at in between if at not in told and not _is_beside(line, at)]
        joined = (
            any(line.has_comma(at) for at in (*between, row[0].first)) or _AND in line.exacts[one.last : row[0].first]
        )
        if plain or not joined:
            break
        row.insert(0, one)
    return row


def _is_beside(line: Line, at: int) -> bool:
    """Whether a word may stand between two persons of one row: «و», a title, «از انجمن تهران با ۴۵ رأی»."""
    return line.exacts[at] == _AND or is_title(line, at) or line.has(at, "row") or line.exacts[at].isdecimal()


def is_title(line: Line, at: int) -> bool:
    """Whether a word is a title that stands before a name."""
    match = titles(line.language).at(line.exacts, at)
    return match is not None


def office_around(line: Line, one: Named) -> str:
    """The office that a person is given, right behind his name or right before it; his title where there is none."""
    after = "" if line.ends_clause(one.last) else _office_from(line, one.last, len(line.words))
    if after and (line.language == "fa" or line.has_comma(one.last)):
        return after
    start = one.first
    while start > 0 and is_title(line, start - 1):
        start -= 1
    for at in range(max(0, start - _LONGEST_OFFICE), start):
        found = line.office_at(at)
        if found and found[1].role in ("duty", "none"):
            continue
        if found and not any(line.is_parted(on) for on in range(at + 1, start + 1)) and _is_whole(line, at, start):
            return line.spelt(at, start)
    return one.title


def _is_whole(line: Line, first: int, last: int) -> bool:
    return not line.cued(first, last, "by", "decree", "object", "say", "as", "issues", "instrument")


def _office_from(line: Line, first: int, last: int) -> str:
    """The office that begins at a word, as far as its body goes."""
    found = line.office_at(first)
    if not found:
        return ""
    end = found[0]
    for one in line.of("ORG"):
        if end <= one.first <= end + 3 and one.last <= last and not line.cued(end, one.first, "did", "say", "decree"):
            return line.spelt(first, one.last)
    return line.spelt(first, end)


def actor(line: Line, first: int, last: int) -> Named | None:
    """Who acts in words ``[first, last)``: the last person named there, else an office or organisation."""
    found = [one for one in persons(line, first, last) if not is_in_chair(line, first, one)]
    if found:
        one = found[-1]
        return Named(one.first, one.last, one.name, one.span, office_around(line, one), one.entity)
    for at in range(first, last):
        office = line.office_at(at)
        if office and office[1].role in ("", "acting") and not line.has(at - 1, "chaired"):
            end = _phrase_end(line, at, last)
            text = line.spelt(at, end)
            return Named(at, end, text, line.place(at, end), "", "", _BY_PLACE)
    for body in line.of("ORG"):
        if first <= body.first and body.last <= last and _acts(line, body):
            organ = next((at for at in range(first, body.first) if line.end_of(at, "organ") == body.first), None)
            if organ is not None:  # «هیئت امنای | دانشگاه گیلان»
                place = line.place(organ, body.last)
                return Named(organ, body.last, line.spelt(organ, body.last), place, "", "", _BY_PLACE)
            name = str(body.mention.value["name"])
            return Named(body.first, body.last, name, body.mention.span, "", "", _BY_PLACE)
    return None


def _acts(line: Line, body: Placed) -> bool:
    """Whether a body is no agency that reports, and no member of it is meant («أحد أعضاء لجنة البحوث»)."""
    office = line.office_at(body.first - 1)
    return body.mention.value.get("kind") != "media" and not (office and office[1].role == "member")


def is_in_chair(line: Line, first: int, one: Named) -> bool:
    """Whether a person is named as the chair of a body that acts («قرر مجلس الإدارة برئاسة …»)."""
    at = one.first
    while at > first and is_title(line, at - 1):
        at -= 1
    led = line.has(at - 1, "chaired") or line.has(at - 2, "chaired")
    return led and any(first <= body.first and body.last < at for body in line.of("ORG"))


def _phrase_end(line: Line, first: int, last: int) -> int:
    """Where the phrase of an office ends: at a mark, or at words of another kind."""
    end = first + 1
    while end < min(last, first + _LONGEST_OFFICE):
        if line.is_parted(end) or line.has(
            end, "decree", "by", "as", "instrument", "object", "after", "did", "where", "ends"
        ):
            break
        if any(one.first == end for one in line.of("DATE")):
            break
        end += 1
    return end


def by_place(line: Line, first: int, last: int, *, apart: bool = False) -> Named | None:
    """Words as a person's name by nothing but where they stand; None where they cannot be one.

    What stands ``apart`` between commas may begin with a common noun («مديرة المهرجان، ألفة الغربي،»).
    """
    while first < last and is_title(line, first):
        first += 1
    if not 2 <= last - first <= _LONGEST_NAME:
        return None
    if any(line.is_parted(at) for at in range(first + 1, last)) or any(map(str.isdecimal, line.exacts[first:last])):
        return None
    if line.cued(first, last, "people", "after", "wished", "not", "instrument", "as", "decree", "by", "where", "past"):
        return None
    if any(line.office_at(at) for at in range(first, last)):
        return None
    if common(line.exacts[first], line.language) and not apart:
        return None
    if any(one.first < last and first < one.last for one in line.of("ORG", "DATE", "COUNT")):
        return None
    span = line.place(first, last)
    return Named(first, last, line.spelt(first, last), span, "", "", _BY_PLACE)


def is_of_sports(line: Line, first: int, last: int) -> bool:
    """Whether words name what is no office: a coach, a player, a part in a film."""
    found = (line.office_at(at) for at in range(max(0, first), last))
    return any(office and office[1].role == "none" for office in found)
