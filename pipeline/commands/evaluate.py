"""``asnad evaluate``: figures of quality on development data."""

from pathlib import Path

import click

from pipeline.commands.common import emit, json_option, plain_errors


@click.command()
@click.argument(
    "task",
    type=click.Choice(
        ["variants", "search", "extraction", "dates", "counts", "organisations", "agreements", "reading", "all"]
    ),
)
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@json_option
@plain_errors
def evaluate(task: str, data: Path, as_json: bool) -> None:
    """Measure quality on a folder of development data: spelling pairs, questions, annotated texts."""
    from pipeline.evaluation.tasks import TASKS

    for name in TASKS if task == "all" else (task,):
        for figure, value in TASKS[name](data).items():
            if as_json:
                emit({"task": name, "figure": figure, "value": round(value, 4)})
            else:
                click.echo(f"{name}\t{figure}\t{value:.3f}")
