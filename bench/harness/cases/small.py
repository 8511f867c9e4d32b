"""Forms with a file of 1 KiB, 8 at once, ever new names: on an empty store and on one with many files."""

import shutil
from contextlib import ExitStack

from ..bench import Bench
from ..contenders.bare import BareWebFlux
from ..contenders.ezworks import Ezworks
from ..processes import Failure
from .seeding import seeded_store

EMPTY = "1 KiB forms, 8 at once"
MANY = "1 KiB forms, many stored"
_AT_ONCE = 8
_WARM_UP_SECONDS = 3


def measure(bench: Bench) -> None:
    """Each is started anew in each round, and warmed up alike."""
    with ExitStack() as stack:
        bare = bench.start([BareWebFlux(bench.site(), bench.payload.parent)], stack)
        for number in range(1, bench.sizes.rounds + 1):
            for contender in bare:
                _upload(bench, EMPTY, contender, contender.form_url, [], number)
            _on_empty_store(bench, lambda site: Ezworks(site, settings={}), "ezworks local", number)
            _on_empty_store(bench, lambda site: Ezworks(site, bench.mongod, settings={}), "ezworks mongo", number)
            if bench.wants("ezworks local"):
                with seeded_store(bench) as contender:
                    _upload_to(bench, MANY, contender, number)


def _on_empty_store(bench: Bench, make, name: str, number: int) -> None:
    if not bench.wants(name):
        return
    site = bench.site()
    with ExitStack() as stack:
        for contender in bench.start([make(site)], stack):
            _upload_to(bench, EMPTY, contender, number)
    shutil.rmtree(site.folder)


def _upload_to(bench: Bench, measurement: str, contender: Ezworks, number: int) -> None:
    headers = [f"Authorization: Bearer {contender.ops_token}"]
    _upload(bench, measurement, contender, f"{contender.url}/ops/upload", headers, number)


def _upload(bench: Bench, measurement: str, contender, url: str, headers: list[str], number: int) -> None:
    def load(phase: str, seconds: int):
        prefix = f"{phase}-{number}-"
        return bench.wrk.load(url, "upload.lua", prefix, *headers, connections=_AT_ONCE, seconds=seconds)

    try:
        load("warm", min(_WARM_UP_SECONDS, bench.sizes.seconds))
        bench.settle()
        contender.server.reset_peak_memory()
        result = load("new", bench.sizes.seconds)
    except Failure as failure:
        bench.fail(contender.name, measurement, failure)
        return
    note = f"p99 {result.p99_milliseconds:.0f} ms, client {result.client_cores:.2f} cores"
    bench.record(measurement, contender.name, "uploads/s", result.per_second, contender.server, note, contender.durability)
