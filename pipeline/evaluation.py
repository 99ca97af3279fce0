"""Measures quality on a folder of development data; each task gives names and figures."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corpora.document import Document, Span
from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.scoring import Score
from extractors.text.analyzer import analyze, meets
from extractors.text.language import language_of
from pipeline.annotate import day_of
from pipeline.errors import PipelineError
from pipeline.index.embedded import EmbeddedBackend
from pipeline.index.records import IndexRecord, View
from pipeline.query import parse

type Figures = dict[str, float]
_LANGUAGES = ("fa", "ar")
_TOP = 10
_GOLD = (("ORG", "orgs"), ("DATE", "dates"), ("COUNT", "counts"))


class NoData(PipelineError):
    """Raised when the folder does not hold what a task measures on."""


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON lines file; raises NoData."""
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise NoData(f"{path} cannot be read: {error.strerror}") from error


def pairs(path: Path) -> list[dict[str, str]]:
    """The rows of a table; raises NoData."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as error:
        raise NoData(f"{path} cannot be read: {error.strerror}") from error


def _meet(one: str, other: str) -> bool:
    asked, there = analyze(one), analyze(other)
    return len(asked) == len(there) and all(map(meets, asked, there))


def variants(data: Path) -> Figures:
    """The share of spelling pairs that meet in the index, and of different words that wrongly do."""
    figures = {}
    same = pairs(data / "variants" / "variants_dev.tsv")
    different = pairs(data / "variants" / "negatives_dev.tsv")
    for language in _LANGUAGES:
        joined = [_meet(r["canonical"], r["variant"]) for r in same if r["lang"] == language]
        apart = [r for r in different if r["lang"] == language and r["level"] in ("plain", "fold")]
        wrongly = [_meet(r["word"], r["not_variant"]) for r in apart]
        figures[f"{language} joined"] = sum(joined) / len(joined)
        figures[f"{language} kept apart"] = 1 - sum(wrongly) / len(wrongly)
    return figures


def search(data: Path) -> Figures:
    """MRR@10 of questions on their passages, with ``or``."""
    figures = {}
    for language in _LANGUAGES:
        backend = EmbeddedBackend(None)
        passages = rows(data / "search" / f"{language}_dev_passages.jsonl")
        records = (Document(key=p["id"], id=p["id"], uri="", text=p["text"], language=language) for p in passages)
        backend.index(IndexRecord.of(record, seq) for seq, record in enumerate(records, 1))
        backend.refresh(len(passages))
        questions = rows(data / "search" / f"{language}_dev_queries.jsonl")
        ranks = [_reciprocal(backend, q["text"], q["relevant"]) for q in questions]
        figures[f"{language} MRR@10"] = sum(ranks) / len(ranks)
    return figures


def _reciprocal(backend: EmbeddedBackend, question: str, relevant: list[str]) -> float:
    hits = backend.search(parse(question, "or"), View(limit=_TOP, passages=False)).hits
    return next((1 / rank for rank, hit in enumerate(hits, 1) if hit.key in relevant), 0.0)


def _gold(data: Path) -> Iterator[dict[str, Any]]:
    for name in ("seeds_dev", "news_fa_dev", "news_ar_dev"):
        for row in rows(data / "gold" / f"{name}.jsonl"):
            if "text" not in row:
                row["text"] = (data / "seeds" / row["file"]).read_text(encoding="utf-8")
            yield row


def extraction(data: Path) -> Figures:
    """F1 of organisations, dates and counts on the annotated news; what the annotators left open is not counted."""
    scores: dict[str, Score] = {}
    extractors = build()
    for row in _gold(data):
        text, language = row["text"], language_of(row["text"])
        published = day_of(row.get("published") or "")
        found = mentions_of(text, key="", language=language, published=published, extractors=extractors)
        for label, field in _GOLD:
            counted = [_span(item) for item in row[field] if _counts(item)]
            left_open = [_span(item) for _, f in _GOLD for item in row[f] if not _counts(item)]
            given = [m.span for m in found if m.label == label and not any(m.span.overlaps(s) for s in left_open)]
            scores.setdefault(f"{language} {label}", Score()).add(counted, given)
    strict = {f"{name} strict F1": score.strict for name, score in scores.items()}
    return strict | {f"{name} lenient F1": score.lenient for name, score in scores.items()}


def _counts(item: dict[str, Any]) -> bool:
    open_level = item.get("level") == "anaphor" or item.get("soft") or item.get("nested")
    return not open_level and not item.get("in_duration")


def _span(item: dict[str, Any]) -> Span:
    place = item.get("phrase") or item
    return Span(place["start"], place["end"])


TASKS: dict[str, Callable[[Path], Figures]] = {"variants": variants, "search": search, "extraction": extraction}
