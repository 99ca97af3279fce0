"""Mail: what is attached to it, each a document of its own; and mailboxes (mbox), a mail after the other."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO

from pipeline.ingest.sources.places import MIB, Item, Place, Stream, Unpack, Whole
from pipeline.records import Failure

_LONG_HEADER = 4096
"""Letters of the headers of an attachment from which its name is not asked for: that costs the square of them."""


def open_mail(stream: Stream, place: Place, within: Unpack) -> Iterator[Item | Whole]:
    """The mail itself, and behind it its attachments."""
    yield Whole()
    stream.seek(0)
    data = stream.read(place.limits.source_bytes + 1)
    if len(data) > place.limits.source_bytes:
        return
    try:
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        parts = [part for part in message.iter_attachments() if isinstance(part, EmailMessage)]
        files = [file for number, part in enumerate(parts, 1) if (file := _attached(part, number))]
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the mail parser lets out whatever it stumbles over
        yield Failure(f"{place.uri}!/", "read", "corrupt", f"the attachments of the mail cannot be read: {error}")
        return
    for number, (title, content) in enumerate(files, 1):
        place.take(len(content), members=1)
        inside = place.member(title, f"{number}/{title}")
        if len(content) > place.limits.source_bytes:
            yield inside.too_large(len(content))
        else:
            yield from within(BytesIO(content), inside)


def _attached(part: EmailMessage, number: int) -> tuple[str, bytes] | None:
    """The name and bytes of an attachment; None for a picture that the mail's own text shows."""
    unnamed = f"{number}{'.eml' if part.get_content_maintype() == 'message' else ''}"
    if sum(len(value) for _, value in part.raw_items()) > _LONG_HEADER:
        title = unnamed
    else:
        if part.get_content_disposition() != "attachment" and part.get("Content-ID"):
            return None
        title = part.get_filename() or unnamed
    content = part.get_content() if part.get_content_maintype() == "message" else part.get_payload(decode=True)
    data = content.as_bytes() if isinstance(content, EmailMessage) else content
    return (title, data) if isinstance(data, bytes) and data else None


def open_mailbox(stream: Stream, place: Place, within: Unpack) -> Iterator[Item | Whole]:
    """The mails of an mbox, each under its number."""
    for number, data in enumerate(_mails(stream, place.limits.source_bytes), 1):
        place.take(len(data), members=1)
        inside = place.member(f"{number}.eml")
        if len(data) > place.limits.source_bytes:
            yield inside.too_large(len(data))
        else:
            yield from within(BytesIO(data), inside)


def _mails(stream: Stream, most: int) -> Iterator[bytes]:
    """The bytes of each mail; of one that has more than ``most`` a byte more than that."""
    mail, blank = bytearray(), True
    stream.readline(MIB)
    while line := stream.readline(MIB):
        if blank and line.startswith(b"From "):
            yield bytes(mail[: most + 1])
            mail.clear()
        elif len(mail) <= most:
            mail += line[1:] if line.startswith(b">From ") else line
        blank = line in (b"\n", b"\r\n")
    yield bytes(mail[: most + 1])
