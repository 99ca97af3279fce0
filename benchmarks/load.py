"""Sends queries from several clients to a server of its own over the samples; prints rate, latencies and errors.

    python -m benchmarks.load [--requests N] [--clients N]

The exit code is 1 where an answer was not what it should be.
"""

import argparse
import itertools
import json
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import corpora

_ASNAD = str(Path(sys.executable).with_name("asnad"))
_GOOD = ("تفاهم نامه", '"سازمان‌های مردم‌نهاد"', "مذكرة تفاهم", "یزد -میبد", "lang:ar", "دانشگاه OR بیمارستان", "ناموجود")
_BAD = ('"نشست', "(نشست", "x" * 5000)


@contextmanager
def server() -> Iterator[str]:
    """The address of a server over the samples."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        samples = str(Path(corpora.__file__).parent / "samples")
        subprocess.run([_ASNAD, "ingest", "--workspace", folder, samples], check=True, stderr=subprocess.DEVNULL)
        process = subprocess.Popen(
            [_ASNAD, "serve", "--workspace", folder, "--port", str(port)], stderr=subprocess.DEVNULL
        )
        try:
            for _ in range(200):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).read()
                    break
                except OSError:
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _ask(address: str, query: str) -> int:
    try:
        with urllib.request.urlopen(f"{address}/api/v1/search?q={urllib.parse.quote(query)}", timeout=30) as answer:
            json.load(answer)
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def run(requests: int, clients: int) -> list[str]:
    """Prints what was measured; gives what was wrong."""
    chance = random.Random(11)
    wanted = [(q, 200) for q in _GOOD] * 4 + [(q, 422) for q in _BAD]
    queue = iter([chance.choice(wanted) for _ in range(requests)])
    times: list[float] = []
    wrong: list[str] = []
    lock = threading.Lock()

    def client(address: str) -> None:
        while True:
            with lock:
                following = next(queue, None)
            if following is None:
                return
            started = time.perf_counter()
            status = _ask(address, following[0])
            with lock:
                times.append((time.perf_counter() - started) * 1000)
                if status != following[1]:
                    wrong.append(f"{following[0][:40]}: {status}, wanted {following[1]}")

    with server() as address:
        threads = [threading.Thread(target=client, args=(address,)) for _ in range(clients)]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - started
    cut = statistics.quantiles(times, n=100)
    print(f"{requests} requests from {clients} clients: {requests / seconds:.0f}/s, ", end="")
    print(f"p50 {cut[49]:.1f} ms, p95 {cut[94]:.1f} ms, p99 {cut[98]:.1f} ms, {len(wrong)} wrong")
    return wrong


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=8)
    given = parser.parse_args()
    wrong = run(given.requests, given.clients)
    for line in itertools.islice(wrong, 10):
        print("wrong:", line)
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
