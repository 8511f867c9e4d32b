"""From starting the server's process to its line that says it is ready, on a store that is there already."""

import time

from ..bench import Bench
from ..processes import Server
from ..tools import ROOT

_READY = "ready on http"


def measure(bench: Bench) -> None:
    tools = bench.tools
    heap = f"-Xmx{bench.heap}"
    environment = tools.java_environment | {"SERVER_PORT": "0", "EZWORKS_JAVA_OPTS": heap}
    plain = [tools.java_home / "bin" / "java", heap, *tools.java_options, "-jar", ROOT / "server/target/ezworks-server.jar"]
    folder = bench.site().folder
    for number in bench.rounds():
        for name, command in (("with the cache", [tools.ezworks, "serve"]), ("without", plain)):
            data = {"EZWORKS_DATA": str(folder / name.replace(" ", "-"))}
            bench.settle()
            started = time.perf_counter()
            server = Server(command, folder / "start.log", env=environment | data, cwd=folder)
            try:
                server.await_line(_READY)
                seconds = time.perf_counter() - started
                if number > 0:
                    bench.record("start until ready", name, "s", seconds, server)
            finally:
                server.stop()
