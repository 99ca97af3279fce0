"""``asnad review bulk``: one judgement for all mentions that a query finds, as a job that can be taken back whole."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpora.document import LABELS
from pipeline.commands.common import (
    Progress,
    actor,
    emit,
    json_option,
    opened,
    options,
    or_said,
    plain,
    plain_errors,
    say,
    workspace_option,
)

if TYPE_CHECKING:
    from pipeline.review.bulk import Judging, Preview
    from pipeline.review.queue import Waiting
    from pipeline.workspace import Workspace


@click.group()
def bulk() -> None:
    """Judge all mentions at once that a query finds and nobody judged; the whole is a job with one undo."""


_which = options(
    click.option("--label", type=click.Choice(LABELS), default=None, help="Mentions of this label."),
    click.option("--words", "surface", default="", help="With exactly these words."),
    click.option("--entity", default="", help="That name this entity, by its id."),
    click.option("--query", "q", default="", help="In documents that this query finds."),
    click.option("--collection", default="", help="In documents of this collection."),
    click.option("--but", multiple=True, help="Except a mention (id), a document (key), or words; may be repeated."),
    click.option("--note", default="", help="Why, for whoever reads the log."),
    click.option("--dry-run", is_flag=True, help="Say how many that are, and show some; decide nothing."),
    json_option,
    workspace_option,
)


@bulk.command()
@_which
@plain_errors
def accept(workspace: Path | None, as_json: bool, dry_run: bool, **asked: Any) -> None:
    """Say of all of them that they are right."""
    _begin(workspace, "accept", asked, dry=dry_run, as_json=as_json)


@bulk.command()
@_which
@plain_errors
def reject(workspace: Path | None, as_json: bool, dry_run: bool, **asked: Any) -> None:
    """Say of all of them that they are wrong."""
    _begin(workspace, "reject", asked, dry=dry_run, as_json=as_json)


@bulk.command("list")
@workspace_option
@json_option
@plain_errors
def list_(workspace: Path | None, as_json: bool) -> None:
    """List such jobs, the newest first, and how far each is."""
    with opened(workspace, must_exist=True) as space:
        for one in or_said(space.bulk.jobs(actor(space)), "there are no such jobs"):
            _show(one, as_json=as_json)


@bulk.command()
@click.argument("job")
@workspace_option
@json_option
@plain_errors
def resume(job: str, workspace: Path | None, as_json: bool) -> None:
    """Go on with a JOB that was interrupted."""
    with opened(workspace, must_exist=True) as space:
        _carry_out(space, space.bulk.job(actor(space), job).job.id, as_json=as_json)


@bulk.command()
@click.argument("job")
@workspace_option
@json_option
@plain_errors
def undo(job: str, workspace: Path | None, as_json: bool) -> None:
    """End a JOB and take all of it back, but for what somebody decided on since."""
    with opened(workspace, must_exist=True) as space:
        _carry_out(space, space.bulk.take_back(actor(space), job), as_json=as_json)


def _begin(workspace: Path | None, verdict: str, asked: dict[str, Any], *, dry: bool, as_json: bool) -> None:
    from pipeline.review.bulk import Bulk

    wanted = Bulk(verdict, **{**asked, "label": asked["label"] or ""})
    with opened(workspace, must_exist=True) as space:
        if dry:
            _preview(space.bulk.preview(actor(space), wanted), as_json=as_json)
            return
        _carry_out(space, space.bulk.begin(actor(space), wanted), as_json=as_json)


def _carry_out(space: "Workspace", job: str, *, as_json: bool) -> None:
    """Does a job here, or leaves it to the workers of a shared store."""
    from pipeline.jobs.judging import carry_out
    from pipeline.jobs.queue import work_queue

    who = actor(space)
    queue = work_queue(space)
    if queue is not None:
        queue.add_judging(job)
        say(f"queued for the workers: asnad review bulk list shows how far {job} is")
    else:
        with Progress("judging", space.bulk.job(who, job).wanted) as bar:
            while carry_out(space, job, seconds=0.5):
                bar.at(space.bulk.job(who, job).done)
    one = space.bulk.job(who, job)
    _show(one, as_json=as_json)
    if not one.undoes:
        say(f"all of it is taken back by: asnad review bulk undo {job}")


def _preview(found: "Preview", *, as_json: bool) -> None:
    if as_json:
        samples = [_sample(one) for one in found.samples]
        frequent = [{"label": label, "surface": said, "mentions": number} for label, said, number in found.words]
        emit({"mentions": found.mentions, "documents": found.documents, "words": frequent, "samples": samples})
        return
    for label, words, number in found.words:
        click.echo(f"{number:>9,}  {label:9}  {plain(words)}")
    for one in found.samples:
        around = f"{one.before[-40:]}[{one.mention.surface}]{one.after[:40]}"
        click.echo(f"{one.mention.id}  {one.mention.score:.2f}  {plain(around)}")
    say(f"{found.mentions:,} mentions in {found.documents:,} documents would be judged")


def _sample(one: "Waiting") -> dict[str, Any]:
    mention = one.mention
    said = {"document": one.document.id, "mention": mention.id, "label": mention.label, "score": mention.score}
    return {**said, "before": one.before, "surface": mention.surface, "after": one.after}


def _show(one: "Judging", *, as_json: bool) -> None:
    asked = one.job.detail.get("asked", {})
    if as_json:
        numbers = {"mentions": one.wanted, "judged": one.done, "refused": one.refused}
        told = {"job": one.job.id, "state": one.job.state, "user": one.job.user, "at": one.job.at, **numbers}
        emit({**told, "asked": asked or None, "undoes": one.undoes or None, "undone_by": one.taken_back_by or None})
        return
    what = " ".join(str(part) for part in (asked.get(name) for name in ("verdict", "label", "surface", "q")) if part)
    what = f"undo of {one.undoes}" if one.undoes else what
    refused = f"  {one.refused:,} refused" if one.refused else ""
    back = f"  taken back by {one.taken_back_by}" if one.taken_back_by else ""
    far = f"{one.done:>9,} of {one.wanted:,}{refused}"
    click.echo(plain(f"{one.job.id}  {one.job.state:9}  {far}  {one.job.user}  {what}{back}"))
