"""The ``asnad`` program: the commands of the pipeline, and those that need the server."""

from pathlib import Path

import click

from pipeline.cli import cli, main
from pipeline.commands.common import actor, opened, plain_errors, say, settings_of, workspace_option

_LOOPBACK = "127.0.0.1"
_FIRST_USER = "Make one with: asnad users add NAME --role admin; or use --host 127.0.0.1"
_DEMO_QUERY = "تفاهم نامه"


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


def _run_server(workspace: Path | None, host: str, port: int) -> None:
    import uvicorn

    from pipeline import logs
    from pipeline.workspace import Workspace
    from search_api.app import create_app

    settings = settings_of(workspace)
    logs.configure(settings.log)
    space = Workspace(settings)
    if not _is_loopback(host) and not space.accounts.closed():
        space.close()
        raise click.UsageError(f"{host} can be reached by others, and there are no users yet. {_FIRST_USER}")
    app = create_app(space)
    shown = f"[{host}]" if ":" in host else host
    say(f"Asnad answers at http://{shown}:{port}/ (Ctrl-C ends it)")
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=5)


@cli.command()
@workspace_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; loopback only, until there are users."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@plain_errors
def serve(workspace: Path | None, host: str, port: int) -> None:
    """Serve the pages and the API. Without users it answers on loopback alone, as one local admin."""
    _run_server(workspace, host, port)


@cli.command()
@workspace_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--serve/--no-serve", "serves", default=True, help="Whether to go on and serve the pages.")
@plain_errors
def demo(workspace: Path | None, port: int, serves: bool) -> None:
    """Ingest the samples, show a first search, and serve the pages."""
    import corpora
    from pipeline.commands.common import Progress
    from pipeline.commands.search import marked
    from pipeline.index.results import View

    samples = Path(corpora.__file__).parent / "samples"
    folder = workspace or Path("workspace-demo")
    count = sum(path.is_file() for path in samples.rglob("*"))
    with opened(folder) as space:
        who = actor(space)
        with Progress("reading the samples", count) as bar:
            report = space.ingest(who, [samples], "samples", on_progress=lambda so_far: bar.at(so_far.seen))
        say(f"{report.added:,} documents added, {report.unchanged:,} were there, {report.failed:,} failed")
        results = space.search(who, _DEMO_QUERY, View(limit=3))
    click.echo(f'asnad search "{_DEMO_QUERY}": {results.total} documents')
    for hit in results.hits:
        click.echo(f"  {marked(hit.title, hit.title_marks, 0)}")
        for passage in hit.passages[:1]:
            click.echo("    … " + marked(passage.text, passage.marks, passage.span.start))
    click.echo(f"address: http://{_LOOPBACK}:{port}/")
    if serves:
        _run_server(folder, _LOOPBACK, port)


__all__ = ["main"]
