"""A real Elasticsearch for tests: the one that ASNAD_TEST_ELASTICSEARCH names, or a node of our own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "8.19.21"
_CACHE = Path("/var/cache") if os.getuid() == 0 else Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
HOME = _CACHE / "asnad" / f"elasticsearch-{VERSION}"
"""Where scripts/services.sh puts it: for root a place that the user who runs the node can read too."""
_NOBODY = 65534
_PATIENCE = 120.0


def available() -> bool:
    """Whether a node can be had."""
    return bool(os.environ.get("ASNAD_TEST_ELASTICSEARCH")) or (HOME.is_dir() and shutil.which("java") is not None)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def elasticsearch_node() -> Iterator[str]:
    """The address of a node that answers; one of our own ends with the block."""
    given = os.environ.get("ASNAD_TEST_ELASTICSEARCH")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="asnad-es-") as name:
        folder = Path(name)
        port = free_port()
        _lay_out(folder, port)
        java = Path(str(shutil.which("java"))).resolve().parent.parent
        here = {**os.environ, "HOME": name, "ES_JAVA_HOME": str(java), "ES_JAVA_OPTS": "-Xms512m -Xmx512m"}
        here["ES_PATH_CONF"] = str(folder / "config")
        with (folder / "output").open("wb") as output:
            user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
            node = subprocess.Popen([HOME / "bin/elasticsearch"], stdout=output, stderr=output, env=here, **user)  # type: ignore[call-overload]
            try:
                url = f"http://127.0.0.1:{port}"
                _await(url, node, folder / "output")
                yield url
            finally:
                node.terminate()
                node.wait(30)


def _lay_out(folder: Path, port: int) -> None:
    """Configuration and data in a folder that the node's user owns: it refuses to run as root."""
    shutil.copytree(HOME / "config", folder / "config")
    lines = (
        "discovery.type: single-node",
        "xpack.security.enabled: false",
        f"http.port: {port}",
        f"transport.port: {free_port()}",
        "cluster.routing.allocation.disk.threshold_enabled: false",
        f"path.data: {folder / 'data'}",
        f"path.logs: {folder / 'logs'}",
    )
    (folder / "config/elasticsearch.yml").write_text("\n".join(lines) + "\n", encoding="ascii")
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)


def _await(url: str, node: "subprocess.Popen[bytes]", output: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and node.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=yellow&timeout=5s") as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"Elasticsearch does not start: {output.read_text(encoding='utf-8', errors='replace')[-2000:]}")
