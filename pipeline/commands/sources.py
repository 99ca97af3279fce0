"""``asnad sources``: what is looked at again and again for news, and how it is."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    WITH_FAILURES,
    actor,
    emit,
    json_option,
    made_collection,
    opened,
    plain,
    plain_errors,
    say,
    workspace_option,
)

if TYPE_CHECKING:
    from pipeline.sources.sources import Preview


@click.group()
def sources() -> None:
    """Add, list and remove what is looked at for news: feeds, sitemaps, pages, Telegram channels, folders, mailboxes.

    asnad watch looks at them when they are due, or asnad serve with ASNAD_POLL=1.
    """


@sources.command()
@click.argument("url")
@click.option("--name", default="", help="What the source is called (default: as it calls itself).")
@click.option(
    "--collection", default="main", show_default=True, help="The part of the archive that its stories go into."
)
@click.option(
    "--selector", default="", help="CSS selector of the stories, or of their links, on a page that is no feed."
)
@click.option(
    "--every", type=click.IntRange(1, 7 * 24 * 60), default=15, show_default=True, help="Minutes between looks."
)
@click.option("--hours", default="", help='Hours in which it may be asked: "6-22 Asia/Tehran" (default: always).')
@click.option("--no-look", is_flag=True, help="Add it as it stands, without asking its server.")
@click.option("--preview", is_flag=True, help="Only show what it would bring.")
@workspace_option
@json_option
@plain_errors
def add(
    url: str,
    name: str,
    collection: str,
    selector: str,
    every: int,
    hours: str,
    no_look: bool,
    preview: bool,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Add a source: any address of a site (its feed is found), t.me/NAME, a page with --selector, a folder, or imaps://host/folder.

    The first ten stories are shown.
    """
    from pipeline.sources.sources import FOLDER, Wanted, record_of

    with opened(workspace) as space:
        who = actor(space)
        if not preview:
            made_collection(space, who, collection)
        folder = Path(url).is_dir() or url.startswith("file:")
        kind = FOLDER if folder else ""
        if preview or not (no_look or folder):
            found = space.sources.preview(who, url, selector)
            _show(found, as_json)
            if preview:
                return
            url, name, kind = found.url, name or found.name, found.kind
        made = space.sources.add(who, Wanted(url, name, collection, kind, selector, every * 60, hours), look=False)
        if as_json:
            emit(record_of(space.sources.one(who, made.id)))
        say(f"added {made.name} ({made.url}) to {made.collection} as {made.id}")


def _show(found: "Preview", as_json: bool) -> None:
    """The first stories of a source, on stderr where stdout has JSON."""
    for item in found.items:
        click.echo(f"  {plain(item.published)[:25]:25}  {plain(item.title or item.url)}", err=as_json)
    say(f"{found.url} is a {found.kind.replace('_', ' ')} with {len(found.items)} stories or more")
    for other in found.others:
        say(f"  also: {other}")


@sources.command("list")
@workspace_option
@json_option
@plain_errors
def list_sources(workspace: Path | None, as_json: bool) -> None:
    """List the sources with how each is, and why."""
    from pipeline.sources.sources import record_of

    with opened(workspace, must_exist=True) as space:
        found, late = space.sources.all(actor(space)), space.sources.unattended(actor(space))
    for one in found:
        if as_json:
            emit(record_of(one))
        else:
            source = one.source
            why = f" ({source.trouble})" if source.trouble else ""
            where = f"{source.kind or '?'}\t{source.collection}\t{plain(source.name)}\t{plain(source.url)}"
            click.echo(f"{source.id}\t{one.state}{why}\t{one.stories:,}\t{source.new_at or '-'}\t{where}")
    if not found and not as_json:
        say("there are no sources yet; add one with: asnad sources add URL")
    if late:
        say(nobody_looks(late))


def nobody_looks(number: int) -> str:
    """That sources are due and no program looks at them, with what does."""
    due = "1 source is due" if number == 1 else f"{number:,} sources are due"
    return f"{due}, and no program looks at them: asnad watch does, or with ASNAD_POLL=1 asnad serve and asnad worker"


@sources.command()
@click.argument("source")
@workspace_option
@plain_errors
def remove(source: str, workspace: Path | None) -> None:
    """Forget a source, by its id, name or address; its documents stay."""
    with opened(workspace, must_exist=True) as space:
        gone = space.sources.remove(actor(space), source)
    say(f"removed {gone.name} ({gone.url})")


@sources.command()
@click.argument("source")
@click.option("--resume", is_flag=True, help="Begin to look at it again.")
@workspace_option
@plain_errors
def pause(source: str, resume: bool, workspace: Path | None) -> None:
    """Leave a source alone for a while."""
    with opened(workspace, must_exist=True) as space:
        found = space.sources.pause(actor(space), source, paused=not resume)
    say(f"{found.name} is {'looked at again' if resume else 'left alone'}")


@sources.command()
@click.argument("source")
@click.option(
    "--limit", type=click.IntRange(1, 500), default=50, show_default=True, help="How many lines, newest first."
)
@workspace_option
@json_option
@plain_errors
def log(source: str, limit: int, workspace: Path | None, as_json: bool) -> None:
    """Show what happened to a source, newest first: each oddity of its server and its stories."""
    with opened(workspace, must_exist=True) as space:
        lines = space.sources.log(actor(space), source, limit)
    for line in lines:
        record: dict[str, Any] = {"at": line.at, "since": line.first_at, "code": line.code, "times": line.times}
        if as_json:
            emit({**record, "detail": dict(line.detail)})
        else:
            values = ", ".join(f"{name}: {plain(str(value))}" for name, value in line.detail.items())
            click.echo(f"{line.at}\t{line.code}{f' ×{line.times}' if line.times > 1 else ''}\t{values}")


@sources.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--collection", default="", help="Where all of them go (default: as the file says, else main).")
@workspace_option
@json_option
@plain_errors
def import_sources(file: Path, collection: str, workspace: Path | None, as_json: bool) -> None:
    """Add the sources of an OPML file, or of a TOML file (config/sources.toml); those that are there already stay."""
    from pipeline.jobs.polling import bring

    with opened(workspace) as space:
        found = bring(space, actor(space), file.read_bytes(), file.name, collection)
    for url, error in found.refused:
        say(f"{plain(url)}: {plain(str(error))}")
    if as_json:
        emit({"added": len(found.made), "there": found.there, "refused": len(found.refused)})
    say(f"{len(found.made):,} sources added, {found.there:,} were there already, {len(found.refused):,} not taken")
    if found.refused:
        raise SystemExit(WITH_FAILURES)


@sources.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@workspace_option
@plain_errors
def export(file: Path, workspace: Path | None) -> None:
    """Write the sources to an OPML file, for another archive or a feed reader."""
    with opened(workspace, must_exist=True) as space:
        file.write_bytes(space.sources.opml(actor(space)))
    say(f"written to {file}")
