"""``accept``, ``reject``, ``undo`` and ``log`` for lists whose entries are right or none: appointments, meetings."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option

if TYPE_CHECKING:
    from pipeline.people.principal import Principal
    from pipeline.registry.deciding import WholeReview
    from pipeline.workspace import Workspace

type _Review = Callable[["Workspace"], "WholeReview[Any]"]
_identity = click.argument("identity", metavar="ID")


def add_judging(group: click.Group, called: str, review: _Review, line: Callable[[Any], str]) -> None:
    """Adds the four commands to that of a list; ``called`` is one of its entries («an appointment»), ``line`` shows it.

    ``review`` gives the decisions on its entries.
    """
    noun = called.split(" ")[-1]
    _add_verdicts(group, called, noun, review, line)
    _add_log(group, called, review)


def _add_verdicts(group: click.Group, called: str, noun: str, review: _Review, line: Callable[[Any], str]) -> None:
    def decide(workspace: Path | None, decided: "Callable[[WholeReview[Any], Principal], Any]") -> None:
        with opened(workspace, must_exist=True) as space:
            space.register.sync()
            entry = decided(review(space), actor(space))
            say(f"{entry.id}  {line(entry)}{'  (rejected)' if entry.rejected else ''}")

    @group.command(
        "reject", help=f"Say that there is no such {noun}: it is in no list any more but that of the rejected ones."
    )
    @_identity
    @workspace_option
    @plain_errors
    def reject(identity: str, workspace: Path | None) -> None:
        decide(workspace, lambda on, who: on.judge(who, identity, "reject"))

    @group.command("accept", help=f"Say that {called} is right as it is; one that was rejected is in the lists again.")
    @_identity
    @workspace_option
    @plain_errors
    def accept(identity: str, workspace: Path | None) -> None:
        decide(workspace, lambda on, who: on.judge(who, identity, "accept"))

    @group.command("undo", help=f"Take the decision of a NUMBER on {called} back, or the one that took it back.")
    @_identity
    @click.argument("number", type=click.IntRange(1, 2**31 - 1))
    @workspace_option
    @plain_errors
    def undo(identity: str, number: int, workspace: Path | None) -> None:
        decide(workspace, lambda on, who: on.undo_of(who, identity, number))


def _add_log(group: click.Group, called: str, review: _Review) -> None:
    @group.command("log", help=f"Show what was decided on {called}, the newest first.")
    @_identity
    @workspace_option
    @json_option
    @plain_errors
    def log(identity: str, workspace: Path | None, as_json: bool) -> None:
        with opened(workspace, must_exist=True) as space:
            space.register.sync()
            found = review(space).of_entry(actor(space), identity)
        for one in found:
            said = one.decision
            if as_json:
                emit({**said.record(), "state": one.state})
            else:
                click.echo(f"{said.id:>6}  {said.at[:16]}  {plain(said.user)}  {one.verdict:8}  {one.state}")
