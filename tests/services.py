"""Real servers for tests: those that ASNAD_TEST_ELASTICSEARCH and ASNAD_TEST_POSTGRESQL name, or our own."""

import base64
import fcntl
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

VERSION = "8.19.21"
_CACHE = Path("/var/cache") if os.getuid() == 0 else Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
HOME = _CACHE / "asnad" / f"elasticsearch-{VERSION}"
"""Where scripts/services.sh puts it: for root a place that the user who runs the node can read too."""
_NOBODY = 65534
_BRIEF = "-XX:TieredStopAtLevel=1"
_JAVA = f"-Xms512m -Xmx512m {_BRIEF}"
"""A third less work to start, and quicker for the seconds that a test asks: what runs briefly is compiled briefly."""
_PATIENCE = 120.0


def available() -> bool:
    """Whether a node can be had."""
    return bool(os.environ.get("ASNAD_TEST_ELASTICSEARCH")) or (HOME.is_dir() and shutil.which("java") is not None)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _unprivileged() -> dict[str, Any]:
    """How a server is started that refuses to run as root."""
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.getuid() == 0 else {}


def _own(folder: Path) -> None:
    """Gives a folder to the user that servers run as."""
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)


class Node:
    """A node of Elasticsearch of our own in a folder, which may be killed and started again; alone, or of a cluster."""

    def __init__(self, folder: Path, transport: int = 0, cluster: Sequence[int] = (), password: str = "") -> None:
        """Lays out configuration and data; ``cluster`` has the transport ports of all its nodes. Starts nothing.

        With a password, that of the user ``elastic``, security is on, and it answers over TLS (``authority``).
        """
        self._folder, self._port, transport = folder, free_port(), transport or free_port()
        self._password = password
        folder.mkdir(exist_ok=True)
        shutil.copytree(HOME / "config", folder / "config")
        lines = self._secured(password) if password else ["xpack.security.enabled: false"]
        lines += [
            f"node.name: n{transport}",
            f"http.port: {self._port}",
            f"transport.port: {transport}",
            "cluster.routing.allocation.disk.threshold_enabled: false",
            f"path.data: {folder / 'data'}",
            f"path.logs: {folder / 'logs'}",
        ]
        if cluster:
            lines.append(f"discovery.seed_hosts: [{', '.join(f'"127.0.0.1:{port}"' for port in cluster)}]")
            lines.append(f"cluster.initial_master_nodes: [{', '.join(f'n{port}' for port in cluster)}]")
        else:
            lines.append("discovery.type: single-node")
        (folder / "config/elasticsearch.yml").write_text("\n".join(lines) + "\n", encoding="ascii")
        _own(folder)
        self._process: subprocess.Popen[bytes] | None = None

    def _secured(self, password: str) -> list[str]:
        """A certificate of its own, and the first password; gives the lines of its configuration."""
        made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
        made += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(self._folder / "config/key.pem")]
        subprocess.run(["openssl", "req", *made, "-out", str(self.authority)], check=True, capture_output=True)
        tool, here = HOME / "bin/elasticsearch-keystore", self._environment()
        subprocess.run([tool, "create"], env=here, check=True, capture_output=True)
        add: list[str | Path] = [tool, "add", "-x", "bootstrap.password"]
        subprocess.run(add, env=here, check=True, capture_output=True, input=password.encode())
        files = {"key": "key.pem", "certificate": "certificate.pem"}
        lines = [f"xpack.security.http.ssl.{name}: {file}" for name, file in files.items()]
        return ["xpack.security.enabled: true", "xpack.security.http.ssl.enabled: true", *lines]

    def add_user(self, name: str, password: str, roles: str) -> None:
        """A user of a file, with one role ``name`` as roles.yml says it; before the node starts."""
        (self._folder / "config/roles.yml").write_text(roles, encoding="ascii")
        added: list[str | Path] = [HOME / "bin/elasticsearch-users", "useradd", name, "-p", password, "-r", name]
        subprocess.run(added, env=self._environment(), check=True, capture_output=True)
        _own(self._folder)

    @property
    def authority(self) -> Path:
        """The certificate that vouches for its own."""
        return self._folder / "config/certificate.pem"

    @property
    def url(self) -> str:
        """Its address."""
        return f"{'https' if self._password else 'http'}://127.0.0.1:{self._port}"

    def _environment(self) -> dict[str, str]:
        java = Path(str(shutil.which("java"))).resolve().parent.parent
        here = {**os.environ, "HOME": str(self._folder), "ES_JAVA_HOME": str(java), "ES_JAVA_OPTS": _JAVA}
        here["CLI_JAVA_OPTS"] = _BRIEF
        return {**here, "ES_PATH_CONF": str(self._folder / "config")}

    def start(self, *, wait: bool = True) -> None:
        """Starts it, and waits until it answers."""
        with (self._folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [HOME / "bin/elasticsearch"],
                stdout=output,
                stderr=output,
                env=self._environment(),
                start_new_session=True,
                **_unprivileged(),
            )
        if wait:
            self.wait()

    def wait(self) -> None:
        """Waits until it answers; raises RuntimeError where it ends instead."""
        assert self._process is not None
        end = time.monotonic() + _PATIENCE
        asked = urllib.request.Request(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=5s")
        trusted = None
        if self._password:
            named = base64.b64encode(f"elastic:{self._password}".encode()).decode()
            asked.add_header("Authorization", f"Basic {named}")
            trusted = ssl.create_default_context(cafile=self.authority)
        while time.monotonic() < end and self._process.poll() is None:
            try:
                with urllib.request.urlopen(asked, context=trusted) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        told = (self._folder / "output").read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"Elasticsearch does not start: {told}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it, with all that it started."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, how)
            self._process.wait(180)
            self._process = None


