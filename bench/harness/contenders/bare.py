"""The frame and the driver by themselves: bench/src, one Java process each."""

from pathlib import Path

from ..clients import Transfer
from ..mongod import Mongod
from ..processes import Server, run
from . import Contender, Site


class _BareJava(Contender):
    def __init__(self, site: Site, served: Path, *more: str):
        self._site = site
        self._arguments = [served, *more]

    def start(self) -> None:
        tools = self._site.tools
        java = [tools.java_home / "bin" / "java", f"-Xmx{self._site.java_heap}", *tools.java_options]
        log = self._site.folder / f"{type(self).__name__.lower()}.log"
        self.server = Server([*java, "-jar", tools.bare_jar, *self._arguments], log, env=tools.java_environment)
        self._base = self.server.await_line(r"^ready on (\S+)")[1]

    def _library(self, name: str) -> str:
        """Name and version of a library, as its jar has them."""
        return next((self._site.tools.bare_jar.parent / "lib").glob(f"{name}-[0-9]*.jar")).stem


class BareWebFlux(_BareJava):
    """Throws uploads away and sends files from a folder as Spring does by itself: the limit of the frame."""

    name = "bare WebFlux"
    durability = "discarded"

    @property
    def version(self) -> str:
        return f"{self._library('spring-webflux')}, {self._library('reactor-netty-http')}"

    def put(self, source: Path, name: str) -> Transfer:
        return self._site.curl.upload(source, f"{self._base}/discard")

    def form(self, source: Path, name: str) -> Transfer:
        return self._site.curl.form(source, name, f"{self._base}/form")

    def get(self, name: str) -> Transfer:
        return self._site.curl.download(f"{self._base}/file/payload")

    @property
    def form_url(self) -> str:
        return f"{self._base}/form"


class _BareMongo(_BareJava):
    durability = "majority, journal"

    def __init__(self, site: Site, served: Path, mongod: Mongod):
        self._database = "bench_" + type(self).__name__.lower()
        self._mongod = mongod
        self.database_server = mongod.server
        super().__init__(site, served, mongod.connection_string(self._database))

    @property
    def version(self) -> str:
        return self._library("mongodb-driver-reactivestreams")

    def stop(self) -> None:
        super().stop()
        self._mongod.drop(self._database)


class GridFsBucket(_BareMongo):
    """The driver's own reactive GridFS behind the bare frame."""

    name = "GridFSBucket"

    def put(self, source: Path, name: str) -> Transfer:
        return self._site.curl.upload(source, f"{self._base}/gridfs/{name}")

    def get(self, name: str) -> Transfer:
        return self._site.curl.download(f"{self._base}/gridfs/{name}")

    def clear(self, names: list[str]) -> None:
        for name in names:
            run([self._site.curl.path, "--silent", "--fail", "--request", "DELETE", f"{self._base}/gridfs/{name}"])


class RawLoops(_BareMongo):
    """insertMany and one sorted cursor inside one process: the limit of driver and database. No HTTP in the time."""

    name = "raw MongoDB loop"

    def put(self, source: Path, name: str) -> Transfer:
        return self._timed("--request", "PUT", f"{self._base}/raw/{name}?bytes={source.stat().st_size}")

    def get(self, name: str) -> Transfer:
        return self._timed(f"{self._base}/raw/{name}")

    def _timed(self, *arguments) -> Transfer:
        seconds, size = run([self._site.curl.path, "--silent", "--show-error", "--fail", *arguments]).output.split()
        return Transfer(float(seconds), int(size))

    def clear(self, names: list[str]) -> None:
        for name in names:
            run([self._site.curl.path, "--silent", "--fail", "--request", "DELETE", f"{self._base}/raw/{name}"])
