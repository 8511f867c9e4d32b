"""Who is measured. Each is started with its own folder below the benchmark's, on a free port of loopback."""

from dataclasses import dataclass
from pathlib import Path

from ..clients import Curl, Transfer
from ..processes import Server
from ..tools import Tools


@dataclass(frozen=True)
class Site:
    """What every contender needs: the tools, the client, and a folder where all it stores goes."""

    tools: Tools
    curl: Curl
    folder: Path
    java_heap: str

    def make(self, name: str) -> Path:
        made = self.folder / name
        made.mkdir(parents=True)
        return made


class Contender:
    """A server that takes and gives files; what it cannot do it answers with None."""

    name: str
    version: str
    # What an upload that was acknowledged survives.
    durability: str

    # Options that tell curl which HTTP to speak.
    protocol: tuple[str, ...] = ("--http1.1",)

    # None where there is none to watch.
    server: Server | None = None
    # The database behind it, whose memory is told apart.
    database_server: Server | None = None

    def start(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        if self.server:
            self.server.stop()

    def put(self, source: Path, name: str) -> Transfer | None:
        """Uploads a file as a raw body."""
        return None

    def form(self, source: Path, name: str) -> Transfer | None:
        """Uploads a file as multipart/form-data."""
        return None

    def get(self, name: str) -> Transfer | None:
        """Downloads what was uploaded under this name."""
        return None

    def clear(self, names: list[str]) -> None:
        """Removes these files, and returns when their room is free again."""

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            # Half started: nobody else will stop it.
            if self.server:
                self.stop()
            raise
        return self

    def __exit__(self, *failure):
        self.stop()
