"""``asnad evaluate``: figures of quality on development data."""

from pathlib import Path

import click

from pipeline.commands.common import emit, json_option, plain_errors

_TASKS = ("variants", "search", "extraction", "dates", "counts", "organisations", "agreements", "reading", "cases")


@click.command()
@click.argument("task", type=click.Choice([*_TASKS, "all"]))
@click.argument("data", type=click.Path(path_type=Path, exists=True))
@click.option("--peer", type=click.Choice(["hazm"]), help="Of variants: measure this library in the place of Asnad.")
@json_option
@plain_errors
def evaluate(task: str, data: Path, peer: str | None, as_json: bool) -> None:
    """Measure quality on a folder of development data: spelling pairs, questions, annotated texts.

    «cases» takes a file of cases too, and tells of each kind how many hold.
    """
    from pipeline.evaluation.tasks import TASKS, hazm_meets, variants

    if peer:
        if task != "variants":
            raise click.UsageError("only variants can be measured with --peer")
        _show(f"variants {peer}", variants(data, hazm_meets()), as_json=as_json)
        return
    for name in TASKS if task == "all" else (task,):
        figures = _cases(data, as_json=as_json) if name == "cases" else TASKS[name](data)
        _show(name, figures, as_json=as_json)


def _show(task: str, figures: dict[str, float], *, as_json: bool) -> None:
    for figure, value in figures.items():
        if as_json:
            emit({"task": task, "figure": figure, "value": round(value, 4)})
        else:
            click.echo(f"{task}\t{figure}\t{value:.3f}")


def _cases(data: Path, *, as_json: bool) -> dict[str, float]:
    """Shows each kind of case; gives the shares that hold."""
    from pipeline.evaluation.cases import each, kinds, shares

    tried = list(each(data))
    for kind, (right, of) in kinds(tried).items():
        if as_json:
            emit({"task": "cases", "kind": kind, "right": right, "of": of})
        else:
            click.echo(f"{right:3}/{of:<3} {kind}")
    return shares(tried)
