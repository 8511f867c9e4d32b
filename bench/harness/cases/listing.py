"""A page of 1,000 from a catalog that has 1,000, and from one that has many more."""

from ..bench import Bench
from ..contenders.ezworks import Ezworks
from ..processes import Failure
from ..targets import LOCAL
from .seeding import seed, seeded_store

_PAGE = 1000
_FEW = "few"


def measure(bench: Bench) -> None:
    if not bench.wants_any(LOCAL):
        return
    with seeded_store(bench) as server:
        few = server.token("ops", _FEW)
        seed(server, few, _PAGE)
        for number in bench.rounds():
            for measurement, owner in (("list 1,000 of 1,000", _FEW), ("list 1,000 of many", "bench")):
                _list(bench, server, measurement, owner, number > 0)


def _list(bench: Bench, server: Ezworks, measurement: str, owner: str, keep: bool) -> None:
    server.server.reset_peak_memory()
    headers = [f"Authorization: Bearer {server.client_token}"]
    url = f"{server.url}/client/files/{owner}?limit={_PAGE}"
    try:
        load = bench.wrk.load(url, "get.lua", *headers, connections=1, seconds=bench.sizes.seconds)
    except Failure as failure:
        bench.fail(server.name, measurement, failure)
        return
    if keep:
        note = f"{load.per_second:.0f}/s, p99 {load.p99_milliseconds:.0f} ms; many: {bench.sizes.many:,}"
        bench.record(measurement, server.name, "ms", load.median_milliseconds, server.server, note)
