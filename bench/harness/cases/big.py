"""A file that is many times the heap, up and down once. Whether it is whole counts; the speed is by the way."""

import hashlib
import subprocess
import time
from contextlib import ExitStack

from ..bench import Bench
from ..clients import Transfer
from ..contenders.ezworks import SWEEP_AT_ONCE, Ezworks
from ..processes import Failure
from ..targets import MONGO

_HEAP = "256m"


def measure(bench: Bench) -> None:
    site = bench.site(_HEAP)
    copies = max(1, bench.sizes.big_file // bench.payload.stat().st_size)
    note = f"{copies * bench.payload.stat().st_size / 1e9:.1f} GB, -Xmx{_HEAP}"
    contenders = [Ezworks(site, SWEEP_AT_ONCE)]
    if bench.wants_any(MONGO):
        contenders.append(Ezworks(site, SWEEP_AT_ONCE, bench.mongod))
    # One after the other, so that the disk need not hold both.
    for each in contenders:
        with ExitStack() as stack:
            for contender in bench.start([each], stack):
                try:
                    _up_and_down(bench, contender, copies, note)
                except Failure as failure:
                    bench.fail(contender.name, "big file", failure)


def _up_and_down(bench: Bench, contender: Ezworks, copies: int, note: str) -> None:
    bench.settle()
    expected = _digest_of_copies(bench, copies)
    size = copies * bench.payload.stat().st_size
    contender.server.reset_peak_memory()
    # The same bytes again and again from a pipe: no room is needed for the source.
    with subprocess.Popen(["cat", *[str(bench.payload)] * copies], stdout=subprocess.PIPE) as source:
        sent = contender.put_stream(source.stdout, "big")
    bench.record(
        "big file up, small heap", contender.name, "MB/s", Transfer(sent.seconds, size).megabytes_per_second,
        contender.server, note, contender.durability,
    )
    contender.server.reset_peak_memory()
    started = time.perf_counter()
    digest = contender.digest_of("big")
    seconds = time.perf_counter() - started
    if digest != expected:
        raise Failure("what came back is not what was sent")
    bench.record(
        "big file down, small heap", contender.name, "MB/s", Transfer(seconds, size).megabytes_per_second,
        contender.server, note + ", digested by the client",
    )
    contender.clear(["big"])


def _digest_of_copies(bench: Bench, copies: int) -> str:
    digest = hashlib.sha256()
    for _ in range(copies):
        with open(bench.payload, "rb") as source:
            while piece := source.read(1 << 20):
                digest.update(piece)
    return digest.hexdigest()
