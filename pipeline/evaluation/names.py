"""Measures names: organisations, persons and places on public news, damage to the text, doubt, and who is who."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora.document import Document, Mention, Span
from extractors.extraction import mentions_of
from extractors.protocols import Extractor
from extractors.scoring import Score
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from extractors.text.language import language_of
from pipeline.annotate import annotate, in_use
from pipeline.evaluation.data import (
    NEWS,
    OTHER_NEWS,
    Figures,
    articles,
    gold,
    is_counted,
    is_held_out,
    labelled,
    rows,
    span_of,
)

_LABELS = {"ORG": ("ORG",), "PERSON": ("PER", "PERS"), "PLACE": ("LOC", "GPE", "FAC")}
_FIELDS = {"ORG": "orgs", "PERSON": "persons", "PLACE": "places"}
_SETS = (
    ("fa", "PEYMA", "peyma_dev.txt", "|"),
    ("ar", "Wojood", "wojood_val.txt", " "),
    ("ar", "ANERcorp", "anercorp_train.txt", " "),
)
_GLUED = frozenset("وفبلك")
_MINISTER = re.compile(r"(?<!\w)(?:وزیر|وزیران|وزرای|وزرا) $")
_ARMY = re.compile(r"(?:ل|ال|لل)?(?:جيش|قوات)\b")
_BINS = 10
_GOLD = Path(__file__).parent.parent.parent / "corpora/gold/resolution.jsonl"
type Text = tuple[str, list[Span]]


def organisations(data: Path) -> Figures:
    """F1 of names on public news and on our annotated articles, what damage costs, and how true the scores are."""
    figures: Figures = {}
    extractors = in_use(("names",))
    for language, name, file, separator in _SETS:
        for label, tags in _LABELS.items():
            texts = list(labelled(data / "ner" / file, separator, tags))
            if name == "ANERcorp":
                texts = [text for at, text in enumerate(texts) if is_held_out(at)]
            score, _ = _scored(texts, language, label, extractors)
            figures[f"{language} {name} {label} strict F1"] = score.strict
    figures |= _damaged(data, extractors)
    for language in ("fa", "ar"):
        for name, files in (("articles", NEWS), ("other articles", OTHER_NEWS)):
            for label, score in _on_gold(gold(data, files), language, extractors).items():
                figures[f"{language} {name} {label} lenient F1"] = score.lenient
    return figures | resolution(data)


def _scored(
    texts: Iterable[Text], language: str, label: str, extractors: Sequence[Extractor]
) -> tuple[Score, list[tuple[float, bool]]]:
    """The score of one label, and of each find its own score with whether it is right.

    Where the corpus leaves a clitic in its first token («وإسرائيل»), the name without it is as right. A minister's
    portfolio that a corpus takes for a body («وزیر نیرو») is neither right nor wrong: here it is none. Nor is an Arab
    army that a corpus leaves unlabelled (ANERcorp does all, Wojood none).
    """
    score, sure = Score(), list[tuple[float, bool]]()
    for text, annotated in texts:
        spans = [span for span in annotated if not _is_portfolio(text, span)] if label == "ORG" else annotated
        left_open = [span for span in annotated if span not in spans]
        every = _found(text, language, label, extractors)
        found = [
            m
            for m in every
            if not any(m.span.overlaps(span) for span in left_open)
            and not (_ARMY.match(m.surface) and not any(m.span.overlaps(span) for span in annotated))
        ]
        right = {_bare(text, span) for span in spans} | set(spans)
        shown = [_as_given(text, m.span, spans) for m in found]
        score.add(spans, shown)
        sure += [(m.score, m.span in right) for m in found]
    return score, sure


def _is_portfolio(text: str, span: Span) -> bool:
    """Whether a Persian minister stands right before an annotated range.

    >>> _is_portfolio("وزیر نیرو آمد", Span(5, 9)), _is_portfolio("وزارت نیرو", Span(0, 10))
    (True, False)
    """
    return bool(_MINISTER.search(AlignedText.of(text[: span.start]).key))


def _found(text: str, language: str, label: str, extractors: Sequence[Extractor]) -> list[Mention]:
    found = mentions_of(text, key="", language=language, published=None, extractors=extractors)
    return [mention for mention in found if mention.label == label]


def _bare(text: str, span: Span) -> Span:
    return Span(span.start + 1, span.end) if text[span.start] in _GLUED and span.end - span.start > 1 else span


def _as_given(text: str, span: Span, given: Sequence[Span]) -> Span:
    """The annotated span that differs from this one by a clitic only, else this one."""
    return next((g for g in given if g.end == span.end and 0 < span.start - g.start <= 2 and _bare(text, g) != g), span)


def _damaged(data: Path, extractors: Sequence[Extractor]) -> Figures:
    """F1 of Persian organisations after what real pages do to the text."""
    damages: dict[str, Callable[[str], str]] = {
        "Arabic letters": lambda text: text.replace("ی", "ي").replace("ک", "ك"),
        "joints lost": lambda text: text.replace(ZWNJ, ""),
    }
    figures = {}
    texts = [
        (_with_joints(text), spans) for text, spans in labelled(data / "ner" / "peyma_dev.txt", "|", _LABELS["ORG"])
    ]
    for name, damage in damages.items():
        damaged = [_after(text, spans, damage) for text, spans in texts]
        figures[f"fa PEYMA ORG strict F1, {name}"] = _scored(damaged, "fa", "ORG", extractors)[0].strict
    score, sure = _scored(texts, "fa", "ORG", extractors)
    return figures | {"fa PEYMA ORG strict F1, joints": score.strict, "fa PEYMA ORG calibration": 1 - _error(sure)}


def _with_joints(text: str) -> str:
    """PEYMA writes a joint as a space inside a token; plural endings and verb prefixes get their ZWNJ back.

    >>> _with_joints("روش های") == f"روش{ZWNJ}های"
    True
    """
    text = re.sub(r"(?<=\w) (?=(?:ها|های|هایی)\b)", ZWNJ, text)
    return re.sub(r"\b(ن?می) (?=\w)", rf"\1{ZWNJ}", text)


def _after(text: str, spans: Sequence[Span], damage: Callable[[str], str]) -> Text:
    """The damaged text, the spans moved with it."""
    moved = [Span(len(damage(text[: s.start])), len(damage(text[: s.end]))) for s in spans]
    return damage(text), moved


def _error(sure: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error: how far, on the mean, a score is from the share of right finds of that score."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, right in sure:
        bins[min(_BINS - 1, int(score * _BINS))].append((score, right))
    off = (abs(sum(s for s, _ in some) - sum(r for _, r in some)) for some in bins.values())
    return sum(off) / max(1, len(sure))


def _on_gold(articles: Iterable[Mapping[str, Any]], language: str, extractors: Sequence[Extractor]) -> dict[str, Score]:
    scores = {label: Score() for label in _LABELS}
    for row in articles:
        if language_of(row["text"]) != language:
            continue
        for label, field in _FIELDS.items():
            counted = [span_of(item) for item in row[field] if is_counted(item)]
            left_open = [span_of(item) for item in row[field] if not is_counted(item)]
            found = (m.span for m in _found(row["text"], language, label, extractors))
            scores[label].add(counted, [s for s in found if not any(s.overlaps(o) for o in left_open)])
    return scores


def resolution(data: Path) -> Figures:
    """B-cubed F1 (Bagga and Baldwin 1998) of the entities of our gold mentions; one that is not found is alone."""
    given = rows(_GOLD)
    keys = _keys(data / "news", {(row["file"], row["index"]) for row in given})
    system, trusted = [], []
    for at, row in enumerate(given):
        there = Span(row["start"], row["end"])
        found = [
            key
            for span, label, key in keys[row["file"], row["index"]]
            if span.overlaps(there) and label == row["label"]
        ]
        system.append(found[0] if found else f"missed {at}")
        trusted.append(str(row["entity"]))
    return {"entities B-cubed F1": b_cubed(system, trusted)}


def b_cubed(system: Sequence[str], trusted: Sequence[str]) -> float:
    """B-cubed F1 of two clusterings of the same mentions.

    >>> b_cubed("aab", "xxy"), round(b_cubed("aaa", "xxy"), 3)
    (1.0, 0.714)
    """
    pairs, left, right = Counter(zip(system, trusted, strict=True)), Counter(system), Counter(trusted)
    precision = sum(n * n / left[s] for (s, _), n in pairs.items()) / len(system)
    recall = sum(n * n / right[t] for (_, t), n in pairs.items()) / len(system)
    return 2 * precision * recall / (precision + recall)


def _keys(folder: Path, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], list[tuple[Span, str, str]]]:
    """Span, label and entity key of the mentions of some news articles."""
    extractors = in_use(("names",))
    found = {}
    for file in sorted({name for name, _ in wanted}):
        for at, (language, text) in enumerate(articles(folder / file)):
            if (file, at) in wanted:
                key = f"{file}#{at}"
                document = Document(key=key, id=key, uri=key, text=text, language=language)
                mentions = annotate(document, extractors).mentions
                found[file, at] = [(m.span, m.label, str(m.value.get("entity", ""))) for m in mentions]
    return found
