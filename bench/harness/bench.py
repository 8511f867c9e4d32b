"""One run: its options, its folder, and how contenders are measured in turns."""

import os
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .clients import Curl, Transfer, Wrk
from .contenders import Contender, Site
from .mongod import Mongod
from .processes import Failure, Server, run
from .results import Results, Series
from .tools import Tools, say


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    rounds: int
    # In bytes.
    file: int
    big_file: int
    up_at_once: int
    down_at_once: int
    # Files.
    many: int
    # Of one measurement of small requests.
    seconds: int
    # Of a command, in one round.
    repetitions: int


class Bench:
    """Starts things for the cases, and keeps what they measure."""

    def __init__(self, sizes: Sizes, tools: Tools, folder: Path, heap: str, wanted: list[str], cleanup: ExitStack):
        self.sizes = sizes
        self.tools = tools
        self.folder = folder
        self.heap = heap
        self.curl = Curl(tools)
        self.wrk = Wrk(tools)
        self.results = Results()
        self._wanted = wanted
        self._cleanup = cleanup
        self._sites = 0
        # What a case made and later ones can use.
        self.kept: dict[str, Contender] = {}

    @cached_property
    def payload(self) -> Path:
        """Random bytes, in a folder of their own, which the bare server serves."""
        path = self.folder / "served" / "payload"
        path.parent.mkdir()
        with open(path, "wb") as output:
            for left in range(self.sizes.file, 0, -(1 << 20)):
                output.write(os.urandom(min(left, 1 << 20)))
        return path

    @cached_property
    def mongod(self) -> Mongod:
        mongod = Mongod(self.tools, self.folder)
        self._cleanup.callback(mongod.stop)
        self.results.versions["mongod"] = mongod.version
        return mongod

    def wants_any(self, *names: str) -> bool:
        """Whether one of these contenders is to be measured."""
        return not self._wanted or any(part in name.lower() for part in self._wanted for name in names)

    def site(self, heap: str | None = None) -> Site:
        """A fresh folder for the contenders of one case."""
        self._sites += 1
        folder = self.folder / f"case-{self._sites}"
        folder.mkdir()
        return Site(self.tools, self.curl, folder, heap or self.heap)

    def start(self, contenders: list[Contender], stack: ExitStack) -> list[Contender]:
        """Starts those that are wanted and can be had; the stack stops them."""
        started = []
        for contender in contenders:
            if not self.wants_any(contender.name):
                continue
            try:
                say(f"starting {contender.name}")
                stack.enter_context(contender)
                started.append(contender)
                self.results.versions[contender.name] = contender.version
            except Failure as failure:
                self.fail(contender.name, "start", failure)
        return started

    def fail(self, contender: str, what: str, failure: Failure) -> None:
        self.results.fail(f"{contender}: {what}: {failure}")
        say(f"FAILED: {contender}: {what}: {failure}")

    def settle(self) -> None:
        """Lets the disk finish what others left behind, so that nobody pays for who was measured before.

        A virtual machine that gives free memory back to its host gets it again page by page, at the cost of whoever
        writes files next, three times as slowly: so a file is written and removed before each, for all alike.
        """
        scratch = self.folder / "scratch"
        shutil.copyfile(self.payload, scratch)
        scratch.unlink()
        os.sync()

    def transfer(
        self, measurement: str, contender: Contender, name: str, work: Callable[[], Transfer | None], keep: bool
    ) -> None:
        """Measures one transfer, unless this contender cannot; `keep` is false while warming up."""
        self.settle()
        for server in (contender.server, contender.database_server):
            if server:
                server.reset_peak_memory()
        transfer = work()
        if transfer is None or not keep:
            return
        series = self.results.add(Series(measurement, name, "MB/s", contender.durability))
        series.values.append(transfer.megabytes_per_second)
        if contender.server:
            series.peak_memory.append(contender.server.peak_memory())
        if contender.database_server:
            series.note = f"mongod {contender.database_server.peak_memory() / 1e6:,.0f} MB"
        say(f"  {measurement}: {name}: {series.values[-1]:,.0f} MB/s")

    def record(
        self,
        measurement: str,
        contender: str,
        unit: str,
        value: float,
        server: Server | None = None,
        note: str = "",
        durability: str = "",
    ) -> None:
        """Keeps one value; with a server also its peak memory."""
        series = self.results.add(Series(measurement, contender, unit, durability))
        series.values.append(value)
        series.note = note or series.note
        if server:
            series.peak_memory.append(server.peak_memory())
        say(f"  {measurement}: {contender}: {value:,.2f} {unit}")

    def rounds(self):
        """Numbers of rounds, 0 is for warming up: what it measures is thrown away."""
        for number in range(self.sizes.rounds + 1):
            say(f"round {number} of {self.sizes.rounds}" if number else "warming up")
            yield number

    def describe(self) -> None:
        """The machine and the clients."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        system = run(["findmnt", "--noheadings", "--output", "FSTYPE", "--target", self.folder]).output.strip()
        if system == "tmpfs":
            self.results.skip("durability: the temporary folder is in memory; set TMPDIR to a folder on a disk")
        self.results.versions["measured"] = time.strftime("%Y-%m-%d", time.gmtime())
        java = run([self.tools.java_home / "bin" / "java", "-version"]).errors.splitlines()
        self.results.versions["machine"] = f"{os.cpu_count()} cores, {memory:.0f} GiB, Linux {os.uname().release}, {system}"
        self.results.versions["Java"] = f"{java[1]}, -Xmx{self.heap}"
        self.results.versions["clients"] = f"{self.curl.version}, {self.wrk.version}"
