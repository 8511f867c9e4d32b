"""Processes that are started here: waited for until they are ready, watched for memory, and stopped by their id."""

import os
import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

START_PATIENCE_SECONDS = 120
STOP_PATIENCE_SECONDS = 30


class Failure(Exception):
    """Something that is measured, or needed for it, does not work; the message says what."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running server and its log."""

    def __init__(self, command, log: Path, env=None, cwd=None):
        self.log = log
        self.name = Path(str(command[0])).name
        with open(log, "wb") as output:
            # In a session of its own: Ctrl-C is ours, and we stop what we started in our order.
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=cwd,
                start_new_session=True,
            )

    def await_line(self, pattern: str) -> re.Match:
        """Waits for a line of the log that matches."""
        wanted = re.compile(pattern, re.MULTILINE)
        return self._await(lambda: wanted.search(self.log.read_text(errors="replace")), f'no "{pattern}" in its log')

    def await_port(self, port: int) -> None:
        """Waits until somebody accepts connections on this port of loopback."""
        self._await(lambda: _accepts(port), f"port {port} does not open")

    def _await(self, look, complaint):
        deadline = time.monotonic() + START_PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = look()
            if found:
                return found
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        last_words = self.log.read_text(errors="replace")[-2000:]
        raise Failure(f"{self.name} did not start: {complaint}\n{last_words}")

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()

    def reset_peak_memory(self) -> None:
        for pid in self._family():
            # 5: "reset the peak resident set size to the process's current" (proc(5)).
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def memory(self) -> int:
        """Resident now, in bytes, with its child processes."""
        return sum(_status_bytes(pid, "VmRSS") for pid in self._family())

    def peak_memory(self) -> int:
        """The most that was resident since the last reset, in bytes, with its child processes."""
        return sum(_status_bytes(pid, "VmHWM") for pid in self._family())

    def _family(self):
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _status_bytes(pid: int, field: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)[1]) * 1024


@dataclass(frozen=True)
class Finished:
    """A client that ran to its end."""

    output: str
    errors: str
    seconds: float
    cpu_seconds: float

    @property
    def cores(self) -> float:
        """How many cores it kept busy by itself."""
        return self.cpu_seconds / self.seconds


def run(command, env=None, cwd=None, stdin=None, timeout=1800) -> Finished:
    """Runs a client to its end; fails if it does."""
    before = os.times()
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=stdin or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        cwd=cwd,
        text=True,
    )
    try:
        output, errors = process.communicate(timeout=timeout)
    except BaseException:
        process.kill()
        process.wait()
        raise
    seconds = time.perf_counter() - started
    after = os.times()
    if process.returncode != 0:
        raise Failure(f"{Path(str(command[0])).name} failed ({process.returncode}): {(errors or output)[-1000:].strip()}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Finished(output, errors, seconds, cpu)


def exit_on_signal(number, frame):
    """Lets everything that was started be stopped, and no second signal disturb it."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)
