"""Measures numbers: counts, amounts and percentages of annotated articles and of public suites, and their scores."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpora.document import Mention, Span
from extractors.extraction import mentions_of
from extractors.patterns import flat
from extractors.protocols import Extractor
from extractors.scoring import Score
from extractors.text.language import language_of
from extractors.text.lexicon import key_of
from pipeline.annotate import day_of, in_use
from pipeline.evaluation.data import NEWS, OTHER_NEWS, Figures, gold, is_counted, rows, span_of

_FIELDS = {"COUNT": "counts", "MONEY": "money", "PERCENT": "percents"}
_LEFT_OPEN = ("orgs", "dates", "counts", "money", "percents")
_LONGEST = 80
"""A mention over more letters does not say which number it found."""
_CLOSE = 1e-6
_SURE = 0.9
_BINS = (0.0, 0.6, 0.8, 0.9, 0.95, 1.01)

type Judged = list[tuple[float, bool]]
"""Scores of finds, each with whether it was right."""


def counts(data: Path) -> Figures:
    """Counts, amounts and percentages of the annotated articles, recall and values of the suites, calibration."""
    extractors = in_use(("dates", "counts"))
    judged: Judged = []
    return (
        _on_articles(data, extractors, judged)
        | _on_suites(data, extractors, judged)
        | {"calibration": 1 - _error(judged)}
        | _reliability(judged)
    )


def _on_articles(data: Path, extractors: Sequence[Extractor], judged: Judged) -> Figures:
    """Lenient F1 and the share of right values of what the articles hold; the share of traps left alone."""
    scores: dict[str, Score] = defaultdict(Score)
    right: dict[str, list[bool]] = defaultdict(list)
    for row in gold(data, (*NEWS, *OTHER_NEWS)):
        language = language_of(row["text"])
        published = day_of(row.get("published") or "")
        found = mentions_of(row["text"], key="", language=language, published=published, extractors=extractors)
        for label, items in _annotated(row).items():
            own = [m for m in found if m.label == label and not _is_open(m, row)]
            scores[f"{language} {label}"].add([span_of(item) for item in items], [m.span for m in own])
            for item in items:
                met = [m for m in own if m.span.overlaps(span_of(item))]
                if met and item.get("value") is not None:
                    right[f"{language} {label}"].append(any(_says(m.value, item["value"]) for m in met))
                if met and item.get("unit"):
                    right[f"{language} {label} units"].append(any(_is_of(m.value, item["unit"]) for m in met))
            if label == "COUNT":
                judged += [(m.score, any(_fits(m, item) for item in items)) for m in own]
        right["traps left alone"] += [not any(_takes(m, trap) for m in found) for trap in _traps(row)]
    figures = {f"{name} lenient F1": score.lenient for name, score in scores.items() if score.gold}
    figures |= {f"{name} found": score.recall for name, score in scores.items() if name.endswith("COUNT")}
    values = {f"{name} values" if name in scores else name: _share(all_of) for name, all_of in right.items()}
    return dict(sorted((figures | values).items()))


def _annotated(row: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the annotators want found, by label."""
    return {label: [i for i in row.get(field) or [] if is_counted(i)] for label, field in _FIELDS.items()}


def _is_open(mention: Mention, row: Mapping[str, Any]) -> bool:
    """Whether the annotators left open what stands there."""
    items = (item for field in _LEFT_OPEN for item in row.get(field) or [] if not is_counted(item))
    return any(mention.span.overlaps(span_of(item)) for item in items)


def _traps(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Ranges of an article that are said to be no count."""
    for trap in row.get("traps") or []:
        if trap.get("not") == "count" or "no count" in trap["why"] or "not a count" in trap["why"]:
            yield trap


def _takes(mention: Mention, trap: Mapping[str, Any]) -> bool:
    return mention.label == "COUNT" and mention.span.overlaps(Span(trap["start"], trap["end"]))


def _fits(mention: Mention, item: Mapping[str, Any]) -> bool:
    return mention.span.overlaps(span_of(dict(item))) and _says(mention.value, item["value"])


def _is_of(value: Mapping[str, Any], unit: str) -> bool:
    """Whether a value counts this noun, in the singular; annotators may have said more of it («حالة | وفاة»)."""
    said = flat(key_of(value.get("unit") or ""))
    return bool(said) and flat(key_of(unit)).startswith(said)


def _says(value: Mapping[str, Any], wanted: Any) -> bool:
    """Whether a value has a number, or both ends of a range."""
    if isinstance(wanted, list):
        return [value.get("min"), value.get("max")] == wanted
    said = (value.get(name) for name in ("number", "amount", "percent", "min", "max"))
    return any(one is not None and abs(one - wanted) <= _CLOSE * max(1, abs(wanted)) for one in said)


def _on_suites(data: Path, extractors: Sequence[Extractor], judged: Judged) -> Figures:
    """The share of the numbers of each public suite that are found, and of these the share of right values."""
    there: dict[str, list[bool]] = defaultdict(list)
    for row in rows(data / "dates" / "dev_numbers.jsonl"):
        language = row["language"] or language_of(row["text"])
        every = mentions_of(row["text"], key="", language=language, published=None, extractors=extractors)
        found = [m for m in every if m.label in (*_FIELDS, "DATE") and len(m.surface) <= _LONGEST]
        for item in row["numbers"]:
            met = [m for m in found if m.span.overlaps(Span(item["start"], item["end"]))]
            there[f"{row['set']} recall"].append(bool(met))
            if met:
                there[f"{row['set']} values"].append(any(_is_number(m, item) for m in met))
        for start, end in row["neutral"]:
            taken = any(m.label == "COUNT" and m.span.overlaps(Span(start, end)) for m in found)
            there[f"{row['set']} no quantities left alone"].append(not taken)
        judged += [(m.score, any(_is_found(m, i) for i in row["numbers"])) for m in found if m.label == "COUNT"]
    return {name: _share(all_of) for name, all_of in sorted(there.items())}


def _is_number(mention: Mention, item: Mapping[str, Any]) -> bool:
    """Whether a mention has the number of an item, or another that is right too; a date has it by its span."""
    other = item.get("or_number") or []
    wanted = (item["number"], *(other if isinstance(other, list) else [other]))
    return mention.label == "DATE" or any(_says(mention.value, number) for number in wanted)


def _is_found(mention: Mention, item: Mapping[str, Any]) -> bool:
    return mention.span.overlaps(Span(item["start"], item["end"])) and _is_number(mention, item)


def _share(all_of: Sequence[bool]) -> float:
    return sum(all_of) / len(all_of) if all_of else 0.0


def _bins(judged: Judged) -> Iterator[Judged]:
    for low, high in pairwise(_BINS):
        some = [(score, right) for score, right in judged if low <= score < high]
        if some:
            yield some


def _error(judged: Judged) -> float:
    """How far, on the mean, a score is from the share of right finds of that score."""
    off = (abs(sum(score for score, _ in some) - sum(right for _, right in some)) for some in _bins(judged))
    return sum(off) / max(1, len(judged))


def _reliability(judged: Judged) -> Figures:
    """The share of right finds among those that are sure, and among the others."""
    sure = [right for score, right in judged if score >= _SURE]
    doubtful = [right for score, right in judged if score < _SURE]
    return {"right where sure": _share(sure), "right where doubtful": _share(doubtful)}
