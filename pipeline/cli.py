"""The ``asnad`` command. Heavy imports wait inside commands, so that ``--help`` is quick."""

import logging
import os
import sys

import click

from pipeline.commands.analyze import analyze
from pipeline.commands.audit import audit
from pipeline.commands.backup import backup, store
from pipeline.commands.blobs import blobs
from pipeline.commands.common import ERROR, INTERRUPTED
from pipeline.commands.decisions import decisions
from pipeline.commands.doctor import doctor
from pipeline.commands.entities import entities
from pipeline.commands.evaluate import evaluate
from pipeline.commands.export import export
from pipeline.commands.extract import extract
from pipeline.commands.failures import failures
from pipeline.commands.indicators import indicators
from pipeline.commands.ingest import ingest
from pipeline.commands.maintain import delete, index, reindex, reprocess
from pipeline.commands.people import collections, keys, users
from pipeline.commands.read import read
from pipeline.commands.review import review
from pipeline.commands.search import search
from pipeline.commands.train import train
from pipeline.commands.work import jobs, worker


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="asnad")
def cli() -> None:
    """Reads Persian and Arabic news and agreements, extracts organisations, dates and counts, and finds them again.

    Exit codes: 0 all done, 1 error, 2 usage, 3 done with failures, 130 interrupted.
    """


_READING = (read, ingest, failures, reindex, index, reprocess, delete, store, backup, blobs, worker, jobs)
_ASKING = (extract, analyze, search, indicators, entities, review, decisions, export, evaluate, train, doctor)
_PEOPLE = (users, keys, collections, audit)
for command in (*_READING, *_ASKING, *_PEOPLE):
    cli.add_command(command)


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
