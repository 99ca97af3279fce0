"""Saved web pages (MHTML): the page inside, as any web page."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.html import HtmlIngestor
from pipeline.ingest.formats.mail_text import decode_part
from pipeline.records import Draft, Source


class MhtmlIngestor:
    """Reads what a browser saved as one file."""

    name = "mhtml"

    def claims(self, source: Source) -> int:
        """A mail-like head that speaks of related parts, or a name that says so."""
        head = source.data[:4096].lower()
        related = b"mime-version:" in head and b"multipart/related" in head
        return 93 if related and not source.name.lower().endswith(".eml") else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``corrupt``, ``empty``."""
        try:
            message = message_from_bytes(source.data, policy=policy.default)
            assert isinstance(message, EmailMessage)
            page = next(
                (p for p in message.walk() if p.get_content_type() in ("text/html", "application/xhtml+xml")), None
            )
            data = decode_part(page).text.encode("utf-8", "replace") if isinstance(page, EmailMessage) else b""
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
            raise UnreadableSource("corrupt", f"the saved page cannot be read: {error}") from error
        if not data.strip():
            raise UnreadableSource("empty", "the saved file holds no page")
        return HtmlIngestor().read(replace(source, data=data))
