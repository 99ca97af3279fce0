"""A page image made ready to read: one size of type, level, without speckle or shadow; and the way back to the scan.

The chain is the one that research/ingest.md measured (deskew and a 3 × 3 median), with the background flattened;
what a clean page does not need is left out, since a median takes the dots of thin letters with it.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

_DPI = 200
"""Tesseract's Persian and Arabic models read this resolution best; more made more errors (research/ingest.md)."""
_A4_INCHES = 8.27
_LEAST_PAGE = 900
"""Pixels of width from which an image without a resolution is taken for a whole page."""
_STEEPEST = 8.0
_LEVEL = 0.15
"""Degrees of skew that are left as they are."""
_NOISE = 3.0
"""Mean change of background pixels under a median from which a page is noisy; a clean scan has less than one."""
_MIDDLE = 300
_INK = 0.72
"""A pixel darker than this part of its background is ink."""
_BLACK = 0.6
"""The same where the shape of a mark counts, and its grey edge would make it higher."""
MOST_PIXELS = 120_000_000
"""An image of more is refused: an A0 poster at 300 dpi has as many."""

type Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""
type Ink = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page that is ready; ``place`` leads from its pixels to parts of the scan that it was made from."""

    grey: Image.Image
    angle: float
    quarter: int = 0
    """Quarter turns that were made against the clock."""

    def place(self, box: Box) -> tuple[int, int, int, int]:
        """A box in ten-thousandths of the scan's width and height, from its top left."""
        width, height = self.grey.size
        x, y = (box[0] + box[2]) / 2 - width / 2, (box[1] + box[3]) / 2 - height / 2
        turn = math.radians(-self.angle)
        x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        across, down = x / width + 0.5, y / height + 0.5
        half_w, half_h = (box[2] - box[0]) / width / 2, (box[3] - box[1]) / height / 2
        for _ in range(self.quarter):
            across, down, half_w, half_h = 1 - down, across, half_h, half_w
        edges = (across - half_w, down - half_h, across + half_w, down + half_h)
        left, top, right, bottom = (min(10_000, max(0, round(10_000 * edge))) for edge in edges)
        return left, top, right, bottom


def grey_of(image: Image.Image) -> Image.Image:
    """The image in grey, as ``upright`` turns it."""
    return upright(image).convert("L")


def upright(image: Image.Image) -> Image.Image:
    """The image the right way up by its own tags, on white where it is transparent, with steps of 8 bits."""
    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        clear = turned.convert("RGBA")
        turned = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    if turned.mode.startswith("I;16") or turned.mode == "I":
        turned = Image.fromarray((np.asarray(turned).astype(np.float64) / 257).clip(0, 255).astype(np.uint8))
    return turned


def resolution(image: Image.Image) -> float:
    """Dots per inch: as the file says, or as a page of A4 would have; 200 for what is smaller than a page."""
    stated = image.info.get("dpi", (0,))[0]
    width = min(image.size)
    if 90 <= float(stated) <= 1200 and 4 <= width / float(stated) <= 24:
        return float(stated)
    return width / _A4_INCHES if width >= _LEAST_PAGE else _DPI


