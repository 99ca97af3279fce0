"""What it costs the process that asks: ``python -m tests.cost FILE`` walks one, and says what was found.

Prints JSON: the codes (or ``source``) of at most the first items, how many there were, seconds, and the most memory.
"""

import json
import resource
import sys
import time
from pathlib import Path

from pipeline.ingest.sources.files import Walk, walk
from pipeline.records import Failure, Limits
from pipeline.sandbox.unpacking import Unpacker

_SHOWN = 5


def main() -> None:
    """The command."""
    path, seconds = Path(sys.argv[1]), float(sys.argv[2])
    limits = Limits(seconds=seconds)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, codes, count, last = time.monotonic(), list[str](), 0, ""
    with Unpacker(limits) as unpack:
        for item in walk(path, Walk("", limits, unpack)):
            last = item.code if isinstance(item, Failure) else "source"
            codes += [last] if len(codes) < _SHOWN else []
            count += 1
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    told = {"codes": codes, "last": last, "count": count, "seconds": time.monotonic() - started, "mib": more / 1024}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
