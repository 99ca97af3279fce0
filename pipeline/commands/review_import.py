"""``asnad review import``: what people marked in another tool, as decisions in the one log."""

from collections import Counter
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    WITH_FAILURES,
    actor,
    emit,
    json_option,
    opened,
    plain,
    plain_errors,
    say,
    workspace_option,
)
from pipeline.commands.export import documents_of

if TYPE_CHECKING:
    from pipeline.exchange.exchange import Taken


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--format",
    "how",
    type=click.Choice(["csv", "doccano", "label-studio", "prodigy", "conll", "spacy", "ftm"]),
    required=True,
    help="The tool that wrote the file.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be decided, and decide nothing.")
@click.option("--accept", is_flag=True, help="Take what came back unchanged for accepted.")
@click.option("--partly", is_flag=True, help="Of a document in which something clashes, keep the rest.")
@click.option("--label", "labels", multiple=True, metavar="THEIRS=OURS", help="A label that is called otherwise there.")
@click.option(
    "--offsets",
    type=click.Choice(["codepoints", "utf16"]),
    default="codepoints",
    show_default=True,
    help="What the file's offsets count, where it did not go out from here.",
)
@click.option("--query", help="Of a format without names of documents: only those that this query finds.")
@click.option("--collection", default="", help="The same: only those of this collection.")
@workspace_option
@json_option
@plain_errors
def import_(file: BufferedReader, how: str, workspace: Path | None, as_json: bool, **asked: Any) -> None:
    """Take over what people marked elsewhere: each mention that they changed is a decision.

    A document goes in whole or not at all; what clashes with what somebody decided since, and a text that is not the
    document's, is told with both sides, and the exit code is then 3. The same file again changes nothing.
    """
    from pipeline.exchange.exchange import Taking
    from pipeline.review.judged import VERDICTS

    pairs = [pair.partition("=") for pair in asked["labels"]]
    if not all(theirs and ours for theirs, _, ours in pairs):
        raise click.UsageError("--label wants THEIRS=OURS, as PER=PERSON")
    labels = {theirs: ours for theirs, _, ours in pairs}
    taking = Taking(asked["offsets"], labels, asked["accept"], asked["partly"], asked["dry_run"])
    told = Counter[str]()
    wrong = False
    with opened(workspace, must_exist=True) as space:
        who = actor(space)
        for one in space.exchange.take(
            who, file.read(), how, taking, lambda: documents_of(space, who, asked["query"], asked["collection"])
        ):
            told[one.state] += 1
            told.update(one.verdicts)
            wrong = wrong or one.wrong
            _show(one, as_json=as_json)
    would = "would be " if taking.dry else ""
    lines = [f"{would if state == 'taken' else ''}{state}: {number}" for state, number in told.items()]
    say(", ".join(lines) or "the file holds no document")
    if any(told[verdict] for verdict in VERDICTS) and not taking.dry:
        say(f"all of it is taken back by: asnad review undo --batch {taking.batch}")
    if wrong:
        raise SystemExit(WITH_FAILURES)


def _show(one: "Taken", *, as_json: bool) -> None:
    if as_json:
        emit(one.record())
        return
    said = "  ".join(f"{verdict} {number}" for verdict, number in one.verdicts.items())
    click.echo(plain(f"{one.where:>10}  {one.document:32}  {one.state:9}  {said}").rstrip())
    for trouble in one.troubles:
        both = [f"{name}: {side}" for name, side in (("now", trouble.now), ("asked", trouble.asked)) if side]
        click.echo(plain("            " + "; ".join([trouble.why, *both])))
