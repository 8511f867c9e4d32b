"""One large file, up as a raw body and down again."""

from contextlib import ExitStack

from ..bench import Bench
from ..contenders.bare import BareWebFlux, GridFsBucket, RawLoops
from ..contenders.ezworks import Ezworks
from ..contenders.peers import Disk, Minio, Nginx, Tusd
from .turns import up_and_down


def measure(bench: Bench) -> None:
    site = bench.site()
    contenders = [Disk(site), Nginx(site), Tusd(site), Minio(site), BareWebFlux(site, bench.payload.parent), Ezworks(site)]
    if any(bench.wants(name) for name in (GridFsBucket.name, RawLoops.name, "ezworks mongo")):
        served = bench.payload.parent
        contenders += [GridFsBucket(site, served, bench.mongod), RawLoops(site, served, bench.mongod), Ezworks(site, bench.mongod)]
    with ExitStack() as stack:
        up_and_down(bench, bench.start(contenders, stack), "raw PUT", "GET")
