"""``asnad export``: everything stored, or all that a query finds, as JSON lines or CSV."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import emit, json_option, opened, plain_errors, workspace_option

if TYPE_CHECKING:
    from corpora.document import Document


@click.command()
@click.option("--format", "how", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--query", help="Only what this query finds: all of it, however many.")
@workspace_option
@json_option
@plain_errors
def export(how: str, query: str | None, workspace: Path | None, as_json: bool) -> None:
    """Print documents with their mentions; offsets refer to the "text" of the line. CSV: a row a mention."""
    with opened(workspace, must_exist=True) as space:
        if query is not None:
            space.indexing.sync()
        documents = space.store.documents() if query is None else space.matches(query)
        if how == "csv" and not as_json:
            _csv(documents)
            return
        for document in documents:
            emit(exported(document))


def exported(document: Any) -> dict[str, Any]:
    """A document as export and API show it."""
    from corpora.codec import mention_record

    return {
        "id": document.id,
        "key": document.key,
        "uri": document.uri,
        "title": document.title,
        "text": document.text,
        "language": document.language,
        "published": document.published or None,
        "source": document.source,
        "site": document.site,
        "kind": document.kind,
        "flags": list(document.flags),
        "furniture": [[span.start, span.end] for span in document.furniture],
        "mentions": [mention_record(mention) for mention in document.mentions],
    }


def _csv(documents: Iterable["Document"]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("id", "uri", "title", "published", "label", "start", "end", "surface", "value", "score"))
    for document in documents:
        for m in document.mentions:
            value = json.dumps(dict(m.value), ensure_ascii=False)
            head = (document.id, document.uri, document.title, document.published)
            writer.writerow((*head, m.label, m.span.start, m.span.end, m.surface, value, m.score))
        click.echo(out.getvalue(), nl=False)
        out.seek(0)
        out.truncate()
    click.echo(out.getvalue(), nl=False)
