"""``asnad decisions``: the log of what people decided."""

from pathlib import Path
from typing import Any

import click

from pipeline.commands.common import plain_errors
from pipeline.commands.review_log import log_options, show


@click.command()
@log_options
@plain_errors
def decisions(workspace: Path | None, as_json: bool, as_csv: bool, since: str, until: str, **asked: Any) -> None:
    """List what people decided, oldest first: on a DOCUMENT, by id, key or address, or all of it."""
    show(workspace, since, until, asked, as_json=as_json, as_csv=as_csv)
