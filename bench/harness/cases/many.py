"""Many transfers at once: what the server's memory does, and how fast all of them are together."""

from contextlib import ExitStack
from pathlib import Path

from ..bench import Bench
from ..clients import Transfer
from ..contenders.ezworks import SWEEP_AT_ONCE, Ezworks
from ..processes import Failure
from ..targets import MONGO

AT_ONCE = 64
# As for the file that is much larger: who has memory to give lets the heap grow instead of collecting it.
_HEAP = "256m"
# What a server takes by itself with this heap.
_BUDGET = 64 << 20


def measure(bench: Bench) -> None:
    settings = SWEEP_AT_ONCE | {"EZWORKS_TRANSFER_BUFFER_BUDGET": f"{_BUDGET >> 20}MB"}
    site = bench.site(_HEAP)
    up = _file(bench, site.folder / "up", bench.sizes.up_at_once)
    down = _file(bench, site.folder / "down", bench.sizes.down_at_once)
    contenders = [Ezworks(site, settings)]
    if bench.wants_any(MONGO):
        contenders.append(Ezworks(site, settings, bench.mongod))
    with ExitStack() as stack:
        able = bench.start(contenders, stack)
        ready = {contender: contender.server.memory() for contender in able}
        for contender in able:
            contender.put(down, "down")
        for number in range(1, bench.sizes.rounds + 1):
            for contender in list(able):
                try:
                    _all_at_once(bench, contender, up, number, ready[contender])
                except Failure as failure:
                    bench.fail(contender.name, "64 up + 64 down", failure)
                    able.remove(contender)


def _file(bench: Bench, path: Path, size: int) -> Path:
    with open(bench.payload, "rb") as source, open(path, "wb") as target:
        target.write(source.read(size))
    return path


def _all_at_once(bench: Bench, contender: Ezworks, up: Path, number: int, ready: int) -> None:
    """What the server takes beyond what it had when it was ready is put down to the transfers."""
    bench.settle()
    contender.server.reset_peak_memory()
    names = [f"many-{number}-{each}" for each in range(AT_ONCE)]
    transfers = contender.at_once(up, names, ["down"] * AT_ONCE)
    peak = contender.server.peak_memory()
    everything = Transfer(max(each.seconds for each in transfers), sum(each.bytes for each in transfers))
    bench.record("64 up + 64 down", contender.name, "MB/s", everything.megabytes_per_second, contender.server)
    slowest = max(each.seconds for each in transfers) / min(each.seconds for each in transfers)
    bench.record(
        "memory beyond the budget, 64 up + 64 down", contender.name, "MB", (peak - ready - _BUDGET) / 1e6,
        contender.server,
        f"-Xmx{_HEAP}; budget {_BUDGET / 1e6:.0f} MB, {ready / 1e6:.0f} MB when ready; slowest/fastest transfer {slowest:.1f}",
    )
    contender.remove(names, left=1)
