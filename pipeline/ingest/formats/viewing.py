"""An original as a page that a browser shows beside its text: a web page as it was kept, a mail, a text, a record.

What comes out is shown in a sandbox: nothing in it runs, and nothing is fetched. A browser keeps elements of a few
names from no host at all, whatever it is told; those lose their names here.
"""

import json
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape

from pipeline.errors import UnreadableSource
from pipeline.ingest.encoding import decode
from pipeline.ingest.formats.mail_text import decode_part, header_of
from pipeline.records import VIEWED, ViewAsked

_NAMED = re.compile(r"<(?=(?:link|meta|base)[\s/>])", re.IGNORECASE)
"""The beginning of a tag that reaches another host, or another page. A browser knows such a tag by this alone."""
_HEADS = ("From", "To", "Cc", "Date", "Subject")
_HEAD = '<!doctype html><html><head><meta charset="utf-8"><style>{}</style></head><body>'
_WEB = "a{pointer-events:none}"
_PLAIN = (
    "body{font:16px/1.7 sans-serif;margin:1rem}a{pointer-events:none}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;text-align:start;font:inherit}"
)
_MAIL = f"{_PLAIN}table{{border-bottom:1px solid #999;margin-bottom:1rem}}th{{text-align:start;color:#555}}"


def viewed(asked: ViewAsked) -> bytes:
    """The original as HTML in UTF-8; raises UnreadableSource where there is nothing to show."""
    if asked.kind == "mail":
        shown = _mail(asked.data)
    elif asked.kind == "html":
        shown = _web(asked.data)
    elif asked.kind in VIEWED:
        shown = _HEAD.format(_PLAIN) + f"<pre>{escape(_plain(asked.data, asked.kind))}</pre>"
    else:
        raise UnreadableSource("unsupported", f"an original of the kind {asked.kind} is no page")
    return shown.encode("utf-8", "replace")


def harmless(markup: str) -> str:
    """The markup with no tag that reaches another host, or another page, by its name alone.

    >>> harmless('<LINK rel=preconnect href=//x><p>نامه</p><linked>')
    '<x-LINK rel=preconnect href=//x><p>نامه</p><linked>'
    """
    return _NAMED.sub("<x-", markup)


def _web(data: bytes) -> str:
    """A web page, or the page inside a saved one."""
    head = data[:4096].lower()
    if b"multipart/related" in head and b"mime-version:" in head:
        page = _part(_message(data), "text/html")
        return _HEAD.format(_WEB) + harmless(decode_part(page).text if page else "")
    return _HEAD.format(_WEB) + harmless(decode(data, markup=True).text)


def _plain(data: bytes, kind: str) -> str:
    text = decode(data).text
    if kind != "record":
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def _mail(data: bytes) -> str:
    """Its heads, its HTML form or else its plain one, and the names of what is attached."""
    message = _message(data)
    rows = [(name, header_of(message, name)) for name in _HEADS]
    rows += [("Attachment", part.get_filename() or part.get_content_type()) for part in message.iter_attachments()]
    table = "".join(f'<tr><th>{name}</th><td dir="auto">{escape(value)}</td></tr>' for name, value in rows if value)
    part = _part(message, "text/html")
    if part is not None:
        body = harmless(decode_part(part).text)
    else:
        part = _part(message, "text/plain")
        body = f"<pre>{escape(decode_part(part).text)}</pre>" if part is not None else ""
    return f"{_HEAD.format(_MAIL)}<table>{table}</table>{body}"


def _message(data: bytes) -> EmailMessage:
    try:
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise UnreadableSource("corrupt", f"the mail cannot be read: {error}") from error
    return message


def _part(message: EmailMessage, media_type: str) -> EmailMessage | None:
    """The first part of a type that is not attached."""
    for part in message.walk():
        if part.get_content_type() == media_type and isinstance(part, EmailMessage) and not part.is_attachment():
            return part
    return None
