"""Old Office files (DOC, XLS, PPT): through LibreOffice, where it is installed."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.docx import DocxIngestor
from pipeline.ingest.formats.slides import SlidesIngestor
from pipeline.ingest.formats.spreadsheets import SpreadsheetIngestor
from pipeline.records import Draft, Source

_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NEWER = {".doc": ".docx", ".dot": ".docx", ".xls": ".xlsx", ".ppt": ".pptx", ".pps": ".pptx"}
_READERS: dict[str, DocxIngestor | SpreadsheetIngestor | SlidesIngestor] = {
    ".docx": DocxIngestor(),
    ".xlsx": SpreadsheetIngestor(),
    ".pptx": SlidesIngestor(),
}
_SECONDS = 55
INSTALL = "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui"


class LegacyIngestor:
    """Has LibreOffice turn an old file into a new one, which its own reader reads."""

    name = "legacy"

    def claims(self, source: Source) -> int:
        """By the mark of an OLE file; Outlook's messages have it too."""
        return 90 if source.data.startswith(_MARK) else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``unsupported`` without LibreOffice, ``corrupt`` where it cannot read the file."""
        suffix = Path(source.name).suffix.lower()
        newer = _NEWER.get(suffix)
        if suffix == ".msg":
            raise UnreadableSource("unsupported", "an Outlook message; save it as .eml, which is read")
        program = shutil.which("soffice")
        if newer is None or program is None:
            raise UnreadableSource("unsupported", f"an old Office file; LibreOffice is needed to read it: {INSTALL}")
        with tempfile.TemporaryDirectory() as folder:
            old = Path(folder) / f"old{suffix}"
            old.write_bytes(source.data)
            profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
            command = [program, "--headless", profile, "--convert-to", newer[1:], "--outdir", folder, str(old)]
            here = {**os.environ, "HOME": folder}
            try:
                subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True, env=here)  # noqa: S603
                data = old.with_suffix(newer).read_bytes()
            except (OSError, subprocess.SubprocessError) as error:
                raise UnreadableSource(
                    "corrupt", f"LibreOffice cannot read the file: {type(error).__name__}"
                ) from error
        return _READERS[newer].read(replace(source, data=data))
