"""What readers of office files share: the archive is looked at before anything is unpacked, lines become a draft."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

from corpora.document import Page, Span
from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.furniture import furniture_lines
from pipeline.ingest.formats.published import published_in_head
from pipeline.ingest.formats.titles import title_of
from pipeline.ingest.mojibake import mended
from pipeline.records import Draft

_MEMBER_BYTES = 64 * 1024 * 1024
_RATIO = 200
_HEAD = 64 * 1024
_MARKUP = (".xml", ".rels")
_SHOWN = (".svg", ".html", ".htm", ".xhtml")
"""Parts that may state their type and that nobody here reads."""


def inspect(data: bytes, what: str) -> None:
    """Refuses an archive that unpacks to too much, or whose XML defines entities; raises UnreadableSource."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.file_size > _MEMBER_BYTES or info.file_size > _RATIO * max(info.compress_size, 5000):
                    raise UnreadableSource("bomb", f"{info.filename} unpacks to {info.file_size:,} bytes")
                head = b"" if info.filename.endswith(_SHOWN) else archive.open(info).read(_HEAD)
                plain = head.replace(b"\0", b"")  # UTF-16 is markup too
                if b"<!ENTITY" in plain or (info.filename.endswith(_MARKUP) and b"<!DOCTYPE" in plain):
                    raise UnreadableSource("refused", f"{info.filename} defines entities, which no {what} does")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableSource("corrupt", f"the {what} is not a whole archive: {error}") from error
    except RuntimeError as error:
        raise UnreadableSource("encrypted", f"the {what} asks for a password") from error


_STRICT = b"http://purl.oclc.org/ooxml/"
_SHARED = b"http://schemas.openxmlformats.org/"
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(?:(relationships)/(\w+)|(\w+))")


def transitional(data: bytes) -> bytes:
    """An Office Open XML file of the strict kind with the names of the other; any other file as it is.

    The two kinds differ in the names of their markup («purl.oclc.org»), and libraries know those of one only.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [info for info in archive.infolist() if info.filename.endswith(_MARKUP)]
        if not any(_STRICT in archive.read(info) for info in names if info.filename == "_rels/.rels"):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as renamed:
            for info in archive.infolist():
                part = archive.read(info)
                renamed.writestr(info, _STRICT_NAME.sub(_renamed, part) if info in names else part)
    return out.getvalue()


def _renamed(name: re.Match[bytes]) -> bytes:
    kind, last = name[1], b"/".join(part for part in name.groups()[1:] if part)
    return _SHARED + kind + b"/2006/" + last


def draft_of(
    body: Sequence[str],
    kind: str,
    *,
    title: str = "",
    published: str = "",
    before: Iterable[str] = (),
    after: Iterable[str] = (),
    pages: Sequence[int] = (),
    about: Mapping[str, str] | None = None,
) -> Draft:
    """The draft of lines; those ``before`` and ``after`` the body (headers, footers) are furniture.

    ``pages`` are the numbers of the lines of the body that begin a page. Raises UnreadableSource for no text.
    """
    if not "".join(body).strip():
        raise UnreadableSource("empty", "the document holds no text")
    head, foot = [line for line in before if line.strip()], [line for line in after if line.strip()]
    again = mended("\n".join(line.replace("\n", " ") for line in (*head, *body, *foot)))
    lines = again.text.split("\n")
    body, text = lines[len(head) : len(lines) - len(foot)], "\n".join(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    edges = (*range(len(head)), *range(len(lines) - len(foot), len(lines)))
    shown = published_in_head("\n".join(body))
    ends = [*pages[1:], len(body)] if pages else []
    return Draft(
        text=text,
        kind=kind,
        title=title.strip() or title_of("\n".join(body).split("\n")),
        published=published or shown.value,
        flags=(*(() if published else shown.flags), *again.flags),
        pages=tuple(
            Page(Span(starts[len(head) + a], max(starts[len(head) + a], starts[len(head) + b] - 1)))
            for a, b in zip(pages, ends, strict=True)
        ),
        furniture=(*(Span(starts[at], starts[at] + len(lines[at])) for at in edges), *furniture_lines(text)),
        about=about or {},
    )
