"""A digest as an e-mail: in text, and in HTML as mail programs show it, without letters or pictures from elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from html import escape

from corpora.document import Document
from corpora.tables import table
from pipeline.monitors.channels import tame
from pipeline.monitors.digests import Bar, Counted, Digest, TopStory
from pipeline.monitors.messages import mail_of
from pipeline.monitors.wording import RIGHT_TO_LEFT, Wording
from pipeline.registry.entries import Entry
from pipeline.store.deliveries import Destination

_COPIES = 5
"""Documents of a story that are named beside the first one."""
_HEIGHT = 60
"""Pixels of the highest bar."""
_QUIET = "color: #5a5f66; font-size: 14px"


@cache
def _texts(language: str) -> dict[str, str]:
    return {row["key"]: row[language] for row in table("digest_mail")}


@dataclass(frozen=True, slots=True)
class DigestMail:
    """A digest on its way to an address. ``key`` is the same for every try; a ``test`` says that it is one."""

    destination: Destination
    digest: Digest
    key: str
    test: bool = False

    @property
    def wording(self) -> Wording:
        """The language that it is written in."""
        return Wording(self.destination.language)

    def said(self, key: str, **values: object) -> str:
        """One of its texts; a number is written as its language does."""
        wording = self.wording
        shown = {
            name: wording.number(value) if isinstance(value, int | float) else value for name, value in values.items()
        }
        text = _texts(wording.language)[key]
        return text.format(**shown) if shown else text

    @property
    def title(self) -> str:
        """What it is about, in a line: of what, and of which days."""
        test = f"[{self.said('test')}] " if self.test else ""
        return f"{test}{self.said('digest')}: {self._of()} – {self._days()}"

    def _of(self) -> str:
        return " ".join(self.digest.monitor.split()) or self.said("everything")

    def _days(self) -> str:
        first, last = (self.wording.day(day.isoformat()) for day in (self.digest.first, self.digest.last))
        return first if first == last else self.said("span", first=first, last=last)

    def _numbers(self) -> list[str]:
        digest = self.digest
        said = [self.said("documents", n=digest.documents), self.said("stories", n=digest.stories)]
        return [*said, self.said("before", n=digest.before)]

    def mail(self, sender: str) -> EmailMessage:
        """In text and HTML; the id is the key, so that a second try is the same mail."""
        return mail_of(sender, self.destination.target, self.key, tame(self.title), self.text(), self.html())

    # text ---------------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """As plain text."""
        return "\n\n".join([self.title, "\n".join(self._numbers()), *self._parts(), self._why()]) + "\n"

    def _why(self) -> str:
        return self.said("why", user=self.destination.user)

    def _parts(self) -> Iterator[str]:
        digest = self.digest
        if not digest.documents:
            yield self.said("none")
        for key, stories in (("top", digest.top), ("late", digest.late)):
            if stories:
                yield "\n\n".join([f"# {self.said(key)}", *map(self._story, stories)])
        listed = {
            "names": [f"{one.name} ({self.wording.number(one.stories)})" for one in digest.names],
            "organisations": [f"{one.name} ({self.wording.number(one.documents)})" for one in digest.organisations],
            "agreements": [" · ".join(self._agreement(one)) for one in digest.agreements],
            "counts": [f"{self._counted(one)}\n  {one.greatest.text}" for one in digest.counts],
        }
        for key, lines in listed.items():
            if lines:
                yield "\n".join([f"# {self.said(key)}", *(f"* {line}" for line in lines)])

    def _story(self, story: TopStory) -> str:
        lines = [self._called(story.document), " · ".join(self._about(story)), " · ".join(story.names), story.passage]
        if story.also:
            lines.append(f"{self.said('also')} {' · '.join(map(self._called, story.also[:_COPIES]))}")
        return "\n".join(filter(None, [*lines, _address(story.document)]))

    def _called(self, document: Document) -> str:
        return " ".join(document.title.split()) or self.said("untitled")

    def _about(self, story: TopStory) -> list[str]:
        document = story.document
        told = self.said("told", n=story.told) if story.told > 1 else ""
        day = self.wording.day(document.published) if document.published else ""
        return [one for one in (day, document.source or document.site, told) if one]

    def _agreement(self, entry: Entry) -> list[str]:
        names = f"{self.said('comma')} ".join(party.name for party in entry.parties)
        kind = self.said(entry.kind.value)
        title = " ".join(entry.title.value.split()) if entry.title else f"{kind}: {names}" if names else kind
        days = dict.fromkeys((entry.signed.value.start, entry.signed.value.end)) if entry.signed else ()
        signed = " – ".join(map(self.wording.day, days))
        return [one for one in (title, signed) if one]

    def _counted(self, one: Counted) -> str:
        numbers = self.said("stories", n=one.stories), self.said("greatest", n=one.greatest.number)
        return f"{one.unit}: {' · '.join(numbers)}"

    # HTML ---------------------------------------------------------------------------------------------------------

    def html(self) -> str:
        """As a page that reads from the side that its language does; styles stand in it, as mail programs want."""
        wording = self.wording
        style = "font-family: Vazirmatn, Tahoma, 'Segoe UI', sans-serif; line-height: 1.8; color: #1c1f23"
        head = f"<h1 style='font-size: 22px'>{escape(self.said('digest'))}: <bdi>{escape(self._of())}</bdi></h1>"
        days = f"<p>{escape(self._days())}</p>"
        numbers = f"<p><strong>{' · '.join(map(escape, self._numbers()))}</strong></p>"
        return (
            f'<!doctype html><html lang="{wording.language}" dir="{wording.direction}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(self.title)}</title>'
            f'</head><body dir="{wording.direction}" style="{style}; margin: 0; padding: 16px">'
            f'<div dir="{wording.direction}" style="max-width: 640px; margin: 0 auto">{head}{days}{numbers}'
            f"{''.join(self._sections())}<hr><p style='{_QUIET}'>{escape(self._why())}</p></div></body></html>"
        )

    def _sections(self) -> Iterator[str]:
        digest = self.digest
        if not digest.documents:
            yield f"<p>{escape(self.said('none'))}</p>"
        yield self._volume(digest.volume)
        for key, stories in (("top", digest.top), ("late", digest.late)):
            if stories:
                yield self._section(key, [self._item(story) for story in stories], "ol")
        names = [f"<bdi>{escape(one.name)}</bdi> ({self.wording.number(one.stories)})" for one in digest.names]
        new = [f"<bdi>{escape(one.name)}</bdi> ({self.wording.number(one.documents)})" for one in digest.organisations]
        told = [" · ".join(f"<bdi>{escape(part)}</bdi>" for part in self._agreement(one)) for one in digest.agreements]
        counts = [self._number(one) for one in digest.counts]
        for key, items in (("names", names), ("organisations", new), ("agreements", told), ("counts", counts)):
            if items:
                yield self._section(key, items, "ul")

    def _section(self, key: str, items: Sequence[str], form: str) -> str:
        listed = "".join(f"<li style='margin-bottom: 12px'>{item}</li>" for item in items)
        heading = f"<h2 style='font-size: 18px'>{escape(self.said(key))}</h2>"
        return f"{heading}<{form} style='margin: 0; padding: 0 28px'>{listed}</{form}>"

    def _item(self, story: TopStory) -> str:
        about = " · ".join(f"<bdi>{escape(one)}</bdi>" for one in self._about(story))
        also = " · ".join(map(self._linked, story.also[:_COPIES]))
        beside = f"<br><span style='{_QUIET}'>{escape(self.said('also'))} {also}</span>" if also else ""
        names = " · ".join(f"<bdi>{escape(name)}</bdi>" for name in story.names)
        names = f"<br><strong>{names}</strong>" if names else ""
        passage = self._quoted(story.document.language, story.passage) if story.passage else ""
        title = f"<strong>{self._linked(story.document)}</strong>"
        return f"{title}<br><span style='{_QUIET}'>{about}</span>{names}{passage}{beside}"

    def _linked(self, document: Document) -> str:
        title, address = f"<bdi>{escape(self._called(document))}</bdi>", _address(document)
        return f'<a href="{escape(address)}" style="color: #0b5d57">{title}</a>' if address else title

    def _number(self, one: Counted) -> str:
        greatest = one.greatest
        return f"<bdi>{escape(self._counted(one))}</bdi>{self._quoted(greatest.document.language, greatest.text)}"

    def _quoted(self, language: str, text: str) -> str:
        side = self.wording.direction if language == "und" else "rtl" if language in RIGHT_TO_LEFT else "ltr"
        return f'<div dir="{side}" lang="{escape(language)}" style="margin: 4px 0">{escape(text)}</div>'

    def _volume(self, bars: Sequence[Bar]) -> str:
        """Bars as cells of a table: mail programs show neither SVG nor what is fetched."""
        most = max(bar.documents for bar in bars)
        if not most:
            return ""
        cells = "".join(self._bar(bar, most) for bar in bars)
        label = f"{self.said('volume')} · {self.said('most', n=most)}"
        days = " – ".join(self.wording.day(day.isoformat()) for day in (bars[0].first, bars[-1].last))
        side = self.wording.direction
        opened = f'<table dir="{side}" width="100%" cellspacing="2" cellpadding="0" role="presentation">'
        return (
            f'<p style="{_QUIET}; margin-bottom: 0">{escape(label)}</p>{opened}<tr>{cells}</tr></table>'
            f'<p style="{_QUIET}; margin-top: 0">{escape(days)}</p>'
        )

    def _bar(self, bar: Bar, most: int) -> str:
        height = round(_HEIGHT * bar.documents / most)
        said = f"{self.wording.day(str(bar.first))}: {self.wording.number(bar.documents)}"
        inside = f'<div style="background: #0b5d57; height: {height}px; font-size: 0">&nbsp;</div>' if height else ""
        return f'<td valign="bottom" height="{_HEIGHT}" title="{escape(said)}">{inside}</td>'


def _address(document: Document) -> str:
    """Where a document stands on the web; "" where it does not."""
    return document.uri if document.uri.startswith(("http://", "https://")) else ""
