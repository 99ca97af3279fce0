"""Bulk loads by workers on PostgreSQL and Elasticsearch: documents a second with 1, 2 and 4 jobs at a time.

    python -m benchmarks.workers DATA [--documents N]

Beside it: one plain ingest into a folder, how long the queueing takes, how fast an index of either engine catches up
with a store after an outage, and bytes a document of store, index and raw bytes. Needs PostgreSQL and Elasticsearch.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from elasticsearch import Elasticsearch
from pydantic import SecretStr
from sqlalchemy import text

from benchmarks.engines import settled
from benchmarks.ingest_and_search import size_of
from benchmarks.news import write
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.services import available, elasticsearch_node, fresh_database, postgresql_available, postgresql_server

_ASNAD = str(Path(sys.executable).with_name("asnad"))
_JOBS = (1, 2, 4)


@contextmanager
def _timed(name: str, count: int) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds = time.perf_counter() - began
    print(f"{name:44} {seconds:8.1f} s {count / seconds:10,.1f} documents/s", flush=True)


def _run(settings: Settings, *arguments: str) -> None:
    here = {
        **os.environ,
        "ASNAD_DATABASE": settings.database.get_secret_value(),
        "ASNAD_ELASTICSEARCH": settings.elasticsearch,
        "ASNAD_ELASTICSEARCH_PREFIX": settings.elasticsearch_prefix,
        "ASNAD_WORKSPACE": str(settings.workspace),
    }
    done = subprocess.run([_ASNAD, *arguments], env=here, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 3):
        sys.exit(f"asnad {' '.join(arguments)}: {done.stderr[-2000:]}")


def _loads(lines: Path, count: int, folder: Path, server: str, cluster: str) -> None:
    plain = Settings(workspace=folder / "plain")
    with _timed("asnad ingest into a folder", count):
        _run(plain, "ingest", str(lines))
    for part in ("store.db", "index", "blobs"):
        size = (plain.workspace / part).stat().st_size if part == "store.db" else size_of(plain.workspace / part)
        print(f"{part:44} {size / count:10,.0f} bytes/document")
    for jobs in _JOBS:
        with fresh_database(server) as database:
            settings = Settings(
                workspace=folder / f"w{jobs}",
                database=SecretStr(database),
                elasticsearch=cluster,
                elasticsearch_prefix=f"b{jobs}",
            )
            with _timed("asnad ingest --enqueue", count):
                _run(settings, "ingest", "--enqueue", str(lines))
            with _timed(f"asnad worker -c {jobs} --once", count):
                _run(settings, "worker", "-c", str(jobs), "--once")
            if jobs == _JOBS[-1]:
                _after(settings, count)


def _after(settings: Settings, count: int) -> None:
    """What a full store weighs, and how fast empty indexes catch up with it."""
    with Workspace(settings) as space:
        assert space.store.count() == count, space.store.count()
        with space.store.engine.connect() as connection:
            size = int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
        print(f"{'PostgreSQL':44} {size / count:10,.0f} bytes/document")
    with Elasticsearch(settings.elasticsearch) as client:
        ((_, size),) = settled(client, f"{settings.elasticsearch_prefix}-docs-*")
        print(f"{'Elasticsearch':44} {size / count:10,.0f} bytes/document")
    for name, engine in (("tantivy", ""), ("Elasticsearch", settings.elasticsearch)):
        empty = settings.model_copy(
            update={"elasticsearch": engine, "elasticsearch_prefix": "again", "workspace": settings.workspace / name}
        )
        with Workspace(empty) as space, _timed(f"catching up, {name}", count):
            assert space.indexing.sync() == count


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    given = parser.parse_args()
    if not (available() and postgresql_available()):
        sys.exit("servers are missing: ASNAD_REQUIRE_SERVICES=1 scripts/services.sh fetches them")
    with tempfile.TemporaryDirectory() as name, postgresql_server() as server, elasticsearch_node() as cluster:
        lines = Path(name) / "news.jsonl"
        count = write(given.data / "news", lines, given.documents)
        _loads(lines, count, Path(name), server, cluster)


if __name__ == "__main__":
    main()
