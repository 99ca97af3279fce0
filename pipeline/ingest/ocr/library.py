"""Tesseract's own library in this process: the same tables as its command gives, without starting it for each image.

A start costs the command 0.02 s, and 0.06 s with the English model, as much as it needs to read a line (0011).
Models stay loaded. What is not to be had here is for the command: no library of that version, a very large image,
or more threads at it than ``_MOST_AT_ONCE``, so that the memory of a reading process stays bounded.
"""

import atexit
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import CDLL, c_char_p, c_int, c_void_p, string_at
from functools import cache
from threading import BoundedSemaphore

from PIL import Image

_NAME = "libtesseract.so.5"
"""The one whose functions are called as they are declared here; other systems name theirs otherwise."""
_MOST_AT_ONCE = 4
_MOST_PIXELS = 12_000_000
"""Of an image that is read here: three pages of A4 at 200 dpi."""
_ROOM = BoundedSemaphore(_MOST_AT_ONCE)
_ONE_THREAD = "OMP_THREAD_LIMIT"
_HANDLE, _TEXT, _NUMBER = c_void_p, c_char_p, c_int
_CALLS = {
    "TessBaseAPICreate": (_HANDLE,),
    "TessBaseAPIInit3": (_NUMBER, _HANDLE, _TEXT, _TEXT),
    "TessBaseAPISetVariable": (_NUMBER, _HANDLE, _TEXT, _TEXT),
    "TessBaseAPISetPageSegMode": (None, _HANDLE, _NUMBER),
    "TessBaseAPISetImage": (None, _HANDLE, _TEXT, _NUMBER, _NUMBER, _NUMBER, _NUMBER),
    "TessBaseAPIRecognize": (_NUMBER, _HANDLE, _HANDLE),
    "TessBaseAPIGetTsvText": (_HANDLE, _HANDLE, _NUMBER),
    "TessBaseAPIClear": (None, _HANDLE),
    "TessBaseAPIDelete": (None, _HANDLE),
    "TessDeleteText": (None, _HANDLE),
    "TessMonitorCreate": (_HANDLE,),
    "TessMonitorSetDeadlineMSecs": (None, _HANDLE, _NUMBER),
    "TessMonitorDelete": (None, _HANDLE),
}
"""Of each function what it gives and what it takes (Tesseract's ``capi.h``, the same since 4.0)."""


class OutOfTimeError(Exception):
    """Reading an image took longer than it may."""


def tables(images: Sequence[Image.Image], language: str, mode: int, dpi: int, seconds: float) -> list[str] | None:
    """The rows of tab-separated values of each grey image; None where the command is to be asked.

    ``seconds`` are for each image; raises OutOfTimeError.
    """
    if not is_there() or not all(map(_is_for_here, images)):
        return None
    if not _ROOM.acquire(blocking=False):
        return None
    try:
        with _model(language, dpi) as model:
            return [_table(model, image, mode, seconds) for image in images] if model else None
    finally:
        _ROOM.release()


def is_there() -> bool:
    """Whether the library can be loaded."""
    return _library() is not None


def _is_for_here(image: Image.Image) -> bool:
    return image.mode == "L" and 0 < image.width * image.height <= _MOST_PIXELS


@cache
def _library() -> CDLL | None:
    """The library; it takes no threads of its own, as pages are read side by side already."""
    before = os.environ.get(_ONE_THREAD)
    os.environ[_ONE_THREAD] = "1"  # read when it is loaded
    try:
        library = CDLL(_NAME)
        for name, (gives, *takes) in _CALLS.items():
            call = getattr(library, name)
            call.restype, call.argtypes = gives, takes
    except (OSError, AttributeError):
        return None
    finally:
        os.environ.pop(_ONE_THREAD)
        if before is not None:
            os.environ[_ONE_THREAD] = before
    atexit.register(_unload)
    return library


_idle: dict[str, list[int]] = {}
"""Models that are loaded and not at work, by language; each serves one thread at a time."""


@contextmanager
def _model(language: str, dpi: int) -> Iterator[int | None]:
    """A loaded model; None where it cannot be."""
    idle = _idle.setdefault(language, [])
    try:
        model = idle.pop()
    except IndexError:
        loaded = _loaded(language, dpi)
        if loaded is None:
            yield None
            return
        model = loaded
    try:
        yield model
    finally:
        idle.append(model)


def _loaded(language: str, dpi: int) -> int | None:
    library = _library()
    assert library is not None
    model: int = library.TessBaseAPICreate()
    if library.TessBaseAPIInit3(model, None, language.encode()):
        library.TessBaseAPIDelete(model)
        return None
    for name, value in (("user_defined_dpi", str(dpi)), ("debug_file", os.devnull)):
        library.TessBaseAPISetVariable(model, name.encode(), value.encode())
    return model


def _table(model: int, image: Image.Image, mode: int, seconds: float) -> str:
    library = _library()
    assert library is not None
    library.TessBaseAPISetPageSegMode(model, mode)
    library.TessBaseAPISetImage(model, image.tobytes(), *image.size, 1, image.width)
    watch = library.TessMonitorCreate()
    try:
        library.TessMonitorSetDeadlineMSecs(watch, round(1000 * seconds))
        if library.TessBaseAPIRecognize(model, watch):
            raise OutOfTimeError
        text = library.TessBaseAPIGetTsvText(model, 0)
        try:
            return string_at(text).decode("utf-8", "replace")
        finally:
            library.TessDeleteText(text)
    finally:
        library.TessMonitorDelete(watch)
        library.TessBaseAPIClear(model)


def _unload() -> None:
    library = _library()
    while library and _idle:
        for model in _idle.popitem()[1]:
            library.TessBaseAPIDelete(model)