def prepared(grey: Image.Image, dpi: float, quarter: int = 0) -> PageImage:
    """The page at 200 dpi, level; noise and shadows taken away where there are any."""
    if quarter:
        grey = grey.rotate(90 * quarter, expand=True)
    if abs(dpi - _DPI) > _DPI / 20:
        size = (max(1, round(grey.width * _DPI / dpi)), max(1, round(grey.height * _DPI / dpi)))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    noisy = _noise(grey) > _NOISE
    page = median(grey) if noisy else grey
    angle = _skew(page)
    if abs(angle) >= _LEVEL:
        page = page.rotate(-angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    else:
        angle = 0.0
    return PageImage(flattened(page) if noisy or _shaded(page) else page, angle, quarter)


def _numbers(image: Image.Image) -> NDArray[Any]:
    return np.asarray(image, dtype=np.float32)


def median(grey: Image.Image) -> Image.Image:
    """The image with the median of its 3 × 3 neighbourhood at each pixel, six times as fast as Pillow's.

    The three pixels above each other are sorted first; the median of nine is that of the largest of the three lowest,
    the median of the middle ones and the lowest of the highest.

    >>> median(Image.new("L", (5, 5), 7)).getextrema()
    (7, 7)
    """
    rows = np.pad(np.asarray(grey), 1, mode="edge")
    above, here, below = rows[:-2], rows[1:-1], rows[2:]
    low, high = np.minimum(above, here), np.maximum(above, here)
    middle = np.maximum(low, np.minimum(high, below))
    low, high = np.minimum(low, below), np.maximum(high, below)
    largest = np.maximum.reduce(_beside(low))
    least = np.minimum.reduce(_beside(high))
    return Image.fromarray(_between(largest, _between(*_beside(middle)), least))


type _Bytes = NDArray[np.uint8]


def _beside(values: _Bytes) -> tuple[_Bytes, _Bytes, _Bytes]:
    return values[:, :-2], values[:, 1:-1], values[:, 2:]


def _between(one: _Bytes, other: _Bytes, third: _Bytes) -> _Bytes:
    """The one in the middle, pixel by pixel."""
    between: _Bytes = np.maximum(np.minimum(one, other), np.minimum(np.maximum(one, other), third))
    return between


def _noise(grey: Image.Image) -> float:
    """How much a median changes what is not ink in the middle of the page, in steps of grey."""
    x, y = grey.width // 2, grey.height // 2
    middle = grey.crop((max(0, x - _MIDDLE), max(0, y - _MIDDLE), x + _MIDDLE, y + _MIDDLE))
    before, after = _numbers(middle), _numbers(median(middle))
    paper = after > np.percentile(after, 50) - 10
    return float(np.abs(before - after)[paper].mean()) if paper.any() else 0.0


def _background(grey: Image.Image) -> NDArray[Any]:
    """The paper behind the ink: the lightest of each neighbourhood, smoothed."""
    even: NDArray[Any] = np.maximum(_numbers(_paper(grey).resize(grey.size, Image.Resampling.BILINEAR)), 1)
    return even


def _paper(grey: Image.Image) -> Image.Image:
    """The background at an eighth of the size."""
    small = grey.resize((max(1, grey.width // 8), max(1, grey.height // 8)), Image.Resampling.BOX)
    return small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.BoxBlur(4))


def _shaded(grey: Image.Image) -> bool:
    """Whether the paper is not white all over."""
    return bool(np.percentile(_numbers(_paper(grey)), 5) < 235)


def flattened(grey: Image.Image) -> Image.Image:
    """The page on even white."""
    return Image.fromarray(np.clip(_numbers(grey) / _background(grey) * 255, 0, 255).astype(np.uint8))


def half_size(grey: Image.Image) -> Image.Image:
    """The image at half its size, where lines are looked for: a quarter of the work."""
    return grey.resize((max(1, grey.width // 2), max(1, grey.height // 2)), Image.Resampling.BOX)


def ink(grey: Image.Image) -> Ink:
    """Where there is ink, darker than its paper by enough."""
    found: Ink = _numbers(grey) < _INK * _background(grey)
    return found


def black(grey: Image.Image, box: Box) -> Ink:
    """Where there is ink in a part of a page whose paper is even."""
    left, top, right, bottom = (round(edge) for edge in box)
    part = _numbers(grey.crop((max(0, left), max(0, top), min(grey.width, right), min(grey.height, bottom))))
    found: Ink = part < _BLACK * part.max(initial=1.0)
    return found


def _skew(grey: Image.Image) -> float:
    """Degrees that lines rise to the right, by the sharpest rows: coarse steps first, then fine ones."""
    half = half_size(grey)
    rows, columns = np.nonzero(ink(half))
    if len(rows) < 200 or half.height < 100:
        return 0.0
    across = columns - half.width / 2

    def sharpness(degrees: float) -> float:
        levels = (rows + across * math.tan(math.radians(degrees))).astype(np.int32)
        counts = np.bincount(levels - levels.min())
        return float((np.diff(counts).astype(np.float64) ** 2).sum())

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5), key=sharpness)
    return float(max(np.arange(coarse - 0.5, coarse + 0.51, 0.1), key=sharpness))
