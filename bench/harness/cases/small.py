"""Forms with a file of 1 KiB, 8 at once, ever new names: on an empty store and on one with many files."""

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from ..bench import Bench
from ..clients import Load
from ..contenders import Contender
from ..contenders.bare import BareWebFlux
from ..contenders.ezworks import Ezworks
from ..processes import Failure
from ..targets import LOCAL, MONGO
from .seeding import seeded_store

_EMPTY = "1 KiB forms, 8 at once"
_FIRST = "1 KiB forms, a server's first seconds"
_MANY = "1 KiB forms, many stored"
_DISK = "disk (write, fsync, rename, fsync)"
_AT_ONCE = 8


def measure(bench: Bench) -> None:
    """Every server is started anew in each round, and warmed up alike."""
    with ExitStack() as stack:
        # What the client can do at most: here nothing is stored.
        bare = bench.start([BareWebFlux(bench.site(), bench.payload.parent)], stack)
        for number in range(1, bench.sizes.rounds + 1):
            if bench.wants_any(_DISK):
                _disk(bench)
            for contender in bare:
                _upload(bench, _EMPTY, contender, contender.form_url, [], number)
            if bench.wants_any(LOCAL):
                _on_empty_store(bench, Ezworks(bench.site(), {}), number)
            if bench.wants_any(MONGO):
                _on_empty_store(bench, Ezworks(bench.site(), {}, bench.mongod), number)
            if bench.wants_any(LOCAL):
                with seeded_store(bench) as contender:
                    _upload_to(bench, _MANY, contender, number)


def _disk(bench: Bench) -> None:
    """What the disk can do at most, if each file is made durable by itself."""
    folder = bench.site().folder
    bench.settle()
    deadline = time.monotonic() + bench.sizes.seconds
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        stored = sum(pool.map(lambda thread: _store_until(deadline, folder, thread), range(_AT_ONCE)))
    bench.record(_EMPTY, _DISK, "uploads/s", stored / bench.sizes.seconds, durability="fsync")
    shutil.rmtree(folder)


def _store_until(deadline: float, folder: Path, thread: int) -> int:
    content = os.urandom(1024)
    parent = os.open(folder, os.O_RDONLY)
    stored = 0
    while time.monotonic() < deadline:
        path = folder / f"{thread}-{stored}"
        with open(path, "wb", buffering=0) as file:
            file.write(content)
            os.fsync(file)
        path.rename(path.with_suffix(".done"))
        os.fsync(parent)
        stored += 1
    os.close(parent)
    return stored


def _on_empty_store(bench: Bench, server: Ezworks, number: int) -> None:
    with ExitStack() as stack:
        for contender in bench.start([server], stack):
            _upload_to(bench, _EMPTY, contender, number)
    shutil.rmtree(server.data)


def _upload_to(bench: Bench, measurement: str, contender: Ezworks, number: int) -> None:
    headers = [f"Authorization: Bearer {contender.ops_token}"]
    _upload(bench, measurement, contender, f"{contender.url}/ops/upload", headers, number)


def _upload(bench: Bench, measurement: str, contender: Contender, url: str, headers: list[str], number: int) -> None:
    def load(phase: str, seconds: int) -> Load:
        prefix = f"{phase}-{number}-"
        return bench.wrk.load(url, "upload.lua", prefix, *headers, connections=_AT_ONCE, seconds=seconds)

    def record(what: str, result: Load) -> None:
        note = f"p99 {result.p99_milliseconds:.0f} ms, client {result.client_cores:.2f} cores"
        bench.record(what, contender.name, "uploads/s", result.per_second, contender.server, note, contender.durability)

    try:
        first = load("first", bench.sizes.seconds)
        if measurement == _EMPTY:
            record(_FIRST, first)
        # A Java machine compiles while it runs what it runs often: after a minute it has done with most of it.
        load("warm", 4 * bench.sizes.seconds)
        bench.settle()
        contender.server.reset_peak_memory()
        record(measurement, load("new", bench.sizes.seconds))
    except Failure as failure:
        bench.fail(contender.name, measurement, failure)
