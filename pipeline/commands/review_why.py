"""``asnad review why``: who found a mention, by which rule, table or tagger, and which words carried it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, workspace_option

if TYPE_CHECKING:
    from corpora.document import Mention
    from pipeline.review.why import Why

_FINDS = {
    "other": "the extractors find it now with another value; this is what they go by now",
    "gone": "the extractors do not find it any more; what they went by is not known",
    "elsewhere": "a model outside found it, and says no reason",
    "gazetteer": "a name that people added to the workspace",
    "person": "a person marked it; no extractor finds it there",
}
_VERDICTS = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "add": "added"}


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
    by = "nobody but a person" if machine is None else "an extractor of then"
    if machine and machine.extractor:
        by = f"{machine.extractor} {machine.version}, score {machine.score:.2f}"
    corrected = found.standing == "corrected"
    click.echo(_line(one) + ("" if corrected else f"  (found by {by})"))
    _show_judgement(found)
    if machine and corrected:
        click.echo(f"found was {_line(machine)}  (by {by})")
        click.echo(f"  {_value(machine)}")
    if found.finds in _FINDS:
        number = f": decision {found.decision}" if found.decision else ""
        click.echo(_FINDS[found.finds] + number)
    elif corrected:
        click.echo("the extractors find that now too, not what it was corrected to; this is what they go by")
    _show_reasons(found)


def _show_judgement(found: "Why") -> None:
    """Who judged it, when, and what is to stand by that."""
    if found.judgement is None:
        return
    said, verdict = found.judgement.decision, found.judgement.verdict
    stale = "  (stale: the text or what is found has changed since)" if found.judgement.state == "stale" else ""
    click.echo(f"{_VERDICTS.get(verdict, verdict)} by {plain(said.user)} on {said.at}: decision {said.id}{stale}")
    if said.note:
        click.echo(f"  {plain(said.note)}")
    if found.mention is not found.machine and found.mention.verdict in ("corrected", "added"):
        click.echo(f"  {_value(found.mention)}")


def _line(one: "Mention") -> str:
    return f"{one.label} {one.span.start}–{one.span.end}  {plain(one.surface)}"


def _value(one: "Mention") -> str:
    return plain(json.dumps({k: v for k, v in one.value.items() if k != "entity"}, ensure_ascii=False))


def _show_reasons(found: "Why") -> None:
    if found.machine and found.version and found.version != found.machine.version:
        click.echo(f"the extractor is of version {found.version} now")
    for reason in found.reasons:
        chance = "" if reason.chance is None else f"  (by the tagger itself {reason.chance:.2f})"
        click.echo(f"  {reason.rule}{chance}")
        for clue in reason.clues:
            row = f"{clue.table}.tsv: {plain(clue.row)}" if clue.row else clue.table
            place = f"{clue.span.start}–{clue.span.end}"
            click.echo(f"    {clue.part:14} {place:>13}  {plain(found.words(clue.span))}{'  ← ' + row if row else ''}")
