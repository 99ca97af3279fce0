"""``asnad review why``: who found a mention, by which rule, table or tagger, and which words carried it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, workspace_option

if TYPE_CHECKING:
    from pipeline.review.why import Why

_STANDING = {
    "other": "the extractors find it now with another value; this is what they go by now",
    "gone": "the extractors do not find it any more; what they went by is not known",
    "elsewhere": "a model outside found it, and says no reason",
    "gazetteer": "a name that people added to the workspace",
    "person": "a person marked it; no extractor finds it there",
}


@click.command()
@click.argument("document")
@click.argument("mention")
@workspace_option
@json_option
@plain_errors
def why(document: str, mention: str, workspace: Path | None, as_json: bool) -> None:
    """Show why a MENTION of a DOCUMENT was suggested: the rule, the table or the tagger, and the words it went by."""
    with opened(workspace, must_exist=True) as space:
        found = space.reasons.of(actor(space), document, mention)
    if as_json:
        emit(found.record())
    else:
        _show(found)


def _show(found: "Why") -> None:
    one, machine = found.mention, found.machine
    by = f"{machine.extractor} {machine.version}, score {machine.score:.2f}" if machine else "nobody but a person"
    click.echo(f"{one.label} {one.span.start}–{one.span.end}  {plain(one.surface)}  (found by {by})")
    if found.standing in _STANDING:
        number = f": decision {found.decision}" if found.decision else ""
        click.echo(_STANDING[found.standing] + number)
    if machine and found.version and found.version != machine.version:
        click.echo(f"the extractor is of version {found.version} now")
    for reason in found.reasons:
        chance = "" if reason.chance is None else f"  (by the tagger itself {reason.chance:.2f})"
        click.echo(f"  {reason.rule}{chance}")
        for clue in reason.clues:
            row = f"{clue.table}.tsv: {plain(clue.row)}" if clue.row else clue.table
            place = f"{clue.span.start}–{clue.span.end}"
            click.echo(f"    {clue.part:14} {place:>13}  {plain(found.words(clue.span))}{'  ← ' + row if row else ''}")
