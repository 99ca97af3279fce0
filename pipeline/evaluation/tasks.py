"""Measures quality on a folder of development data; each task gives names and figures."""

from collections.abc import Callable
from pathlib import Path

from corpora.document import Document
from extractors.text.explain import are_alike
from pipeline.evaluation.agreements import agreements
from pipeline.evaluation.cases import cases
from pipeline.evaluation.data import Figures, NoData, pairs, rows
from pipeline.evaluation.decrees import decrees
from pipeline.evaluation.facts import dates, extraction
from pipeline.evaluation.meetings import meetings
from pipeline.evaluation.names import organisations
from pipeline.evaluation.numbers import counts
from pipeline.evaluation.quotes import quotes
from pipeline.evaluation.reading import reading
from pipeline.evaluation.stories import stories
from pipeline.index.embedded.backend import EmbeddedBackend
from pipeline.index.records import IndexRecord
from pipeline.index.results import View
from pipeline.query.parser import parse

_LANGUAGES = ("fa", "ar")
_TOP = 10


type Meet = Callable[[str, str], bool]


def variants(data: Path, meet: Meet = are_alike) -> Figures:
    """The share of spelling pairs that meet in the index, and of different words that are kept apart.

    ``joints``: of pairs that a written ZWNJ tells apart (خانه‌ای، خان‌های); once it is lost nothing does.
    """
    figures = {}
    same = pairs(data / "variants" / "variants_dev.tsv")
    different = pairs(data / "variants" / "negatives_dev.tsv")
    for language in _LANGUAGES:
        joined = [meet(r["canonical"], r["variant"]) for r in same if r["lang"] == language]
        figures[f"{language} joined"] = sum(joined) / len(joined)
        for name, levels in (("kept apart", ("plain", "fold")), ("kept apart by joints", ("zwnj",))):
            pairs_ = [r for r in different if r["lang"] == language and r["level"] in levels]
            wrongly = [meet(r["word"], r["not_variant"]) for r in pairs_]
            if wrongly:
                figures[f"{language} {name}"] = 1 - sum(wrongly) / len(wrongly)
    return figures


def hazm_meets() -> Meet:
    """Whether hazm takes two spellings for one word: its normalizer, tokenizer and lemmatizer. Raises NoData."""
    try:
        from hazm import Lemmatizer, Normalizer, WordTokenizer
    except ImportError as error:
        raise NoData("hazm is not installed: it is a tool of development (make setup)") from error
    normalizer, tokenizer, lemmatizer = Normalizer(), WordTokenizer(), Lemmatizer()

    def lemmas(text: str) -> list[str]:
        return [lemmatizer.lemmatize(word) for word in tokenizer.tokenize(normalizer.normalize(text))]

    return lambda one, other: lemmas(one) == lemmas(other)


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


TASKS: dict[str, Callable[[Path], Figures]] = {
    "variants": variants,
    "search": search,
    "extraction": extraction,
    "dates": dates,
    "counts": counts,
    "organisations": organisations,
    "agreements": agreements,
    "meetings": meetings,
    "decrees": decrees,
    "quotes": quotes,
    "stories": stories,
    "reading": reading,
    "cases": cases,
}
