"""``asnad compare``: what differs between two texts of an agreement, article by article."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import (
    actor,
    emit,
    json_option,
    opened,
    plain,
    plain_errors,
    say,
    settings_of,
    workspace_option,
)

if TYPE_CHECKING:
    from corpora.document import Document
    from pipeline.registry.comparison import Part, Row

_SIGNS = {"same": "=", "figures": "#", "changed": "~", "missing": "-", "added": "+"}


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--all", "everything", is_flag=True, help="Also show the articles that are the same.")
@workspace_option
@json_option
@plain_errors
def compare(first: str, second: str, everything: bool, workspace: Path | None, as_json: bool) -> None:
    """Compare two texts of an agreement article by article; A and B are files, or documents of the workspace.

    Spelling is no difference. Each line begins with what became of an article: = same, # another number or date,
    ~ changed, - missing in B, + added in B.
    """
    from pipeline.registry.comparison import compare as compared
    from pipeline.registry.comparison import record_of, text_of

    rows = compared(*(text_of(_document(one, workspace)) for one in (first, second)))
    for row in rows:
        if as_json:
            emit(record_of(row))
        elif everything or row.status != "same":
            _show(row)
    if not as_json and all(row.status == "same" for row in rows):
        say("both texts are the same but for their spelling")


def _document(reference: str, workspace: Path | None) -> "Document":
    """What is read of a file, or the document of the workspace that is called so."""
    if not Path(reference).is_file():
        with opened(workspace, must_exist=True) as space:
            return space.document(actor(space), reference)
    from corpora.document import Document
    from pipeline.errors import UnreadableSource
    from pipeline.ingest.sources.files import Walk, walk
    from pipeline.records import Failure
    from pipeline.sandbox.pool import ReaderPool
    from pipeline.sandbox.unpacking import Unpacker

    limits = settings_of(workspace).limits()
    with ReaderPool(1, limits) as pool, Unpacker(limits) as unpack:
        for item in walk(Path(reference), Walk("", limits, unpack)):
            answers = [(item, item)] if isinstance(item, Failure) else [*pool.submit(item), *pool.drain()]
            for _, answer in answers:
                if isinstance(answer, Document):
                    return answer
                if isinstance(answer, Failure):
                    raise UnreadableSource(answer.code, f"{answer.uri}: {answer.message}")
    raise click.ClickException(f"there is no text in {reference}")


def _show(row: "Row") -> None:
    click.echo(f"{_SIGNS[row.status]} {_title(row.left)} | {_title(row.right)}" if row.renumbered else _line(row))
    for change in row.changes:
        gone, come = (plain(side[1]) if side else "" for side in (change.left, change.right))
        click.echo(f"    {gone or '∅'} → {come or '∅'}")


def _line(row: "Row") -> str:
    return f"{_SIGNS[row.status]} {_title(row.right or row.left)}"


def _title(part: "Part | None") -> str:
    return plain(part.title) if part else ""
