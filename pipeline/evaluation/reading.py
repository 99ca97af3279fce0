"""Measures reading: PDF text and scans against the true text, and publication dates of web pages."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from pipeline.evaluation.data import Figures, NoData, text_of
from pipeline.ingest.build import document_of
from pipeline.ingest.ocr.tesseract import installed
from pipeline.ingest.registry import read
from pipeline.records import Draft, Source

_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")
_SURE = 0.9
_LANGUAGES = {"z0": "fa", "agrfa": "fa", "s3": "ar"}


def reading(data: Path) -> Figures:
    """Of PDF files of several producers the share of characters (ZWNJ aside), numbers and ZWNJ that are right.

    A file that holds no ZWNJ at all has lost it before it was read, and is left out there. Of web pages the share
    whose publication date is right, and how much of their stories is found. Of scans, where Tesseract is installed,
    what ``_scans`` measures.
    """
    characters: dict[str, list[float]] = {}
    numbers: list[float] = []
    joints: list[float] = []
    for path in sorted((data / "pdf_rendered").glob("*.pdf")):
        true = text_of(path.with_name(path.name.split(".")[0] + ".txt"))
        found = _read(path).text
        characters.setdefault(_LANGUAGES[path.name.split(".")[0]], []).append(1 - _error(true, found))
        numbers.append(_kept(_numbers(true), _numbers(found)))
        if true.count(ZWNJ) and found.count(ZWNJ):
            joints.append(min(1.0, found.count(ZWNJ) / true.count(ZWNJ)))
    if not characters:
        raise NoData(f"{data / 'pdf_rendered'} holds no PDF")
    shares = {f"{language} PDF characters": sum(all_of) / len(all_of) for language, all_of in characters.items()}
    return shares | {
        "PDF numbers": sum(numbers) / len(numbers),
        "PDF ZWNJ": sum(joints) / len(joints),
        "web publication dates": _dates(data / "html"),
        "web stories": _stories(data / "html"),
        **(_scans(data) if installed() else {}),
    }


def _scans(data: Path) -> Figures:
    """The share of characters that is right, of news and of agreements, by how good the scan is; and of book lines.

    Numbers are those of clean pages, sure ones those of all pages that were read with a confidence of ``_SURE``.
    A document of several pages is read page by page, and compared as a whole.
    """
    pages: dict[tuple[str, str], list[Path]] = {}
    for path in sorted((data / "scans").glob("*-*.*")):
        name, _, state = path.name.rsplit("-", 1)[0].rpartition(".")
        pages.setdefault((name, state), []).append(path)
    characters: dict[str, list[float]] = {}
    numbers: list[float] = []
    sure: list[float] = []
    for (name, state), paths in pages.items():
        document = name.split(".")[0]
        drafts = [_read(path) for path in paths]
        true, found = text_of(data / "scans" / f"{document}.txt"), "\n".join(draft.text for draft in drafts)
        sure += _sure_numbers(true, drafts)
        kind = "agreement" if document.startswith("agr") else "news"
        characters.setdefault(f"{kind} scans {state}", []).append(1 - _error(true, found))
        if state == "300clean":
            numbers.append(_kept(_numbers(true), _numbers(found)))
    strips = sorted((data / "ocr").glob("*.png"))
    lines = [1 - _error(text_of(path.with_suffix(".gt.txt")), _read(path).text) for path in strips]
    shares = {name: sum(all_of) / len(all_of) for name, all_of in (characters | {"scanned lines": lines}).items()}
    return shares | {"scan numbers": sum(numbers) / len(numbers), "sure scan numbers": sum(sure) / len(sure)}


def _sure_numbers(true: str, drafts: Sequence[Draft]) -> list[bool]:
    """Of each number on the pages of a scan whose confidence is ``_SURE`` or more, whether it stands in the true text.

    The surest are looked for first, since a number may stand there as often as the true text has it.
    """
    left = Counter(_numbers(true))
    found = sorted(
        (
            (region.confidence or 0.0, number)
            for draft in drafts
            for page in draft.pages
            for region in page.regions
            for number in _numbers(draft.text[region.span.start : region.span.end])
        ),
        reverse=True,
    )
    right = []
    for confidence, number in found:
        left[number] -= 1
        if confidence >= _SURE:
            right.append(left[number] >= 0)
    return right


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(AlignedText.of(text).text)


def _read(path: Path) -> Draft:
    return read(Source(path.resolve().as_uri(), path.name, path.read_bytes()))


def _plain(text: str) -> str:
    return " ".join(AlignedText.of(text).text.replace(ZWNJ, "").split())


def _error(true: str, found: str) -> float:
    """Edits from one text to the other, by the length of the true one."""
    wanted = _plain(true)
    return min(1.0, Levenshtein.distance(wanted, _plain(found)) / max(1, len(wanted)))


def _kept(wanted: list[str], found: list[str]) -> float:
    lost = Counter(wanted) - Counter(found)
    return 1 - lost.total() / max(1, len(wanted))


def _dates(folder: Path) -> float:
    true = json.loads(text_of(folder / "dates.json"))
    right: list[bool] = [_read(folder / page["file"]).published[:10] == page["date"] for page in true.values()]
    return sum(right) / len(right)


def _stories(folder: Path) -> float:
    """F1 of runs of four words, as the benchmark of article extractors has it, on the pages whose story is given."""
    scores = []
    for path in sorted(folder.glob("*.txt")):
        source = Source(path.resolve().as_uri(), path.name, path.with_suffix(".html").read_bytes())
        found, true = _runs(document_of(source, read(source)).body_text()), _runs(text_of(path))
        scores.append(2 * len(found & true) / max(1, len(found) + len(true)))
    return sum(scores) / len(scores)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}
