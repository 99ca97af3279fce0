"""Measures agreements: which words are met, their kinds, and what is found where there are none; then entries."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpora.document import Mention, Span
from corpora.values import Agreement
from extractors.extraction import mentions_of
from pipeline.annotate import in_use
from pipeline.evaluation.data import Figures, rows
from pipeline.evaluation.register import register

_FILES = ("news", "news2", "agreements")
_LANGUAGES = ("fa", "ar")


def agreements(data: Path) -> Figures:
    """The share of annotated agreements whose evidence holds a find, of these the share of right kinds.

    Then the share of finds that are in an article that tells of an agreement, be it one that the annotators left open.
    An article comes back to its agreement in more places than are annotated, so no more can be said of precision.
    """
    figures: Figures = {}
    extractors = in_use(("agreements",))
    for language in _LANGUAGES:
        met, kinds, placed = list[bool](), list[bool](), list[bool]()
        for name in _FILES:
            for row in rows(data / "gold" / f"{name}_{language}_dev.jsonl"):
                found = mentions_of(row["text"], key="", language=language, published=None, extractors=extractors)
                placed += [bool(row["agreements"])] * len(found)
                for agreement in row["agreements"]:
                    if not agreement.get("soft"):
                        there = _there(agreement, found)
                        met.append(bool(there))
                        kinds += [_is_right(agreement, there)] if there else []
        figures[f"{language} met"] = sum(met) / len(met)
        figures[f"{language} kinds"] = sum(kinds) / len(kinds)
        figures[f"{language} in articles with agreements"] = sum(placed) / len(placed)
    return figures | register(data)


def _there(agreement: Mapping[str, Any], found: tuple[Mention, ...]) -> list[Mention]:
    """The finds in an agreement's evidence, whose place is a pair in one file and a mapping in others."""
    place = agreement["evidence"]
    evidence = Span(place["start"], place["end"]) if isinstance(place, dict) else Span(*place)
    return [mention for mention in found if mention.span.overlaps(evidence)]


def _is_right(agreement: Mapping[str, Any], found: list[Mention]) -> bool:
    kinds = {agreement["kind"], *(agreement.get("kind_also") or ())}
    return any(Agreement.of(mention.value).kind in kinds for mention in found)
