"""ezworks itself, started by its launcher as anybody would."""

import hashlib
import json
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from ..clients import Transfer
from ..mongod import Mongod
from ..processes import Failure, Server
from . import Contender, Site

_SWEEP_PATIENCE_SECONDS = 60
USER = "bench"
PASSWORD = "only for a benchmark"
# What was removed is really gone a second later, so that the disk does not fill.
SWEEP_AT_ONCE = {"EZWORKS_SWEEP_GRACE": "1s", "EZWORKS_SWEEP_INTERVAL": "1s"}


class Ezworks(Contender):
    """On the embedded store, or on MongoDB if there is one."""

    def __init__(self, site: Site, settings: dict[str, str], mongod: Mongod | None = None, label: str = ""):
        self._site = site
        self._mongod = mongod
        self._settings = settings
        self.database_server = mongod.server if mongod else None
        certificate = self._settings.get("EZWORKS_TLS_CERT")
        self._trust = ssl.create_default_context(cafile=certificate) if certificate else None
        store = "mongo" if mongod else "local"
        self.name = f"ezworks {store}{label}"
        self.durability = "majority, journal" if mongod else "fsync"
        self._database = "bench_ezworks"

    def start(self) -> None:
        """With an empty store, unless it has been started before."""
        self.data = self._site.folder / self.name.replace(" ", "-").replace(",", "")
        self.data.mkdir(exist_ok=True)
        tools = self._site.tools
        environment = tools.java_environment | self._settings | {
            "SERVER_PORT": "0",
            "EZWORKS_DATA": str(self.data),
            "EZWORKS_JAVA_OPTS": f"-Xmx{self._site.java_heap}",
        }
        if self._mongod:
            environment["MONGO_CONNECTION_STRING"] = self._mongod.connection_string(self._database)
            environment["JWT_SECRET"] = "only-for-a-benchmark-0123456789-0123456789-0123456789"
        self.server = Server(
            [tools.ezworks, "serve"], self._site.folder / f"{self.data.name}.log", env=environment, cwd=self._site.folder
        )
        self.url = self.server.await_line(r"ready on (https?://[^ ,]+)")[1]
        self.version = tools.ezworks_version
        self.ops_token = self.token("ops")
        self.client_token = self.token("client")

    def stop(self) -> None:
        super().stop()
        if self._mongod:
            self._mongod.drop(self._database)

    def put(self, source: Path, name: str) -> Transfer:
        return self._site.curl.upload(source, f"{self.url}/ops/files/{name}", *self._as(self.ops_token))

    def form(self, source: Path, name: str) -> Transfer:
        return self._site.curl.form(source, name, f"{self.url}/ops/upload", *self._as(self.ops_token))

    def get(self, name: str) -> Transfer:
        return self._site.curl.download(f"{self.url}/client/files/bench/{name}", *self._as(self.client_token))

    def put_stream(self, source, name: str) -> Transfer:
        """Uploads what comes from a pipe, whose length nobody knows."""
        arguments = ["--upload-file", "-", *self._as(self.ops_token), f"{self.url}/ops/files/{name}"]
        return self._site.curl.transfer(*arguments, stdin=source)

    def digest_of(self, name: str) -> str:
        """SHA-256 of what a client downloads."""
        command = [self._site.curl.path, "--silent", "--fail", *self._as(self.client_token)]
        command.append(f"{self.url}/client/files/{USER}/{name}")
        digest = hashlib.sha256()
        with subprocess.Popen(command, stdout=subprocess.PIPE) as curl:
            while piece := curl.stdout.read(1 << 20):
                digest.update(piece)
        if curl.returncode != 0:
            raise Failure(f"the download broke off: curl {curl.returncode}")
        return digest.hexdigest()

    def at_once(self, source: Path, up: list[str], down: list[str]) -> list[Transfer]:
        """Uploads the file under these names and downloads those, all at the same time."""
        requests = [["--upload-file", source, *self._as(self.ops_token), f"{self.url}/ops/files/{name}"] for name in up]
        requests += [
            ["--output", "/dev/null", *self._as(self.client_token), f"{self.url}/client/files/{USER}/{name}"] for name in down
        ]
        return self._site.curl.at_once(requests)

    def _as(self, token: str) -> list[str]:
        return ["--header", f"Authorization: Bearer {token}", *self.protocol]

    def clear(self, names: list[str]) -> None:
        self.remove(names, 0)

    def remove(self, names: list[str], left: int) -> None:
        """Deletes these, and waits until the sweep has removed all contents but those of the files that are left."""
        for name in names:
            self._site.curl.transfer("--request", "DELETE", *self._as(self.ops_token), f"{self.url}/ops/files/{name}")
        deadline = time.monotonic() + _SWEEP_PATIENCE_SECONDS
        while self._stored() > left:
            if time.monotonic() > deadline:
                raise Failure(f"{self.name} has not swept within {_SWEEP_PATIENCE_SECONDS} s what was deleted")
            time.sleep(0.1)

    def _stored(self) -> int:
        """How many contents there are."""
        if self._mongod:
            return self._mongod.contents(self._database)
        return sum(path.is_file() for path in (self.data / "content").rglob("*"))

    def token(self, role: str, user: str = USER) -> str:
        """Logs in, as somebody new if need be."""
        body = json.dumps({"username": user, "password": PASSWORD}).encode()
        try:
            self._post(f"/{role}/signup", body)
        except urllib.error.HTTPError as refusal:
            # There already, if the store is one that was kept.
            if refusal.code != 409:
                raise
        return self._post(f"/{role}/login", body)

    def _post(self, path: str, body: bytes) -> str:
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, context=self._trust) as answer:
            return answer.read().decode()
