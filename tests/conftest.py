"""Fixtures: a workspace, the samples, the shared data where it is at hand, and which services must be there."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import corpora
from pipeline.people.audit import Audit
from pipeline.review.effective import effective
from pipeline.settings import Settings
from pipeline.store.documents import Store
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.services import available, elasticsearch_node, fresh_database, postgresql_available, postgresql_server
from tests.stores import copied, migrated_database

ROOT = Path(__file__).parent.parent
SAMPLES = Path(corpora.__file__).parent / "samples"
DATA = Path(os.environ.get("ASNAD_DATA", ROOT.parent / "shared" / "data"))

MEMORY = Path("/dev/shm")
_ENOUGH = 8 << 30


def _in_memory() -> None:
    """Has what tests write stay in memory, where that has room: every commit waits for the disk, thousands of times.

    A process that is killed leaves the same behind in both places. Who sets TMPDIR has the last word.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if shutil.disk_usage(MEMORY).free >= _ENOUGH and free >= _ENOUGH:
        os.environ["TMPDIR"], tempfile.tempdir = str(MEMORY), None


_in_memory()
settings.register_profile(
    "short", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", max_examples=6000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


def missing(service: str) -> None:
    """Skips, or fails where every service must be there."""
    if os.environ.get("ASNAD_REQUIRE_SERVICES") == "1":
        pytest.fail(f"{service} must be there (ASNAD_REQUIRE_SERVICES=1)")
    pytest.skip(f"{service} is not at hand")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test in a browser has a second try, which the last line counts: a busy machine may lose a key or a click."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def data() -> Path:
    """The shared data; the test is skipped where it is absent."""
    if not DATA.is_dir():
        pytest.skip("the shared data is not at hand")
    return DATA


@pytest.fixture
def samples() -> Path:
    """The folder of samples."""
    return SAMPLES


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision waits until it can be found, not a tenth of a second only: this machine may be busy."""
    monkeypatch.setattr("pipeline.sync.upkeep._MOMENT", 5.0)


@pytest.fixture(autouse=True, scope="session")
def _new_stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Each new store of this process is a copy of one that the migrations made."""
    with copied(tmp_path_factory.mktemp("store")):
        yield


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1)) as space:
        yield space


def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    mine = tmp_path_factory.getbasetemp()
    return mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace that holds the samples, made once a run and copied for each module; not to be changed.

    Even who only looks leaves traces: what was searched for is in the audit log, and shown.
    """
    made = together(tmp_path_factory) / "filled"
    with made.with_suffix(".lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if not made.exists():
            begun = made.with_name("filling")
            with Workspace(Settings(workspace=begun)) as space:
                report = space.ingest(ME, [SAMPLES], "samples")
            assert (report.added, report.failed) == (24, 0)
            begun.rename(made)
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("filled") / "workspace"))


@pytest.fixture
def filled_copy(filled: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(filled, tmp_path / "workspace"))


@pytest.fixture(scope="session")
def elasticsearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Elasticsearch, one for all processes that test at once."""
    if not available():
        missing("Elasticsearch")
    with elasticsearch_node(together(tmp_path_factory)) as url:
        yield url


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL."""
    if not postgresql_available():
        missing("PostgreSQL")
    with postgresql_server() as url:
        yield url


@pytest.fixture
def database(postgresql: str) -> Iterator[str]:
    """The address of an empty database on it."""
    with fresh_database(postgresql) as url:
        yield url


@pytest.fixture(scope="session")
def migrated(postgresql: str) -> Iterator[str]:
    """The address of a database on it with an empty store, to be copied."""
    with fresh_database(postgresql) as url:
        Store.open(url, effective).close()
        yield url


@pytest.fixture
def stored(postgresql: str, migrated: str) -> Iterator[str]:
    """The address of a database on it with an empty store."""
    with migrated_database(postgresql, migrated) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, on each database."""
    place = tmp_path / "store.db" if request.param == "sqlite" else request.getfixturevalue("stored")
    kept = Store.open(place, effective)
    yield kept
    kept.close()


@pytest.fixture
def audit(store: Store) -> Iterator[Audit]:
    """The audit log of that store; its thread has ended before the store is closed."""
    kept = Audit(store)
    yield kept
    kept.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many tests were skipped, and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons: dict[str, int] = {}
    for report in skipped:
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"skipped {count}: {reason}")
