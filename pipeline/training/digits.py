"""Trains the reader of digits on numbers that the fonts at hand draw, as a scan would show them."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pipeline.ingest.ocr.digits import ARABIC, CLASSES, LATIN, OTHER, PERSIAN, Network
from pipeline.ingest.ocr.glyphs import WIDTH, Floats, Glyph, glyphs, numbers
from pipeline.ingest.ocr.images import black

_SIZES = range(22, 66)
"""Pixels of type; 12 points at 200 dpi are 33."""
_LEAST_LETTER = 12
_NOWHERE = "\U0010fffd"
"""A character of no font."""
_SHRUNK, _SCALE = 0.5, 1.5
"""Share of words that are scanned at 300 dpi and brought to 200."""
_HIDDEN = 192
_EPOCHS, _BATCH, _RATE = 16, 128, 2e-3
_LETTERS = "بپتثجچحخدذرزسشصضطظعغفقکگلمنوهی"
_LATIN_LETTERS = "abcdefghkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_AS_CLASS = str.maketrans(ARABIC, PERSIAN)
_MARKS = "/.,٬٫-:()"
_FORMS = (
    "{a}/{b}/{c}",
    "{a}",
    "{a}{b}",
    "{a}٬{b}٬{c}",
    "{a}٫{c}",
    "({a})",
    "{a}.",
    "{a},{b}",
    "{a}:{c}",
    "{a}-{b}",
    "{a}.{c}",
    "({a}",
    "{a})",
)

type Say = Callable[[str], None]


def drawn(text: str, font: ImageFont.FreeTypeFont, blur: float, noise: float, turn: float) -> Image.Image:
    """A word as a scan would show it: black on white, blurred, with noise, a little turned."""
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (round(right - left) + 24, round(bottom - top) + 24), 255)
    ImageDraw.Draw(image).text((12 - left, 12 - top), text, font=font, fill=random.randrange(0, 60))
    image = image.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if random.random() < _SHRUNK:
        smaller = round(image.width / _SCALE), round(image.height / _SCALE)
        image = image.resize(smaller, Image.Resampling.LANCZOS)
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(blur))
    dirty = np.asarray(image, dtype=np.float32) + np.random.normal(0, noise, (image.height, image.width))
    return Image.fromarray(dirty.clip(0, 255).astype(np.uint8))


def _number() -> str:
    digits = random.choice((PERSIAN, PERSIAN, ARABIC, LATIN))

    def some(least: int, most: int) -> str:
        return "".join(random.choices(digits, k=random.randint(least, most)))

    return random.choice(_FORMS).format(a=some(1, 4), b=some(1, 3), c=some(1, 3))


def _word() -> str:
    return "".join(random.choices(random.choice((_LETTERS, _LATIN_LETTERS)), k=random.randint(2, 5)))


def examples(fonts: Sequence[Path], count: int) -> Iterator[tuple[Floats, list[int]]]:
    """Glyphs of random words in random fonts, with their classes; a word whose glyphs are not its letters is left."""
    for _ in range(count):
        is_number = random.random() < 0.8
        layout = ImageFont.Layout.BASIC if is_number else ImageFont.Layout.RAQM
        font = ImageFont.truetype(str(random.choice(fonts)), random.choice(_SIZES), layout_engine=layout)
        text = _number() if is_number else _word()
        if is_number and not _has(font, text):
            continue
        image = drawn(text, font, random.choice((0, 0.5, 0.8, 1.1)), random.choice((0, 3, 8)), random.gauss(0, 0.7))
        found = glyphs(black(image, (0, 0, image.width, image.height)))
        if is_number and len(found) == len(text):
            yield numbers(found), [CLASSES.index(char) for char in text.translate(_AS_CLASS)]
        elif not is_number:
            rows = [at for at, glyph in enumerate(found) if _is_letter(glyph)]
            if rows:
                yield numbers(found)[rows], [CLASSES.index(OTHER)] * len(rows)


def _has(font: ImageFont.FreeTypeFont, text: str) -> bool:
    """Whether a font has every character, by the box that it draws for one that it lacks."""
    lacking = bytes(font.getmask(_NOWHERE))
    return all(bytes(font.getmask(char)) != lacking for char in text)


def _is_letter(glyph: Glyph) -> bool:
    """Whether a mark of a word is neither a dot nor a stroke, which digits and marks may look like."""
    high, wide = glyph.bottom - glyph.top, glyph.right - glyph.left
    return high > _LEAST_LETTER and wide > high / 2


def build(fonts: Sequence[Path], seed: int, say: Say, count: int = 60_000) -> Network:
    """The network trained on so many words; Adam on the cross entropy."""
    random.seed(seed)
    np.random.seed(seed)
    pairs = list(examples(fonts, count))
    inputs = np.concatenate([features for features, _ in pairs])
    wanted = np.array([label for _, labels in pairs for label in labels])
    say(f"{len(inputs):,} glyphs of {len(fonts)} fonts")
    sizes = (WIDTH, _HIDDEN), (_HIDDEN,), (_HIDDEN, len(CLASSES)), (len(CLASSES),)
    weights = [np.random.normal(0, (2 / size[0]) ** 0.5, size).astype(np.float32) for size in sizes]
    weights[1][:], weights[3][:] = 0, 0
    moments = [(np.zeros_like(w), np.zeros_like(w)) for w in weights]
    step = 0
    for epoch in range(_EPOCHS):
        order, loss = np.random.permutation(len(inputs)), 0.0
        for at in range(0, len(order), _BATCH):
            step += 1
            rows = order[at : at + _BATCH]
            slopes, lost = _slopes(weights, inputs[rows], wanted[rows])
            loss += lost
            _adam(weights, slopes, moments, step, _RATE * (1 - epoch / _EPOCHS))
        say(f"epoch {epoch + 1}: {loss / len(order):.4f}")
    return Network(*weights)


def _slopes(weights: Sequence[Floats], inputs: Floats, wanted: np.ndarray) -> tuple[list[Floats], float]:
    network = Network(*weights)
    hidden = np.maximum(inputs @ network.inner + network.inner_bias, 0)
    chances = network.chances(inputs)
    loss = float(-np.log(chances[np.arange(len(wanted)), wanted] + 1e-9).sum())
    error = chances
    error[np.arange(len(wanted)), wanted] -= 1
    error /= len(wanted)
    back = (error @ network.outer.T) * (hidden > 0)
    return [inputs.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)], loss


def _adam(
    weights: Sequence[Floats],
    slopes: Sequence[Floats],
    moments: Sequence[tuple[Floats, Floats]],
    step: int,
    rate: float,
) -> None:
    for weight, slope, (first, second) in zip(weights, slopes, moments, strict=True):
        first += 0.1 * (slope - first)
        second += 0.001 * (slope * slope - second)
        weight -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
