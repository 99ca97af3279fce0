"""What destinations are sent: one message for one alert or several, in the form that each kind of destination takes."""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape
from typing import Any

from pipeline.store.alerts import Alert
from pipeline.store.deliveries import Destination

_TITLES = {
    "fa": ("{n} خبر تازه: {name}", "همچنین در:", "متن دگرگون شده", "این یک آزمون است: ارسال کار می‌کند."),
    "ar": ("أخبار جديدة ({n}): {name}", "أيضًا في:", "تغيّر النص", "هذه تجربة: الإرسال يعمل."),
    "en": ("New stories ({n}): {name}", "Also in:", "text changed", "This is a test: sending works."),
}
_ONE = {"fa": "خبر تازه: {name}", "ar": "خبر جديد: {name}", "en": "New story: {name}"}
_UNTAMED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, embeddings, overrides and isolates."""
_RIGHT_TO_LEFT = ("fa", "ar")


@dataclass(frozen=True, slots=True)
class Message:
    """Alerts of a monitor on their way; none at all is a test. ``key`` is the same for every try."""

    destination: Destination
    name: str
    alerts: Sequence[Alert]
    key: str

    @property
    def language(self) -> str:
        """The language that it is written in."""
        return self.destination.language if self.destination.language in _TITLES else "en"

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        several, _, _, test = _TITLES[self.language]
        if not self.alerts:
            return test
        if len(self.alerts) == 1:
            return _ONE[self.language].format(name=self.name)
        return several.format(n=len(self.alerts), name=self.name)

    def text(self) -> str:
        """As plain text."""
        return "\n\n".join([self.title, *(self._lines(alert) for alert in self.alerts)])

    def _lines(self, alert: Alert) -> str:
        _, also, update, _ = _TITLES[self.language]
        kind = f" ({update})" if alert.kind == "update" else ""
        names = " · ".join(alert.entries)
        lines = [f"{alert.title or alert.uri}{kind}", names, alert.passage, alert.uri]
        if alert.also:
            lines.append(f"{also} {' · '.join(copy.title or copy.uri for copy in alert.also)}")
        return "\n".join(line for line in lines if line)

    def html(self) -> str:
        """As a page of HTML that reads from the side that its language does, without anything from elsewhere."""
        direction = "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"
        items = "".join(self._item(alert) for alert in self.alerts)
        return (
            f'<!doctype html><html lang="{self.language}" dir="{direction}"><head><meta charset="utf-8">'
            f"<title>{escape(self.title)}</title></head>"
            f'<body dir="{direction}" style="font-family: Vazirmatn, Tahoma, sans-serif; line-height: 1.8">'
            f"<h1>{escape(self.title)}</h1>{items}</body></html>"
        )

    def _item(self, alert: Alert) -> str:
        _, also, update, _ = _TITLES[self.language]
        title = escape(alert.title or alert.uri)
        web = alert.uri.startswith(("http://", "https://"))
        shown = f'<a href="{escape(alert.uri)}">{title}</a>' if web else title
        kind = f" <em>({update})</em>" if alert.kind == "update" else ""
        copies = " · ".join(f"<bdi>{escape(copy.title or copy.uri)}</bdi>" for copy in alert.also)
        beside = f"<p>{also} {copies}</p>" if copies else ""
        names = " · ".join(f"<bdi>{escape(name)}</bdi>" for name in alert.entries)
        names = f"<p><strong>{names}</strong></p>" if names else ""
        return f'<h2 dir="auto">{shown}{kind}</h2>{names}<p dir="auto">{escape(alert.passage)}</p>{beside}'

    # forms --------------------------------------------------------------------------------------------------------

    def body(self) -> bytes:
        """The JSON that a webhook of the destination's kind takes."""
        match self.destination.kind:
            case "slack":
                told: dict[str, Any] = {"text": self.text()}
            case "telegram":
                told = {"chat_id": self.destination.secret, "text": self.text()[:4096]}
            case _:
                told = {"key": self.key, "test": not self.alerts, "monitor": self.name}
                told["alerts"] = [record(alert) for alert in self.alerts]
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")

    def headers(self, body: bytes, moment: int) -> dict[str, str]:
        """What goes with it: the key, and for a webhook of ours a signature that says when it was made."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": self.key}
        if self.destination.kind == "webhook":
            headers["Asnad-Signature"] = f"t={moment},v1={signature(self.destination.secret, moment, body)}"
        return headers

    def mail(self, sender: str) -> EmailMessage:
        """As an e-mail in text and HTML; the id is the key, so that a second try is the same mail."""
        return mail_of(sender, self.destination.target, self.key, self.title, self.text(), self.html())


def _tame(text: str) -> str:
    """The text without characters that turn what stands beside them around, or that no mail should have.

    >>> _tame("\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe \a")
    'gpj.exe '
    """
    return _UNTAMED.sub("", text)


def mail_of(sender: str, to: str, key: str, title: str, text: str, html: str) -> EmailMessage:
    """An e-mail in text and HTML; the id is the key."""
    mail = EmailMessage()
    title, text, html = _tame(title), _tame(text), _tame(html)
    mail["Subject"] = " ".join(title.replace("=?", "= ?").split())  # what looks like an encoded word is none
    mail["From"], mail["To"] = sender, to
    mail["Message-ID"] = f"<{key}@asnad>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    return mail


def signature(secret: str, moment: int, body: bytes) -> str:
    """HMAC-SHA256 of a body and the second it was signed in.

    >>> signature("secret", 1700000000, b"{}")[:16]
    'b8569b78799ff9e3'
    """
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def record(alert: Alert) -> dict[str, Any]:
    """An alert as JSON has it."""
    names = ("seq", "document", "uri", "title", "passage", "published", "kind", "at")
    also = [{"document": copy.document, "uri": copy.uri, "title": copy.title} for copy in alert.also]
    told: dict[str, Any] = {"monitor": alert.name, "story": f"{alert.story:x}", "also": also}
    told |= {"entries": list(alert.entries)} if alert.entries else {}
    return {name: getattr(alert, name) for name in names} | told
