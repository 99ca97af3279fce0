"""Mail (EML): its subject, what it says, who wrote it to whom and when. Attachments are documents of their own."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from pipeline.errors import UnreadableSource
from pipeline.ingest.encoding import decode
from pipeline.ingest.formats.office import draft_of
from pipeline.ingest.formats.visible import parse, visible_lines
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
            subject = _header(message, "Subject")
            heads = [f"{name}: {_header(message, name)}" for name in _SHOWN if message[name]]
            body = _body(message)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
            raise UnreadableSource("corrupt", f"the mail cannot be read: {error}") from error
        about = {"sender": _header(message, "From"), "recipients": _header(message, "To")}
        return draft_of([subject, *body], "mail", title=subject, published=_sent(message), before=heads, about=about)


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _body(message: EmailMessage) -> list[str]:
    """The lines of what a mail says: its plain form, or what its HTML form shows."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return []
    try:
        text = part.get_content()
    except (LookupError, UnicodeError):  # it names an encoding that does not exist, or is not its own
        text = decode(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
    if part.get_content_subtype() == "html":
        root = parse(text) if text.strip() else None
        return visible_lines(root) if root is not None else []
    return [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]


def _sent(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(str(message["Date"])).isoformat(timespec="minutes") if message["Date"] else ""
    except (ValueError, TypeError):
        return ""
