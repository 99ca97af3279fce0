"""The sources of a workspace, for people: adding one with a preview, the list with how each is and why, its log."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from corpora.sentences import sentence_of
from corpora.unicode import storable
from pipeline.errors import Forbidden, PipelineError, RefusedDecision, SourceNotFound, UnusableSource, without_secrets
from pipeline.ingest.listings.listing import KINDS, Listed, Listing
from pipeline.ingest.sources.addresses import Refused, WebAddress
from pipeline.ingest.sources.files import file_uri
from pipeline.ingest.sources.imap import SCHEME, Folder, Login, MailAddress, opened
from pipeline.ingest.sources.web import Fetcher
from pipeline.people.access import collection_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.records import FetchLimits, ListAsked
from pipeline.sources.discovery import Found, discovered, web_address
from pipeline.sources.opml import Wanted as Wanted  # search_api asks with it, and shows what follows
from pipeline.sources.opml import opml_of
from pipeline.sources.opml import wanted_of as wanted_of
from pipeline.sources.schedule import hours_of
from pipeline.sources.states import State, state_of, unattended
from pipeline.store import source_items
from pipeline.store import sources as kept
from pipeline.store.clock import Clock, stamp, utc
from pipeline.store.documents import Store
from pipeline.store.sources import Kept as Kept
from pipeline.store.sources import Line as Line

EVERY, LEAST, MOST = 900, 60, 7 * 24 * 3600
"""Seconds between two looks, where nobody says otherwise; the fewest and the most that somebody may say."""
_LONGEST_NAME, _LONGEST_ADDRESS, _LONGEST_SELECTOR = 200, 2000, 500
PREVIEWED = 10
FOLDER, MAILBOX = "folder", "mailbox"


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be added: the address that lists something, and the first items; ``others`` are further addresses."""

    url: str
    kind: str
    name: str
    items: Sequence[Listed]
    others: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A source with how it is, and how many stories it listed: all of them, and those that wait for their page."""

    source: Kept
    state: State
    stories: int = 0
    waiting: int = 0

    @property
    def lists(self) -> bool:
        """Whether it lists stories one by one; of a folder there are but the documents that came of it."""
        return self.source.kind != FOLDER


@dataclass(frozen=True, slots=True)
class Brought:
    """What a list of sources came to: those that are new, how many were there already, and why others are not taken."""

    made: Sequence[Kept]
    there: int
    refused: Sequence[tuple[str, PipelineError]]


class Sources:
    """What is looked at again and again. Whoever sees a collection sees its sources; editors change them."""

    def __init__(
        self,
        store: Store,
        audit: Audit,
        read: Callable[[ListAsked], Listing],
        limits: FetchLimits,
        clock: Clock = utc,
        logins: Mapping[str, Login] | None = None,
    ) -> None:
        """Takes the store, where to note what is done, what reads listings, what a fetch may cost, and the time.

        ``logins`` are who reads mailboxes, by host and port.
        """
        self._store, self._audit, self.read, self._limits = store, audit, read, limits
        self._clock, self._logins = clock, logins or {}

    # adding ---------------------------------------------------------------------------------------------------

    def preview(self, who: Principal, url: str, selector: str = "") -> Preview:
        """What an address would bring, with its first ten items. Raises Forbidden, UnusableSource, RefusedDecision."""
        who.must_somewhere("editor")
        if is_mailbox(url):
            who.must_somewhere("admin")
            return self._mailbox(url)
        found = self._found(url, selector)
        listing = found.look.listing
        assert listing is not None
        name = listing.title or urlsplit(found.url).hostname or found.url
        return Preview(found.url, listing.kind, storable(name), listing.items[:PREVIEWED], found.others)

    def _mailbox(self, url: str) -> Preview:
        """A folder of a mailbox, with its newest mails. Raises UnusableSource."""
        try:
            address = MailAddress.of(url)
            with self.mailbox(address) as folder:
                heads = [(folder.validity, one) for one in folder.heads(PREVIEWED)]
        except Refused as error:
            shown = without_secrets(url)
            raise UnusableSource(
                error.reason, f"{shown} cannot be a source: {error}", {"said": sentence_of(error)}
            ) from None
        items = [
            Listed(str(one.uid), address.mail(validity, one.uid), one.subject, published=one.date, whole=True)
            for validity, one in heads
        ]
        return Preview(str(address), MAILBOX, f"{address.folder}, {address.host}", items)

    def mailbox(self, address: MailAddress) -> AbstractContextManager[Folder]:
        """A folder of a mailbox, open for reading; raises Refused."""
        login = self._logins.get(f"{address.host}:{address.port}")
        if login is None:
            raise Refused("refused", f"ASNAD_IMAP says nobody who reads the mail of {address.netloc}", "closed")
        return opened(address, login, self._limits)

    def _found(self, url: str, selector: str) -> Found:
        address = _checked(url, selector)
        with Fetcher(self._limits) as fetcher:
            found = discovered(fetcher, self.read, address, self._clock(), selector)
        if found.look.trouble or found.look.listing is None:
            detail = dict(found.look.detail)
            said = str(detail.get("said") or detail.get("status") or detail.get("type") or "")
            trouble = found.look.trouble or "empty"
            raise UnusableSource(
                trouble, f"{address} cannot be a source: {trouble}" + (f" ({said})" if said else ""), detail
            )
        return found

    def add(self, who: Principal, wanted: Wanted, *, look: bool = True) -> Kept:
        """Keeps a source, which is due at once; looked at before, unless somebody says that it is right as it stands.

        Raises CollectionNotFound, Forbidden, RefusedDecision and, where it was looked at, UnusableSource.
        """
        source = self._wanted(who, wanted, look=look)
        collection = source.collection
        with self._store.writing() as connection:
            there = kept.sources(connection, frozenset((collection,)))
            if any(_same(one) == _same(source) for one in there):
                raise RefusedDecision(
                    "{url} is a source of {collection} already", url=source.url, collection=collection
                )
            made = kept.add(connection, source, stamp(self._clock()))
        self._audit.note(who, "source", made.id, collection, change="add", url=without_secrets(made.url))
        return made

    def _wanted(self, who: Principal, wanted: Wanted, *, look: bool) -> Kept:
        """A source as it is to be kept; raises as ``add`` does."""
        collection = collection_for(self._store, who, wanted.collection, "editor")
        every = wanted.every or EVERY
        if not LEAST <= every <= MOST:
            raise RefusedDecision(
                "a source is looked at every {least} seconds to every {most:,}", least=LEAST, most=MOST
            )
        hours_of(wanted.hours)
        if _is_folder(wanted):
            url, kind, name = _folder(who, wanted.url)
        elif is_mailbox(wanted.url) and not look:
            who.must("admin", collection)
            url, kind, name = _mail_address(wanted.url)
        elif look:
            who.must("admin" if is_mailbox(wanted.url) else "editor", collection)
            seen = self.preview(who, wanted.url, wanted.selector)
            url, kind, name = seen.url, seen.kind, seen.name
        else:
            url, kind = _checked(wanted.url, wanted.selector), wanted.kind if wanted.kind in KINDS else ""
            name = urlsplit(url).hostname or url
        name = storable(" ".join((wanted.name or name).split()))[:_LONGEST_NAME]
        return Kept(name, url, kind, wanted.selector, collection, who.name, every, wanted.hours.strip())

    def bring(self, who: Principal, wanted: Iterable[Wanted], *, web: bool = False) -> Brought:
        """Keeps many as they stand; says which are new, and why others are not. Raises Forbidden.

        With ``web`` only addresses of the web: a list that others made names no folder and no mailbox of one's own.
        """
        who.must_somewhere("editor")
        found, refused = list[Kept](), list[tuple[str, PipelineError]]()
        for one in wanted:
            try:
                if web and (_is_folder(one) or is_mailbox(one.url)):
                    raise RefusedDecision("a list of this kind may name addresses of the web alone")
                found.append(self._wanted(who, one, look=False))
            except PipelineError as error:
                refused.append((without_secrets(one.url), error))
        with self._store.writing() as connection:
            held = {(one.collection, *_same(one)) for one in kept.sources(connection, None)}
            fresh = {(one.collection, *_same(one)): one for one in reversed(found)}
            new = [one for key, one in reversed(fresh.items()) if key not in held]
            made = [kept.add(connection, one, stamp(self._clock())) for one in new]
        for source in made:
            self._audit.note(who, "source", source.id, source.collection, change="add", url=without_secrets(source.url))
        return Brought(made, len(found) - len(made), refused)

    # seeing ---------------------------------------------------------------------------------------------------

    def all(self, who: Principal) -> list[Seen]:
        """The sources of the collections that somebody may see, by name, with how each is."""
        with self._store.engine.connect() as connection:
            found = kept.sources(connection, who.within())
            counts = source_items.counts(connection)
        return [_seen(_shown(who, one), counts.get(one.id, {})) for one in found]

    def unattended(self, who: Principal) -> int:
        """How many sources that somebody may see have long been due, where no program looks at any."""
        with self._store.engine.connect() as connection:
            late = unattended(connection, self._clock())
        within = who.within()
        return sum(within is None or one.collection in within for one in late)

    def one(self, who: Principal, reference: str) -> Seen:
        """A source by its id, name or address; raises SourceNotFound, RefusedDecision where a name is two sources'."""
        source = self._one(who, reference)
        with self._store.engine.connect() as connection:
            counts = source_items.counts(connection, source.id)
        return _seen(source, counts.get(source.id, {}))

    def _one(self, who: Principal, reference: str) -> Kept:
        with self._store.engine.connect() as connection:
            shown = [_shown(who, one) for one in kept.sources(connection, who.within())]
        found = [one for one in shown if reference in (one.id, one.name, one.url)]
        if len(found) > 1:
            raise RefusedDecision(
                "{reference!r} names {count} sources; ask for one by its id", reference=reference, count=len(found)
            )
        if not found:
            raise SourceNotFound("there is no source {reference!r}", reference=reference)
        return found[0]

    def log(self, who: Principal, reference: str, limit: int = 100) -> Sequence[Line]:
        """What happened to a source, the newest first; raises as ``one`` does."""
        source = self._one(who, reference)
        with self._store.engine.connect() as connection:
            return kept.log(connection, source.id, limit)

    def opml(self, who: Principal) -> bytes:
        """The sources that somebody may change, as OPML; folders and mailboxes are left out."""
        within = who.within("editor")
        with self._store.engine.connect() as connection:
            found = kept.sources(connection, within)
        return opml_of(one for one in found if one.kind not in (FOLDER, MAILBOX))

    # changing -------------------------------------------------------------------------------------------------

    def remove(self, who: Principal, reference: str) -> Kept:
        """Forgets a source; its documents stay. Raises SourceNotFound, Forbidden."""
        source = self._mine(who, reference, "remove")
        with self._store.writing() as connection:
            kept.remove(connection, source.id)
        return source

    def pause(self, who: Principal, reference: str, *, paused: bool) -> Kept:
        """Leaves a source alone, or begins again, at once; raises SourceNotFound, Forbidden."""
        source = self._mine(who, reference, "pause" if paused else "resume")
        self._change(source, paused=int(paused), next_at=stamp(self._clock()))
        return source

    def look_soon(self, who: Principal, reference: str) -> Kept:
        """Makes a source due at once, whatever it waits for; raises SourceNotFound, Forbidden."""
        source = self._mine(who, reference, "look")
        self._change(source, next_at=stamp(self._clock()))
        return source

    def _change(self, source: Kept, **values: object) -> None:
        with self._store.writing() as connection:
            kept.change(connection, source.id, **values)

    def _mine(self, who: Principal, reference: str, change: str) -> Kept:
        source = self._one(who, reference)
        who.must("editor", source.collection)
        self._audit.note(who, "source", source.id, source.collection, change=change, url=without_secrets(source.url))
        return source


