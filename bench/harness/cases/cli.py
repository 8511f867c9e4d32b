"""The command line: how long a command takes, and transfers beside curl's to and from the same server."""

import os
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from ..bench import Bench
from ..clients import Transfer
from ..contenders.ezworks import PASSWORD, SWEEP_AT_ONCE, USER, Ezworks
from ..processes import Failure, run
from .seeding import seed

_COMMAND_LINE = "command line"
# What the command line does, put together from the system's tools.
_CURL_AND_DIGEST = "curl and sha256sum"
# Files in the catalog that is listed.
_LISTED = 100
# Files that one command uploads.
_BATCH = 1000


class _CommandLine:
    """ezworks with a folder for its settings, logged in."""

    def __init__(self, bench: Bench, server: Ezworks, role: str, folder: Path):
        folder.mkdir()
        self._launcher = bench.tools.ezworks
        self._folder = folder
        self._environment = bench.tools.java_environment | {
            "EZWORKS_CONFIG_DIR": str(folder / "settings"),
            "EZWORKS_URL": server.url,
            "EZWORKS_PASSWORD": PASSWORD,
        }
        self("login", "--role", role, "-u", USER)

    def __call__(self, *arguments) -> float:
        """Seconds."""
        return run([self._launcher, *arguments], env=self._environment, cwd=self._folder).seconds


def measure(bench: Bench) -> None:
    site = bench.site()
    with ExitStack() as stack:
        for server in bench.start([Ezworks(site, SWEEP_AT_ONCE)], stack):
            ops = _CommandLine(bench, server, "ops", site.folder / "ops")
            client = _CommandLine(bench, server, "client", site.folder / "client")
            seed(server, server.ops_token, _LISTED)
            for number in bench.rounds():
                _commands(bench, ops, number > 0)
                _transfers(bench, server, ops, client, site.folder, number)
                _batch(bench, server, ops, site.folder / "batch", number > 0)


def _commands(bench: Bench, ops: _CommandLine, keep: bool) -> None:
    for name in ("--version", "list"):
        seconds = median(ops(name) for _ in range(bench.sizes.repetitions))
        if keep:
            bench.record(f"ezworks {name}", _COMMAND_LINE, "ms", seconds * 1000)


def _transfers(bench: Bench, server: Ezworks, ops: _CommandLine, client: _CommandLine, folder: Path, number: int) -> None:
    payload, copy = bench.payload, folder / "copy"
    size = payload.stat().st_size
    down = f"{server.url}/client/files/{USER}/by-curl"
    bearer = ["--header", f"Authorization: Bearer {server.client_token}"]

    def fetch() -> None:
        bench.curl.transfer("--output", copy, *bearer, down)

    def send_digested() -> None:
        with subprocess.Popen(["sha256sum", payload], stdout=subprocess.DEVNULL) as digest:
            server.put(payload, "by-curl")
        _require(digest)

    def fetch_digested() -> None:
        fetch()
        with subprocess.Popen(["sha256sum", copy], stdout=subprocess.DEVNULL) as digest:
            run(["sync", copy])
        _require(digest)

    steps = [
        ("upload by", "curl", lambda: _timed(lambda: server.put(payload, "by-curl"), size), "raw PUT"),
        ("upload by", _CURL_AND_DIGEST, lambda: _timed(send_digested, size), "the digest beside it"),
        ("upload by", _COMMAND_LINE, lambda: Transfer(ops("upload", "--quiet", payload, "--as", "by-cli"), size), "digest at both ends"),
        ("download by", "curl", lambda: _timed(fetch, size), "to a file, no fsync"),
        ("download by", _CURL_AND_DIGEST, lambda: _timed(fetch_digested, size), "to a file, then digest and fsync side by side"),
        ("download by", _COMMAND_LINE,
         lambda: Transfer(client("download", "--quiet", f"{USER}/by-cli", "-o", copy), size), "to a file, digest checked, fsync"),
    ]
    for measurement, name, step, note in steps:
        bench.settle()
        transfer = step()
        copy.unlink(missing_ok=True)
        if number > 0:
            bench.record(measurement, name, "MB/s", transfer.megabytes_per_second, note=note)
    server.remove(["by-curl", "by-cli"], left=_LISTED)


def _batch(bench: Bench, server: Ezworks, ops: _CommandLine, folder: Path, keep: bool) -> None:
    """A folder of small files by one command, its start included."""
    if not folder.exists():
        folder.mkdir()
        for number in range(_BATCH):
            (folder / f"{number:05}").write_bytes(os.urandom(1024))
    bench.settle()
    seconds = ops("upload", "--quiet", "-r", folder)
    if keep:
        bench.record(f"{_BATCH:,} files of 1 KiB", _COMMAND_LINE, "uploads/s", _BATCH / seconds, note="one command, -j 4")
    server.remove([f"{folder.name}/{path.name}" for path in folder.iterdir()], left=_LISTED)


def _require(process: subprocess.Popen) -> None:
    if process.returncode != 0:
        raise Failure(f"{process.args[0]} failed: {process.returncode}")


def _timed(work, size: int) -> Transfer:
    """By our own clock, process start included, as the command line's is."""
    started = time.perf_counter()
    work()
    return Transfer(time.perf_counter() - started, size)
