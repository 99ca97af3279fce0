"""``asnad monitor``: queries that are asked of every new text, and where what they find is sent."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, Literal, TextIO

import click

from pipeline.commands.common import (
    WITH_FAILURES,
    actor,
    emit,
    json_option,
    opened,
    plain,
    plain_errors,
    say,
    workspace_option,
)

if TYPE_CHECKING:
    from pipeline.monitors.monitors import Preview, Shown


@click.group()
def monitor() -> None:
    """Keep queries that are asked of every new text; what they find are alerts."""


@monitor.command("add")
@click.argument("name")
@click.argument("query")
@click.option("--collection", default="", help="The part of the archive to look in (default: all that you may see).")
@click.option("--share", "shared", is_flag=True, help="Show it to everybody who may see the collection.")
@click.option("--spelling", is_flag=True, help="Only what is spelt as in the query.")
@workspace_option
@plain_errors
def add(name: str, query: str, collection: str, shared: bool, spelling: bool, workspace: Path | None) -> None:
    """Watch for QUERY from now on, as the monitor NAME."""
    from pipeline.query.stored import StoredQuery

    with opened(workspace) as space:
        asked = StoredQuery(query, spelling=spelling)
        made = space.monitors.add(actor(space), name, asked, collection, shared=shared)
    say(f"the monitor {made.name} watches from now on; asnad alerts --monitor {quote(made.name)} shows what it finds")


@monitor.command("watch")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--column", default="", help="The column of the names, as the first row calls it (default: the first).")
@click.option("--collection", default="", help="The part of the archive to look in (default: all that you may see).")
@click.option("--share", "shared", is_flag=True, help="Show it to everybody who may see the collection.")
@workspace_option
@plain_errors
def watch(name: str, file: Path, column: str, collection: str, shared: bool, workspace: Path | None) -> None:
    """Watch for the names in FILE (CSV or XLSX, up to 100,000) from now on, in any spelling, as the monitor NAME."""
    with opened(workspace) as space:
        made = space.names.watch(actor(space), name, file.read_bytes(), file.name, column, collection, shared=shared)
    say(f"{made.asked['names']:,} names are read")
    say(f"the monitor {made.name} watches for them; asnad alerts --monitor {quote(made.name)} shows what it finds")


@monitor.command("names")
@click.argument("name")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Put the names of FILE in place of the others (default: add them).")
@click.option("--column", default="", help="The column of the names, as the first row calls it.")
@click.option("--dry-run", is_flag=True, help="Only say what FILE would do.")
@click.option("--undo", is_flag=True, help="Go back to the names before.")
@workspace_option
@json_option
@plain_errors
def names(
    name: str,
    file: Path | None,
    replace: bool,
    column: str,
    dry_run: bool,
    undo: bool,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Print the names of the watch list NAME, or take those of FILE (CSV, XLSX, .txt with a name a line) into it."""
    if undo and file:
        raise click.UsageError("--undo takes no FILE")
    with opened(workspace, must_exist=True) as space:
        who = actor(space)
        if undo:
            say(f"the list has {space.names.undo(who, name):,} names, as before")
            return
        if file is None:
            for one in space.names.names(who, name):
                click.echo(plain(one))
            return
        how: Literal["replace", "add"] = "replace" if replace else "add"
        told = space.names.bring(who, name, file.read_bytes(), how, file.name, column, dry=dry_run)
    _tell_names(told, as_json=as_json, dry=dry_run)


def _tell_names(told: dict[str, Any], *, as_json: bool, dry: bool) -> None:
    """Says what a file made of a list; the exit code tells that rows were left out."""
    if as_json:
        emit(told)
    for one in told["wrong"]:
        why = {"long": "too long", "formula": "a formula"}.get(one["why"], "no word in it")
        click.echo(f"row {one['row']}: {why}: {plain(one['said'])}", err=True)
    counts = ", ".join(f"{told[key]:,} {key}" for key in ("fresh", "gone", "doubles", "empty"))
    would = "would have" if dry else "has"
    say(f"{told['names']:,} names of {told['encoding'] or 'mixed'} ({counts}); the list {would} {told['total']:,}")
    if told["wrongs"]:
        raise SystemExit(WITH_FAILURES)


