"""Measures what is extracted: spans and values of organisations, dates and counts."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from corpora.document import Mention, Span
from extractors.extraction import mentions_of
from extractors.protocols import Extractor
from extractors.scoring import Score
from extractors.text.language import language_of
from pipeline.annotate import day_of, in_use
from pipeline.evaluation.data import Figures, date_strings, gold, is_counted, labelled, rows, span_of
from pipeline.evaluation.date_suites import suites

_GOLD = (("ORG", "orgs"), ("DATE", "dates"), ("COUNT", "counts"))
_PUBLISHED = date(2016, 6, 15)
"""For texts that have no publication date of their own; no figure depends on it."""


def _found(row: dict[str, Any], extractors: Sequence[Extractor]) -> tuple[str, tuple[Mention, ...]]:
    text = row["text"]
    language = language_of(text)
    published = day_of(row.get("published") or "")
    return language, mentions_of(text, key="", language=language, published=published, extractors=extractors)


def extraction(data: Path) -> Figures:
    """F1 of organisations, dates and counts on the annotated news; what the annotators left open is not counted."""
    scores: dict[str, Score] = {}
    extractors = in_use()
    for row in gold(data):
        language, found = _found(row, extractors)
        for label, field in _GOLD:
            given = [m.span for m in found if m.label == label]
            _add(scores.setdefault(f"{language} {label}", Score()), row, field, given)
    strict = {f"{name} strict F1": score.strict for name, score in scores.items()}
    return strict | {f"{name} lenient F1": score.lenient for name, score in scores.items()}


def dates(data: Path) -> Figures:
    """Lenient F1 of spans on public sets and annotated news, and the shares of dates whose days are right.

    PEYMA labels no durations, so only what is found of it is counted.
    """
    ner = data / "ner"
    persian = _score(date_strings(data), "fa")
    news = _score(labelled(ner / "peyma_dev.txt", "|", ("DAT", "TIM")), "fa")
    arabic = _score(labelled(ner / "wojood_val.txt", " ", ("DATE", "TIME")), "ar")
    right = _values(data, "DATE", "dates", _same_days)
    sets = {
        "fa parstdex lenient F1": persian.lenient,
        "fa PEYMA recall": news.recall,
        "ar Wojood lenient F1": arabic.lenient,
    }
    return sets | _second_news(data) | right | suites(data)


def _second_news(data: Path) -> Figures:
    """Lenient F1 of dates on the second set of annotated news."""
    scores: dict[str, Score] = {}
    extractors = in_use(("dates",))
    for language in ("fa", "ar"):
        for row in rows(data / "gold" / f"news2_{language}_dev.jsonl"):
            _, found = _found(row, extractors)
            given = [m.span for m in found if m.label == "DATE"]
            _add(scores.setdefault(language, Score()), row, "dates", given)
    return {f"{language} news2 DATE lenient F1": score.lenient for language, score in scores.items()}


def _add(score: Score, row: dict[str, Any], field: str, given: Sequence[Span]) -> None:
    """Counts the finds of one text; what overlaps something that the annotators left open is not counted.

    The numerals of a length of time are part of a date, and left open to nobody.
    """
    counted = [span_of(item) for item in row[field] if is_counted(item)]
    left_open = [
        span_of(item) for _, f in _GOLD for item in row[f] if not is_counted(item) and not item.get("in_duration")
    ]
    score.add(counted, [span for span in given if not any(span.overlaps(other) for other in left_open)])


def _score(texts: Iterable[tuple[str, list[Span]]], language: str) -> Score:
    score, extractors = Score(), in_use(("dates",))
    for text, spans in texts:
        found = mentions_of(text, key="", language=language, published=_PUBLISHED, extractors=extractors)
        score.add(spans, [mention.span for mention in found if mention.label == "DATE"])
    return score


def _values(data: Path, label: str, field: str, same: Any) -> Figures:
    there: dict[str, list[bool]] = {}
    right: dict[str, list[bool]] = {}
    extractors = in_use(("dates", "counts"))
    for row in gold(data):
        language, found = _found(row, extractors)
        for item in row[field]:
            if not is_counted(item) or item.get("value") is None:
                continue
            met = [m for m in found if m.label == label and m.span.overlaps(span_of(item))]
            there.setdefault(f"{language} {label} found", []).append(bool(met))
            if met:
                right.setdefault(f"{language} {label} values", []).append(any(same(m, item) for m in met))
    return {name: sum(all_of) / len(all_of) for name, all_of in sorted((there | right).items())}


def _same_days(mention: Mention, item: dict[str, Any]) -> bool:
    value = mention.value
    start, end = value.get("start", ""), value.get("end", "")
    return item["value"] in (f"{start}/{end}", start if start == end else None, value.get("duration"))
