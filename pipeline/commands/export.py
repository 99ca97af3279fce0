"""``asnad export``: everything stored, or all that a query finds, as JSON lines, CSV, or as other tools have it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpora.codec import export_record
from pipeline.commands.common import actor, emit, json_option, opened, plain_errors, say, workspace_option

if TYPE_CHECKING:
    from corpora.document import Document
    from pipeline.people.principal import Principal
    from pipeline.workspace import Workspace

_FORMATS = ("jsonl", "csv", "doccano", "label-studio", "prodigy", "conll", "spacy", "ftm")


@click.command()
@click.option(
    "--format",
    "how",
    type=click.Choice(_FORMATS),
    default="jsonl",
    show_default=True,
    help="JSON lines with mentions, a row a mention, or the format of another tool.",
)
@click.option("--query", help="Only what this query finds: all of it, however many.")
@click.option("--collection", default="", help="Only what is in this collection.")
@click.option("--judged", is_flag=True, help="Only mentions that people judged, of documents that have any.")
@click.option("--all", "rejected", is_flag=True, help="With the mentions that people rejected (jsonl and csv).")
@click.option(
    "--offsets",
    type=click.Choice(["codepoints", "utf16"]),
    default="codepoints",
    show_default=True,
    help="What offsets count: code points, or the units of JavaScript and Java. JSON lines always have code points.",
)
@workspace_option
@json_option
@plain_errors
def export(how: str, workspace: Path | None, as_json: bool, **asked: Any) -> None:
    """Print documents with their mentions; offsets refer to the "text" of the line. CSV: a row a mention.

    The other formats are those of doccano, Label Studio, Prodigy, CoNLL 2003, spaCy (DocBin, to be sent into a file)
    and FollowTheMoney; what is marked there comes back with «asnad review import».
    """
    how = "jsonl" if as_json else how
    if asked["rejected"] and how not in ("jsonl", "csv"):
        raise click.UsageError("--all is for jsonl and csv: other tools take every mark for one that stands")
    if asked["offsets"] != "codepoints" and how == "jsonl":
        raise click.UsageError("jsonl counts code points; the formats of other tools can count otherwise")
    with opened(workspace, must_exist=True) as space:
        who = actor(space)
        documents = documents_of(space, who, asked["query"], asked["collection"])
        if how == "jsonl":
            for document in space.exchange.shown(documents, judged=asked["judged"], rejected=asked["rejected"]):
                emit(export_record(document))
            return
        left_out: list[str] = []
        for piece in space.exchange.export(
            documents,
            how,
            asked["offsets"],
            judged=asked["judged"],
            rejected=asked["rejected"],
            left_out=lambda document: left_out.append(document.key),
        ):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    if left_out:
        say(f"left out, as nobody judged all of their mentions: {len(left_out)} documents ({', '.join(left_out[:5])}…)")


def documents_of(space: "Workspace", who: "Principal", query: str | None, collection: str) -> "Iterator[Document]":
    """What somebody may see, or of it what a query finds; of a collection where one is named."""
    if query is None:
        return space.documents(who, collection)
    space.indexing.sync()
    found = space.matches(who, query)
    return (document for document in found if collection in ("", document.collection))