@monitor.command("list")
@workspace_option
@json_option
@plain_errors
def list_them(workspace: Path | None, as_json: bool) -> None:
    """List your monitors and those that are shared with you, each with what is wrong with it."""
    with opened(workspace, must_exist=True) as space:
        found = space.monitors.all(actor(space))
    for shown in found:
        if as_json:
            emit(_record(shown))
        else:
            one = shown.monitor
            parts = [one.name, plain(one.query), one.collection or "-", one.owner, plain(shown.problem) or "watching"]
            click.echo("\t".join(parts))
    if not found and not as_json:
        say("there is no monitor yet; make one with: asnad monitor add NAME QUERY")


@monitor.command("test")
@click.argument("name", required=False, default="")
@click.option("--query", default="", help="A query in place of that of a monitor.")
@click.option("--collection", default="", help="The part of the archive to look in, with --query.")
@workspace_option
@json_option
@plain_errors
def test(name: str, query: str, collection: str, workspace: Path | None, as_json: bool) -> None:
    """Show what the monitor NAME, or --query, would have found in the last thirty days, and how many alerts to expect.

    What counts is the day of publication.
    """
    from pipeline.monitors.monitors import asked_of
    from pipeline.monitors.watch_lists import is_list
    from pipeline.query.stored import StoredQuery

    if bool(name) == bool(query):
        raise click.UsageError("give the NAME of a monitor, or --query QUERY")
    with opened(workspace, must_exist=True) as space:
        who = actor(space)
        if name:
            one = space.monitors.named(who, name)
            if is_list(one):
                raise click.ClickException(f"{plain(one.name)} watches for a list of names, and has no query to try")
            collection, asked = one.collection, asked_of(one)
        else:
            asked = StoredQuery(query)
        found = space.monitors.preview(who, asked, collection)
    _show(found, as_json=as_json)


def _show(found: "Preview", *, as_json: bool) -> None:
    newest = [
        {"id": hit.id, "uri": hit.uri, "title": hit.title, "published": hit.published} for hit in found.newest.hits
    ]
    if as_json:
        counts = {"days": found.days, "documents": found.documents, "stories": found.stories, "a_day": found.a_day}
        emit({**counts, "newest": newest})
        return
    for hit in newest:
        click.echo("\t".join([hit["published"] or "-", plain(hit["title"]), plain(hit["uri"])]))
    kind, number = found.volume
    told = {"none": "no alert to expect", "rare": "fewer than one alert a week"}
    several = f"about {_so_many(number, 'alert')} a {kind}"
    there = f"{_so_many(found.documents, 'document')}, {_so_many(found.stories, 'story')}"
    say(f"in {_so_many(found.days, 'day')} {there}: {told.get(kind, several)}")


def _so_many(number: int, what: str) -> str:
    """So many things, in English.

    >>> _so_many(1, "story"), _so_many(1200, "story"), _so_many(0, "alert")
    ('1 story', '1,200 stories', '0 alerts')
    """
    several = what[:-1] + "ies" if what.endswith("ry") else what + "s"
    return f"{number:,} {what if number == 1 else several}"


@monitor.command("remove")
@click.argument("name")
@workspace_option
@plain_errors
def remove(name: str, workspace: Path | None) -> None:
    """Take the monitor NAME away, with its alerts, feeds and deliveries."""
    with opened(workspace, must_exist=True) as space:
        gone = space.monitors.remove(actor(space), name)
    say(f"the monitor {gone.name} is gone")