@contextmanager
def own_nodes(count: int = 1, password: str = "", roles: str = "") -> Iterator[list[Node]]:
    """Nodes of our own, started: one alone, or a cluster; they end with the block.

    With a password, that of ``elastic``, there is a user ``office`` too, with it twice, and the rights of ``roles``.
    """
    with tempfile.TemporaryDirectory(prefix="asnad-es-") as name:
        Path(name).chmod(0o755)
        ports = [free_port() for _ in range(count)]
        nodes = [Node(Path(name) / str(port), port, ports if count > 1 else (), password) for port in ports]
        if roles:
            nodes[0].add_user("office", password * 2, roles)
        try:
            for node in nodes:
                node.start(wait=False)
            for node in nodes:
                node.wait()
            yield nodes
        finally:
            for node in nodes:
                node.stop(signal.SIGKILL)


@contextmanager
def elasticsearch_node(together: Path | None = None) -> Iterator[str]:
    """The address of a node that answers; one of our own ends with the block.

    Processes that name the same folder ``together`` have one node: whoever comes first starts it, and ends it when the
    others are done. What they store has names of their own.
    """
    given = os.environ.get("ASNAD_TEST_ELASTICSEARCH")
    if given:
        yield given
    elif together is None:
        with own_nodes() as (node,):
            yield node.url
    else:
        with _shared_node(together) as url:
            yield url


@contextmanager
def _shared_node(together: Path) -> Iterator[str]:
    address = together / "elasticsearch"
    with (together / "starting").open("w") as starting, (together / "using").open("w") as using:
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(using, fcntl.LOCK_SH)
        if address.exists():
            fcntl.flock(starting, fcntl.LOCK_UN)
            yield address.read_text(encoding="ascii")
            return
        with own_nodes() as (node,):
            address.write_text(node.url, encoding="ascii")
            fcntl.flock(starting, fcntl.LOCK_UN)
            yield node.url
            # nobody may begin to use it meanwhile; who does then, starts another
            fcntl.flock(starting, fcntl.LOCK_EX)
            address.unlink()
            fcntl.flock(starting, fcntl.LOCK_UN)
            fcntl.flock(using, fcntl.LOCK_EX)


def drop_indices(url: str, prefix: str) -> None:
    """Takes away every index whose name begins so."""
    from elasticsearch import Elasticsearch

    with Elasticsearch(url) as client:
        for index in client.indices.get(index=f"{prefix}-*", expand_wildcards="all"):
            client.indices.delete(index=index)


# PostgreSQL -------------------------------------------------------------------------------------------------------


def _postgresql_programs() -> Path | None:
    """Where initdb and pg_ctl are; Debian keeps them off PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    program = found[-1] if found else Path(on_path) if on_path else None
    return program.parent if program else None


def postgresql_available() -> bool:
    """Whether a server can be had."""
    return bool(os.environ.get("ASNAD_TEST_POSTGRESQL")) or _postgresql_programs() is not None


class PostgreSQL:
    """A server of our own in a folder; ``url`` is the address of a database on it."""

    def __init__(self, folder: Path) -> None:
        """Makes the cluster; starts nothing."""
        programs = _postgresql_programs()
        assert programs is not None
        self._programs, self._folder, self.port = programs, folder, free_port()
        _own(folder)
        self._run("initdb", "-D", str(folder / "data"), "-U", "asnad", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self._folder,
            **_unprivileged(),
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')[-2000:]}")

    def start(self) -> None:
        """Starts the server and waits for it."""
        where = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        options = f"{where} -c fsync=off -c max_connections=200"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-l", log, "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stops the server: ``fast`` closes connections, ``immediate`` is as if the power went."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-m", mode, "stop")

    @property
    def url(self) -> str:
        """The database that is always there."""
        return f"postgresql://asnad@127.0.0.1:{self.port}/postgres"


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The address of a server that answers; one of our own ends with the block."""
    given = os.environ.get("ASNAD_TEST_POSTGRESQL")
    if given:
        yield given
        return
    with own_postgresql() as server:
        yield server.url


@contextmanager
def own_postgresql() -> Iterator[PostgreSQL]:
    """A server that may be stopped and started again; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="asnad-pg-") as name:
        server = PostgreSQL(Path(name))
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")


@contextmanager
def fresh_database(server: str, like: str = "") -> Iterator[str]:
    """The address of a database on a server, empty or as another one is; it is dropped at the end."""
    import psycopg

    name, as_it_is = f"asnad_{secrets.token_hex(6)}", like.rpartition("/")[2] or "template1"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{as_it_is}"'.encode())
    yield server.rpartition("/")[0] + "/" + name
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
