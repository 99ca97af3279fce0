"""``asnad evaluate``: figures of quality on development data, or on what people judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain_errors, say, workspace_option
from pipeline.commands.export import documents_of

_TASKS = (
    "variants",
    "search",
    "extraction",
    "dates",
    "counts",
    "organisations",
    "agreements",
    "meetings",
    "decrees",
    "quotes",
    "stories",
    "reading",
    "cases",
)


@click.command()
@click.argument("task", type=click.Choice([*_TASKS, "all"]), required=False)
@click.argument("data", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("--peer", type=click.Choice(["hazm"]), help="Of variants: measure this library in the place of Asnad.")
@click.option("--gold", type=click.Choice(["decisions"]), help="In place of TASK and DATA: what people judged.")
@click.option(
    "--spacy",
    "model",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="With --gold: measure this pipeline of spaCy in the place of the extractors.",
)
@click.option("--query", help="With --gold: only documents that this query finds.")
@click.option("--collection", default="", help="With --gold: only documents of this collection.")
@workspace_option
@json_option
@plain_errors
def evaluate(
    task: str | None, data: Path | None, peer: str | None, gold: str | None, as_json: bool, **asked: Any
) -> None:
    """Measure quality on a folder of development data: spelling pairs, questions, annotated texts.

    «cases» takes a file of cases too, and tells of each kind how many hold. With «--gold decisions» what people judged
    in the workspace is the measure: precision and recall of each extractor and label, with counts. Where ASNAD_MODELS
    is set, the extractors are measured with these models, and documents that were judged are read with them once more.
    """
    if gold:
        if task or data or peer:
            raise click.UsageError("--gold decisions stands in place of TASK, DATA and --peer")
        with _models(asked["model"]) as learnt:
            _decisions(learnt=learnt, as_json=as_json, **asked)
        return
    if task is None or data is None:
        raise click.UsageError("a TASK and DATA are wanted, or --gold decisions")
    if any(asked[name] for name in ("model", "query", "collection")):
        raise click.UsageError("--spacy, --query and --collection go with --gold decisions")
    from pipeline.evaluation.tasks import TASKS, hazm_meets, variants

    if peer:
        if task != "variants":
            raise click.UsageError("only variants can be measured with --peer")
        _show(f"variants {peer}", variants(data, hazm_meets()), as_json=as_json)
        return
    with _models():
        for name in TASKS if task == "all" else (task,):
            figures = _cases(data, as_json=as_json) if name == "cases" else TASKS[name](data)
            _show(name, figures, as_json=as_json)


@contextmanager
def _models(instead: Path | None = None) -> Iterator[bool]:
    """Measures with what decisions taught, and says which models those are; gives whether there is anything taught.

    ``instead`` is a pipeline of spaCy that is measured in place of the extractors.
    """
    from pipeline.annotate import in_use, taught
    from pipeline.settings import Settings

    settings = Settings()
    heads = () if instead else settings.heads()
    with taught(heads):
        if heads:
            say(f"measured with the models of {settings.models}: names {in_use(('names',))[0].version}")
        yield bool(heads)


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


def _decisions(
    workspace: Path | None, model: Path | None, query: str | None, collection: str, *, learnt: bool, as_json: bool
) -> None:
    from pipeline.exchange.gold import measured, read_again, spacy_finds

    find = spacy_finds(model) if model else read_again() if learnt else None
    with opened(workspace, must_exist=True) as space:
        documents = documents_of(space, actor(space), query, collection)
        rows = measured(space.exchange, documents, find).rows()
    if not rows:
        say("nobody has judged a mention in these documents")
    for row in rows:
        if as_json:
            emit({"task": "decisions", **row})
            continue
        named = f"{row['extractor'] or '—'} {row['version']}".strip()
        shares = "  ".join(f"{name} {_shown(row[name])}" for name in ("precision", "recall", "f1", "values"))
        counts = f"right {row['right']}  wrong {row['wrong']}  missed {row['missed']}"
        click.echo(f"{named:16}  {row['label']:9}  {shares}  {counts}")


def _shown(share: float | None) -> str:
    return "    —" if share is None else f"{share:.3f}"
