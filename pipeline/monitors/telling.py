"""The words in which alerts are told, in the language of who gets them: headings, subjects, the fields of an alert."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from urllib.parse import quote, unquote, urlsplit

from corpora.tables import table
from pipeline.monitors.channels import tame
from pipeline.monitors.rhythm import ZONES
from pipeline.monitors.wording import LANGUAGES, RIGHT_TO_LEFT, Wording
from pipeline.sources.schedule import zone_of
from pipeline.store.alerts import Alert, Copy

_PAPERS = 5
"""Papers that are named beside the first one."""
_NAMES = 30
"""Names of a watch list that are told of one alert."""
_SUBJECT = 90
"""Letters of a headline in the subject of a mail."""
_WEB = ("http://", "https://")
_MARKS = {"rtl": "\N{RIGHT-TO-LEFT MARK}", "ltr": "\N{LEFT-TO-RIGHT MARK}"}
_ISOLATES = {"rtl": "\N{RIGHT-TO-LEFT ISOLATE}", "ltr": "\N{LEFT-TO-RIGHT ISOLATE}"}
_END = "\N{POP DIRECTIONAL ISOLATE}"
_ENDS = re.compile(r"[\s<>|\"`{}\\^]")
_SIDES = {"L": "ltr", "R": "rtl", "AL": "rtl"}


@cache
def _texts(language: str) -> dict[str, str]:
    return {row["key"]: row[language] for row in table("alert_message")}


def _plural(number: int) -> str:
    """Which of the forms of Arabic a number takes; Persian and English have one text for all.

    >>> [_plural(n) for n in (1, 2, 3, 10, 11, 99, 100, 102, 103)]
    ['one', 'two', 'few', 'few', 'many', 'many', 'other', 'other', 'few']
    """
    if number <= 2:
        return ("other", "one", "two")[number]
    rest = number % 100
    return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"


def paper_of(one: Alert | Copy) -> str:
    """Who published a document, as far as that is known: its site or source, or where it stands on the web.

    >>> paper_of(Copy("k", "https://www.press.example/1", "سیل"))
    'press.example'
    """
    known = " ".join(one.source.split())
    return known or (urlsplit(one.uri).hostname or "").removeprefix("www.")


def papers(also: Iterable[Copy]) -> list[str]:
    """The papers that tell a story too, each once; what is of none is called by its title."""
    return list(dict.fromkeys(paper_of(copy) or " ".join(copy.title.split()) or called(copy.uri) for copy in also))


def link_of(alert: Alert) -> str:
    """Where a story stands on the web; "" where it does not."""
    return alert.uri if alert.uri.startswith(_WEB) else ""


def called(uri: str) -> str:
    """What tells a document by its address outside: an address of the web, of a file its name alone.

    >>> called("https://press.example/1"), called("file:///srv/archive/report.pdf"), called("mail:17#2")
    ('https://press.example/1', 'report.pdf', '17#2')
    """
    return uri if uri.startswith(_WEB) else unquote(re.split("[/:]", uri.rstrip("/"))[-1])


def _whole(uri: str) -> str:
    """An address of the web without characters that end one where it stands between others.

    >>> _whole("https://press.example/a b>c")
    'https://press.example/a%20b%3Ec'
    """
    return _ENDS.sub(lambda found: quote(found[0]), uri) if uri.startswith(_WEB) else uri


@dataclass(frozen=True, slots=True)
class Telling:
    """How alerts of a monitor of some ``name`` are told in a language."""

    language: str
    name: str

    @property
    def wording(self) -> Wording:
        """Its numbers and days."""
        return Wording(self.language if self.language in LANGUAGES else "en")

    def said(self, key: str, **values: object) -> str:
        """One of its texts; a number is written as its language does."""
        wording = self.wording
        shown = {name: wording.number(value) if isinstance(value, int) else value for name, value in values.items()}
        text = _texts(wording.language)[key]
        return text.format(**shown) if shown else text

    def heading(self, number: int) -> str:
        """What a message of so many alerts is about, in a line; of none it is a test."""
        name = " ".join(self.name.split())
        if not number:
            return self.said("test")
        return self.said("one", name=name) if number == 1 else self.said("several", n=number, name=name)

    def head(self, number: int) -> dict[str, str]:
        """The fields that stand above so many alerts."""
        count = self.wording.number(number)
        return {"heading": self.heading(number), "monitor": " ".join(self.name.split()), "count": count}

    def values(self, alert: Alert, number: int) -> dict[str, str]:
        """The fields of an alert, one of so many."""
        wording, title = self.wording, self.headline(alert)
        found = datetime.fromisoformat(alert.at).astimezone(zone_of(ZONES[wording.language]))
        time = f"{wording.day(found.date().isoformat())}{self.said('comma')} {wording.digits(f'{found:%H:%M}')}"
        return {
            "title": title,
            "monitor": " ".join(self.name.split()),
            "source": paper_of(alert),
            "passage": "" if " ".join(alert.passage.split()) == title else alert.passage.strip(),
            "link": _whole(link_of(alert)),
            "time": time,
            "published": wording.day(alert.published) if alert.published else "",
            "update": f"({self.said('update')})" if alert.kind == "update" else "",
            "names": self.names(alert),
            "also": self.also(alert),
            "count": wording.number(number),
        }

    def headline(self, alert: Alert) -> str:
        """The title of an alert in one line; where it has none, its address."""
        return " ".join(alert.title.split()) or called(alert.uri)

    def names(self, alert: Alert) -> str:
        """The names of a watch list that it tells of."""
        shown = " · ".join(alert.entries[:_NAMES])
        return f"{shown} …" if len(alert.entries) > _NAMES else shown

    def also(self, alert: Alert) -> str:
        """Which papers tell it too; "" where none does."""
        found = papers(alert.also)
        if not found:
            return ""
        shown = f"{self.said('comma')} ".join(found[:_PAPERS])
        more = f" {self.said('others', n=len(found) - _PAPERS)}" if len(found) > _PAPERS else ""
        return f"{self.said('also')} {shown}{more}"

    def sample(self, at: datetime) -> Alert:
        """An alert that nothing was found for, to show what a template makes of one."""
        title, passage = self.said("sample_title"), self.said("sample_passage")
        uri, moment = "https://press.example/1404/power", at.isoformat()
        shown = (uri, title, passage, self.language, moment[:10])
        also = (Copy("", "https://paper.example/88", title),)
        return Alert(1, "", self.name, 1, "", *shown, "new", moment, also=also)

    def subject(self, alerts: Sequence[Alert]) -> str:
        """The subject of a mail: the monitor, the first headline, and how many more there are.

        It is read from the side of its language, whatever it begins with, and a headline of the other side stays whole.
        """
        if not alerts:
            return self.heading(0)
        side, first = self.wording.direction, alerts[0]
        name, title = tame(" ".join(self.name.split())), tame(clipped(self.headline(first), _SUBJECT))
        own = _side_of(first, title)
        title = f"{_ISOLATES[own]}{title}{_END}" if own and own != side else title
        mark = "" if _first_side(name) in ("", side) else _MARKS[side]
        update = f" ({self.said('update')})" if first.kind == "update" else ""
        more = len(alerts) - 1
        rest = f" {self.said(f'more_{_plural(more)}', n=more)}" if more else ""
        return f"{mark}{name}: {title}{update}{rest}"


def _first_side(text: str) -> str:
    """The side that the first letter of a text is written from; "" where there is none."""
    return next((_SIDES[kind] for kind in map(unicodedata.bidirectional, text) if kind in _SIDES), "")


def _side_of(alert: Alert, title: str) -> str:
    if alert.language in LANGUAGES:
        return "rtl" if alert.language in RIGHT_TO_LEFT else "ltr"
    return _first_side(title)


def clipped(text: str, most: int) -> str:
    """The beginning of a text, up to so many letters, to the end of a word where there is one near.

    >>> clipped("سیل در استان گیلان", 12), clipped("سیل", 12), clipped("سیل", 0)
    ('سیل در…', 'سیل', '')
    """
    if len(text) <= most:
        return text
    if most < 2:
        return ""
    start = text[: most - 1]
    whole = start.rpartition(" ")[0] if text[most - 1].strip() else start
    return f"{(whole if len(whole) >= most // 2 else start).rstrip()}…"


def shortened(alert: Alert, passage: int | None, title: int | None = None) -> Alert:
    """An alert without the papers that tell it too, its passage and title of so many letters at most."""
    text = alert.passage.strip()
    one = replace(alert, also=(), passage=text if passage is None else clipped(text, passage))
    return one if title is None else replace(one, title=clipped(" ".join(one.title.split()), title), entries=())
