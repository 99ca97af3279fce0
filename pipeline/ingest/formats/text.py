"""Plain text, furniture included: a page that was copied with its menus keeps them, marked."""

from pipeline.errors import UnreadableSource
from pipeline.ingest.encoding import decode, looks_binary
from pipeline.ingest.formats.furniture import furniture_lines
from pipeline.ingest.formats.published import published_in_head
from pipeline.ingest.formats.titles import title_of
from pipeline.records import Draft, Source


class TextIngestor:
    """Reads text in UTF-8, UTF-16, windows-1256 or ISO-8859-6."""

    name = "text"

    def claims(self, source: Source) -> int:
        """Anything that is not binary, at the lowest."""
        return 0 if looks_binary(source.data) else 10

    def read(self, source: Source) -> Draft:
        """The whole text; the title is its first line of body that is not a date line."""
        decoded = decode(source.data)
        text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            raise UnreadableSource("empty", "the file holds no text")
        furniture = furniture_lines(text)
        published = published_in_head(text)
        return Draft(
            text=text,
            kind="text",
            title=_title(text, {span.start for span in furniture}),
            published=published.value,
            flags=(*published.flags, *decoded.flags),
            furniture=furniture,
        )


def _title(text: str, furniture: set[int]) -> str:
    at, lines = 0, []
    for line in text.split("\n"):
        if at not in furniture:
            lines.append(line)
        at += len(line) + 1
    return title_of(lines, fewest=1)
