"""One line of a JSON lines file: ``{"id"?, "text", "title"?, "published"?, "url"?}``."""

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.published import ABSENT, Published, machine_date
from pipeline.records import Draft, Source

_FIELDS = {"id": (str, int), "text": (str,), "title": (str,), "published": (str,), "url": (str,), "language": (str,)}


class JsonLineIngestor:
    """Reads a record; its text is all body."""

    name = "jsonline"

    def claims(self, source: Source) -> int:
        """Only what came as a record."""
        return 100 if source.record is not None else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource where a field is missing or of another type."""
        record = source.record or {}
        for field, types in _FIELDS.items():
            if record.get(field) is not None and not isinstance(record[field], types):
                raise UnreadableSource("corrupt", f"the field {field!r} is not a {types[0].__name__}")
        text = record.get("text")
        if not isinstance(text, str) or not text.strip():
            raise UnreadableSource("empty", 'the line has no "text"')
        stated = record.get("published") or ""
        published = Published(machine_date(stated)) if stated else ABSENT
        return Draft(
            text=text.replace("\r\n", "\n"),
            kind="record",
            title=record.get("title") or "",
            site=record.get("site") or "",
            language=record.get("language") or "",
            published=published.value,
            flags=published.flags or (() if published.value else ABSENT.flags),
        )
