"""What was fetched, kept as it came: a WARC file with the answer's status, headers and body, and the page in it."""

from io import BytesIO

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from pipeline.ingest.sources.web import AGENT, Answer

_DECHUNKED = ("transfer-encoding",)
"""What no longer holds of a body that was put together from its pieces; it is kept under another name."""


class _Writer(WARCWriter):  # type: ignore[misc]
    """One whose digests are SHA-256."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


def warc_of(answer: Answer, at: str) -> bytes:
    """A WARC file, compressed a record, of an answer that came at a time (ISO 8601)."""
    out = BytesIO()
    writer = _Writer(out, gzip=True)
    writer.write_record(
        writer.create_warcinfo_record("asnad.warc.gz", {"software": AGENT, "format": "WARC File Format 1.0"})
    )
    names = [(f"X-Archive-Orig-{n}" if n.lower() in _DECHUNKED else n, value) for n, value in answer.headers]
    head = StatusAndHeaders(f"{answer.status} {answer.reason}".strip(), names, protocol="HTTP/1.1")
    more = {"WARC-Date": at.replace("+00:00", "Z")}
    record = writer.create_warc_record(
        answer.uri, "response", BytesIO(answer.raw), len(answer.raw), http_headers=head, warc_headers_dict=more
    )
    writer.write_record(record)
    return out.getvalue()


def page_of(data: bytes) -> bytes:
    """The page in a WARC file of ours, unpacked."""
    response = next(record for record in ArchiveIterator(BytesIO(data)) if record.rec_type == "response")
    return bytes(response.content_stream().read())