@monitor.command("send")
@click.argument("name")
@click.argument("kind", type=click.Choice(["webhook", "slack", "telegram", "email"]))
@click.argument("target")
@click.option("--chat", default="", help="The chat that a bot of Telegram writes to.")
@click.option("--every", type=click.IntRange(0, 10_080), default=0, help="Minutes that alerts are gathered (0: none).")
@click.option(
    "--language",
    type=click.Choice(["fa", "ar", "en"]),
    default="fa",
    show_default=True,
    help="Language of what is sent.",
)
@click.option("--template", type=click.File(encoding="utf-8-sig"), help="How it is told; see asnad monitor template.")
@workspace_option
@plain_errors
def send(
    name: str,
    kind: str,
    target: str,
    chat: str,
    every: int,
    language: str,
    template: TextIO | None,
    workspace: Path | None,
) -> None:
    """Send each find of the monitor NAME to TARGET, an https address or an e-mail address; a test goes first.

    A webhook is signed with the secret that is printed, this once. Each story is told once, when it comes; what a day
    or a week brought, with charts and what is new, is a digest: asnad digests add ADDRESS --monitor NAME.
    """
    from pipeline.monitors.deliveries import Wanted

    with opened(workspace, must_exist=True) as space:
        who, told = actor(space), template.read() if template else ""
        made = space.deliveries.add(who, name, Wanted(kind, target, chat, language, every, told))
        space.deliveries.test(who, made.id)
    say("a test waits; asnad serve, or asnad monitor deliver, sends it and what is found from now on")
    if kind == "webhook":
        emit({"id": made.id, "secret": made.secret})


@monitor.command("sent")
@click.argument("name")
@click.option("--test", "tried", default="", metavar="ID", help="Send a test to the destination ID.")
@click.option("--remove", "ended", default="", metavar="ID", help="Send nothing more to the destination ID.")
@workspace_option
@json_option
@plain_errors
def sent(name: str, tried: str, ended: str, workspace: Path | None, as_json: bool) -> None:
    """List where finds of the monitor NAME are sent, each with what became of the newest; or try one, or end it."""
    from pipeline.commands.digest_mails import try_out
    from pipeline.monitors.deliveries import shown

    if tried and ended:
        raise click.UsageError("give --test or --remove, not both")
    with opened(workspace, must_exist=True) as space:
        who = actor(space)
        found = space.deliveries.all(who, name)
        if tried or ended:
            if (tried or ended) not in {one.id for one, _ in found}:
                raise click.ClickException(f"nothing of {plain(name)} is sent to {plain(tried or ended)}")
            if tried:
                try_out(space, space.deliveries, tried)
            else:
                space.deliveries.remove(who, ended)
                say("nothing more is sent there")
            return
    for one, log in found:
        record: dict[str, Any] = {"id": one.id, "kind": one.kind, "target": shown(one), "language": one.language}
        record |= {"minutes": one.minutes, "last": log[0].state if log else ""}
        if as_json:
            emit(record)
        else:
            click.echo("\t".join([one.id, one.kind, plain(shown(one)), log[0].state if log else "not due yet"]))
    if not found and not as_json:
        say(f"nothing of it is sent yet; send it with: asnad monitor send {quote(name)} KIND TARGET")


@monitor.command("deliver")
@workspace_option
@json_option
@plain_errors
def deliver(workspace: Path | None, as_json: bool) -> None:
    """Send what waits to be sent, once; a server does so by itself."""
    with opened(workspace, must_exist=True) as space:
        actor(space).must("admin")
        space.matching.catch_up()
        counts = space.deliverer.run()
    if as_json:
        emit(counts)
    say(", ".join(f"{number:,} {state}" for state, number in counts.items()) or "nothing waits")
    if counts.get("failed"):
        raise SystemExit(WITH_FAILURES)


def _record(shown: "Shown") -> dict[str, Any]:
    one = shown.monitor
    names = ("id", "name", "owner", "collection", "shared", "query", "grammar", "at")
    return {name: getattr(one, name) for name in names} | {"asked": dict(one.asked), "problem": shown.problem}
