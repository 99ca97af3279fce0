"""What destinations are sent: one message for one alert or several, in the form that each kind of destination takes."""

import hashlib
import hmac
import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from html import escape
from typing import Any

from pipeline.monitors.channels import CHANNELS, cut, tame, utf16
from pipeline.monitors.telling import Telling, called, link_of, paper_of, shortened
from pipeline.monitors.templates import template_of
from pipeline.store.alerts import Alert
from pipeline.store.deliveries import Destination


@dataclass(frozen=True, slots=True)
class Message:
    """Alerts of a monitor on their way; none at all is a test. ``key`` is the same for every try."""

    destination: Destination
    name: str
    alerts: Sequence[Alert]
    key: str

    @property
    def telling(self) -> Telling:
        """The words that it is told in."""
        return Telling(self.destination.language, self.name)

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        return self.telling.heading(len(self.alerts))

    def text(self) -> str:
        """As plain text, its fields escaped as its destination wants them."""
        how = CHANNELS[self.destination.kind].escape
        return "\n\n".join(self._told(lambda _, said: how(tame(said)), str))

    def _told(self, field: Callable[[str, str], str], literal: Callable[[str], str]) -> list[str]:
        """What stands above the alerts and each alert, by the template, of fields that are escaped by their names."""
        if not self.alerts:
            return [field("heading", self.title)]
        number, telling, template = len(self.alerts), self.telling, template_of(self.destination.template)
        head = {name: field(name, said) for name, said in telling.head(number).items()}
        told = [template.heading(head, literal)]
        for alert in self.alerts:
            values = {name: field(name, said) for name, said in telling.values(alert, number).items()}
            told.append(template.told(values, literal))
        return [each for each in told if each]

    # HTML ---------------------------------------------------------------------------------------------------------

    def html(self) -> str:
        """As a page of HTML that reads from the side that its language does, without anything from elsewhere."""
        direction = self.telling.wording.direction
        body = self._lines() if self.destination.template and self.alerts else self._items()
        return (
            f'<!doctype html><html lang="{self.telling.wording.language}" dir="{direction}"><head>'
            f'<meta charset="utf-8"><title>{escape(self.title)}</title></head>'
            f'<body dir="{direction}" style="font-family: Vazirmatn, Tahoma, sans-serif; line-height: 1.8">'
            f"{body}</body></html>"
        )

    def _items(self) -> str:
        return f"<h1>{escape(self.title)}</h1>" + "".join(map(self._item, self.alerts))

    def _item(self, alert: Alert) -> str:
        told, link = self.telling.values(alert, len(self.alerts)), link_of(alert)
        title = escape(told["title"])
        shown = f'<a href="{escape(link)}">{title}</a>' if link else title
        update = f" <em>{escape(told['update'])}</em>" if told["update"] else ""
        names = f"<p><strong>{escape(told['names'])}</strong></p>" if told["names"] else ""
        beside = f"<p>{escape(told['also'])}</p>" if told["also"] else ""
        source = f"<p><bdi>{escape(told['source'])}</bdi></p>" if told["source"] else ""
        return f'<h2 dir="auto">{shown}{update}</h2>{source}{names}<p dir="auto">{escape(told["passage"])}</p>{beside}'

    def _lines(self) -> str:
        """The template, a paragraph for what stands above the alerts and for each of them."""
        paragraphs = (part.split("\n") for part in self._told(_in_html, escape))
        return "".join(
            f"<div>{''.join(f'<div dir="auto">{line or "<br>"}</div>' for line in lines)}</div><br>"
            for lines in paragraphs
        )

    # how long it is -----------------------------------------------------------------------------------------------

    def size(self) -> int:
        """How long it is, as its destination counts."""
        match self.destination.kind:
            case "email":
                return len(self.html().encode("utf-8", "replace"))
            case "webhook":
                return len(self._json())
            case _:
                return utf16(self.text())

    def fits(self) -> bool:
        """Whether it is no longer than its destination takes."""
        return self.size() <= CHANNELS[self.destination.kind].most

    def first(self) -> int:
        """How many of its alerts, from the first on, fit into one message; one always does, shortened if need be."""
        numbers = range(2, len(self.alerts) + 1)
        return 1 + bisect_right(numbers, False, key=lambda n: not replace(self, alerts=self.alerts[:n]).fits())

    def fitted(self) -> "Message":
        """The same, with what its alerts lack of a link cut where it is longer than its destination takes.

        The papers that tell a story too go first, then the ends of passages, then those of titles.
        """
        if self.fits() or not self.alerts:
            return self
        if (plain := self._with(None)).fits():
            return plain
        longest = max(len(alert.passage) for alert in self.alerts)
        found = self._longest(longest, self._with)
        return (
            found
            or self._longest(max(len(a.title) for a in self.alerts), lambda n: self._with(0, n))
            or self._with(0, 0)
        )

    def _with(self, passage: int | None, title: int | None = None) -> "Message":
        return replace(self, alerts=[shortened(alert, passage, title) for alert in self.alerts])

    def _longest(self, most: int, made: Callable[[int], "Message"]) -> "Message | None":
        """The longest of some messages that fits; None where none does."""
        numbers = range(most + 1)
        fitting = bisect_right(numbers, False, key=lambda n: not made(n).fits())
        return made(fitting - 1) if fitting else None

    # forms --------------------------------------------------------------------------------------------------------

    def body(self) -> bytes:
        """The JSON that a webhook of the destination's kind takes."""
        return self.fitted()._json()

    def _json(self) -> bytes:
        most = CHANNELS[self.destination.kind].most
        match self.destination.kind:
            case "slack":
                told: dict[str, Any] = {"text": cut(self.text(), most)}
            case "telegram":
                told = {"chat_id": self.destination.secret, "text": cut(self.text(), most)}
            case _:
                told = {"key": self.key, "test": not self.alerts, "monitor": self.name}
                told["alerts"] = [_outside(record(alert)) for alert in self.alerts]
                told |= {"text": self.text()} if self.destination.template else {}
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")

    def headers(self, body: bytes, moment: int) -> dict[str, str]:
        """What goes with it: the key, and for a webhook of ours a signature that says when it was made."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": self.key}
        if self.destination.kind == "webhook":
            headers["Asnad-Signature"] = f"t={moment},v1={signature(self.destination.secret, moment, body)}"
        return headers

    def mail(self, sender: str) -> EmailMessage:
        """As an e-mail in text and HTML; the id is the key, so that a second try is the same mail."""
        short = self.fitted()
        subject = self.telling.subject(self.alerts)
        return mail_of(sender, self.destination.target, self.key, subject, short.text(), short.html())


def _in_html(name: str, said: str) -> str:
    """A field in HTML; a link is one."""
    shown = escape(said)
    if name == "link" and said.startswith(("http://", "https://")):
        return f'<a href="{shown}">{shown}</a>'
    return f"<bdi>{shown}</bdi>" if shown and name not in ("passage", "heading") else shown


def mail_of(sender: str, to: str, key: str, subject: str, text: str, html: str) -> EmailMessage:
    """An e-mail in text and HTML; the id is the key. Who makes the subject takes out what could turn it around."""
    mail = EmailMessage()
    text, html = tame(text), tame(html)
    mail["Subject"] = " ".join(subject.replace("=?", "= ?").split())  # what looks like an encoded word is none
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


def _outside(told: dict[str, Any]) -> dict[str, Any]:
    """The record of an alert without addresses of files of this machine."""
    also = [{**copy, "uri": called(copy["uri"])} for copy in told["also"]]
    return {**told, "uri": called(told["uri"]), "also": also}


def record(alert: Alert) -> dict[str, Any]:
    """An alert as JSON has it."""
    names = ("seq", "document", "uri", "title", "passage", "published", "kind", "at")
    also = [
        {"document": copy.document, "uri": copy.uri, "title": copy.title, "source": paper_of(copy)}
        for copy in alert.also
    ]
    told: dict[str, Any] = {"monitor": alert.name, "story": f"{alert.story:x}", "also": also}
    told |= {"source": paper_of(alert)}
    told |= {"entries": list(alert.entries)} if alert.entries else {}
    return {name: getattr(alert, name) for name in names} | told
