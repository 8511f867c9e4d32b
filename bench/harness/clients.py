"""The clients: curl for big files, wrk for small requests. One of each for all contenders."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .processes import Failure, run
from .tools import Tools

_COMMON = [
    "--silent", "--show-error", "--insecure",
    # Nobody here refuses, so nobody who does not say "100 Continue" shall cost a second. (To leave the header out would
    # break the signatures of requests.)
    "--expect100-timeout", "0.05",
    "--write-out", "%{stderr}transfer: %{http_code} %{time_total} %{size_upload} %{size_download}\n",
]


@dataclass(frozen=True)
class Transfer:
    """One file, or several at once, that went over the wire; the time is from connecting to the whole answer."""

    seconds: float
    bytes: int

    @property
    def megabytes_per_second(self) -> float:
        return self.bytes / 1e6 / self.seconds


class Curl:
    """One transfer over a connection of its own, body from or to where the arguments say."""

    def __init__(self, tools: Tools):
        self.path = tools.curl

    @property
    def version(self) -> str:
        return "curl " + run([self.path, "--version"]).output.split()[1]

    def upload(self, source: Path, url: str, *more) -> Transfer:
        return self.transfer("--upload-file", source, *more, url)

    def form(self, source: Path, name: str, url: str, *more) -> Transfer:
        return self.transfer("--form", f"request_file=@{source};filename={name}", *more, url)

    def download(self, url: str, *more) -> Transfer:
        return self.transfer("--output", "/dev/null", *more, url)

    def transfer(self, *arguments, stdin=None) -> Transfer:
        """Fails unless the answer is a good one."""
        return self._parse(run([self.path, *_COMMON, *arguments], stdin=stdin).errors)[0]

    def at_once(self, requests: list[list]) -> list[Transfer]:
        """All of them at the same time, by one process; fails if one does."""
        together = ["--parallel", "--parallel-immediate", "--parallel-max", len(requests)]
        command = [self.path, *together]
        for number, request in enumerate(requests):
            command += (["--next"] if number else []) + [*_COMMON, *request]
        return self._parse(run(command).errors)

    @staticmethod
    def _parse(told: str) -> list[Transfer]:
        # Between the lines that are ours curl shows progress when it does several at once, silent or not.
        transfers = []
        for status, seconds, up, down in re.findall(r"transfer: (\S+) (\S+) (\d+) (\d+)$", told, re.MULTILINE):
            if not status.startswith("2"):
                raise Failure(f"curl was answered {status}")
            transfers.append(Transfer(float(seconds), max(int(up), int(down))))
        return transfers


@dataclass(frozen=True)
class Load:
    """Many small requests."""

    requests: int
    failed: int
    seconds: float
    median_milliseconds: float
    p99_milliseconds: float
    client_cores: float

    @property
    def per_second(self) -> float:
        return (self.requests - self.failed) / self.seconds


class Wrk:
    """As many requests as are answered in a time, on connections that are kept."""

    def __init__(self, tools: Tools):
        self._path = tools.wrk

    @property
    def version(self) -> str:
        # It tells its version and then that this is an error.
        told = subprocess.run([self._path, "-v"], capture_output=True, text=True, check=False).stdout
        return "wrk " + re.search(r"\d+(\.\d+)+", told)[0]

    def load(self, url: str, script: str, *arguments, connections: int, seconds: int) -> Load:
        lua = Path(__file__).parent / "lua" / script
        command = [self._path, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", lua, url, "--", *arguments]
        finished = run(command)
        told = json.loads(finished.output.splitlines()[-1])
        load = Load(client_cores=finished.cores, **told)
        if load.requests == 0 or load.failed > 0:
            raise Failure(f"wrk: {load.failed} of {load.requests} requests failed")
        return load
