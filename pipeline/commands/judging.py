"""``accept``, ``correct``, ``reject``, ``undo`` and ``log`` for lists whose entries people decide on.

These are agreements, appointments and meetings.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option

if TYPE_CHECKING:
    from pipeline.people.principal import Principal
    from pipeline.registry.deciding import FieldReview
    from pipeline.registry.reviewing import EntryDecision
    from pipeline.workspace import Workspace

type Review[R] = Callable[["Workspace"], R]
_identity = click.argument("identity", metavar="ID")
_field = click.argument("field", default="")


def add_judging(
    group: click.Group, called: str, examples: str, review: "Review[FieldReview[Any]]", line: Callable[[Any], str]
) -> None:
    """Adds the five commands to that of a list; ``called`` is one of its entries («an appointment»), ``line`` shows it.

    ``examples`` are values as people type them; ``review`` gives the decisions on the entries.
    """
    noun = called.split(" ")[-1]
    _add_verdicts(group, called, noun, review, line)
    _add_correct(group, called, examples, review, line)
    _add_log(group, called, review)


def decide[R](
    workspace: Path | None, review: Review[R], line: Callable[[Any], str], decided: "Callable[[R, Principal], Any]"
) -> None:
    """Keeps a decision on the entries as they are by now, and shows the entry that it makes."""
    with opened(workspace, must_exist=True) as space:
        space.register.sync()
        entry = decided(review(space), actor(space))
        say(f"{entry.id}  {line(entry)}{'  (rejected)' if entry.rejected else ''}")


def _add_verdicts(
    group: click.Group, called: str, noun: str, review: "Review[FieldReview[Any]]", line: Callable[[Any], str]
) -> None:
    @group.command(
        "reject",
        help=f"Say that a FIELD of {called} is wrong and nothing is known of it, or that there is no such {noun}.",
    )
    @_identity
    @_field
    @workspace_option
    @plain_errors
    def reject(identity: str, field: str, workspace: Path | None) -> None:
        decide(workspace, review, line, lambda on, who: on.judge(who, identity, field, "reject"))

    @group.command(
        "accept",
        help=f"Accept a FIELD of {called} as it is, or the {noun}: another reading does not change it, and one "
        "that was rejected is in the lists again.",
    )
    @_identity
    @_field
    @workspace_option
    @plain_errors
    def accept(identity: str, field: str, workspace: Path | None) -> None:
        decide(workspace, review, line, lambda on, who: on.judge(who, identity, field, "accept"))

    @group.command("undo", help=f"Take the decision of a NUMBER on {called} back, or the one that took it back.")
    @_identity
    @click.argument("number", type=click.IntRange(1, 2**31 - 1))
    @workspace_option
    @plain_errors
    def undo(identity: str, number: int, workspace: Path | None) -> None:
        decide(workspace, review, line, lambda on, who: on.undo_of(who, identity, number))


def _add_correct(
    group: click.Group, called: str, examples: str, review: "Review[FieldReview[Any]]", line: Callable[[Any], str]
) -> None:
    @group.command("correct", help=f"Put a VALUE in a FIELD of {called}: {examples}.")
    @_identity
    @click.argument("field")
    @click.argument("value")
    @workspace_option
    @plain_errors
    def correct(identity: str, field: str, value: str, workspace: Path | None) -> None:
        decide(workspace, review, line, lambda on, who: on.judge(who, identity, field, "correct", value))


def _add_log(group: click.Group, called: str, review: "Review[FieldReview[Any]]") -> None:
    @group.command(
        "log", help=f"Show what was decided on {called}, the newest first, and by which ids documents tell of it."
    )
    @_identity
    @workspace_option
    @json_option
    @plain_errors
    def log(identity: str, workspace: Path | None, as_json: bool) -> None:
        with opened(workspace, must_exist=True) as space:
            space.register.sync()
            on, who = review(space), actor(space)
            entry, found = on.entry(who, identity), on.of_entry(who, identity)
        for one in found:
            said = one.decision
            if as_json:
                emit({**said.record(), "state": one.state})
            else:
                field, change = f"{one.field:12}", _change(entry, one, found)
                click.echo(
                    f"{said.id:>6}  {said.at[:16]}  {plain(said.user)}  {one.verdict:8}  {field}  {one.state}{change}"
                )
        if not as_json:
            for told, document in dict.fromkeys((one.told, one.id) for one in entry.witnesses):
                click.echo(f"told {told}  by {plain(document)}")


def _change(entry: Any, one: "EntryDecision", decisions: "Sequence[EntryDecision]") -> str:
    """From what to what a decision made a field; "" where it changed none."""
    from pipeline.registry.reviewing import from_and_to
    from pipeline.registry.typed import told_value

    if not one.field or one.verdict == "accept":
        return ""
    texts = (told_value(entry, one.field, value) for value in from_and_to(one, decisions))
    old, new = ("; ".join(map(plain, text.splitlines())) or "-" for text in texts)
    return f"  {old} → {new}" if old != new else ""
