"""``asnad digests``: digests that are sent by e-mail, each day or each week."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option

if TYPE_CHECKING:
    from pipeline.monitors.own_destinations import OwnDestinations
    from pipeline.workspace import Workspace

_ZONES = {"fa": "Asia/Tehran", "ar": "Asia/Riyadh", "en": "UTC"}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@click.group()
def digests() -> None:
    """Send digests by e-mail, each day or each week; asnad serve, watch and worker do so when they are due."""


@digests.command("add")
@click.argument("address")
@click.option("--monitor", default="", metavar="NAME", help="Of one monitor (default: everything that you may see).")
@click.option("--collection", default="", metavar="C", help="Of one collection.")
@click.option("--weekly", type=click.Choice(_DAYS), default=None, help="Each week on this day (default: each day).")
@click.option("--at", "hour", type=click.IntRange(0, 23), default=7, show_default=True, help="Hour of the day.")
@click.option("--zone", default="", help="Time zone, Asia/Tehran or +03:30 (default: that of the language).")
@click.option(
    "--language", type=click.Choice(["fa", "ar", "en"]), default="fa", show_default=True, help="Its language."
)
@workspace_option
@plain_errors
def add(
    address: str,
    monitor: str,
    collection: str,
    weekly: str | None,
    hour: int,
    zone: str,
    language: str,
    workspace: Path | None,
) -> None:
    """Send a digest of the days that have ended to ADDRESS, from its next time on; its id is printed.

    It sums days up. To tell each find by itself, when it comes: asnad monitor send NAME email ADDRESS.
    """
    from pipeline.monitors.digest_mails import WantedDigest

    rhythm = f"{weekly or ''} {hour} {zone or _ZONES[language]}"
    with opened(workspace, must_exist=True) as space:
        made = space.mails.add(actor(space), WantedDigest(address, rhythm, monitor, collection, language))
    click.echo(made.id)
    say(f"the first one is due at {made.next} UTC; asnad serve, asnad watch or asnad monitor deliver sends it")


@digests.command("list")
@workspace_option
@json_option
@plain_errors
def list_them(workspace: Path | None, as_json: bool) -> None:
    """List the digests that you have sent, each with what became of the newest."""
    from pipeline.monitors.digest_mails import mail_record

    with opened(workspace, must_exist=True) as space:
        found = space.mails.all(actor(space))
    for one in found:
        if as_json:
            emit(mail_record(one))
        else:
            state = one.problem or (one.log[0].state if one.log else "not due yet")
            parts = [one.destination.id, one.of or "-", one.destination.target, one.rhythm.text, state]
            click.echo("\t".join(map(plain, parts)))
    if not found and not as_json:
        say("no digest is sent yet; send one with: asnad digests add ADDRESS")


@digests.command("test")
@click.argument("identity", metavar="ID")
@workspace_option
@plain_errors
def test(identity: str, workspace: Path | None) -> None:
    """Send the digest ID of the last days, marked as a test: at once by who may, else as soon as a server does."""
    with opened(workspace, must_exist=True) as space:
        try_out(space, space.mails, identity)


def try_out(space: "Workspace", destinations: "OwnDestinations", identity: str) -> None:
    """Sends a test to a destination of one's own, at once where one may, and says what became of it."""
    who = actor(space)
    number = destinations.test(who, identity)
    if not who.may("admin"):
        say("a test waits; asnad serve, or asnad monitor deliver, sends it")
        return
    space.deliverer.run()
    found = destinations.outcome(who, identity, number)
    if found is not None and found.state != "sent":
        raise click.ClickException(f"it was not taken: {plain(found.told)}")
    say("it was sent")


@digests.command("remove")
@click.argument("identity", metavar="ID")
@workspace_option
@plain_errors
def remove(identity: str, workspace: Path | None) -> None:
    """Send the digest ID no more."""
    with opened(workspace, must_exist=True) as space:
        gone = space.mails.remove(actor(space), identity)
    say(f"nothing more is sent to {plain(gone.target)}")
