"""What commands share: the workspace option, JSON lines, exit codes, progress, and errors in plain words."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipeline.people.principal import Principal
    from pipeline.settings import Settings
    from pipeline.workspace import Workspace

DONE, ERROR, USAGE, WITH_FAILURES, INTERRUPTED = 0, 1, 2, 3, 130


def workspace_option[**P, R](command: Callable[P, R]) -> Callable[P, R]:
    """Adds ``--workspace DIR``."""
    return click.option(
        "--workspace",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        help="Folder with store and index (default: ./workspace, or ASNAD_WORKSPACE).",
    )(command)


def json_option[**P, R](command: Callable[P, R]) -> Callable[P, R]:
    """Adds ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")(command)


def options[**P, R](*decorators: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Several arguments and options in one, for commands that share them; help shows the last first."""

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        for decorator in decorators:
            command = decorator(command)
        return command

    return decorate


def settings_of(workspace: Path | None) -> "Settings":
    """The settings, with a workspace given on the command line, behind the command or before it."""
    from pipeline.settings import Settings

    context = click.get_current_context(silent=True)
    workspace = workspace or (context.find_root().params.get("workspace") if context else None)
    return Settings(workspace=workspace) if workspace else Settings()


@contextmanager
def opened(
    workspace: Path | None, *, must_exist: bool = False, whole: bool = False, reads: bool = False
) -> Iterator["Workspace"]:
    """The workspace, closed at the end; a click error where it is asked for and is not there.

    What is of the ``whole`` archive, whichever collections it has, is for an admin. Who ``reads`` documents needs
    processes for it, which are loaded meanwhile.
    """
    settings = settings_of(workspace)
    if must_exist and not settings.has_store():
        raise click.ClickException(f"there is no workspace in {settings.workspace}; make one with: asnad ingest PATH")
    if reads:
        from pipeline.sandbox.forking import load_early

        load_early()
    from pipeline.workspace import Workspace

    with Workspace(settings) as space:
        if whole:
            actor(space).must("admin")
        yield space


def actor(space: "Workspace") -> "Principal":
    """Who works at this machine: an admin of the workspace, called as ASNAD_USER says, or whom ASNAD_KEY stands for."""
    from pipeline.people.principal import local

    key = space.settings.key.get_secret_value()
    if not key:
        return local(space.settings.user)
    who = space.accounts.by_key(key)
    if who is None:
        raise click.ClickException("ASNAD_KEY is not a key of this workspace, or is no longer good")
    return who


def emit(record: Any) -> None:
    """One JSON line on stdout. Lone surrogates are escaped."""
    line = json.dumps(record, ensure_ascii=False)
    try:
        data = line.encode()
    except UnicodeEncodeError:
        data = json.dumps(record).encode()
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


_DIRECTIONS = "\N{LEFT-TO-RIGHT EMBEDDING}\N{RIGHT-TO-LEFT EMBEDDING}\N{POP DIRECTIONAL FORMATTING}"
_DIRECTIONS += "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT ISOLATE}"
_DIRECTIONS += "\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
_UNSEEN = {
    **dict.fromkeys([*range(32), *range(127, 160)], "\N{REPLACEMENT CHARACTER}"),
    ord("\n"): " ",
    ord("\t"): " ",
    **dict.fromkeys(map(ord, _DIRECTIONS), ""),
}
"""What would steer a terminal, or turn around what stands behind it on the line."""


def plain(text: str) -> str:
    """A text from a document in one line, as a terminal may show it: nothing in it is a command.

    >>> plain("تهران\\n۱۴۰۴ \\x1b]0;title\\x07").replace("\N{REPLACEMENT CHARACTER}", "?")
    'تهران ۱۴۰۴ ?]0;title?'
    """
    return text.translate(_UNSEEN)


def say(message: str) -> None:
    """A line of talk on stderr."""
    click.echo("\n".join(plain(line) for line in message.split("\n")), err=True)


def or_said[T](found: Iterable[T], nothing: str) -> Iterator[T]:
    """The rows of a list; where there is none, a line says so in place of silence."""
    there = False
    for one in found:
        there = True
        yield one
    if not there:
        say(nothing)


def made_collection(space: "Workspace", who: "Principal", name: str) -> None:
    """Makes a collection where an admin names one that is not there, and says so, with the one that may be meant."""
    if not who.may("admin"):
        return
    there = [one.name for one in space.collections.all(who)]
    if space.collections.add(who, name):
        near = get_close_matches(name, there, 1)
        meant = f"; there is «{near[0]}» too, and asnad delete --run takes back what went wrong" if near else ""
        say(f"made the collection «{name}», which was not there{meant}")


def plain_errors[**P, R](command: Callable[P, R]) -> Callable[P, R]:
    """Shows what the packages raise as a message, never as a traceback."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        from corpora.errors import CorpusError
        from extractors.errors import ExtractorError
        from pipeline.errors import PipelineError, without_secrets

        try:
            return command(*args, **kwargs)
        except (PipelineError, CorpusError, ExtractorError) as error:
            raise click.ClickException(plain(without_secrets(str(error)))) from error
        except BrokenPipeError:
            sys.stderr.close()
            raise SystemExit(ERROR) from None

    return wrapped


class Progress:
    """A bar on stderr with count, rate and time left; quiet where stderr is not a terminal."""

    def __init__(self, label: str, total: int | None) -> None:
        """``total`` is None where it cannot be known before."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        rate = TextColumn("{task.fields[rate]}")
        columns = (
            TextColumn(label),
            BarColumn(),
            MofNCompleteColumn(),
            rate,
            TimeElapsedColumn(),
            TextColumn("gone,"),
            TimeRemainingColumn(),
            TextColumn("left"),
        )
        self._bar = Bar(*columns, console=Console(stderr=True), transient=False)
        self._task = self._bar.add_task(label, total=total, rate="")
        self.done = 0

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def at(self, done: int) -> None:
        """Shows how many are done."""
        elapsed = self._bar.tasks[0].elapsed or 0.0
        rate = f"{done / elapsed:,.0f}/s" if elapsed > 0 else ""
        self._bar.update(self._task, completed=done, rate=rate)

    def more(self, number: int = 1) -> None:
        """Shows that so many more are done."""
        self.done += number
        self.at(self.done)

    def total(self, total: int) -> None:
        """Says how many there are, once that is known."""
        self._bar.update(self._task, total=total)
