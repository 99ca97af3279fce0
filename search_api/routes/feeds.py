"""``/feeds/MONITOR.atom`` (.rss, .json): alerts for feed readers, by a token in the address."""

from datetime import datetime
from email.utils import format_datetime
from typing import Annotated, Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from corpora.unicode import in_xml
from pipeline.monitors.alerts import Alert, Copy
from pipeline.monitors.monitors import Monitor
from pipeline.monitors.telling import paper_of
from search_api.deps import WorkspaceDep

router = APIRouter(include_in_schema=False)


@router.get("/feeds/{name}.{form}")
def feed(
    request: Request, workspace: WorkspaceDep, name: str, form: str, token: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """The newest alerts of a monitor as Atom, RSS or JSON Feed; ids and order do not change."""
    monitor, alerts = workspace.feeds.read(token, name)
    made = _Feed(str(request.base_url).rstrip("/"), workspace.store_identity(), monitor, alerts)
    match form:
        case "atom":
            return Response(made.atom(), media_type="application/atom+xml; charset=utf-8")
        case "rss":
            return Response(made.rss(), media_type="application/rss+xml; charset=utf-8")
        case "json":
            return JSONResponse(made.json(), media_type="application/feed+json")
    return Response(status_code=404)


def _xml(text: str) -> str:
    return escape(in_xml(text))


def _copy(copy: Copy) -> str:
    """Another document of a story: its title, and whose it is."""
    title, paper = copy.title or copy.uri, paper_of(copy)
    return f"{title} ({paper})" if paper else title


class _Feed:
    """The alerts of a monitor, to be written in one of the forms of feeds."""

    def __init__(self, base: str, archive: str, monitor: Monitor, alerts: list[Alert]) -> None:
        self._base, self._archive, self._monitor, self._alerts = base, archive, monitor, alerts
        self._home = f"{base}/alerts?monitor={monitor.id}"

    def _id(self, alert: Alert) -> str:
        return f"urn:asnad:{self._archive}:alert:{alert.seq}"

    def _link(self, alert: Alert) -> str:
        """Where the story stands on the web; else here."""
        known = urlsplit(alert.uri).scheme in ("http", "https")
        return alert.uri if known else f"{self._base}/documents/{alert.document}"

    def _text(self, alert: Alert) -> str:
        also = [_copy(copy) for copy in alert.also]
        return "\n".join([*alert.entries, alert.passage, *also])

    def atom(self) -> str:
        """As Atom (RFC 4287)."""
        entries = [
            f"<entry><id>{self._id(a)}</id><title>{_xml(a.title or a.uri)}</title>"
            f"<updated>{a.at}</updated><link rel='alternate' href={quoteattr(in_xml(self._link(a)))}/>"
            f"<category term={quoteattr(a.kind)}/><summary>{_xml(self._text(a))}</summary></entry>"
            for a in self._alerts
        ]
        last = self._alerts[0].at if self._alerts else self._monitor.at
        head = f"<id>urn:asnad:{self._archive}:monitor:{self._monitor.id}</id>"
        head += f"<title>{_xml(self._monitor.name)}</title><updated>{last}</updated>"
        head += f"<author><name>Asnad</name></author><link rel='alternate' href={quoteattr(self._home)}/>"
        start = "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>"
        return "\n".join([start + head, *entries, "</feed>\n"])

    def rss(self) -> str:
        """As RSS 2.0."""
        items = [
            f"<item><guid isPermaLink='false'>{self._id(a)}</guid><title>{_xml(a.title or a.uri)}</title>"
            f"<link>{_xml(self._link(a))}</link><pubDate>{format_datetime(datetime.fromisoformat(a.at))}</pubDate>"
            f"<description>{_xml(self._text(a))}</description></item>"
            for a in self._alerts
        ]
        name = _xml(self._monitor.name)
        head = f"<title>{name}</title><link>{_xml(self._home)}</link><description>{name}</description>"
        start = "<?xml version='1.0' encoding='utf-8'?>\n<rss version='2.0'><channel>"
        return "\n".join([start + head, *items, "</channel></rss>\n"])

    def json(self) -> dict[str, Any]:
        """As JSON Feed 1.1."""
        items = [
            {
                "id": self._id(a),
                "url": self._link(a),
                "title": a.title,
                "content_text": self._text(a),
                "date_published": a.at,
                "language": a.language,
                "tags": [a.kind],
            }
            for a in self._alerts
        ]
        version = "https://jsonfeed.org/version/1.1"
        return {"version": version, "title": self._monitor.name, "home_page_url": self._home, "items": items}
