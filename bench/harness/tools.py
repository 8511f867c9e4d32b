"""Finds what the contenders and clients need, and installs what is missing; kept in .cache/bench of the project."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cached_property
from pathlib import Path

from .processes import Failure, run

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "bench"


def say(text: str) -> None:
    """Progress is for people; standard output is for the result."""
    print(text, file=sys.stderr, flush=True)


class Tools:
    """Everything by its path, looked for when first asked for."""

    def __init__(self, java_home: Path | None):
        self._chosen_java = java_home

    @cached_property
    def nginx(self) -> Path:
        return _debian("nginx", "nginx-light")

    @cached_property
    def wrk(self) -> Path:
        return _debian("wrk", "wrk")

    @cached_property
    def curl(self) -> Path:
        return _debian("curl", "curl")

    @cached_property
    def openssl(self) -> Path:
        return _debian("openssl", "openssl")

    @cached_property
    def minio(self) -> Path:
        # The last release: its source is tagged by date, which a Go module names by a pseudo-version.
        return _go("minio", "github.com/minio/minio", "v0.0.0-20260212201848-7aac2a2c5b7c", ".")

    @cached_property
    def tusd(self) -> Path:
        return _go("tusd", "github.com/tus/tusd/v2", "v2.6.0", "cmd/tusd")

    @cached_property
    def mongod(self) -> Path:
        return Path(run([ROOT / "scripts" / "get-mongod"]).output.strip())

    @cached_property
    def java_home(self) -> Path:
        """The one that was asked for, else JAVA_HOME, else the newest; ezworks' launcher is told to use it too."""
        chosen = self._chosen_java or os.environ.get("JAVA_HOME")
        if chosen:
            return Path(chosen)
        homes = [home for home in Path("/usr/lib/jvm").glob("*") if (home / "bin" / "javac").exists()]
        if not homes:
            raise Failure("no JDK in /usr/lib/jvm; install one, or set JAVA_HOME")
        return max(homes, key=lambda home: (java_feature(home), home.name)).resolve()

    @cached_property
    def java_options(self) -> list[str]:
        """What ezworks' launcher sets for the server, so that the bare contenders run on the same machine."""
        options = []
        if java_feature(self.java_home) >= 22:
            options.append("--enable-native-access=ALL-UNNAMED")
        if java_feature(self.java_home) >= 23:
            options += ["--sun-misc-unsafe-memory-access=allow", "-Dio.netty.noUnsafe=false"]
        return options

    @cached_property
    def java_environment(self) -> dict[str, str]:
        """Nobody's own settings, and the Java to use."""
        ours = re.compile("EZWORKS_|MONGO_|JWT_|SERVER_|XDG_CONFIG_HOME")
        environment = {name: value for name, value in os.environ.items() if not ours.match(name)}
        return environment | {"JAVA_HOME": str(self.java_home)}

    @cached_property
    def ezworks(self) -> Path:
        """The launcher, with everything built and prepared that it would build and prepare on first use."""
        return self._launcher_and_version[0]

    @cached_property
    def ezworks_version(self) -> str:
        """With the commit that was built, where git can tell it."""
        commit = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.strip()
        version = self._launcher_and_version[1]
        return f"{version} ({commit})" if commit else version

    @cached_property
    def _launcher_and_version(self) -> tuple[Path, str]:
        launcher = ROOT / "ezworks"
        say("building ezworks, if it is not up to date")
        return launcher, run([launcher, "--version"], env=self.java_environment).output.splitlines()[0]

    @cached_property
    def bare_jar(self) -> Path:
        jar = ROOT / "bench" / "target" / "ezworks-bench.jar"
        sources = [ROOT / "pom.xml", ROOT / "bench" / "pom.xml", *(ROOT / "bench" / "src").rglob("*.java")]
        if not jar.exists() or jar.stat().st_mtime < max(source.stat().st_mtime for source in sources):
            say("building the bare contenders")
            command = "./mvnw -q -B -pl bench -P !errorprone -DskipTests -Dspotless.check.skip package"
            run(command.split(), env=self.java_environment, cwd=ROOT)
        return jar


def java_feature(home: Path) -> int:
    """The 25 of a JDK 25.0.1."""
    found = re.search(r'^JAVA_VERSION="(\d+)', (home / "release").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def _debian(command: str, package: str) -> Path:
    # nginx is where only root's PATH may look.
    search = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    found = shutil.which(command, path=search)
    if not found:
        say(f"installing {package}")
        installed = subprocess.run(
            f"apt-get update -qq && apt-get install -y -qq --no-install-recommends {package}",
            shell=True,
            stdout=sys.stderr,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )
        found = shutil.which(command, path=search)
        if installed.returncode != 0 or not found:
            raise Failure(f"{command} is missing and could not be installed; install {package}")
    return Path(found)


def _go(name: str, module: str, version: str, package: str) -> Path:
    binary = CACHE / f"{name}-{version}"
    if binary.exists():
        return binary
    go = shutil.which("go")
    if not go:
        raise Failure(f"{name} is built from its Go module, and there is no go on the PATH")
    say(f"building {name} {version}, once; takes some minutes")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as work:
        # In a module of its own rather than by `go install`, which asks the proxy for each folder of the path too.
        Path(work, "go.mod").write_text("module dev.ezworks/bench\n")
        run([go, "get", f"{module}@{version}"], cwd=work)
        run([go, "build", "-mod=mod", "-o", Path(work, name), str(Path(module, package))], cwd=work)
        os.replace(Path(work, name), binary)
    return binary
