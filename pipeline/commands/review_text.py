"""``asnad review text``: what people put right in recognised text."""

from pathlib import Path

import click

from corpora.document import Span
from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option
from pipeline.errors import RefusedDecision


@click.group()
def text() -> None:
    """Put right what was recognised on scans, and see what was."""


@text.command("correct")
@click.argument("document")
@click.argument("before")
@click.argument("after")
@click.option("--at", type=click.IntRange(0), help="Where BEFORE stands, in code points, if it stands there twice.")
@workspace_option
@plain_errors
def correct(document: str, before: str, after: str, at: int | None, workspace: Path | None) -> None:
    """Put right the words BEFORE of a recognised DOCUMENT; what is extracted and found follows from the new text."""
    from pipeline.review.texts import Change

    with opened(workspace, must_exist=True) as space:
        found = space.document(actor(space), document)
        start = _place(found.text, before) if at is None else at
        changed = space.texts.correct(
            actor(space), found.key, [Change(Span(start, start + len(before)), before, after)]
        )
    say(f"{changed.title or changed.key}: put right")


def _place(text: str, words: str) -> int:
    """Where words stand in a text; raises RefusedDecision where that is nowhere, or not one place."""
    places = [at for at in range(len(text)) if text.startswith(words, at)] if words else []
    if len(places) == 1:
        return places[0]
    if not places:
        raise RefusedDecision(f"«{words}» does not stand in the text")
    shown = ", ".join(map(str, places[:10]))
    raise RefusedDecision(f"«{words}» stands there {len(places)} times; choose one with --at: {shown}")


@text.command("corrections")
@click.argument("document")
@workspace_option
@json_option
@plain_errors
def corrections(document: str, workspace: Path | None, as_json: bool) -> None:
    """List what was put right in a DOCUMENT, the newest first."""
    with opened(workspace, must_exist=True) as space:
        history = space.texts.history(actor(space), document)
    for judged in history:
        one, said = judged.decision, judged.correction
        if as_json:
            emit(judged.record())
        else:
            change = f"{said.before} → {said.after}"
            click.echo(f"{one.id:>5}  {judged.state:8}  {plain(change)}  {one.user}")


@text.command("undo")
@click.argument("document")
@click.argument("correction", type=int)
@workspace_option
@plain_errors
def undo(document: str, correction: int, workspace: Path | None) -> None:
    """Take a CORRECTION of a DOCUMENT back; that it was made stays in the list."""
    with opened(workspace, must_exist=True) as space:
        space.texts.undo(actor(space), document, correction)
    say("taken back: what was read stands there again")
