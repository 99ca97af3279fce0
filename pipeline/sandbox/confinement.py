"""What a reading process gives up before it sees a byte of a stranger.

Each measure holds where the system has it; ``asnad doctor`` says which do. Together: no network, no file but the
program's own and a folder that goes with the process, no secrets, no way into other processes, bounded memory and time.
"""

import os
import resource
import shutil
import signal
import sys
import sysconfig
from pathlib import Path

from pipeline.records import Limits
from pipeline.sandbox import kernel

_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/libreoffice",
    "/etc/localtime",
    "/etc/mime.types",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/self",
    "/proc/sys/vm",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup",
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
    "/var/cache/fontconfig",
)
_PROGRAMS = ("tesseract", "soffice")
_PACKAGES = ("corpora", "extractors", "pipeline", "search_api")
_MORE_PROCESSES = 512
_GRACE = 10


def confine(limits: Limits, folder: Path) -> dict[str, bool]:
    """Takes from this process what reading needs not, for good; says by measure what held.

    ``folder`` is the one place that it may write to.
    """
    network = without_network()
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_processes()
    readable = _readable()
    dropped = kernel.drop_capabilities()
    rights = kernel.no_new_rights()
    files = rights and kernel.only_files_of(readable, (folder, Path(os.devnull)))
    calls = rights and kernel.no_new_connections()
    kernel.die_with_parent(signal.SIGKILL)  # last: a change of credentials undoes it
    return {
        "without a network": network or calls,
        "network namespace": network,
        "no new rights": rights,
        "no capabilities": dropped,
        "only its own files": files,
        "filter of system calls": calls,
        "no settings in its environment": not any(name.startswith("ASNAD_") for name in os.environ),
    }


def give_time(seconds: float) -> None:
    """Ends this process by SIGXCPU when it has worked so much longer: also where nobody waits for it any more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cores = os.cpu_count() or 1
    soft = int(used.ru_utime + used.ru_stime + cores * seconds) + _GRACE
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def without_network() -> bool:
    """Takes the network from this process and its children; False where the system does not let it."""
    for flags in (os.CLONE_NEWNET, os.CLONE_NEWUSER | os.CLONE_NEWNET) if sys.platform == "linux" else ():
        try:
            os.unshare(flags)
        except OSError:
            continue
        return True
    return False


def _limit_processes() -> None:
    """The limit counts what the user runs anywhere, so it is what runs now and some more; root has none."""
    if os.getuid() == 0:
        return
    mine = 0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            mine += len(os.listdir(entry / "task")) if entry.stat().st_uid == os.getuid() else 0  # noqa: PTH208
        except OSError:
            continue
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    wanted = mine + _MORE_PROCESSES
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_NPROC, (wanted, wanted))


def _readable() -> list[Path]:
    """The system's programs and libraries, Python's, and our packages; not the folder that they may stand in."""
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values()}
    libraries = {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    ours = {str(Path(sys.modules[name].__file__ or "").parent) for name in _PACKAGES if name in sys.modules}
    programs = (shutil.which(name) for name in _PROGRAMS)
    homes = {str(Path(found).resolve().parent.parent) for found in programs if found}
    data = {os.environ["TESSDATA_PREFIX"]} if os.environ.get("TESSDATA_PREFIX") else set()
    return [Path(name) for name in (*_SYSTEM, *sorted(python | libraries | ours | homes | data))]
