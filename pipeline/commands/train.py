"""``asnad train``: learns from what people decided, or builds the models that are shipped, from public data."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain_errors, say, workspace_option
from pipeline.commands.export import documents_of
from pipeline.commands.typed import DAY

if TYPE_CHECKING:
    from pipeline.training.learning import Found, Learnt

LANGUAGES = ("fa", "ar")


@click.group(invoke_without_command=True)
@click.option("--gold", type=click.Choice(["decisions"]), help="Learn names from what people judged in the workspace.")
@click.option("--language", type=click.Choice(LANGUAGES), help="With --gold: of this language only.")
@click.option("--since", type=DAY, help="With --gold: only decisions since this day.")
@click.option("--query", help="With --gold: only documents that this query finds.")
@click.option("--collection", default="", help="With --gold: only documents of this collection.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="With --gold: where to write. Default: models/ of the workspace.",
)
@click.option("--anyway", is_flag=True, help="With --gold: write what was learnt though it is no better.")
@workspace_option
@json_option
@click.pass_context
@plain_errors
def train(context: click.Context, /, gold: str | None, as_json: bool, **asked: Any) -> None:
    """Learn from what people decided, or build the models that are shipped from a folder of public data.

    With «--gold decisions» the taggers of organisations, persons and places learn from the mentions that people
    accepted, rejected, corrected and added; what nobody judged counts neither way. A fifth of the documents is kept
    back, and precision and recall on it are told before and after. What is no better there is not written.
    """
    if context.invoked_subcommand is None and gold:
        _from_decisions(as_json=as_json, **asked)
    elif gold:
        raise click.UsageError("--gold decisions stands in place of a command")
    elif context.invoked_subcommand is None:
        raise click.UsageError("«--gold decisions» is wanted, or a command: ner, digits")


def _from_decisions(
    workspace: Path | None,
    language: str | None,
    since: date | None,
    query: str | None,
    collection: str,
    out: Path | None,
    *,
    anyway: bool,
    as_json: bool,
) -> None:
    from pipeline.exchange.gold import lessons
    from pipeline.training.learning import learn

    with opened(workspace, must_exist=True) as space:
        documents = documents_of(space, actor(space), query, collection)
        judged = list(lessons(space.exchange, documents, since.isoformat() if since else ""))
        in_use, folder = space.settings.heads(), out or space.settings.workspace / "models"
    learnt = [learn(judged, one, in_use, say) for one in ([language] if language else LANGUAGES)]
    written = [path for one in learnt if (path := _told(one, folder, anyway=anyway, as_json=as_json))]
    if not written:
        raise click.ClickException("nothing was written; what is in use stays")
    say(f"to use it, set ASNAD_MODELS={folder}, start servers and workers again, and run: asnad reprocess")


def _told(learnt: "Learnt", folder: Path, *, anyway: bool, as_json: bool) -> Path | None:
    """Writes what was learnt of a language, where it is better, and says what came of it; gives the file."""
    from pipeline.store.heads import write_head

    take = learnt.head is not None and (anyway or not learnt.why_not)
    path = write_head(learnt.head, folder) if take and learnt.head else None
    if as_json:
        emit({**learnt.record(), "written": str(path) if path else None})
        return path
    if learnt.before and learnt.after:
        click.echo(f"{learnt.language}: on {learnt.kept:,} judged names that were kept back, before → after")
        for label in ("ORG", "PERSON", "PLACE"):
            click.echo(f"  {label:7} {_change(learnt.before, learnt.after, label)}")
        click.echo(f"  names that nobody judged: {learnt.before.open:,} → {learnt.after.open:,}")
    if learnt.why_not:
        say(f"{learnt.language}: {'' if path else 'not written, '}{learnt.why_not}")
    if path:
        say(f"{learnt.language}: written to {path}")
    return path


def _change(before: "Found", after: "Found", label: str) -> str:
    one, other = ({row["label"]: row for row in found.rows}.get(label, {}) for found in (before, after))
    shares = (f"{name} {_share(one.get(name))} → {_share(other.get(name))}" for name in ("precision", "recall", "f1"))
    counts = (f"{name} {one.get(name, 0)} → {other.get(name, 0)}" for name in ("right", "wrong", "missed"))
    return "  ".join((*shares, *counts))


def _share(share: object) -> str:
    return "—" if share is None else f"{share:.3f}"


@train.command()
@click.option("--language", type=click.Choice(["fa", "ar"]), required=True, help="The language of the model.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of annotated news, as the shared data has it.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Default: the shipped model.")
@click.option("--seed", type=int, default=1, show_default=True, help="Where chance begins.")
@plain_errors
def ner(language: str, data: Path, out: Path | None, seed: int) -> None:
    """Train the tagger of organisations, persons and places; takes an hour and a half on one core."""
    try:
        from pipeline.training.recipes import build
    except ImportError as error:
        raise click.ClickException(f"training needs {error.name}: pip install 'asnad[train]'") from error
    from extractors.names.model import MODELS

    target = out or MODELS / f"names_{language}.npz"
    build(data, language, seed, say).save(target)
    say(f"written to {target}; measure it with: asnad evaluate organisations {data}")


@train.command()
@click.option(
    "--fonts",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of fonts that digits are drawn with.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Default: the shipped model.")
@click.option("--seed", type=int, default=1, show_default=True, help="Where chance begins.")
@plain_errors
def digits(fonts: Path, out: Path | None, seed: int) -> None:
    """Train the reader of digits on scans from the TrueType fonts of a folder; takes three minutes on one core."""
    from pipeline.ingest.ocr.digits import MODEL
    from pipeline.training.digits import build

    found = sorted(fonts.rglob("*.ttf"))
    if not found:
        raise click.ClickException(f"there is no *.ttf in {fonts}")
    target = out or MODEL
    build(found, seed, say).save(target)
    say(f"written to {target}; measure it with: asnad evaluate reading DATA")
