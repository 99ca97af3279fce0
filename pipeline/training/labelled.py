"""Public corpora with labelled names, and news without labels, as the units that the tagger reads."""

import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from corpora.document import Span
from extractors.names.model import TAGS
from extractors.names.units import Unit, sentences
from extractors.protocols import Passage
from pipeline.errors import PipelineError
from pipeline.evaluation.data import is_held_out

_LABELS = {"ORG": "ORG", "LOC": "PLACE", "GPE": "PLACE", "FAC": "PLACE", "PER": "PERSON", "PERS": "PERSON"}
_TAG = re.compile(r"([BI])-{1,2}([A-Z]+)")


class NoCorpus(PipelineError):
    """Raised when a corpus that training needs is not in the folder."""


class Corpus(NamedTuple):
    """A file of a token and its tags a line; what parts them; whether a part of it is kept for measuring."""

    file: str
    separator: str
    measured: bool = False


CORPORA = {
    "fa": {
        "peyma": Corpus("peyma_train.txt", "|"),
        "nsurl": Corpus("nsurl600_train.conll.gz", "\t"),
        "parstwiner": Corpus("parstwiner_train.txt", "\t"),
    },
    "ar": {
        "anercorp": Corpus("anercorp_train.txt", " ", measured=True),
        "wojood": Corpus("wojood_train.txt", " "),
        "aqmar": Corpus("aqmar_articles.txt.gz", " "),
    },
}
"""By language; the first is news, and its conventions are the product's."""


class Sentence(NamedTuple):
    """Units and the index in TAGS of each."""

    units: list[Unit]
    tags: list[int]


def labelled(folder: Path, corpus: Corpus, language: str, *, held_out: bool = False) -> list[Sentence]:
    """The sentences of a corpus, or of the part of it that nothing is trained on; raises NoCorpus."""
    blocks = (
        lines
        for at, lines in enumerate(_blocks(folder / corpus.file))
        if (corpus.measured and is_held_out(at)) == held_out
    )
    return [found for lines in blocks for found in _projected(lines, corpus, language)]


def _blocks(path: Path) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*_lines(path), ""]:
        if line.startswith("# doc"):
            continue
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def _lines(path: Path) -> list[str]:
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except OSError as error:
        raise NoCorpus(f"{path} cannot be read: {error.strerror}") from error
    return data.decode("utf-8").split("\n")


def _label(tags: str) -> tuple[str, str]:
    """The letter B or I and our label of the first tag that has one.

    >>> _label("I-OCC B-GPE"), _label("B_PERS"), _label("B-DATE")
    (('B', 'PLACE'), ('B', 'PERSON'), ('', ''))
    """
    for letter, label in _TAG.findall(tags.replace("_", "-")):
        if label in _LABELS:
            return letter, _LABELS[label]
    return "", ""


def _projected(lines: list[str], corpus: Corpus, language: str) -> Iterator[Sentence]:
    """Tokens joined by spaces, cut as at run time, the labels carried over to the units."""
    text, names = _joined(lines, corpus)
    passage = Passage.of(text, language)
    for units in sentences(passage):
        yield Sentence(units, _tags(passage, units, names))


def annotated(folder: Path, corpus: Corpus) -> Iterator[tuple[str, list[tuple[Span, str]]]]:
    """The sentences of a corpus as texts, with the places of their names; raises NoCorpus."""
    return (_joined(lines, corpus) for lines in _blocks(folder / corpus.file))


def _joined(lines: list[str], corpus: Corpus) -> tuple[str, list[tuple[Span, str]]]:
    """Tokens joined by spaces, and where their names stand."""
    text, names, before = "", list[tuple[Span, str]](), ""
    for line in lines:
        word, _, tags = line.partition(corpus.separator)
        letter, label = _label(tags)
        start, text = len(text), text + word + " "
        if letter == "I" and before == label:
            names[-1] = (Span(names[-1][0].start, start + len(word)), label)
        elif letter:
            names.append((Span(start, start + len(word)), label))
        before = label
    return text, names


def _tags(passage: Passage, units: list[Unit], names: list[tuple[Span, str]]) -> list[int]:
    tags = [0] * len(units)
    spans = [passage.folded.span(unit.start, unit.end) for unit in units]
    for name, label in names:
        inside = [at for at, span in enumerate(spans) if span.overlaps(name)]
        if inside and units[inside[0]].exact == "و" and len(inside) > 1:
            inside = inside[1:]
        for at in inside:
            tags[at] = TAGS.index(f"{'B' if at == inside[0] else 'I'}-{label}")
    return tags


def articles(folder: Path, language: str) -> list[str]:
    """The news articles of a folder in one language; raises NoCorpus."""
    return list(_persian(folder) if language == "fa" else _arabic(folder))


def _persian(folder: Path) -> Iterator[str]:
    for path in _files(folder, "*.json.gz"):
        for article in json.loads(gzip.decompress(path.read_bytes())):
            parts = (article["title"], article.get("abstract"), *(article.get("paragraphs") or ()))
            yield "\n".join(part for part in parts if part)


def _arabic(folder: Path) -> Iterator[str]:
    for path in _files(folder, "*.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json") and not name.startswith("__"):
                    for article in json.loads(archive.read(name)):
                        yield f"{article['title'] or ''}\n{article['content'] or ''}"


def _files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.glob(pattern))
    if not found:
        raise NoCorpus(f"there is no {pattern} in {folder}")
    return found
