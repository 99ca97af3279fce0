"""The environment of reading processes: what programs need to run, and no setting, password or key of ours."""

import os
import sys

_KEPT = frozenset(("PATH", "HOME", "USER", "LANG", "LANGUAGE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV"))
_KEPT_BEGIN = ("LC_", "PYTHON", "TESSDATA", "OMP_", "OPENBLAS_")


def needed(name: str) -> bool:
    """Whether a variable goes to a reading process.

    >>> needed("PATH"), needed("LC_ALL"), needed("ASNAD_DATABASE"), needed("AWS_SECRET_ACCESS_KEY")
    (True, True, False, False)
    """
    return name in _KEPT or name.startswith(_KEPT_BEGIN)


def start_without_secrets() -> None:
    """Has the process that reading processes are forked from start over, where it has variables that they do not need.

    Taking them out of ``os.environ`` would leave them in memory, and in /proc/PID/environ, where children look.
    """
    is_forkserver = any("multiprocessing.forkserver" in argument for argument in sys.orig_argv)
    kept = {name: value for name, value in os.environ.items() if needed(name)}
    if is_forkserver and len(kept) < len(os.environ):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], kept)  # noqa: S606 - itself
