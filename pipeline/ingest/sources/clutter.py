"""Files that a system keeps for itself beside those of people: nobody put them there, and nobody misses them."""

_OF_SYSTEMS = frozenset(
    (
        *("thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin", "system volume information"),
        *(".ds_store", "__macosx", "icon\r"),
    )
)
_BESIDE = ("._", "~$", ".~lock.")
"""How names begin of what lies beside a file while it is open, or where it came from a Mac."""


def is_clutter(path: str) -> bool:
    """Whether a file, or a folder that it lies in, is one of these.

    >>> [is_clutter(name) for name in ("Thumbs.db", "__MACOSX/گزارش/._a.pdf", "~$نامه.docx", "گزارش/a.pdf", ".env")]
    [True, True, True, False, False]
    """
    return any(name.lower() in _OF_SYSTEMS or name.startswith(_BESIDE) for name in path.split("/"))
