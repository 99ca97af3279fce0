"""Measures meetings on sixty news articles of our own annotation: which there are, when, where, how many were there.

An entry and an annotated meeting are one where the words for it overlap, none twice; what the annotators left open
(``soft``) is neither right nor wrong. Half of the articles were chosen by their words for meetings, and half are traps
or chance.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora.document import Document, Span
from extractors.meetings.candidates import Meeting
from extractors.meetings.reader import meetings as read
from extractors.names.identity import stems_of
from pipeline.annotate import annotate, in_use
from pipeline.evaluation.data import Figures, annotated_news
from pipeline.evaluation.register import Tally, f1

_LANGUAGES = ("fa", "ar")
type Gold = Mapping[str, Any]


def meetings(data: Path) -> Figures:
    """Precision, recall and F1 of entries, and the shares of days, places, counts, kinds and modes that are right.

    ``unseen`` are thirty articles that were annotated before the reader was written, and are not looked at when it is
    changed; their figures are the honest ones. ``seen`` are the other thirty. ``not invented`` is the share of those
    without a day (place, number) in the text for which none was read.
    """
    tallies = {(unseen, language): Tally() for unseen in (True, False) for language in _LANGUAGES}
    extractors = in_use()
    for row, text in annotated_news(data, "meetings"):
        document = Document("d", "d", "", text, language=row["language"], published=row["published"])
        found = read(annotate(document, extractors))
        score(found, row["meetings"], tallies[row["unseen"], row["language"]])
    figures: Figures = {}
    for (unseen, language), tally in tallies.items():
        figures |= _figures(tally, f"{language} {'unseen' if unseen else 'seen'}")
    return figures


def score(found: Sequence[Meeting], gold: Sequence[Gold], tally: Tally) -> None:
    """Adds what one article's meetings are worth."""
    taken: dict[int, Meeting] = {}
    for one in found:
        near = [number for number, each in enumerate(gold) if _touch(one, each)]
        free = [number for number in near if number not in taken]
        number = next(iter(sorted(free, key=lambda each: bool(gold[each].get("soft")))), None)
        if number is not None:
            taken[number] = one
        if number is None or not gold[number].get("soft"):
            tally.add("precision", right=number is not None)
    for number, each in enumerate(gold):
        if not each.get("soft"):
            tally.add("recall", right=number in taken)
            if number in taken:
                _fields(taken[number], each, tally)
    if not gold:
        tally.add("traps", right=not found)


def _touch(one: Meeting, gold: Gold) -> bool:
    spans = [Span(*place) for place in gold["spans"]]
    return any(mine.overlaps(span) for mine in (one.anchor, *one.mentions) for span in spans)


def _fields(one: Meeting, gold: Gold, tally: Tally) -> None:
    tally.add("kind", right=one.kind.value in (gold["kind"], *gold.get("kind_also", ())))
    mode = one.modality.value if one.modality else ""
    tally.add("mode", right=mode in (gold["modality"], *gold.get("modality_also", ())))
    told = one.date.value.iso if one.date else None
    if gold["date"]:
        tally.add("date", right=told in (gold["date"], *gold.get("date_also", ())))
    elif not gold.get("date_soft"):
        tally.add("date not invented", right=told in (None, *gold.get("date_also", ())))
    places = [held.value for held in (one.venue, one.town) if held]
    if gold["place"] and not gold.get("place_soft"):
        tally.add("place", right=any(_alike(mine, name) for mine in places for name in gold["place"]))
    elif not gold["place"]:
        tally.add("place not invented", right=not places)
    numbers = [count.value.number for count in one.counts]
    if gold["count"] and not gold.get("count_soft"):
        tally.add("count", right=gold["count"] in numbers)
    elif not gold["count"]:
        tally.add("count not invented", right=not numbers)


def _alike(mine: str, name: str) -> bool:
    """Whether one of two names has all words of the other."""
    here, there = set(stems_of(mine)), set(stems_of(name))
    return here <= there or there <= here


def _figures(tally: Tally, name: str) -> Figures:
    figures: Figures = {
        f"{name} entries F1": f1(tally, "precision", "recall"),
        f"{name} entries precision": tally.share("precision"),
        f"{name} entries recall": tally.share("recall"),
        f"{name} traps left alone": tally.share("traps"),
    }
    told = ("kind", "mode", "date", "place", "count", "date not invented", "place not invented", "count not invented")
    return figures | {f"{name} {one}": tally.share(one) for one in told if tally.of[one]}
