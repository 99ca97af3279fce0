"""``asnad review``: what people decide about what was read and found."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpora.codec import mention_record
from corpora.document import LABELS, Span
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
from pipeline.commands.review_assign import assign
from pipeline.commands.review_bulk import bulk
from pipeline.commands.review_import import import_
from pipeline.commands.review_log import log
from pipeline.commands.review_text import text
from pipeline.commands.review_thresholds import thresholds
from pipeline.commands.review_why import why
from pipeline.errors import RefusedDecision

if TYPE_CHECKING:
    from pipeline.review.judged import Verdict
    from pipeline.review.reviewed import Reviewed
    from pipeline.workspace import Workspace


@click.group()
def review() -> None:
    """Judge what was found in a document, put right what was recognised on a scan, and see who said what."""


review.add_command(text)
review.add_command(bulk)
review.add_command(assign)
review.add_command(import_)
review.add_command(log)
review.add_command(thresholds)
review.add_command(why)
_label = click.option("--label", type=click.Choice(LABELS), help="What it is, where it is something else.")
_value = click.option(
    "--value", "value_text", help="Its value as JSON; without it what the extractors make of the words."
)
_DISPUTES = 10_000
_note = click.option("--note", default="", help="Why, for whoever reads the log.")


@review.command()
@click.argument("document")
@click.argument("mention", nargs=-1, required=True)
@_note
@workspace_option
@plain_errors
def accept(document: str, mention: tuple[str, ...], note: str, workspace: Path | None) -> None:
    """Say of MENTIONs of a DOCUMENT, by the ids that export shows, that they are right."""
    _judge(workspace, document, mention, "accept", note)


@review.command()
@click.argument("document")
@click.argument("mention", nargs=-1, required=True)
@_note
@workspace_option
@plain_errors
def reject(document: str, mention: tuple[str, ...], note: str, workspace: Path | None) -> None:
    """Say of MENTIONs of a DOCUMENT that they are wrong: they are found, shown and counted no more."""
    _judge(workspace, document, mention, "reject", note)


@review.command()
@click.argument("document")
@click.argument("mention")
@click.option("--start", type=click.IntRange(0), help="Where it begins, in code points of the text.")
@click.option("--end", type=click.IntRange(1), help="Where it ends.")
@_label
@_value
@_note
@workspace_option
@plain_errors
def correct(
    document: str,
    mention: str,
    start: int | None,
    end: int | None,
    label: str | None,
    value_text: str | None,
    note: str,
    workspace: Path | None,
) -> None:
    """Put a MENTION of a DOCUMENT right: its place, its label or its value."""
    with opened(workspace, must_exist=True) as space:
        (one,) = _reviewed(space, document, [mention])
        now = one.shown or one.machine
        assert now is not None
        first, last = now.span.start if start is None else start, now.span.end if end is None else end
        if first >= last:
            raise RefusedDecision(f"a mention ends behind its start, {first} is not before {last}")
        span = None if (start, end) == (None, None) else Span(first, last)
        asked = one.asking("correct", note=note, label=label or "", span=span, value=_value_of(value_text))
        space.mentions.decide(actor(space), document, asked)
    say("put right")


@review.command()
@click.argument("document")
@click.argument("start", type=click.IntRange(0))
@click.argument("end", type=click.IntRange(1))
@click.argument("label", type=click.Choice(LABELS))
@_value
@_note
@workspace_option
@plain_errors
def add(
    document: str, start: int, end: int, label: str, value_text: str | None, note: str, workspace: Path | None
) -> None:
    """Add what was missed in a DOCUMENT: a LABEL for the text from START to END, in code points."""
    from pipeline.review.reviewed import Asked

    if start >= end:
        raise RefusedDecision(f"a mention ends behind its start, {start} is not before {end}")
    with opened(workspace, must_exist=True) as space:
        asked = Asked("add", label=label, span=Span(start, end), value=_value_of(value_text), note=note)
        found = space.mentions.decide(actor(space), document, asked)
        (made,) = (one for one in found.mentions if (one.label, one.span) == (label, Span(start, end)))
    click.echo(made.id)


@review.command()
@click.argument("document")
@workspace_option
@json_option
@plain_errors
def mentions(document: str, workspace: Path | None, as_json: bool) -> None:
    """List the mentions of a DOCUMENT, the rejected ones too, each with what was said of it."""
    with opened(workspace, must_exist=True) as space:
        for one in space.mentions.reviewed(actor(space), document):
            shown = one.marked
            if shown is None:
                _lost(one, as_json=as_json)
                continue
            if as_json:
                emit(
                    {**mention_record(shown), "verdict": shown.verdict, "state": one.judgement and one.judgement.state}
                )
                continue
            stale = "  (stale)" if one.judgement and one.judgement.state == "stale" else ""
            place = f"{shown.span.start}–{shown.span.end}"
            click.echo(f"{shown.id}  {shown.verdict:9}  {shown.label:9}  {place:>13}  {plain(shown.surface)}{stale}")


def _lost(one: "Reviewed", *, as_json: bool) -> None:
    """A judgement whose place is not in the text any more."""
    if one.judgement is None:
        return
    said = one.judgement.decision
    if as_json:
        emit({"id": said.subject, "label": said.before["label"], "surface": said.before["surface"], "state": "stale"})
    else:
        told = plain(str(said.before["surface"]))
        click.echo(f"{said.subject}  {one.judgement.verdict:9}  {said.before['label']:9}  {'':>13}  {told}  (stale)")


@review.command()
@workspace_option
@json_option
@plain_errors
def agreement(workspace: Path | None, as_json: bool) -> None:
    """Show how far people agree who judged the same mention: Cohen's kappa by label."""
    with opened(workspace, must_exist=True) as space:
        for one in or_said(space.queue.agreement(actor(space)), "no two people have judged the same mention"):
            if as_json:
                emit(asdict(one))
                continue
            kappa = "–" if one.kappa is None else f"{one.kappa:.2f}"
            counted = f"{one.mentions:>7,} mentions {one.agreed:>7,} agreed {one.disputed:>6,} disputed"
            click.echo(f"{one.label or 'all':9}  kappa {kappa:>5} {counted}")


