"""Commands that are run beside each other: most of their time they wait."""

import os
import subprocess
from collections.abc import Mapping, Sequence


def at_once(
    commands: Sequence[Sequence[str]], environments: Sequence[Mapping[str, str]] = (), seconds: float = 300
) -> list[tuple[int, str]]:
    """The exit code of each command and all that it printed; each with its own additions to the environment, if any."""
    added = environments or [{}] * len(commands)
    running = [
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **more}
        )
        for command, more in zip(commands, added, strict=True)
    ]
    try:
        told = [process.communicate(timeout=seconds)[0] for process in running]
    finally:
        for process in running:
            process.kill()
    return [(process.returncode, text) for process, text in zip(running, told, strict=True)]
