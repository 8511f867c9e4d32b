"""One large file, up as a raw body and down again."""

from contextlib import ExitStack

from ..bench import Bench
from ..contenders.bare import BareWebFlux, GridFsBucket, RawLoops
from ..contenders.ezworks import SWEEP_AT_ONCE, Ezworks
from ..contenders.peers import Disk, Minio, Nginx, Tusd
from ..targets import MONGO
from .turns import up_and_down


def measure(bench: Bench) -> None:
    site = bench.site()
    served = bench.payload.parent
    contenders = [
        Disk(site),
        Nginx(site),
        Tusd(site),
        Minio(site),
        BareWebFlux(site, served),
        Ezworks(site, SWEEP_AT_ONCE),
    ]
    if bench.wants_any(GridFsBucket.name, RawLoops.name, MONGO):
        contenders += [
            GridFsBucket(site, served, bench.mongod),
            RawLoops(site, served, bench.mongod),
            Ezworks(site, SWEEP_AT_ONCE, bench.mongod),
        ]
    with ExitStack() as stack:
        up_and_down(bench, bench.start(contenders, stack), "raw PUT", "GET")
