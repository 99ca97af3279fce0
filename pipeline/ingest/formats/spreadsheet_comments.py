"""What people remarked on the cells of an Excel workbook: its notes and threaded comments, sheet by sheet."""

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

_THREADED, _NOTES = "threadedComment", "comments"
"""How relations of a sheet end; for a thread a note is kept too, which tells old programs that they cannot show it."""


def comments(archive: zipfile.ZipFile, sheet: str) -> Iterator[str]:
    """The remarks on the sheet that is this part of a workbook, a line each."""
    parts = dict(_related(archive, sheet))
    root = _root(archive, parts.get(_THREADED) or parts.get(_NOTES) or "")
    for remark in root if root is not None else ():
        for each in [remark] if parts.get(_THREADED) else list(remark):
            text = " ".join("".join(_said(each)).split())
            if text:
                yield text


def _said(remark: Any) -> Iterator[str]:
    for part in remark.iter():
        if _name(part) in ("t", "text"):
            yield part.text or ""


def _related(archive: zipfile.ZipFile, sheet: str) -> Iterator[tuple[str, str]]:
    """The last word of the kind of each relation of a sheet, and the part that it leads to."""
    path = PurePosixPath(sheet.lstrip("/"))
    root = _root(archive, str(path.parent / "_rels" / f"{path.name}.rels"))
    for relation in root if root is not None else ():
        target = relation.get("Target", "")
        yield relation.get("Type", "").rpartition("/")[2], _resolved(path.parent, target)


def _resolved(folder: PurePosixPath, target: str) -> str:
    """The part that a target names from a folder."""
    parts = [] if target.startswith("/") else list(folder.parts)
    for step in PurePosixPath(target.lstrip("/")).parts:
        parts = parts[:-1] if step == ".." else [*parts, step]
    return "/".join(parts)


def _root(archive: zipfile.ZipFile, part: str) -> Any:
    from lxml import etree

    if part not in archive.namelist():
        return None
    return etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
