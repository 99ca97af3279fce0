"""``asnad alerts``, and what people say of them: who takes care of one, and notes."""

from pathlib import Path

import click

from pipeline.commands.common import (
    actor,
    emit,
    json_option,
    opened,
    or_said,
    plain,
    plain_errors,
    say,
    workspace_option,
)
from pipeline.commands.monitor import monitor


@click.command()
@click.option("--monitor", "name", default="", metavar="NAME", help="Of one monitor.")
@click.option("--after", type=click.IntRange(0), default=0, metavar="SEQ", help="Those after a seq, which is a cursor.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=1000, show_default=True, help="How many, oldest first."
)
@click.option("--assigned", default="", metavar="USER", help="Those that are assigned to somebody.")
@workspace_option
@json_option
@plain_errors
def alerts(name: str, after: int, limit: int, assigned: str, workspace: Path | None, as_json: bool) -> None:
    """List what monitors found, oldest first; each story once, and again where its text has changed."""
    from pipeline.monitors.alerts import Wanted
    from pipeline.monitors.messages import record

    with opened(workspace, must_exist=True) as space:
        space.matching.catch_up()
        found = space.alerts.all(actor(space), Wanted(name, after, limit=limit, assigned=assigned))
    for alert in or_said(found, "no monitor has found anything"):
        if as_json:
            notes = [{"id": one.id, "said": one.said, "user": one.user, "at": one.at} for one in alert.notes]
            emit({**record(alert), "assigned": alert.assigned, "notes": notes})
        else:
            click.echo("\t".join([str(alert.seq), alert.kind, plain(alert.name), plain(alert.title), plain(alert.uri)]))
            click.echo(f"  {plain(alert.passage)}")
            if alert.assigned:
                click.echo(f"  assigned to {plain(alert.assigned)}")
            for one in alert.notes:
                click.echo(f"  note {one.id} of {plain(one.user)}: {plain(one.said)}")


@monitor.command("assign")
@click.argument("seq", type=click.IntRange(1))
@click.argument("user", required=False, default="")
@workspace_option
@plain_errors
def assign(seq: int, user: str, workspace: Path | None) -> None:
    """Assign the alert SEQ to USER, who must see it; to nobody without one."""
    with opened(workspace, must_exist=True) as space:
        who = actor(space)
        space.alerts.one(who, seq)
        space.alerts.assign(who, [seq], user)
    say(f"alert {seq} is {plain(user)}'s to take care of" if user.strip() else f"alert {seq} is nobody's")


@monitor.command("note")
@click.argument("seq", type=click.IntRange(1), required=False)
@click.argument("text", required=False, default="")
@click.option("--remove", "note_id", type=click.IntRange(1), metavar="ID", help="Take back a note of your own.")
@workspace_option
@plain_errors
def note(seq: int | None, text: str, note_id: int | None, workspace: Path | None) -> None:
    """Keep TEXT as a note on the alert SEQ, for all who see it; or take one back."""
    if (seq is None) == (note_id is None):
        raise click.UsageError("give SEQ and TEXT, or --remove ID")
    with opened(workspace, must_exist=True) as space:
        who = actor(space)
        if note_id is not None:
            say(f"the note on alert {space.alerts.unnote(who, note_id)} is gone")
        elif seq is not None:
            space.alerts.note(who, seq, text)
            say(f"kept on alert {seq}")
