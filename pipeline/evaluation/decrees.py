"""Measures appointments on eighty news articles of our own annotation: who, to what, where, by whom and when.

A find and an annotated appointment are aligned one to one, by where they stand and whom they name. An entry is right
where person and act are. What the annotators left open (``soft``, and fields that are ``open``) is neither right nor
wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora.document import Document, Span
from extractors.decrees.candidates import LEAVING, Decree
from extractors.decrees.reader import decrees as read
from extractors.names.identity import stems_of
from pipeline.annotate import annotate, in_use
from pipeline.evaluation.data import Figures, annotated_news
from pipeline.evaluation.register import Tally, f1, likeness

_LANGUAGES = ("fa", "ar")
_ALIKE = 0.4
_ALIGNED = 0.5

type Gold = Mapping[str, Any]


def decrees(data: Path) -> Figures:
    """Entries, persons, offices, bodies, issuers and days on articles that were looked at (``seen``) and that were not.

    All were annotated before there was an extractor; its rules were written looking at the ``seen`` ones alone.
    """
    figures: Figures = {}
    tallies = {(unseen, language): Tally() for unseen in (True, False) for language in _LANGUAGES}
    for row, text, found in _read(data):
        _count(text, row["decrees"], found, tallies[row["unseen"], row["language"]])
    for (unseen, language), tally in tallies.items():
        figures |= _figures(tally, f"{language} {'unseen' if unseen else 'seen'}")
    return figures


def _read(data: Path) -> Iterable[tuple[Gold, str, list[Decree]]]:
    extractors = in_use()
    for row, text in annotated_news(data, "decrees"):
        made = Document("0" * 32, "", "", text, language=row["language"], published=row["published"])
        yield row, text, read(annotate(made, extractors))


def _count(text: str, gold: Sequence[Gold], found: Sequence[Decree], tally: Tally) -> None:
    """Adds what one article's appointments are worth."""
    if not gold:
        tally.add("trap", right=not found)
    every = ((_similar(text, one, other), i, j) for i, one in enumerate(found) for j, other in enumerate(gold))
    mine, theirs = dict[int, int](), dict[int, int]()
    for similar, i, j in sorted(every, reverse=True):
        if similar >= _ALIGNED and i not in mine and j not in theirs:
            mine[i], theirs[j] = j, i
    for i, one in enumerate(found):
        if i in mine and gold[mine[i]].get("soft"):
            continue
        tally.add("precision", right=i in mine and _is_right(text, one, gold[mine[i]]))
    for j, other in enumerate(gold):
        if other.get("soft"):
            continue
        tally.add("recall", right=j in theirs and _is_right(text, found[theirs[j]], other))
        if j in theirs:
            _fields(text, found[theirs[j]], other, tally)


def _similar(text: str, found: Decree, gold: Gold) -> float:
    place = Span(gold["start"], gold["end"])
    touching = any(place.overlaps(span) for span in (found.evidence, *found.mentions))
    side = (found.act.value in LEAVING) == (gold["act"] in LEAVING)
    return 0.3 * touching + 0.4 * _is_person(text, found.person.value.name, gold["person"]) + 0.3 * side - 0.1


def _is_right(text: str, found: Decree, gold: Gold) -> bool:
    acts = {gold["act"], *gold.get("act_also", ())}
    return _is_person(text, found.person.value.name, gold["person"]) and found.act.value in acts


def _names(text: str, places: Sequence[Sequence[int]]) -> list[str]:
    return [text[start:end] for start, end in places]


def _is_person(text: str, name: str, places: Sequence[Sequence[int]]) -> bool:
    """Whether the words of a name are among those of an annotated one, or the other way round."""
    mine = set(stems_of(name))
    others = [set(stems_of(one)) for one in _names(text, places)]
    return bool(mine) and any(mine <= other or other <= mine for other in others)


def _fields(text: str, found: Decree, gold: Gold, tally: Tally) -> None:
    tally.add("person", right=_is_person(text, found.person.value.name, gold["person"]))
    tally.add("act", right=found.act.value in {gold["act"], *gold.get("act_also", ())})
    modalities = {gold["modality"], gold.get("modality_also", [gold["modality"]])[0]}
    tally.add("modality", right=found.modality in modalities)
    values: dict[str, str | None] = {
        "office": found.office.value if found.office else None,
        "body": found.body.value if found.body else None,
        "issuer": found.issuer.value.name if found.issuer else None,
        "predecessor": found.predecessor.value.name if found.predecessor else None,
    }
    for name, value in values.items():
        left_open = name in gold.get("open", ())
        if gold.get(name) and not (left_open and value is None):
            tally.add(name, right=value is not None and _is_called(text, value, gold[name]))
        elif not gold.get(name) and not left_open:
            tally.add(f"{name} not invented", right=value is None)
    _times(found, gold, tally)


def _times(found: Decree, gold: Gold, tally: Tally) -> None:
    day, term = found.date and found.date.value.iso, found.term and found.term.value
    left_open = "date" in gold.get("open", ())
    if gold.get("date") and not (left_open and day is None):
        tally.add("date", right=bool(day) and str(day).startswith(gold["date"]))
    elif not gold.get("date") and not left_open:
        tally.add("date not invented", right=day is None)
    if gold.get("term"):
        tally.add("term", right=term == gold["term"])


def _is_called(text: str, value: str, places: Sequence[Sequence[int]]) -> bool:
    return any(
        likeness(value, one) >= _ALIKE or set(stems_of(value)) & set(stems_of(one)) == set(stems_of(one))
        for one in _names(text, places)
    )


def _figures(tally: Tally, name: str) -> Figures:
    figures = {
        f"{name} entries F1": f1(tally, "precision", "recall"),
        f"{name} entries precision": tally.share("precision"),
        f"{name} entries recall": tally.share("recall"),
    }
    for field in sorted(tally.of.keys() - {"precision", "recall", "trap"}):
        figures[f"{name} {field}" if field.endswith("invented") else f"{name} {field} right"] = tally.share(field)
    figures[f"{name} articles without any left alone"] = tally.share("trap")
    return figures
