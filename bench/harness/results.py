"""What was measured."""

from dataclasses import asdict, dataclass, field
from statistics import median


@dataclass
class Series:
    """One measurement of one contender; value n comes from round n, as everybody's value n does."""

    measurement: str
    contender: str
    unit: str
    durability: str = ""
    values: list[float] = field(default_factory=list)
    # Of the server while it was measured, in bytes.
    peak_memory: list[int] = field(default_factory=list)
    note: str = ""

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def peak(self) -> int | None:
        return max(self.peak_memory, default=None)


class Results:
    """All series, in the order in which they were first measured, and what went wrong."""

    def __init__(self):
        self._series: dict[tuple[str, str], Series] = {}
        self.versions: dict[str, str] = {}
        # By the case in which it happened.
        self._failures: dict[str, list[str]] = {}
        self._skipped: dict[str, list[str]] = {}
        self.begin("")

    def begin(self, case: str) -> None:
        """What goes wrong from now on goes wrong in this case."""
        self._case = case
        self._failures[case] = []
        self._skipped[case] = []

    def fail(self, line: str) -> None:
        self._failures[self._case].append(line)

    def skip(self, line: str) -> None:
        self._skipped[self._case].append(line)

    @property
    def failures(self) -> list[str]:
        return [line for lines in self._failures.values() for line in lines]

    @property
    def skipped(self) -> list[str]:
        return [line for lines in self._skipped.values() for line in lines]

    def add(self, series: Series) -> Series:
        return self._series.setdefault((series.measurement, series.contender), series)

    def find(self, measurement: str, contender: str) -> Series | None:
        return self._series.get((measurement, contender))

    def measurements(self) -> dict[str, list[Series]]:
        grouped: dict[str, list[Series]] = {}
        for series in self._series.values():
            if series.values:
                grouped.setdefault(series.measurement, []).append(series)
        return grouped

    def to_json(self) -> dict:
        return {
            "versions": self.versions,
            "failures": self._failures,
            "skipped": self._skipped,
            "series": [asdict(series) for series in self._series.values()],
        }

    @staticmethod
    def of_json(document: dict) -> "Results":
        results = Results()
        results.versions = document["versions"]
        results._failures = document["failures"]
        results._skipped = document["skipped"]
        for series in document["series"]:
            results.add(Series(**series))
        return results

    def replace_by(self, newer: "Results") -> None:
        """Takes over what another run has measured, and what went wrong in its cases, and keeps the rest."""
        again = {measurement for measurement, _ in newer._series}
        self._series = {key: series for key, series in self._series.items() if key[0] not in again} | newer._series
        self.versions |= newer.versions
        self._failures |= newer._failures
        self._skipped |= newer._skipped
