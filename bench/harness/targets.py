"""What ezworks must reach."""

from dataclasses import dataclass
from statistics import median

from .results import Results, Series

LOCAL = "ezworks local"
MONGO = "ezworks mongo"


@dataclass(frozen=True)
class Target:
    """A series compared with another of the same run, round by round, or with a figure if there is no other."""

    measurement: str
    contender: str
    # ">=" or "<="
    relation: str
    bound: float
    reference: tuple[str, str] | None = None

    def is_of(self, series: Series) -> bool:
        return (series.measurement, series.contender) == (self.measurement, self.contender)

    def judge(self, results: Results) -> "Verdict | None":
        """None if one of the two was not measured."""
        series = results.find(self.measurement, self.contender)
        if series is None or not series.values:
            return None
        if self.reference is None:
            return Verdict(self, series.median, self._holds(series.median))
        reference = results.find(*self.reference)
        if reference is None or not reference.values:
            return None
        ratio = median(ours / theirs for ours, theirs in zip(series.values, reference.values))
        return Verdict(self, ratio, self._holds(ratio))

    def _holds(self, value: float) -> bool:
        return value >= self.bound if self.relation == ">=" else value <= self.bound


@dataclass(frozen=True)
class Verdict:
    target: Target
    value: float
    met: bool


def _ratio(measurement, contender, relation, bound, other, of=None):
    return Target(measurement, contender, relation, bound, (of or measurement, other))


TARGETS = [
    _ratio("raw PUT", LOCAL, ">=", 1.3, "MinIO"),
    _ratio("raw PUT", LOCAL, ">=", 0.6, "nginx"),
    _ratio("raw PUT", MONGO, ">=", 3.0, "GridFSBucket"),
    _ratio("GET", LOCAL, ">=", 0.8, "nginx"),
    _ratio("GET", MONGO, ">=", 0.6, "raw MongoDB loop"),
    _ratio("form POST", LOCAL, ">=", 0.9, "bare WebFlux"),
    # What the predecessor reached on its first 500 files; it cannot be had to be measured beside.
    Target("1 KiB forms, 8 at once", LOCAL, ">=", 715),
    _ratio("1 KiB forms, many stored", LOCAL, ">=", 0.8, LOCAL, "1 KiB forms, 8 at once"),
    _ratio("list 1,000 of many", LOCAL, "<=", 2.0, LOCAL, "list 1,000 of 1,000"),
    Target("memory beyond the budget, 64 up + 64 down", LOCAL, "<=", 150),
    Target("memory beyond the budget, 64 up + 64 down", MONGO, "<=", 150),
    # That they get through, and whole, at that heap.
    Target("big file up, small heap", LOCAL, ">=", 1),
    Target("big file down, small heap", LOCAL, ">=", 1),
    Target("big file up, small heap", MONGO, ">=", 1),
    Target("big file down, small heap", MONGO, ">=", 1),
    _ratio("TLS GET", LOCAL + " TLS, HTTP/1.1", ">=", 0.5, "nginx TLS, HTTP/1.1"),
    _ratio("TLS GET", LOCAL + " TLS, HTTP/2", ">=", 0.5, "nginx TLS, HTTP/2"),
    Target("ezworks --version", "command line", "<=", 150),
    Target("ezworks list", "command line", "<=", 300),
    _ratio("upload by", "command line", ">=", 0.8, "curl"),
    _ratio("download by", "command line", ">=", 0.8, "curl"),
    Target("1,000 files of 1 KiB", "command line", ">=", 200),
    Target("start until ready", "with the cache", "<=", 1.5),
    Target("start until ready", "without", "<=", 5.0),
]
