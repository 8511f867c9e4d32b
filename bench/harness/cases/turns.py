"""Contenders in turns: each uploads, then each downloads what it has, then all of it is removed."""

from ..bench import Bench
from ..contenders import Contender
from ..processes import Failure


def up_and_down(bench: Bench, contenders: list[Contender], up: str, down: str) -> None:
    able = list(contenders)
    for number in bench.rounds():
        name = f"file-{number}"
        for contender in list(able):
            attempt(bench, able, contender, up, lambda: contender.put(bench.payload, name), number > 0)
        for contender in list(able):
            attempt(bench, able, contender, down, lambda: contender.get(name), number > 0)
        for contender in able:
            contender.clear([name])


def attempt(bench: Bench, able: list[Contender], contender: Contender, measurement: str, work, keep: bool) -> None:
    """Measures, and leaves out of the rounds that follow who failed."""
    try:
        bench.transfer(measurement, contender, contender.name, work, keep)
    except Failure as failure:
        bench.fail(contender.name, measurement, failure)
        able.remove(contender)
