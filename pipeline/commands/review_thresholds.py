"""``asnad review thresholds``: from which score on mentions are right, by what people judged."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpora.document import LABELS
from pipeline.commands.common import actor, emit, json_option, opened, plain_errors, say, workspace_option
from pipeline.commands.export import documents_of

if TYPE_CHECKING:
    from pipeline.evaluation.thresholds import Proposal


@click.command()
@click.option("--label", type=click.Choice(LABELS), default=None, help="Only of this label.")
@click.option(
    "--certain",
    type=click.FloatRange(0.5, 0.999),
    default=0.95,
    show_default=True,
    help="The share of right mentions from which on they need no look.",
)
@click.option("--query", help="Only documents that this query finds.")
@click.option("--collection", default="", help="Only documents of this collection.")
@workspace_option
@json_option
@plain_errors
def thresholds(
    label: str | None, certain: float, query: str | None, collection: str, workspace: Path | None, as_json: bool
) -> None:
    """Show how often mentions of each score are right, and propose the settings ASNAD_SURE and ASNAD_THRESHOLDS.

    A proposal holds with 95 % confidence; without enough judgements there is none. Nothing is changed.
    """
    from pipeline.evaluation.thresholds import proposals
    from pipeline.exchange.gold import scored

    with opened(workspace, must_exist=True) as space:
        documents = documents_of(space, actor(space), query, collection)
        found = proposals((one for one in scored(space.exchange, documents) if label in (None, one.label)), certain)
    for one in found:
        _show(one, as_json=as_json)
    if not found:
        say("nobody has judged a mention in these documents")
    for name, part in (("ASNAD_SURE", "sure"), ("ASNAD_THRESHOLDS", "least")):
        pairs = [(one.label, getattr(one, part)) for one in found]
        told = ",".join(f"{labelled}={score:g}" for labelled, score in pairs if score is not None)
        if told:
            say(f"proposed: {name}={told}")


def _show(one: "Proposal", *, as_json: bool) -> None:
    if as_json:
        curve = [{**asdict(point), "precision": point.precision} for point in one.curve]
        told = {"label": one.label, "judged": one.judged, "right": one.right, "sure": one.sure, "least": one.least}
        emit({**told, "curve": curve})
        return
    click.echo(f"{one.label}  {one.judged:,} judged, {one.right:,} right")
    for point in one.curve:
        if point.precision is None:
            break
        bar = "▇" * round(point.precision * 40)
        marks = [name for name, score in (("sure", one.sure), ("least", one.least)) if score == point.score]
        share = f"{point.precision:6.1%} of {point.judged:>7,}"
        click.echo(f"  from {point.score:.2f}  {share}  {bar} {' '.join(marks)}".rstrip())
