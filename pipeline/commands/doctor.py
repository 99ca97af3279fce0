"""``asnad doctor``: what is here, what is missing, and how to get it."""

import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from pipeline.commands.common import DONE, ERROR, actor, emit, json_option, plain_errors, settings_of, workspace_option

_PACKAGES = (
    "tantivy",
    "sqlalchemy",
    "pdfplumber",
    "trafilatura",
    "python-docx",
    "openpyxl",
    "python-pptx",
    "pypdfium2",
    "elasticsearch",
    "psycopg",
    "procrastinate",
    "fsspec",
    "httpcore",
    "defusedxml",
    "py3langid",
    "persiantools",
    "hijridate",
)
_OLDEST, _NEWEST = (3, 12), (3, 13)


@click.command()
@workspace_option
@json_option
@plain_errors
def doctor(workspace: Path | None, as_json: bool) -> None:
    """Check the installation and the workspace; the exit code is 1 where something needed is missing."""
    rows = [*_python(), *_packages(), *_programs(), *_sandbox(), *_workspace(workspace)]
    for name, state, hint in rows:
        if as_json:
            emit({"check": name, "state": state, "hint": hint})
        else:
            click.echo(f"{state:8} {name}" + (f": {hint}" if hint else ""))
    raise SystemExit(ERROR if any(state == "missing" for _, state, _ in rows) else DONE)


type Row = tuple[str, str, str]


def _python() -> list[Row]:
    here = sys.version_info[:2]
    good = _OLDEST <= here <= _NEWEST
    return [(f"Python {here[0]}.{here[1]}", "ok" if good else "missing", "" if good else "3.12 or 3.13 is needed")]


def _packages() -> list[Row]:
    rows = []
    for name in _PACKAGES:
        try:
            rows.append((f"{name} {version(name)}", "ok", ""))
        except PackageNotFoundError:
            rows.append((name, "missing", "make setup"))
    return rows


def _programs() -> list[Row]:
    from pipeline.ingest.formats import legacy
    from pipeline.ingest.ocr import library, tesseract

    lacking = sorted(set(tesseract.LANGUAGES.values()) - tesseract.installed())
    what = "" if tesseract.installed() else "it is not installed"
    what = what or (f"it lacks {', '.join(lacking)}" if lacking else "")
    hint = f"{what}, scans are not read: {tesseract.INSTALL}" if what else ""
    slower = (
        "" if library.is_there() else "there is no libtesseract.so.5: scans are read by the command, a third slower"
    )
    office = "" if shutil.which("soffice") else f"old Office files are not read: {legacy.INSTALL}"
    rows = (
        ("tesseract", hint),
        ("Tesseract's library", slower),
        ("LibreOffice", office),
    )
    return [(name, "optional" if hint else "ok", hint) for name, hint in rows]


def _sandbox() -> list[Row]:
    """What a reading process gives up here, asked of one."""
    from pipeline.errors import PipelineError
    from pipeline.records import Limits
    from pipeline.sandbox.process import Process

    try:
        process = Process(Limits())
        try:
            held = process.become_ready()
        finally:
            process.kill()
    except (PipelineError, OSError) as error:
        return [("sandbox", "missing", str(error))]
    hint = "this system does not let a reading process give it up"
    return [(f"sandbox: {name}", "ok" if holds else "optional", "" if holds else hint) for name, holds in held.items()]


def _workspace(workspace: Path | None) -> list[Row]:
    from pipeline.errors import PipelineError

    settings = settings_of(workspace)
    if not settings.has_store():
        return [(f"workspace {settings.workspace}", "optional", "none yet: asnad ingest PATH makes it")]
    try:
        places, heads = settings.places(), settings.heads()
        from pipeline.commands.sources import nobody_looks
        from pipeline.store.folder import is_open
        from pipeline.workspace import Workspace

        with Workspace(settings) as space:
            who = actor(space)
            count, lag, trouble = space.count(who), space.indexing.lag(), space.indexing.trouble()
            refused = sum(failure.stage == "index" for failure in space.failures(who))
            broken = space.store.damage()
            late = space.sources.unattended(who)
    except PipelineError as error:
        return [(f"workspace {settings.workspace}", "missing", str(error))]
    hint = f"{count:,} documents, the index lacks {lag:,} changes" + (": asnad index sync" if lag else "")
    hint += f", {refused:,} documents cannot be indexed: asnad failures" if refused else ""
    rows = [(f"{what} {where}", "ok", "") for what, where in places.items()]
    rows += [(f"models {settings.models}", "ok", "names are found as decisions taught")] if heads else []
    rows.append((f"workspace {settings.workspace}", "ok", hint))
    if is_open(settings.workspace):
        rows.append(("rights", "optional", f"any user of this machine can read it: chmod 700 {settings.workspace}"))
    if late:
        rows.append(("sources", "optional", nobody_looks(late)))
    if broken:
        rows.append(("database", "missing", f"it is damaged: {broken}; restore a backup"))
    if trouble:
        rows.append(("index", "missing", f"{trouble}: asnad index sync"))
    return rows
