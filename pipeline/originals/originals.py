"""The originals of a workspace, for people: what came in, byte for byte, and its pages as pictures."""

from collections.abc import Callable, Iterator, Sequence

from corpora.document import Document, Page
from pipeline.errors import DocumentNotFound
from pipeline.ingest.sources.warc import page_of
from pipeline.originals.comparing import Paragraph, compared, shortened
from pipeline.originals.media import Original, original_of
from pipeline.originals.passages import Passage
from pipeline.people.access import key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.records import PictureAsked, ViewAsked
from pipeline.sandbox.helper import Helper
from pipeline.store import beside, collections
from pipeline.store import evidence as fetched
from pipeline.store.beside import Beside
from pipeline.store.beside import Version as Version  # search_api shows it
from pipeline.store.blobs import Blobs
from pipeline.store.documents import Store
from pipeline.store.evidence import Evidence as Evidence  # search_api shows it

_MOST_SEARCHED = 50
"""Versions in which the words of a passage are looked for, the newest first."""
_WIDTH = 1200
"""Pixels that a page is wide, where nothing else is asked for: small type can be read."""


class Originals:
    """Bytes of documents. What was one member of an archive, or a line of a file, is that part alone."""

    def __init__(self, store: Store, blobs: Blobs, helper: Helper, audit: Audit) -> None:
        """Takes where the bytes are, what draws pages, and where to note what was handed over."""
        self._store, self._blobs, self._helper, self._audit = store, blobs, helper, audit

    def original(self, who: Principal, reference: str) -> Original:
        """The bytes of the newest version, by key, id or address; raises DocumentNotFound or AmbiguousDocument."""
        document, blob = self._document(who, reference)
        self._audit.note(who, "original", document.key, document.collection)
        return original_of(self._bytes(document, blob), document.kind, document.uri)

    def picture(self, who: Principal, reference: str, number: int, width: int = _WIDTH) -> bytes:
        """A page of a document, from 1, as a JPEG file; raises as ``original`` does, and UnreadableSource."""
        document, blob = self._document(who, reference)
        self._audit.note(who, "read", document.key, document.collection)
        shown = [page for page in document.pages[number - 1 : number] if page.image] if number > 0 else []
        if not shown or not blob:
            raise DocumentNotFound("{reference} has no picture of a page {number}", reference=reference, number=number)
        return self._drawn(document, blob, number, width)

    def pages(
        self, who: Principal, document: Document, width: int = _WIDTH, bare: Callable[[Page], bool] = lambda _: False
    ) -> Iterator[bytes]:
        """All pages of a document that was read before, in order, as ``picture`` draws them; raises as it does.

        ``bare`` says of which it is the text alone that is drawn.
        """
        blob = self._store.blob_of(key_for(self._store, who, document.key))
        return (
            self._drawn(document, blob, number, width, bare=bare(page)) for number, page in enumerate(document.pages, 1)
        )

    def _drawn(self, document: Document, blob: str, number: int, width: int, *, bare: bool = False) -> bytes:
        if not blob:
            raise DocumentNotFound("the bytes of {key} are not kept any more", key=document.key)
        asked = PictureAsked(document.uri, b"", int(document.pages[number - 1].image or number), width, bare)
        try:
            return self._helper.draw(blob, asked, self._blobs)
        except FileNotFoundError:
            raise DocumentNotFound("the bytes of {key} are not kept any more", key=document.key) from None

    def view(self, who: Principal, reference: str) -> bytes:
        """The original as a page to be shown in a sandbox; raises as ``original`` does, and UnreadableSource."""
        document, blob = self._document(who, reference)
        self._audit.note(who, "original", document.key, document.collection)
        return self._helper.view(ViewAsked(document.uri, self._bytes(document, blob), document.kind))

    def evidence(self, who: Principal, reference: str) -> Sequence[Evidence]:
        """What was fetched for a document, as it came, the last first; raises DocumentNotFound or AmbiguousDocument."""
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            return fetched.of_document(connection, key)

    def warc(self, who: Principal, reference: str, number: int) -> Original:
        """What was fetched for a document under a number, as a WARC file; raises as ``evidence`` does."""
        found, data = self._fetched(who, reference, number)
        return Original(data, "application/warc", f"{found.document}-{number}.warc.gz", shown=False)

    def stood(self, who: Principal, reference: str, number: int) -> bytes:
        """What was fetched under a number as a page to be shown in a sandbox: as it stood then.

        Raises as ``evidence`` does, and UnreadableSource.
        """
        found, data = self._fetched(who, reference, number)
        document, _ = self._document(who, reference)
        return self._helper.view(ViewAsked(found.uri, page_of(data), document.kind))

    def _fetched(self, who: Principal, reference: str, number: int) -> tuple[Evidence, bytes]:
        """What was fetched under a number, and its WARC file."""
        found = next((one for one in self.evidence(who, reference) if one.id == number), None)
        if found is None:
            raise DocumentNotFound("{reference} has no evidence {number}", reference=reference, number=number)
        try:
            data = self._blobs.get(found.blob)
        except FileNotFoundError:
            raise DocumentNotFound(
                "the evidence {number} of {reference} is not kept any more", number=number, reference=reference
            ) from None
        with self._store.engine.connect() as connection:
            collection = collections.collection_of(connection, found.document)
        self._audit.note(who, "original", found.document, collection, evidence=number)
        return found, data

    def versions(self, who: Principal, reference: str) -> list[Version]:
        """The versions of a document, the newest first; raises DocumentNotFound or AmbiguousDocument."""
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            return beside.versions(connection, key)

    def version(self, who: Principal, reference: str, number: int) -> Document:
        """A version of a document as it was read; raises DocumentNotFound, AmbiguousDocument."""
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            found = beside.version(connection, key, number)
        if found is None:
            raise DocumentNotFound("{reference} has no version {number}", reference=reference, number=number)
        self._audit.note(who, "read", key, found.collection, version=number)
        return found

    def version_with(self, who: Principal, reference: str, passage: Passage) -> Version | None:
        """The newest version that has a passage where its address says; None where none has, or no check is given."""
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            there = beside.versions(connection, key)[:_MOST_SEARCHED] if passage.check else []
            texts = ((one, self._store.text_of(connection, key, one.number)) for one in there)
            return next((one for one, text in texts if passage.stands(text)), None)

    def compare(self, who: Principal, reference: str, old: int, new: int) -> list[Paragraph]:
        """What differs between two versions of a text as they were read, with a few words around each change.

        Raises DocumentNotFound, also where there is no such version; AmbiguousDocument.
        """
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            there = {version.number for version in beside.versions(connection, key)}
            if not {old, new} <= there:
                raise DocumentNotFound(
                    "{reference} has no versions {old} and {new}", reference=reference, old=old, new=new
                )
            texts = [self._store.text_of(connection, key, number) for number in (old, new)]
        return shortened(compared(*texts))

    def beside(self, who: Principal, reference: str, limit: int = 20) -> Beside:
        """What stands beside a document, of what somebody may see; raises DocumentNotFound or AmbiguousDocument."""
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            return beside.beside(connection, key, who.within(), limit)

    def _document(self, who: Principal, reference: str) -> tuple[Document, str]:
        document = self._store.get(key_for(self._store, who, reference))
        return document, self._store.blob_of(document.key)

    def _bytes(self, document: Document, blob: str) -> bytes:
        try:
            return self._blobs.get(blob) if blob else b""
        except FileNotFoundError:
            raise DocumentNotFound("the bytes of {key} are not kept any more", key=document.key) from None
