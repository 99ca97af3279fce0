"""One line of a JSON lines file: ``{"id"?, "text", "title"?, "published"?, "url"?}``."""

from html import unescape

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.published import ABSENT, Published, machine_date
from pipeline.ingest.jsonlines import record_of
from pipeline.ingest.mojibake import mended
from pipeline.records import Draft, Source


class JsonLineIngestor:
    """Reads a record; its text is all body."""

    name = "jsonline"

    def claims(self, source: Source) -> int:
        """Only what came as a line of JSON."""
        return 100 if source.line else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource where there is no text, or a field is of another type."""
        record = source.record if source.record is not None else record_of(source.data)
        text, misread = mended(record.get("text") or "")
        if not text.strip():
            raise UnreadableSource("empty", 'the line has no "text"')
        stated = record.get("published") or ""
        published = Published(machine_date(stated)) if stated else ABSENT
        return Draft(
            text=text.replace("\r\n", "\n"),
            kind="record",
            title=_title(record.get("title") or ""),
            site=record.get("site") or "",
            language=record.get("language") or "",
            published=published.value,
            flags=(*(published.flags or (() if published.value else ABSENT.flags)), *record.get("flags", ()), *misread),
        )


def _title(title: str) -> str:
    """A title without what HTML writes for letters: those that were copied out of pages often keep it.

    >>> _title("&quot;قضية التحرش&quot; تُحسم"), _title("AT & T")
    ('"قضية التحرش" تُحسم', 'AT & T')
    """
    return " ".join(unescape(title).split())
