"""The ``asnad`` program: the commands of the pipeline, and those that need the server."""

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from pipeline.cli import cli, main
from pipeline.commands.common import (
    actor,
    emit,
    json_option,
    opened,
    plain,
    plain_errors,
    say,
    settings_of,
    workspace_option,
)

if TYPE_CHECKING:
    import uvicorn

    from pipeline.monitors.digests import Digest

_LOOPBACK = "127.0.0.1"
_MOST_PORT = 65_535
_FIRST_USER = "Make one with: asnad users add NAME --role admin; or use --host 127.0.0.1"
_DEMO_QUERY = "تفاهم نامه"
_SAMPLES = "samples"


def _is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> [_is_loopback(host) for host in ("localhost", "127.0.0.9", "::1", "0.0.0.0", "archive.example", "")]
    [True, True, True, False, False, False]
    """
    import ipaddress

    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens, before anything is promised; a click error where somebody else has the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            how = f"--port {port + 1 if port < _MOST_PORT else port - 1}"
            raise click.ClickException(
                f"port {port} is in use, perhaps by another asnad; take another: {how} (make demo ARGS='{how}')"
            ) from None
        raise click.ClickException(f"{host} port {port} cannot be listened on: {error.strerror or error}") from None


@contextmanager
def _interruptible() -> Iterator[Callable[[], None]]:
    """Heeds Ctrl-C while the server is loaded; what it gives is called last, and raises where one came and was lost.

    Some of the packages that are loaded catch whatever is raised in them, the interruption too: the server went on.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    came = threading.Event()

    def heed(number: int, frame: FrameType | None) -> None:
        came.set()
        signal.default_int_handler(number, frame)

    def now() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if came.is_set():
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, heed)
    try:
        yield now
    finally:
        signal.signal(signal.SIGINT, before)


def _run_server(workspace: Path | None, host: str, listener: socket.socket) -> None:
    with _interruptible() as heed:
        server = _loaded(workspace, host, listener)
        heed()
        with suppress(KeyboardInterrupt):  # it ended in order, and says so once more
            server.run(sockets=[listener])
    if not server.started:
        raise click.ClickException("the server could not start; the lines above say why")


def _loaded(workspace: Path | None, host: str, listener: socket.socket) -> "uvicorn.Server":
    import uvicorn

    from pipeline import logs
    from pipeline.workspace import Workspace
    from search_api.app import create_app
    from search_api.connections import Connection

    settings = settings_of(workspace)
    logs.configure(settings.log)
    space = Workspace(settings)
    if not _is_loopback(host) and not space.accounts.closed():
        space.close()
        raise click.UsageError(f"{host} can be reached by others, and there are no users yet. {_FIRST_USER}")
    app = create_app(space)
    shown = f"[{host}]" if ":" in host else host
    say(f"Asnad answers at http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C ends it)")
    config = uvicorn.Config(app, http=Connection, log_config=None, access_log=False, timeout_graceful_shutdown=5)
    return uvicorn.Server(config)


@cli.command()
@workspace_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; loopback only, until there are users."
)
@click.option("--port", type=click.IntRange(1, _MOST_PORT), default=8000, show_default=True, help="Port to listen on.")
@plain_errors
def serve(workspace: Path | None, host: str, port: int) -> None:
    """Serve the pages and the API. Without users it answers on loopback alone, as one local admin."""
    with _listening(host, port) as listener:
        _run_server(workspace, host, listener)


@cli.command()
@workspace_option
@click.option("--port", type=click.IntRange(1, _MOST_PORT), default=8000, show_default=True, help="Port to listen on.")
@click.option("--serve/--no-serve", "serves", default=True, help="Whether to go on and serve the pages.")
@plain_errors
def demo(workspace: Path | None, port: int, serves: bool) -> None:
    """Ingest the samples, show a first search, and serve the pages."""
    if not serves:
        _first_steps(workspace)
        return
    with _listening(_LOOPBACK, port) as listener:
        folder = _first_steps(workspace)
        say("3. the same in a browser; Ctrl-C ends it, and make demo begins again where it was")
        _run_server(folder, _LOOPBACK, listener)


