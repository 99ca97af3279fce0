"""Turns the shared news data into JSON lines that ``asnad ingest`` reads.

    python benchmarks/news.py DATA OUT.jsonl [--limit N]

DATA is the folder ``data/news`` of the shared data; its README says what the fields are.
"""

import argparse
import gzip
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_JALALI_IN_LINK = re.compile(r"/(1[34]\d{2})(\d{2})(\d{2})\d+")
type Record = dict[str, Any]


def fars(path: Path) -> Iterator[Record]:
    """Persian agency and sports news: title, abstract, paragraphs, link."""
    for article in json.loads(gzip.decompress(path.read_bytes())):
        paragraphs = article.get("paragraphs") or []
        text = "\n".join(part for part in (article.get("abstract") or "", *paragraphs) if part and part.strip())
        link = str(article.get("link") or "")
        yield {"title": article.get("title") or "", "text": text, "link": link, "published": _from_link(link)}


def _from_link(link: str) -> str:
    match = _JALALI_IN_LINK.search(link)
    return "/".join(match.groups()) if match else ""


def saudi(path: Path) -> Iterator[Record]:
    """Arabic articles of fourteen papers."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            for article in json.loads(archive.read(name)):
                yield {
                    "title": article["title"],
                    "text": article["content"],
                    "link": article["url"],
                    "published": article["date_extracted"],
                    "site": article["source"],
                }


def records(folder: Path) -> Iterator[Record]:
    """Every article that has a text, each with an id that its content gives."""
    for path in sorted(folder.iterdir()):
        read = saudi if path.suffix == ".zip" else fars
        for article in read(path):
            if not article["text"].strip():
                continue
            named = hashlib.sha256(f"{path.name}\0{article['link']}\0{article['text']}".encode()).hexdigest()[:16]
            yield {"id": named, **{k: v for k, v in article.items() if v and k != "link"}}


def write(folder: Path, out: Path, limit: int | None = None) -> int:
    """Writes the lines, each id once; gives how many."""
    seen: set[str] = set()
    with out.open("w", encoding="utf-8") as stream:
        for record in records(folder):
            if record["id"] not in seen:
                seen.add(record["id"])
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            if limit and len(seen) >= limit:
                break
    return len(seen)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--limit", type=int, default=None)
    given = parser.parse_args()
    print(f"{write(given.data, given.out, given.limit):,} articles")


if __name__ == "__main__":
    main()
