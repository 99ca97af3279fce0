"""A watched folder: what is put into it is read once it stays as it is, and read again when it changes.

It is looked at again and again, which works on every file system, those of a network too. What was read is kept beside
the workspace's own things, so a program that starts again goes on; were that lost, the store would find that nothing
is new.
"""

import json
import logging
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from corpora.document import MAIN
from corpora.ids import digest
from pipeline.errors import PipelineError
from pipeline.ingest.sources.clutter import is_clutter
from pipeline.ingest.sources.files import file_uri
from pipeline.people.principal import Principal
from pipeline.records import IngestReport
from pipeline.runs.runs import Told
from pipeline.workspace import Workspace

log = logging.getLogger(__name__)

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".swp")
"""How names end of what a program is still writing."""
_GONE = "unreadable"
"""The code of what is not there any more."""
_MOST = 500
"""Files that one run reads."""
type Stamp = tuple[int, int]
"""When a file was last written, in nanoseconds, and its size."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Folders to watch, and where what lies in them goes. ``settle`` is how many seconds a file stays as it is."""

    folders: Sequence[Path]
    source: str = ""
    collection: str = MAIN
    settle: float = 5.0


class Watcher:
    """Reads what comes into some folders; ``on_report`` is told of each run."""

    def __init__(
        self, workspace: Workspace, who: Principal, watched: Watched, on_report: Callable[[IngestReport], None]
    ) -> None:
        """Takes up where an earlier one of the same folders ended; starts nothing."""
        self._space, self._who, self._watched, self._on_report = workspace, who, watched, on_report
        folders = sorted(str(folder.resolve()) for folder in watched.folders)
        name = digest("\n".join([watched.collection, *folders]).encode())[:16]
        self._kept = workspace.settings.workspace / f"watched-{name}.json"
        self._read: dict[str, Stamp] = self._known()
        self._seen: dict[str, Stamp] = {}

    def run(self, every: float, stop: threading.Event) -> None:
        """Looks every so many seconds until it is stopped; a store that is away is waited for."""
        while not stop.is_set():
            try:
                self.look()
            except PipelineError as error:
                log.warning("what was put into a watched folder is read later: %s", error)
            stop.wait(every)

    def look(self) -> int:
        """Reads what stayed as it is since the last look, and gives how many files that were."""
        there = dict(self._files())
        ready = [
            path
            for path, stamp in there.items()
            if self._read.get(path) != stamp and self._seen.get(path) == stamp and self._settled(stamp)
        ]
        self._seen = there
        for some in batched(ready, _MOST):
            self._take([Path(path) for path in some if os.path.lexists(path)], there)
        gone = self._read.keys() - there.keys()
        if gone and not ready:
            self._read = {path: stamp for path, stamp in self._read.items() if path in there}
            self._keep()
        return len(ready)

    def _settled(self, stamp: Stamp) -> bool:
        return time.time() - stamp[0] / 1e9 >= self._watched.settle

    def _take(self, paths: Sequence[Path], there: Mapping[str, Stamp]) -> None:
        if not paths:
            return
        watched = self._watched
        name = ", ".join(sorted({folder.resolve().name for folder in watched.folders}))
        told = Told(name, "watch", expected=len(paths))
        report = self._space.ingest(self._who, paths, watched.source, told=told, collection=watched.collection)
        self._forgive(report, {file_uri(path) for path in paths if not os.path.lexists(path)})
        self._read |= {str(path): there[str(path)] for path in paths}
        self._keep()
        self._on_report(report)

    def _forgive(self, report: IngestReport, gone: set[str]) -> None:
        """Forgets failures of what was there when it was looked at, and was taken away, or is called otherwise, now."""
        found = self._space.failing.page(self._who, _GONE, report.run, _MOST)[0] if gone and report.failed else []
        if ids := [failure.id for failure in found if failure.uri in gone]:
            self._space.failing.dismiss(self._who, ids)
            report.failed -= len(ids)
            report.reasons[_GONE] -= len(ids)

    def _files(self) -> Iterator[tuple[str, Stamp]]:
        own = self._space.settings.workspace.resolve()
        for folder in self._watched.folders:
            for at, folders, names in os.walk(folder, followlinks=False):
                folders[:] = sorted(f for f in folders if f[0] != "." and (Path(at) / f).resolve() != own)
                if "writer.lock" in names or {"store.db"} <= set(names):
                    folders[:] = []
                    continue
                unfinished = {name for name in names if name.lower().endswith(_UNFINISHED)}
                begun = {name.rpartition(".")[0] for name in unfinished}  # Firefox keeps the place of a file so
                for name in sorted(set(names) - unfinished - begun):
                    if name[0] in ".~" or is_clutter(name):
                        continue
                    path = Path(at) / name
                    with suppress(OSError):  # it went away meanwhile
                        about = path.lstat()
                        if stat.S_ISREG(about.st_mode):
                            yield str(path), (about.st_mtime_ns, about.st_size)

    def _known(self) -> dict[str, Stamp]:
        try:
            kept = json.loads(self._kept.read_text(encoding="utf-8"))
            return {str(path): (int(at), int(size)) for path, (at, size) in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _keep(self) -> None:
        beside = self._kept.with_suffix(".new")
        beside.write_text(json.dumps(self._read), encoding="utf-8")
        beside.replace(self._kept)
