"""One large file as multipart/form-data."""

from contextlib import ExitStack

from ..bench import Bench
from ..contenders.bare import BareWebFlux
from ..contenders.ezworks import SWEEP_AT_ONCE, Ezworks
from ..targets import MONGO
from .turns import attempt


def measure(bench: Bench) -> None:
    site = bench.site()
    contenders = [BareWebFlux(site, bench.payload.parent), Ezworks(site, SWEEP_AT_ONCE)]
    if bench.wants_any(MONGO):
        contenders.append(Ezworks(site, SWEEP_AT_ONCE, bench.mongod))
    with ExitStack() as stack:
        able = bench.start(contenders, stack)
        for number in bench.rounds():
            name = f"form-{number}"
            for contender in list(able):
                attempt(bench, able, contender, "form POST", lambda: contender.form(bench.payload, name), number > 0)
            for contender in able:
                contender.clear([name])
