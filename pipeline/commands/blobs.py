"""``asnad blobs``: whether raw bytes are whole, and removing those that nothing needs."""

from pathlib import Path

import click

from pipeline.commands.common import (
    WITH_FAILURES,
    Progress,
    emit,
    json_option,
    opened,
    plain_errors,
    say,
    workspace_option,
)


@click.group()
def blobs() -> None:
    """Check the raw bytes that are kept of every source, or remove those that nothing needs."""


@blobs.command()
@workspace_option
@json_option
@plain_errors
def check(workspace: Path | None, as_json: bool) -> None:
    """Read all raw bytes and compare them with their names; the exit code is 3 where some are gone or damaged."""
    with opened(workspace, must_exist=True, whole=True) as space, Progress("checking", None) as bar:
        found = space.check_blobs(bar.more)
    if as_json:
        emit({"named": found.named, "gone": found.gone, "damaged": found.damaged, "unnamed": len(found.unnamed)})
    for what, names in (("gone", found.gone), ("damaged", found.damaged)):
        for name in names:
            say(f"{what}: {name}")
    say(
        f"{found.named:,} named, {len(found.gone):,} gone, {len(found.damaged):,} damaged; "
        f"{len(found.unnamed):,} that nothing names: asnad blobs collect"
    )
    if found.gone or found.damaged:
        raise SystemExit(WITH_FAILURES)


@blobs.command()
@workspace_option
@json_option
@plain_errors
def collect(workspace: Path | None, as_json: bool) -> None:
    """Remove raw bytes that no document, failure or job needs, such as a crash leaves of a deletion."""
    with opened(workspace, must_exist=True, whole=True) as space:
        removed = space.collect_blobs()
    if as_json:
        emit({"removed": removed})
    say(f"{removed:,} removed")