@cli.command()
@click.option("--monitor", default="", metavar="NAME", help="Of one monitor (default: everything that you may see).")
@click.option("--collection", default="", metavar="C", help="Of one collection.")
@click.option("--since", default="", metavar="DAY", help="First day, 2025-07-23 or 1404-05-01 (default: seven days).")
@click.option("--language", type=click.Choice(["fa", "ar", "en"]), default="fa", show_default=True, help="Of --out.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write FILE.html or FILE.pdf."
)
@workspace_option
@json_option
@plain_errors
def digest(
    monitor: str,
    collection: str,
    since: str,
    language: str,
    out: Path | None,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Show what the last days brought: top stories, new organisations, agreements and counts."""
    from pipeline.monitors.digests import record
    from search_api.pages import digest_file
    from search_api.pages.language import Interface
    from search_api.pages.printing import pdf

    if out and out.suffix not in (".html", ".pdf"):
        raise click.UsageError("--out wants a name that ends in .html or .pdf")
    with opened(workspace, must_exist=True) as space:
        space.upkeep.settle()
        made = space.digests.make(actor(space), monitor, since, collection=collection)
    if out:
        page = digest_file.html(Interface(language), made)
        out.write_bytes(pdf(page) if out.suffix == ".pdf" else page.encode())
        say(f"{out}: {made.documents:,} documents, {made.stories:,} stories from {made.first} to {made.last}")
    if as_json:
        emit(record(made))
    elif not out:
        _print_digest(made)


@cli.command()
@click.argument("reference", metavar="DOCUMENT")
@click.option("--label", "labels", multiple=True, metavar="LABEL", help="Every mention of it: PERSON, ORG, DATE, ….")
@click.option("--mention", "mentions", multiple=True, metavar="ID", help="A single mention.")
@click.option("--words", multiple=True, metavar="TEXT", help="Words or a name, wherever they stand.")
@click.option("--language", type=click.Choice(["fa", "ar", "en"]), default="fa", show_default=True, help="Of the note.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write FILE.txt, FILE.html or FILE.pdf.",
)
@workspace_option
@plain_errors
def redact(
    reference: str,
    labels: tuple[str, ...],
    mentions: tuple[str, ...],
    words: tuple[str, ...],
    language: str,
    out: Path,
    workspace: Path | None,
) -> None:
    """Write a copy of a document from which labels, words and names are blacked out.

    The same names are looked for in the whole text, however they are spelt.
    """
    from pipeline.redaction.places import Wanted
    from search_api.pages.language import Interface
    from search_api.pages.redaction import FORMS, file_of

    form = FORMS.get(out.suffix)
    if form is None:
        raise click.UsageError("--out wants a name that ends in .txt, .html or .pdf")
    with opened(workspace, must_exist=True) as space:
        wanted = Wanted(labels, mentions, words)
        made, data = file_of(space, actor(space), Interface(language), reference, wanted, form)
    out.write_bytes(data)
    say(f"{out}: {made.blocks:,} places blacked out")
    for word in made.absent:
        say(f"not there: {plain(word)}")


def _print_digest(made: "Digest") -> None:
    say(f"{made.first} to {made.last}: {made.documents:,} documents ({made.before:,} before), {made.stories:,} stories")
    for story in made.top:
        click.echo("\t".join([str(story.told), plain(story.document.title), plain(story.document.uri)]))
        click.echo(f"  {plain(story.passage)}")
    for story in made.late:
        click.echo("\t".join(["late", plain(story.document.title), plain(story.document.uri)]))
    for one in made.names:
        click.echo(f"of the list\t{plain(one.name)}\t{one.stories}")
    for named in made.organisations:
        click.echo(f"new\t{plain(named.name)}\t{named.documents}")


def _without_other_documents(workspace: Path | None) -> Path:
    """The workspace for the samples: the one that commands use, or another where that has documents of somebody."""
    from pipeline.index.results import View

    settings = settings_of(workspace)
    if workspace is not None or not settings.has_store():
        return settings.workspace
    with opened(workspace) as space:
        who = actor(space)
        samples = space.search(who, f"source:{_SAMPLES}", View(limit=1)).total
        if space.count(who) <= samples:
            return settings.workspace
    other = settings.workspace.with_name(f"{settings.workspace.name}-demo")
    say(f"{settings.workspace} has documents of its own; the samples go to {other} (asnad --workspace {other} COMMAND)")
    return other


def _first_steps(workspace: Path | None) -> Path:
    """Reads the samples and asks for something in them; gives the workspace that has them."""
    import corpora
    from pipeline.commands.common import Progress
    from pipeline.commands.terminal import excerpt, isolated, marked
    from pipeline.index.results import View

    samples = Path(corpora.__file__).parent / "samples"
    folder = _without_other_documents(workspace)
    count = sum(path.is_file() for path in samples.rglob("*"))
    say(f"1. {count} samples (news and agreements, as web pages, PDF, Word, scans, mail) are read into {folder}:")
    with opened(folder) as space:
        who = actor(space)
        with Progress("reading", count) as bar:
            report = space.ingest(who, [samples], _SAMPLES, on_progress=lambda so_far: bar.at(so_far.seen))
        say(f"   {report.added:,} documents added, {report.unchanged:,} were there, {report.failed:,} failed")
        results = space.search(who, _DEMO_QUERY, View(limit=3))
        also = "، ".join(results.spellings())
    say("2. a search, spelt with a space; it finds the other spellings too: " + also)
    click.echo(f'asnad search "{_DEMO_QUERY}": {results.total} documents')
    for hit in results.hits:
        click.echo(f"  {isolated(marked(hit.title, hit.title_marks, 0))}")
        for passage in hit.passages[:1]:
            click.echo(excerpt(passage, "    "))
    say(f"   (the samples go away again with: asnad delete --source {_SAMPLES})")
    return folder


__all__ = ["cli", "main"]
