"""One mongod, a replica set of one node, for all contenders that need one."""

from pathlib import Path

import pymongo

from .processes import Server, free_port, run
from .tools import Tools

# Its caches are its own; 1 GiB is what it would take on a machine with 3.
_CACHE_GIGABYTES = "1"
# In megabytes. What was inserted is in here once more, and by default it takes a twentieth of the disk.
_OPLOG_MEGABYTES = "1000"


class Mongod:
    def __init__(self, tools: Tools, folder: Path):
        data = folder / "mongod"
        data.mkdir()
        port = free_port()
        self.version = "MongoDB " + run([tools.mongod, "--version"]).output.split()[2].lstrip("v")
        command = [tools.mongod, "--dbpath", data, "--bind_ip", "127.0.0.1", "--port", port, "--nounixsocket"]
        command += ["--replSet", "rs0", "--wiredTigerCacheSizeGB", _CACHE_GIGABYTES, "--oplogSize", _OPLOG_MEGABYTES]
        # There is nobody who could take over; by default it waits 15 s for somebody.
        command += ["--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"]
        self.server = Server(command, folder / "mongod.log")
        self._address = f"127.0.0.1:{port}"
        try:
            self._initiate()
        except BaseException:
            self.server.stop()
            raise

    def _initiate(self) -> None:
        self.server.await_line("Waiting for connections")
        with pymongo.MongoClient(self._address, directConnection=True) as client:
            members = [{"_id": 0, "host": self._address}]
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": members})
        self._client = pymongo.MongoClient(self._address, replicaSet="rs0")
        self._client.admin.command("ping")

    def connection_string(self, database: str) -> str:
        return f"mongodb://{self._address}/{database}?replicaSet=rs0"

    def contents(self, database: str) -> int:
        """How many contents there are that have chunks."""
        return len(self._client[database]["fs.chunks"].distinct("files_id"))

    def drop(self, database: str) -> None:
        self._client.drop_database(database)

    def stop(self) -> None:
        self._client.close()
        self.server.stop()
