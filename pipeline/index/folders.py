"""In which folders a document lies, by its address; archives, mails and lists are folders of what is in them."""

from collections.abc import Iterator
from urllib.parse import unquote

from extractors.text.lexicon import key_of
from pipeline.index.terms import term

_DEEPEST = 12
_SECTION = 1
"""Folders of a site that count: farther down each page tends to have one of its own."""


def folders(uri: str) -> tuple[str, ...]:
    """From the outermost to the one that the document lies in.

    >>> folders("file:///srv/%D8%AE%D8%A8%D8%B1/all.zip!/a/b.pdf")
    ('/srv', '/srv/خبر', '/srv/خبر/all.zip', '/srv/خبر/all.zip/a')
    >>> folders("https://news.example/politics/2025/12"), folders("upload:/0f/lines.jsonl#7")
    (('news.example', 'news.example/politics'), ('lines.jsonl',))
    """
    start, names = _names(uri)
    return tuple(start + "/".join(names[:depth]) for depth in range(1, min(len(names), _DEEPEST) + 1))


def _names(uri: str) -> tuple[str, list[str]]:
    """What the outermost folder begins with, and the names of all."""
    scheme, _, rest = uri.partition(":")
    path, _, row = rest.partition("#")
    outer, *inner = path.split("!/")
    parts = _parts(outer)
    if scheme in ("http", "https"):
        host, *way = parts or [""]
        site = [host, *(name for name in way[:-1][:_SECTION] if not name.isdecimal())]
        parts = [*site, *way[-1:]]
    elif scheme != "file":
        parts = parts[1:] if scheme == "upload" else parts
    names = [*parts, *(name for path in inner for name in _parts(path))]
    return ("/" if scheme == "file" else ""), names if row and not _is_web(scheme) else names[:-1]


def _is_web(scheme: str) -> bool:
    return scheme in ("http", "https")


def _parts(path: str) -> list[str]:
    return [unquote(name, errors="replace") for name in path.split("/") if name]


def path_term(path: str) -> str:
    """A folder as it is asked for: each name in its folded spelling; a slash before the first means the outermost.

    >>> path_term("/srv/گزارش‌ها/"), path_term("كتاب ها")
    ('/srv/گزارشها', 'کتابها')
    """
    parts = [term(key_of(name)) for name in path.replace("\\", "/").split("/")]
    return ("/" if path.startswith(("/", "\\")) else "") + "/".join(part for part in parts if part)


def path_terms(all_folders: tuple[str, ...]) -> set[str]:
    """What folders may be asked for by: the whole path, and each end of it."""
    return {found for folder in all_folders for found in _ends(path_term(folder))}


def _ends(path: str) -> Iterator[str]:
    yield path
    if path.startswith("/"):
        yield "/"
    names = path.strip("/").split("/")
    yield from ("/".join(names[at:]) for at in range(len(names)))
