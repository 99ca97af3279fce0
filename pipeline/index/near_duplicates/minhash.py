"""Near-duplicates: MinHash over runs of three stems, in bands that an index can look up.

Broder, "On the resemblance and containment of documents" (1997); bands as in Leskovec, Rajaraman and Ullman,
"Mining of Massive Datasets", chapter 3. Two texts that share half of their runs share a band with probability .93,
a fifth of them with .15; what shares one is then compared by the whole signature.
"""

import hashlib
import zlib
from array import array
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RUN = 3
_ROWS = 3
_BANDS = 20
_SIZE = _ROWS * _BANDS
_SEED = 20_260_101
LEAST = 0.5
"""Estimated share of common runs from which two stories are one."""


@cache
def _permutations() -> "tuple[NDArray, NDArray]":  # type: ignore[type-arg]
    import numpy as np

    random = np.random.default_rng(_SEED)
    most = np.iinfo(np.uint64).max
    return random.integers(1, most, _SIZE, dtype=np.uint64) | np.uint64(1), random.integers(0, most, _SIZE, np.uint64)


def signature(stems: Sequence[str]) -> array[int]:
    """The least hashes of a text's runs under ``_SIZE`` permutations; empty for a text without words."""
    import numpy as np

    if not stems:
        return array("H")
    count = max(1, len(stems) - _RUN + 1)
    runs = {zlib.crc32(" ".join(stems[i : i + _RUN]).encode()) for i in range(count)}
    times, plus = _permutations()
    hashed = np.fromiter(runs, dtype=np.uint64, count=len(runs))
    least = (times[:, None] * hashed + plus[:, None]).min(axis=1)  # multiply-shift hashing: the high bits are the hash
    return array("H", (least >> np.uint64(24) & np.uint64(0xFFFF)).astype(np.uint16).tobytes())


def bands(signed: Sequence[int]) -> list[str]:
    """The terms by which an index finds what may be near.

    >>> story = signature("نشست شورای هماهنگی در استانداری یزد برگزار شد".split())
    >>> len(bands(story)), alike(story, story)
    (20, 1.0)
    """
    rows = (signed[i : i + _ROWS] for i in range(0, len(signed), _ROWS))
    return [f"{band}." + ".".join(f"{value:x}" for value in row) for band, row in enumerate(rows)]


def story_of(key: str) -> int:
    """The number of the story that the document of a key leads."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=7).digest())


def alike(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated share of runs that two texts have in common, 0 to 1."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
