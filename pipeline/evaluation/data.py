"""The development data that quality is measured on, as its own README describes it."""

import csv
import gzip
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpora.document import Span
from pipeline.errors import PipelineError

type Figures = dict[str, float]


class NoData(PipelineError):
    """Raised when the folder does not hold what a task measures on."""


def text_of(path: Path) -> str:
    """The text of a file; raises NoData."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise NoData(f"{path} cannot be read: {error.strerror}") from error


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON lines file; raises NoData."""
    return [json.loads(line) for line in text_of(path).splitlines()]


def pairs(path: Path) -> list[dict[str, str]]:
    """The rows of a table; raises NoData."""
    return list(csv.DictReader(text_of(path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def articles(path: Path) -> Iterator[tuple[str, str]]:
    """Language and text of the articles of a file; raises NoData."""
    try:
        if path.suffix == ".gz":
            for article in json.loads(gzip.decompress(path.read_bytes())):
                yield "fa", "\n".join([article["title"], article.get("abstract") or "", *article["paragraphs"]])
            return
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json") and not name.startswith("__"):
                    for article in json.loads(archive.read(name)):
                        yield "ar", f"{article['title'] or ''}\n{article['content'] or ''}"
    except OSError as error:
        raise NoData(f"{path} cannot be read: {error.strerror}") from error


def annotated_news(data: Path, task: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Our own annotations of news for a task, each with the article's text; raises NoData."""
    given = {(row["file"], row["index"]): row for row in rows(_OURS / f"{task}.jsonl")}
    for file in sorted({name for name, _ in given}):
        for at, (language, text) in enumerate(articles(data / "news" / file)):
            if row := given.get((file, at)):
                yield {"language": language, **row}, text


_OURS = Path(__file__).parent.parent.parent / "corpora/gold"

NEWS = ("seeds_dev", "news_fa_dev", "news_ar_dev")
OTHER_NEWS = ("news2_fa_dev", "news2_ar_dev")
"""Articles of other countries and papers."""


def gold(data: Path, files: Sequence[str] = NEWS) -> Iterator[dict[str, Any]]:
    """The annotated seeds and news, each with its text; raises NoData."""
    for name in files:
        for row in rows(data / "gold" / f"{name}.jsonl"):
            if "text" not in row:
                row["text"] = text_of(data / "seeds" / row["file"])
            yield row


def is_counted(item: dict[str, Any]) -> bool:
    """Whether the annotators want an item in scores."""
    left_open = item.get("level") == "anaphor" or item.get("soft") or item.get("nested")
    return not left_open and not item.get("in_duration")


def span_of(item: dict[str, Any]) -> Span:
    """The range of an annotation; that of the phrase, for a count."""
    place = item.get("phrase") or item
    return Span(place["start"], place["end"])


def date_strings(data: Path) -> Iterator[tuple[str, list[Span]]]:
    """Short Persian texts with the ranges of their dates; raises NoData."""
    for row in json.loads(text_of(data / "dates" / "parstdex_cases.json")):
        yield row["test_input"], [Span(start, end) for start, end in json.loads(row["expected"])]


def is_held_out(sentence: int) -> bool:
    """Whether a sentence of a corpus without a development part is kept for measuring: each seventh run of sixty."""
    return sentence // 60 % 7 == 3


def labelled(path: Path, separator: str, labels: tuple[str, ...]) -> Iterator[tuple[str, list[Span]]]:
    """Sentences of a file of a token a line, joined by spaces, with the ranges of the labels; raises NoData."""
    tokens: list[tuple[str, bool, bool]] = []
    for line in [*text_of(path).splitlines(), ""]:
        word, _, tags = line.partition(separator)
        if word.strip():
            named = [tag for tag in tags.split() if tag[2:] in labels]
            tokens.append((word, bool(named), any(tag[0] == "B" for tag in named)))
        elif tokens:
            yield _joined(tokens)
            tokens = []


def _joined(tokens: list[tuple[str, bool, bool]]) -> tuple[str, list[Span]]:
    text, spans, open_span = "", list[Span](), False
    for word, inside, begins in tokens:
        start = len(text)
        text += word + " "
        if inside and open_span and not begins:
            spans[-1] = Span(spans[-1].start, start + len(word))
        elif inside:
            spans.append(Span(start, start + len(word)))
        open_span = inside
    return text, spans
