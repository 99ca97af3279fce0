"""The town that an Arabic local body is named with: a court's, a directorate's, a regional union's («… بالقصرين»)."""

import re
from collections.abc import Sequence

from extractors.names.candidates import Candidate, exacts, grown
from extractors.names.clitics import bare
from extractors.names.settlements import every, own
from extractors.organisations.gazetteer import cues, names, stops
from extractors.protocols import Passage
from extractors.sequences import Match
from extractors.text.lexicon import key_of

_MOST_WORDS, _LEAST_WORDS = 3, 2


def with_seats(passage: Passage, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, each Arabic local body with the town behind it («محكمة الاستئناف بالقصرين»), no place then.

    A body of the whole country is not named with it («البنك الوطني الفلاحي | بفريانة»), but for its branch there
    («نقابة المهندسين العراقيين فرع نينوى»).
    """
    if passage.language != "ar":
        return list(found)
    return grown(found, [_seated(passage, candidate) for candidate in found])


def is_seated(passage: Passage, body: Candidate) -> bool:
    """Whether an Arabic local body has its town behind it, witness enough («المحكمة الابتدائية | بالقصرين»)."""
    return passage.language == "ar" and _seated(passage, body) != body


def _seated(passage: Passage, body: Candidate) -> Candidate:
    at = body.last
    if body.label != "ORG" or body.last - body.first < 2 or at >= len(passage.words):
        return body
    exact = passage.words[at].exact
    if exact == _BRANCH and _BESIDE.fullmatch(passage.between(at)):
        region = exacts(passage, at + 1, at + 2)
        definite = bool(region) and region[0].startswith("ال") and region[0] not in stops()
        return body._replace(last=_place_until(passage, at + 1, 0, at + 2 if definite else body.last))
    if passage.between(at) != " " or not _is_local(passage, body):
        return body
    if exact == _IN and not bare(passage.words[body.first].exact).startswith("ال"):
        town = own("ar").at(list(exacts(passage, at + 1, at + 1 + _MOST_WORDS)), 0)  # «مديرية التربية | في حماة»
        return body._replace(last=at + 1 + town.last) if town else body
    return body._replace(last=_place_until(passage, at, 1, body.last)) if exact[0] in _AT else body


def _place_until(passage: Passage, at: int, clitic: int, otherwise: int) -> int:
    """The end of the place, with a word for its kind or without, that begins with a word; else what else it is."""
    if at >= len(passage.words) or passage.between(at) not in ("", " "):
        return otherwise
    exact = passage.words[at].exact[clitic:]
    area = clitic == 1 and exact in cues("area")  # «لجهة سوس ماسة», «بمحافظة ظفار»
    forms = [exact, *exacts(passage, at + 1, at + _MOST_WORDS + 1)][area:]
    town: Match | None = every("ar").at(forms, 0) if forms else None
    words = town.last if town else _LEAST_WORDS * (len(forms) > 1 and forms[0] in cues("town begun"))
    if not words or any(passage.between(at + inner) != " " for inner in range(1, words + area)):
        return otherwise
    return at + words + area


_BRANCH, _AT, _IN = "فرع", ("ب", "ل"), "فی"
_BESIDE = re.compile(r" ?[-\N{EN DASH}]? ")


def _is_local(passage: Passage, body: Candidate) -> bool:
    """Whether each town has one: a court, a directorate, or what is called regional."""
    first, second = exacts(passage, body.first, body.first + 2)
    return bare(first).removeprefix("ال") in cues("local head") or second in cues("local")


def seated_body(name: str) -> str:
    """The known body whose name a body's own begins with, before its town or branch; "" where there is none.

    >>> seated_body("محكمة الاستئناف بالقصرين"), seated_body("الاتحاد السعودي للسباحة")
    ('محكمة الاستئناف', '')
    """
    forms = [key_of(word) for word in name.split(" ")]
    known = names().at(forms, 0)
    rest = forms[known.last :] if known else []
    if known is None or known.last < _LEAST_WORDS or not rest:
        return ""
    seated = rest[0][0] == _AT[0] and every("ar").at([rest[0][1:], *rest[1:]], 0)
    return known.entry if seated or rest[0] in (_BRANCH, _IN) else ""
