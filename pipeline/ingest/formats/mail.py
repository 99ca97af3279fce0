"""Mail (EML): its subject, what it says, who wrote it to whom and when. Attachments are documents of their own."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.mail_text import body_of, header_of
from pipeline.ingest.formats.office import draft_of
from pipeline.ingest.marks import is_mail, mail_headers
from pipeline.records import Draft, Source

_SHOWN = ("From", "To", "Cc", "Date")


class MailIngestor:
    """Reads mail as RFC 5322 has it."""

    name = "mail"

    def claims(self, source: Source) -> int:
        """A name that ends in .eml; else several headers of a mail at its head."""
        if source.name.lower().endswith(".eml"):
            return 95 if mail_headers(source.data) else 0
        return 80 if is_mail(source.data, source.name) else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``corrupt``, ``empty``."""
        try:
            message = message_from_bytes(source.data, policy=policy.default)
            assert isinstance(message, EmailMessage)
            subject = header_of(message, "Subject")
            heads = [f"{name}: {value}" for name in _SHOWN if (value := header_of(message, name))]
            body, flags = body_of(message)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
            raise UnreadableSource("corrupt", f"the mail cannot be read: {error}") from error
        about = {"sender": header_of(message, "From"), "recipients": header_of(message, "To")}
        draft = draft_of([subject, *body], "mail", title=subject, published=_sent(message), before=heads, about=about)
        return replace(draft, flags=(*draft.flags, *flags))


def _sent(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(str(message["Date"])).isoformat(timespec="minutes") if message["Date"] else ""
    except (ValueError, TypeError):
        return ""
