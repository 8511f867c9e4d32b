"""Servers that others wrote, and the bare disk."""

import os
import re
import time
from pathlib import Path

from ..clients import Transfer
from ..processes import Server, free_port, run
from . import Contender, Site


class Disk(Contender):
    """No server at all: dd writes the file and fsyncs it."""

    name = "disk (dd, fsync)"
    durability = "fsync"

    def __init__(self, site: Site):
        self._folder = site.make("disk")
        self.version = run(["dd", "--version"]).output.splitlines()[0]

    def start(self) -> None:
        pass

    def put(self, source: Path, name: str) -> Transfer:
        started = time.perf_counter()
        run(["dd", f"if={source}", f"of={self._folder / name}", "bs=1M", "conv=fsync", "status=none"])
        return Transfer(time.perf_counter() - started, source.stat().st_size)

    def clear(self, names: list[str]) -> None:
        for name in names:
            (self._folder / name).unlink(missing_ok=True)


class Nginx(Contender):
    """PUT by its dav module, GET by sendfile."""

    name = "nginx"
    durability = "no fsync"

    def __init__(self, site: Site, certificate: Path | None = None, key: Path | None = None):
        self._site = site
        self._tls = (certificate, key) if certificate else None
        if certificate:
            self.name = "nginx TLS"

    def start(self) -> None:
        nginx = self._site.tools.nginx
        self.version = re.search(r"nginx/\S+", run([nginx, "-v"]).errors)[0]
        folder = self._site.make(self.name.replace(" ", "-"))
        self._files = folder / "files"
        self._files.mkdir()
        port = free_port()
        self.url = f"{'https' if self._tls else 'http'}://127.0.0.1:{port}"
        configuration = folder / "nginx.conf"
        configuration.write_text(self._configuration(folder, port))
        command = [nginx, "-e", folder / "error.log", "-p", folder, "-c", configuration]
        self.server = Server(command, self._site.folder / "nginx.log")
        self.server.await_port(port)

    def _configuration(self, folder: Path, port: int) -> str:
        listen = f"listen 127.0.0.1:{port};"
        if self._tls:
            listen = f"""
                listen 127.0.0.1:{port} ssl http2;
                ssl_certificate {self._tls[0]};
                ssl_certificate_key {self._tls[1]};"""
        temporary = "\n".join(
            f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return f"""
            {"user root;" if os.geteuid() == 0 else ""}
            daemon off;
            worker_processes auto;
            pid {folder / "pid"};
            events {{}}
            http {{
                access_log off;
                {temporary}
                client_max_body_size 0;
                sendfile on;
                tcp_nopush on;
                server {{
                    {listen}
                    root {self._files};
                    location / {{ dav_methods PUT DELETE; }}
                }}
            }}
            """

    def put(self, source: Path, name: str) -> Transfer:
        return self._site.curl.upload(source, f"{self.url}/{name}", *self.protocol)

    def get(self, name: str) -> Transfer:
        return self._site.curl.download(f"{self.url}/{name}", *self.protocol)

    def clear(self, names: list[str]) -> None:
        for name in names:
            (self._files / name).unlink(missing_ok=True)


class Tusd(Contender):
    """Creation is not timed, only the PATCH with the bytes."""

    name = "tusd"
    durability = "no fsync"

    def __init__(self, site: Site):
        self._site = site
        self._locations = {}

    def start(self) -> None:
        tusd = self._site.tools.tusd
        self.version = tusd.name.replace("-v", " ")
        port = free_port()
        self._files = self._site.make("tusd")
        command = [tusd, "-host", "127.0.0.1", "-port", port, "-upload-dir", self._files]
        self.server = Server(command, self._site.folder / "tusd.log")
        self.server.await_port(port)
        self.url = f"http://127.0.0.1:{port}/files/"

    def put(self, source: Path, name: str) -> Transfer:
        created = run([
            self._site.curl.path, "--silent", "--show-error", "--fail", "--request", "POST", "--output", "/dev/null",
            "--header", "Tus-Resumable: 1.0.0", "--header", f"Upload-Length: {source.stat().st_size}",
            "--write-out", "%header{location}", self.url,
        ])
        self._locations[name] = created.output
        return self._site.curl.upload(
            source, created.output, "--request", "PATCH", "--header", "Tus-Resumable: 1.0.0",
            "--header", "Upload-Offset: 0", "--header", "Content-Type: application/offset+octet-stream",
        )

    def get(self, name: str) -> Transfer:
        return self._site.curl.download(self._locations[name])

    def clear(self, names: list[str]) -> None:
        for name in names:
            upload = self._files / self._locations.pop(name).rsplit("/", 1)[1]
            upload.unlink()
            upload.with_name(upload.name + ".info").unlink()


class Minio(Contender):
    """One drive. Requests are signed, bodies are not, so that the client need not digest them."""

    name = "MinIO"
    durability = "fdatasync"

    _KEY = "bench", "only-for-a-benchmark"

    def __init__(self, site: Site):
        self._site = site

    def start(self) -> None:
        minio = self._site.tools.minio
        self.version = re.sub(r"^minio-.*?(\d{4})(\d\d)(\d\d)\d{6}-.*", r"MinIO \1-\2-\3", minio.name)
        port = free_port()
        user, password = self._KEY
        environment = os.environ | {"MINIO_ROOT_USER": user, "MINIO_ROOT_PASSWORD": password, "MINIO_BROWSER": "off"}
        command = [minio, "server", "--quiet", "--address", f"127.0.0.1:{port}", self._site.make("minio")]
        self.server = Server(command, self._site.folder / "minio.log", env=environment)
        self.server.await_port(port)
        self._bucket = f"http://127.0.0.1:{port}/bench"
        self._signed = [
            "--aws-sigv4", "aws:amz:us-east-1:s3", "--user", ":".join(self._KEY),
            "--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD",
        ]
        retry = ["--retry", 20, "--retry-all-errors", "--retry-delay", 1, "--output", "/dev/null", "--fail"]
        run([self._site.curl.path, "--silent", "--show-error", *retry, *self._signed, "--request", "PUT", self._bucket])

    def put(self, source: Path, name: str) -> Transfer:
        return self._site.curl.upload(source, f"{self._bucket}/{name}", *self._signed)

    def get(self, name: str) -> Transfer:
        return self._site.curl.download(f"{self._bucket}/{name}", *self._signed)

    def clear(self, names: list[str]) -> None:
        for name in names:
            self._site.curl.transfer("--request", "DELETE", *self._signed, f"{self._bucket}/{name}")
