"""The letters of a word as numbers: parts of it that are hashed into a table of vectors."""

from zlib import crc32

LONGEST = 40
"""Letters of a word; what is longer is no word, and only so many letters of it are read."""
_AFFIX = 4
_GRAMS = (3, 4)


def parts(exact: str, buckets: int) -> list[int]:
    """Buckets of the whole word, its first and last one to four letters, and its runs of three and four letters.

    >>> len(parts("وزارت", 1000)), parts("وزارت", 1000)[0] == crc32("=وزارت".encode()) % 1000
    (18, True)
    """
    exact = exact[:LONGEST]
    found = ["=" + exact]
    for size in range(1, min(_AFFIX, len(exact)) + 1):
        found += ["^" + exact[:size], exact[-size:] + "$"]
    framed = f"<{exact}>"
    for size in _GRAMS:
        found += [framed[at : at + size] for at in range(len(framed) - size + 1)]
    return [crc32(part.encode("utf-8", "surrogatepass")) % buckets for part in found]
