"""Scanned pages: ours beside bare Tesseract on the same pages, in turns, two processes each."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from pipeline.ingest.ocr.images import grey_of, resolution
from pipeline.ingest.ocr.pages import read_page
from pipeline.ingest.ocr.tesseract import LANGUAGES

ROUNDS = 3
DPI = 200
ARABIC = ("s3",)


def bare(path: Path) -> None:
    language = LANGUAGES["ar" if path.name.startswith(ARABIC) else "fa"]
    command = ["tesseract", str(path), "-", "-l", language, "--dpi", str(DPI)]
    subprocess.run(command, capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})


def ours(path: Path) -> bool:
    image = Image.open(path)
    return read_page(grey_of(image), resolution(image)).heavier


def timed(beside: Executor, work: Callable[[Path], object], pages: Sequence[Path]) -> tuple[float, list[object]]:
    start = time.perf_counter()
    answers = list(beside.map(work, pages))
    return time.perf_counter() - start, answers


def main(data: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as starters, ProcessPoolExecutor(2) as readers:
        for state in ("300clean", "200deg", "200hard"):
            pages = []
            for path in sorted((data / "scans").glob(f"*{state}-*.*")):
                image = Image.open(path)
                small = image.resize((image.width * DPI // 300, image.height * DPI // 300)) if "300" in state else image
                pages.append(Path(folder) / f"{path.stem}.png")
                small.save(pages[-1], dpi=(DPI, DPI))
            alone = beside = 0.0
            heavier: list[object] = []
            for _ in range(ROUNDS):
                alone += timed(starters, bare, pages)[0]
                seconds, heavier = timed(readers, ours, pages)
                beside += seconds
            count = ROUNDS * len(pages)
            print(
                f"{state}: bare Tesseract {count / alone:.2f} pages/s, ours {count / beside:.2f}, "
                f"ratio {alone / beside:.2f}; the heavier chain ran on {sum(map(bool, heavier))} of {len(pages)}"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
