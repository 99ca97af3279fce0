"""The ``asnad`` command. Heavy imports wait inside commands, so that ``--help`` is quick."""

import logging
import os
import sys
from pathlib import Path

import click

from pipeline.commands.agreements import agreements
from pipeline.commands.alerts import alerts
from pipeline.commands.analyze import analyze
from pipeline.commands.audit import audit
from pipeline.commands.backup import backup, store
from pipeline.commands.blobs import blobs
from pipeline.commands.common import ERROR, INTERRUPTED, workspace_option
from pipeline.commands.compare import compare
from pipeline.commands.decisions import decisions
from pipeline.commands.decrees import decrees
from pipeline.commands.delete import delete
from pipeline.commands.digest_mails import digests
from pipeline.commands.doctor import doctor
from pipeline.commands.entities import entities
from pipeline.commands.evaluate import evaluate
from pipeline.commands.export import export
from pipeline.commands.extract import extract
from pipeline.commands.failures import failures
from pipeline.commands.gazetteer import gazetteer
from pipeline.commands.indicators import indicators
from pipeline.commands.ingest import ingest
from pipeline.commands.maintain import index, reindex, reprocess
from pipeline.commands.meetings import meetings
from pipeline.commands.message_templates import template
from pipeline.commands.monitor import monitor
from pipeline.commands.organisations import organisations
from pipeline.commands.people import collections, keys, users
from pipeline.commands.read import read
from pipeline.commands.review import review
from pipeline.commands.runs import runs
from pipeline.commands.search import search
from pipeline.commands.sources import sources
from pipeline.commands.train import train
from pipeline.commands.trends import trends
from pipeline.commands.watch import watch
from pipeline.commands.work import jobs, worker


class Sections(click.Group):
    """A group whose help lists commands under headings, for whom they are."""

    sections: dict[str, tuple[str, ...]]
    """Names of commands by heading; what has none comes last."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As any group does; of a name that a command of its own group has, it says which that is."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            groups = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
            inner = [
                f"{ctx.command_path} {name} {args[0]}"
                for name, group in groups.items()
                if isinstance(group, click.Group) and args[0] in group.commands
            ]
            if inner:
                ctx.fail(f"No such command '{args[0]}'. There is: {', '.join(inner)}")
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes a list of commands a heading; each with its whole first sentence."""
        left = dict.fromkeys(self.list_commands(ctx))
        for heading, names in (*self.sections.items(), ("Other", tuple(left))):
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                if command is not None and name in left:
                    del left[name]
                    rows.append((name, command.get_short_help_str(limit=120)))
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


@click.group(cls=Sections, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="asnad")
@workspace_option
def cli(workspace: Path | None) -> None:  # settings_of asks the context for it
    """Reads Persian and Arabic news and agreements, extracts organisations, dates and counts, and finds them again.

    Exit codes: 0 all done, 1 error, 2 usage, 3 done with failures, 130 interrupted.
    """


_FOUND = (runs, search, export, delete, failures, indicators, agreements, decrees, meetings, organisations, entities)
_EVERY_DAY = (ingest, sources, watch, monitor, alerts, digests, trends, *_FOUND)
_PEOPLE = (users, keys, collections, decisions, review, gazetteer, audit)
_OPERATING = (reindex, index, reprocess, store, backup, blobs, worker, jobs, doctor)
_TEXT = (read, extract, analyze, compare, evaluate, train)
for command in (*_EVERY_DAY, *_PEOPLE, *_OPERATING, *_TEXT):
    cli.add_command(command)
monitor.add_command(template)
cli.sections = {
    "Every day": ("demo", "serve", "digest", "redact", *(str(command.name) for command in _EVERY_DAY)),
    "People and what they decide": tuple(str(command.name) for command in _PEOPLE),
    "Operating": tuple(str(command.name) for command in _OPERATING),
    "Text in, text out (no workspace)": tuple(str(command.name) for command in _TEXT),
}


def main() -> None:
    """Runs the command; an interruption or a bug is a line on stderr, with ASNAD_DEBUG=1 also a traceback."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    try:
        status = cli.main(standalone_mode=False)
        raise SystemExit(status if isinstance(status, int) else 0)
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; what was committed stays, run the command again to go on", err=True)
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        if os.environ.get("ASNAD_DEBUG"):
            raise
        click.echo(f"Error: {type(error).__name__}: {error} (ASNAD_DEBUG=1 shows more)", err=True)
        raise SystemExit(ERROR) from None
