"""How a verb of appointing stands in a Persian sentence: who is named before it, and how it is said."""

from extractors.decrees.lines import Line
from extractors.decrees.people import Named, is_in_chair, persons, together

_VERB_REACH = 3
"""Words behind «منصوب» among which its verb stands."""
_PERSON_REACH = 26
"""Words between a person and what he is appointed to."""
_BACK, _NEAR = 40, 3
_JOINED = "شده"
"""What a participle may be written together with («انتخاب‌شده است»)."""


class Frame:
    """Where an appointment stands in its sentence: the word for «as», the verb, and what it says."""

    __slots__ = ("act", "at", "end", "line", "mark", "modality")

    def __init__(self, line: Line, mark: int, at: int, end: int, act: str, modality: str) -> None:
        self.line, self.mark, self.at, self.end, self.act, self.modality = line, mark, at, end, act, modality


def verb_of(line: Line, at: int) -> tuple[str, int] | None:
    """How the verb of a participle stands, and where it ends; «معرفی و از … تجلیل شد» leaves it out."""
    if line.has(at, "appointed", "elected", "takes_in"):
        return "did", at + 1
    if line.exacts[at].endswith(_JOINED):
        return "done", at + 1
    for on in range(at + 1, min(len(line.words), at + 1 + _VERB_REACH)):
        for how in ("not", "did", "do", "done", "will", "may"):
            if line.has(on, how):
                return how, line.end_of(on, how)
    if at + 1 == len(line.words) or line.exacts[at + 1 : at + 2] == ["و"]:
        return "done", at + 1
    return None


def modality_of(line: Line, mark: int, at: int, how: str) -> str | None:
    """How it is said; None of what is only wished, or asked."""
    first = max(0, mark - _BACK)
    if line.cued(0, len(line.words), "denied") or how == "not":
        return "denied" if how != "may" else None
    planned = line.cued(first, at, "planned")
    if how == "may" and not planned:
        return None
    if line.cued(first, at, "wished"):
        return None
    if how in ("will", "may"):
        return "planned"
    return "reported" if line.cued(0, at, "rumoured") else "asserted"


def objects_of(line: Line, at: int) -> list[Named]:
    """Who stands before «را», with the office that he has until then between."""
    found = [one for one in persons(line, 0, at) if at - one.last <= _PERSON_REACH // 2]
    found = [one for one in found if not is_in_chair(line, 0, one)]
    if not found or line.has(at - 1, "pronoun"):  # «رجبی وی را … منصوب کرد»
        return []
    last = found[-1]
    if line.cued(last.last, at, "say", "decree") or any(line.ends_clause(on) for on in range(last.last, at)):
        return []
    return together(line, found)


def subjects_of(frame: Frame) -> list[Named]:
    """Who stands nearest before «به عنوان», no verb of another clause between, and is not the one who appoints."""
    line, mark = frame.line, frame.mark
    found = [one for one in persons(line, 0, mark) if mark - one.last <= _PERSON_REACH]
    found = [one for one in found if not _is_agent(line, one) and not line.has(one.first - 1, "made_by")]
    while found and _is_of_other(line, found[-1], mark):
        found.pop()
    return together(line, found) if found else []


def _is_agent(line: Line, one: Named) -> bool:
    """Whether a person is named as who appoints, or whom somebody follows."""
    first = max(0, one.first - 8)
    marks = line.cued(first, one.first, "by", "instead", "where")
    marks = [at for at in marks if not line.has(at, "where") or at >= one.first - 1]
    if not marks:
        return False
    first = line.end_of(marks[-1], "by", "instead")
    told = any(line.has_comma(at) for at in range(first + 1, one.first + 1)) and _has_actor(line, first, one.first)
    return not told and not persons(line, first, one.first)


def _has_actor(line: Line, first: int, last: int) -> bool:
    """Whether an office or a body stands there, so that a name behind a comma is another's."""
    offices = any(line.office_at(at) for at in range(first, last))
    return offices or any(first <= one.first < last for one in line.of("ORG"))


def _is_of_other(line: Line, one: Named, mark: int) -> bool:
    """Whether what parts a person from «به عنوان» is a clause of its own."""
    between = range(one.last, mark)
    if any(line.ends_clause(at) for at in between):
        return True
    said = line.cued(one.last, mark, "say")
    finite = [at for at in line.cued(one.last, mark, "done", "did") if "که" not in line.exacts[one.last : at]]
    goes_on = bool(finite) and not {"و", "که"}.isdisjoint(line.exacts[finite[-1] : mark])
    return bool(said) or (bool(finite) and mark - finite[-1] > _NEAR and not goes_on)


def clause_of(line: Line, first: int) -> int:
    """Where the clause begins: behind «به گزارش …،», a colon, or another verb."""
    for at in range(first, 0, -1):
        if line.ends_clause(at) or line.has(at - 1, "say"):
            return at
        if line.has_comma(at) and any(
            one.last == at and one.mention.value.get("kind") == "media" for one in line.of("ORG")
        ):
            return at
    commas = [at for at in range(1, first) if line.has_comma(at)]
    if line.exacts[:2] == ["به", "گزارش"] and commas:
        return commas[0]
    return 0
