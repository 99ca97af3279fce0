"""Every ingestor; the one with the highest claim reads a source."""

from functools import cache
from typing import Protocol

from pipeline.errors import UnreadableSource
from pipeline.records import Draft, Source


class Ingestor(Protocol):
    """Reads one format."""

    name: str

    def claims(self, source: Source) -> int:
        """How sure it is that the source is its format; 0 is not at all, the highest wins."""
        ...

    def read(self, source: Source) -> Draft:
        """What the source holds; raises UnreadableSource."""
        ...


@cache
def ingestors() -> tuple[Ingestor, ...]:
    """All of them, imported when first needed."""
    from pipeline.ingest.formats.docx import DocxIngestor
    from pipeline.ingest.formats.html import HtmlIngestor
    from pipeline.ingest.formats.images import ImageIngestor
    from pipeline.ingest.formats.jsonline import JsonLineIngestor
    from pipeline.ingest.formats.legacy import LegacyIngestor
    from pipeline.ingest.formats.mail import MailIngestor
    from pipeline.ingest.formats.mhtml import MhtmlIngestor
    from pipeline.ingest.formats.odf import OdfIngestor
    from pipeline.ingest.formats.pdf import PdfIngestor
    from pipeline.ingest.formats.rtf import RtfIngestor
    from pipeline.ingest.formats.slides import SlidesIngestor
    from pipeline.ingest.formats.spreadsheets import SpreadsheetIngestor
    from pipeline.ingest.formats.text import TextIngestor

    office = (DocxIngestor(), OdfIngestor(), SpreadsheetIngestor(), SlidesIngestor(), RtfIngestor(), LegacyIngestor())
    pages = (PdfIngestor(), ImageIngestor(), MhtmlIngestor(), HtmlIngestor(), MailIngestor(), TextIngestor())
    return (JsonLineIngestor(), *office, *pages)


def read(source: Source) -> Draft:
    """The draft of the ingestor with the highest claim; raises UnreadableSource."""
    if not source.data:
        raise UnreadableSource("empty", "the file is empty")
    claims = [(ingestor.claims(source), ingestor) for ingestor in ingestors()]
    claim, best = max(claims, key=lambda pair: pair[0])
    if not claim:
        raise UnreadableSource("unsupported", "the file is in a format that Asnad does not read")
    return best.read(source)
