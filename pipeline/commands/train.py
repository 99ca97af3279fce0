"""``asnad train``: builds the models that are shipped, from public data."""

from pathlib import Path

import click

from pipeline.commands.common import plain_errors, say


@click.group()
def train() -> None:
    """Build the models that are shipped, from a folder of public data."""


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