def record_of(seen: Seen) -> dict[str, object]:
    """A source as JSON has it."""
    named = asdict(seen.source)
    left_out = ("etag", "modified", "detail")
    told = {name: value or None for name, value in named.items() if name not in left_out}
    told |= {"every": seen.source.every, "failures": seen.source.failures, "paused": seen.source.paused}
    return {
        **told,
        "state": seen.state,
        "why": seen.source.trouble or None,
        "stories": seen.stories,
        "waiting": seen.waiting,
    }


def _seen(source: Kept, counts: dict[str, int]) -> Seen:
    return Seen(source, state_of(source), sum(counts.values()), counts.get("waiting", 0) + counts.get("fetched", 0))


def _shown(who: Principal, source: Kept) -> Kept:
    """A source as somebody may see it: an address may hold a secret of those who added it."""
    if who.may("editor", source.collection):
        return source
    return Kept(**{**asdict(source), "url": without_secrets(source.url)})


def _checked(url: str, selector: str) -> str:
    """An address of the web that may be kept; raises RefusedDecision, UnusableSource."""
    if len(url) > _LONGEST_ADDRESS or len(selector) > _LONGEST_SELECTOR:
        raise RefusedDecision(
            "an address has {most:,} letters at most, a selector {longest}",
            most=_LONGEST_ADDRESS,
            longest=_LONGEST_SELECTOR,
        )
    address = web_address(url)
    try:
        WebAddress.of(address)
    except Refused as error:
        raise UnusableSource(
            "address", f"{address!r} cannot be a source: {error}", {"said": sentence_of(error)}
        ) from None
    return address


