"""Pages of HTML that hold all that they need, and the same as PDF."""

from base64 import b64encode
from pathlib import Path

from pipeline.errors import MissingPackage

FONT = Path(__file__).with_name("static") / "vazirmatn.woff2"


def font() -> str:
    """The letters of the pages in base64, for a page that is a file of its own."""
    return b64encode(FONT.read_bytes()).decode("ascii")


def pdf(page: str) -> bytes:
    """A page of HTML that has all it needs as PDF; raises MissingPackage."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:  # OSError where the machine lacks Pango
        raise MissingPackage(
            "PDF wants an extra and the library Pango: pip install 'asnad[pdf]', apt install libpango-1.0-0 "
            f"libpangoft2-1.0-0 libharfbuzz-subset0 ({error})"
        ) from error
    own = URLFetcher(allowed_protocols=("data",))  # whatever a text may hold, nothing is asked for elsewhere
    made: bytes = HTML(string=page, url_fetcher=own).write_pdf()
    return made
