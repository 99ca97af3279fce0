"""``asnad export``: everything stored, or all that a query finds, as JSON lines or CSV."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpora.codec import export_record, json_text
from corpora.tabular import csv_of
from pipeline.commands.common import actor, emit, json_option, opened, plain_errors, workspace_option

if TYPE_CHECKING:
    from corpora.document import Document

_COLUMNS = (
    "id",
    "uri",
    "title",
    "published",
    "label",
    "start",
    "end",
    "surface",
    "value",
    "score",
    "mention",
    "verdict",
)


@click.command()
@click.option(
    "--format",
    "how",
    type=click.Choice(["jsonl", "csv"]),
    default="jsonl",
    show_default=True,
    help="JSON lines with mentions, or a row a mention.",
)
@click.option("--all", "rejected", is_flag=True, help="With the mentions that people rejected.")
@click.option("--query", help="Only what this query finds: all of it, however many.")
@workspace_option
@json_option
@plain_errors
def export(how: str, rejected: bool, query: str | None, workspace: Path | None, as_json: bool) -> None:
    """Print documents with their mentions; offsets refer to the "text" of the line. CSV: a row a mention."""
    with opened(workspace, must_exist=True) as space:
        if query is not None:
            space.indexing.sync()
        who = actor(space)
        documents = space.documents(who) if query is None else space.matches(who, query)
        if rejected:
            documents = (
                one.with_mentions([*one.mentions, *space.mentions.rejected(who, one.key)]) for one in documents
            )
        if how == "csv" and not as_json:
            _csv(documents)
            return
        for document in documents:
            emit(export_record(document))


def _csv(documents: Iterable["Document"]) -> None:
    click.echo(csv_of([_COLUMNS]), nl=False)
    for document in documents:
        head = (document.id, document.uri, document.title, document.published)
        rows = [
            (*head, m.label, m.span.start, m.span.end, m.surface, json_text(m.value), m.score, m.id, m.verdict)
            for m in document.mentions
        ]
        click.echo(csv_of(rows), nl=False)