def is_mailbox(url: str) -> bool:
    """Whether an address is that of a mailbox."""
    return url.strip().lower().startswith(f"{SCHEME}:")


def _mail_address(given: str) -> tuple[str, str, str]:
    """Address, kind and name of a folder of a mailbox; raises UnusableSource."""
    try:
        address = MailAddress.of(given)
    except Refused as error:
        shown = without_secrets(given)
        raise UnusableSource("address", f"{shown} cannot be a source: {error}", {"said": sentence_of(error)}) from None
    return str(address), MAILBOX, f"{address.folder}, {address.host}"


def _same(source: Kept) -> tuple[str, str]:
    """What makes a source another one of its collection."""
    return source.url, source.selector


def _is_folder(wanted: Wanted) -> bool:
    return wanted.kind == FOLDER or wanted.url.strip().startswith(("file:", "/", "./", "../"))


def _folder(who: Principal, given: str) -> tuple[str, str, str]:
    """Address, kind and name of a folder, which only who sits at the machine may name; raises Forbidden."""
    if who.kind != "local":
        raise Forbidden("folders of the server are added at the server, with asnad sources add FOLDER")
    path = Path(unquote(urlsplit(given).path) if given.startswith("file:") else given).resolve()
    if not path.is_dir():
        raise RefusedDecision("there is no folder {path}", path=path)
    return file_uri(path), FOLDER, path.name
