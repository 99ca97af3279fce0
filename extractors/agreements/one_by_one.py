"""Several agreements that one statement counts and that are then told one by one.

«دو تفاهم‌نامه امضا کرد. تفاهم‌نامه نخست با … و تفاهم‌نامه دوم با …», «مذكرتي تفاهم، الأولى مع … والثانية مع …»: each of
them is an agreement of the counterpart that is named with it and of those who sign all.
"""

from collections.abc import Sequence

from corpora.document import Mention
from extractors.agreements.bodies import Bodies
from extractors.agreements.readings import Clause, Reading, Said
from extractors.agreements.sentences import Sentence
from extractors.agreements.series import series

_MOST = 9
_LEAD = 2
_WITH, _SUBJECT = 0.85, 0.8
_CUES = ("first_told", "next_told")


def is_of_several(reading: Reading) -> bool:
    """Whether a statement counts agreements that could be told one by one behind it."""
    count = reading.count.value["number"] if reading.count is not None else 0
    return 1 < count <= _MOST and reading.said is not None and not reading.denied


def told_apart(reading: Reading, sentence: Sentence, bodies: Bodies) -> list[Reading]:
    """Each of the agreements that a statement counts, where the sentence tells all of them, else none."""
    start = reading.clause.after if sentence is reading.clause.sentence else 0
    places = _places(sentence, start)
    if reading.count is None or len(places) != reading.count.value["number"]:
        return []
    nouns = {one.last: one.first for one in sentence.of("AGREEMENT")}
    first = [nouns.get(at, at) for at in places]  # «تفاهم‌نامه نخست», «الأولى»
    ends = [*first[1:], len(sentence.words)]
    spoken = zip(first, places, ends, strict=True)
    found = [_one(reading, Clause(sentence, bodies, at, at, sentence.ends(by), end, False)) for at, by, end in spoken]
    return found if all(one.of("counterpart") for one in found) else []


def _places(sentence: Sentence, start: int) -> list[int]:
    """Where each is named: «الأولى مع», «والثانية مع»; «نخست با», «دوم با»."""
    told = [at for at in sentence.cued(start, len(sentence.words), *_CUES) if sentence.has(sentence.ends(at), "with")]
    return told if told and sentence.has(told[0], _CUES[0]) and _go_on(sentence, told) else []


def _go_on(sentence: Sentence, told: Sequence[int]) -> bool:
    return all(sentence.has(at, _CUES[1]) for at in told[1:])


def _one(several: Reading, clause: Clause) -> Reading:
    """One of several: the counterpart that it names, and those who sign all."""
    sentence = clause.sentence
    behind = sentence.ends(clause.after)
    found = series(sentence, clause.bodies, behind, clause.last, _LEAD)
    found = found or series(sentence, clause.bodies, behind, clause.last, 0, places=True)
    own = [(body, slot, _SUBJECT) for body, slot, _ in several.parties if slot in ("subject", "speaker")]
    said = several.said and Said(several.said.state, several.said.modality, (clause.at, clause.after), signs=True)
    return Reading(
        clause,
        _mention(several, clause),
        several.kind,
        said,
        [*((body, "counterpart", _WITH) for body in found), *own],
        several=several,
        published=several.published,
    )


def _mention(several: Reading, clause: Clause) -> Mention:
    """The word for it, else what stands for that («الأولى»)."""
    sentence = clause.sentence
    named = next((one.mention for one in sentence.of("AGREEMENT") if one.first == clause.at), None)
    if named is not None:
        return named
    span = sentence.place(clause.at, clause.after)
    surface = sentence.text[span.start : span.end]
    return Mention("", "AGREEMENT", span, surface, {"kind": several.kind}, "", "", several.mention.score)