@review.command()
@workspace_option
@json_option
@plain_errors
def disputed(workspace: Path | None, as_json: bool) -> None:
    """List the mentions of which two people say different things, each with what they say."""
    from pipeline.review.queue import Which

    with opened(workspace, must_exist=True) as space:
        rows = space.second.disputed(actor(space), Which(), limit=_DISPUTES).rows
        for one in or_said(rows, "no two people say different things of a mention"):
            shown, place = one.mention, f"{one.mention.span.start}–{one.mention.span.end}"
            if as_json:
                said = [voice.record() for voice in one.said]
                emit({"document": one.document.id, "mention": mention_record(shown), "said": said})
                continue
            voices = ", ".join(f"{plain(voice.user)} {voice.after['verdict']} ({voice.id})" for voice in one.said)
            click.echo(f"{one.document.id}  {shown.id}  {shown.label:9}  {place:>13}  {plain(shown.surface)}: {voices}")


@review.command()
@click.argument("decision", type=int, required=False)
@click.option("--batch", default="", help="All judgements of this name: an import, or all alike at once.")
@workspace_option
@plain_errors
def undo(decision: int | None, batch: str, workspace: Path | None) -> None:
    """Take a DECISION back, of whatever kind, by its number in the log; that it was made stays there."""
    if (decision is None) == (not batch):
        raise click.UsageError("the number of a decision is wanted, or --batch")
    with opened(workspace, must_exist=True) as space:
        if decision is None:
            say(f"taken back: {space.queue.undo(actor(space), batch)} judgements")
            return
        space.log.undo(actor(space), decision)
    say("taken back: what stood before stands again")


def _judge(workspace: Path | None, document: str, mentions: Sequence[str], verdict: "Verdict", note: str) -> None:
    with opened(workspace, must_exist=True) as space:
        found = _reviewed(space, document, mentions)
        space.mentions.decide(actor(space), document, *(one.asking(verdict, note=note) for one in found))
    say(f"{len(found)} {verdict}ed")


def _reviewed(space: "Workspace", document: str, mentions: Sequence[str]) -> "list[Reviewed]":
    """The mentions of some ids, each once; raises RefusedDecision where one is not there."""
    there = {one.known.id: one for one in space.mentions.reviewed(actor(space), document) if one.known}
    for mention in mentions:
        if mention not in there:
            raise RefusedDecision(
                f"there is no mention {mention!r} in the text as it stands: see asnad review mentions"
            )
    return [there[mention] for mention in dict.fromkeys(mentions)]


def _value_of(text: str | None) -> dict[str, Any] | None:
    from pipeline.review.suggesting import parsed

    return None if text is None else parsed(text)
