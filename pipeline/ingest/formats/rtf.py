"""RTF: the text that striprtf finds, Arabic code pages and Unicode escapes decoded."""

import re

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.office import draft_of
from pipeline.records import Draft, Source

_CELL = re.compile(r"(\\\\)|\\(?:nest)?cell(?![a-z])")


class RtfIngestor:
    """Reads Rich Text Format."""

    name = "rtf"

    def claims(self, source: Source) -> int:
        """By the mark at its head."""
        return 95 if source.data.lstrip()[:5] == b"{\\rtf" else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``corrupt``, ``empty``."""
        from striprtf.striprtf import rtf_to_text

        # striprtf ends a cell with a stroke, which could not be told from one that the text has
        markup = _CELL.sub(lambda found: found[1] or r"\tab", source.data.decode("latin-1"))
        try:
            text = str(rtf_to_text(markup, errors="replace"))  # type: ignore[no-untyped-call]
        except (ValueError, LookupError, IndexError, TypeError, AttributeError, OverflowError) as error:
            raise UnreadableSource("corrupt", f"the RTF file cannot be read: {error}") from error
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return draft_of([line.rstrip("\t") for line in lines], "rtf")
