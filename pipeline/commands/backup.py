"""``asnad store copy`` and ``asnad backup``: moving what is stored, and keeping it safe."""

from pathlib import Path
from typing import Any

import click

from pipeline.commands.common import (
    WITH_FAILURES,
    Progress,
    actor,
    emit,
    json_option,
    opened,
    plain,
    plain_errors,
    say,
    workspace_option,
)


@click.group()
def store() -> None:
    """Move what is stored from one place to another."""


@store.command()
@click.argument("target", metavar="DIR|postgresql://…")
@click.option("--blobs", default="", help="Where raw bytes go (s3://bucket/folder); needed where TARGET is no folder.")
@workspace_option
@json_option
@plain_errors
def copy(target: str, blobs: str, workspace: Path | None, as_json: bool) -> None:
    """Copy the store, with versions, decisions, failures, jobs and raw bytes, into an empty one.

    TARGET is a folder, which becomes a workspace, or the address of a PostgreSQL database. Others may go on writing:
    the copy is as of the moment when it began.
    """
    from pipeline.store.blobs import blobs_at

    database = "://" in target
    if database and not blobs:
        raise click.UsageError("say with --blobs where the raw bytes go, a folder that all machines share or s3://…")
    into: str | Path = (blobs if "://" in blobs else Path(blobs)) if blobs else Path(target) / "blobs"
    with opened(workspace, must_exist=True, whole=True) as space, Progress("copying", space.keeping.rows()) as bar:
        copied = space.keeping.copy_to(target if database else Path(target), blobs_at(into), bar.more)
    _tell(copied, as_json)


@store.command("rebuild-projections")
@workspace_option
@json_option
@plain_errors
def rebuild_projections(workspace: Path | None, as_json: bool) -> None:
    """Make who is who again from what documents said and what people decided; nothing changes where all is well."""
    with opened(workspace, must_exist=True) as space:
        changed = space.entities.rebuild(actor(space))
    if as_json:
        emit({"changed": changed})
    say(f"{changed:,} names lead elsewhere, or are called otherwise, than before")


class _Backup(click.Group):
    """``asnad backup TARGET`` is ``asnad backup create TARGET``."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Puts ``create`` in front of what is no command."""
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args.insert(0, "create")
        return super().parse_args(context, args)


@click.group(cls=_Backup)
def backup() -> None:
    """Back up the store and its raw bytes while others read and write, or restore a backup.

    asnad backup TARGET writes one: a tar file where TARGET ends in .tar, else a folder, which is a workspace itself.
    """


@backup.command()
@click.argument("target", type=click.Path(path_type=Path))
@workspace_option
@json_option
@plain_errors
def create(target: Path, workspace: Path | None, as_json: bool) -> None:
    """Write a backup; it is whole or absent.

    The folder that TARGET lies in has to be there: a disk that is not mounted would else be none that anybody misses.
    """
    if not target.absolute().parent.is_dir():
        raise click.UsageError(f"there is no folder {plain(str(target.parent))}: make it, or mount its disk, first")
    with opened(workspace, must_exist=True, whole=True) as space, Progress("backing up", space.keeping.rows()) as bar:
        copied = space.keeping.back_up(target, bar.more)
    _tell(copied, as_json)


@backup.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@workspace_option
@json_option
@plain_errors
def restore(source: Path, workspace: Path | None, as_json: bool) -> None:
    """Put a backup into a workspace that is empty, and build its index."""
    with opened(workspace, whole=True) as space, Progress("restoring", None) as bar:
        copied = space.keeping.restore(source, bar.more)
    _tell(copied, as_json)


def _tell(copied: Any, as_json: bool) -> None:
    """Says what was copied; the exit code is 3 where raw bytes were gone or damaged."""
    if as_json:
        emit({"seq": copied.seq, "rows": copied.rows, "blobs": copied.blobs, "missing": copied.missing})
    say(f"{copied.rows['documents']:,} documents, {copied.blobs:,} raw files, as of change {copied.seq:,}")
    if copied.missing:
        say(f"{len(copied.missing):,} raw files were gone or damaged: {', '.join(copied.missing[:3])}")
        raise SystemExit(WITH_FAILURES)
