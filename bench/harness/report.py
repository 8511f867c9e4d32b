"""The table: plain text for a terminal, Markdown for the README, JSON for programs."""

import re
from dataclasses import asdict
from pathlib import Path

from .results import Results, Series
from .targets import TARGETS, Verdict

_BEGIN = "<!-- results: written by bench/run --write-readme -->"
_END = "<!-- end of results -->"


_HEAD = ["measurement", "contender", "median", "lowest–highest", "unit", "targets", "peak RSS MB", "durable", "note"]


def _table(results: Results) -> list[list[str]]:
    """The first row is its head."""
    rows = [_HEAD]
    for measurement, group in results.measurements().items():
        for series in sorted(group, key=_best_first):
            verdicts = [target.judge(results) for target in TARGETS if target.is_of(series)]
            rows.append([
                measurement,
                series.contender,
                _number(series.median),
                f"{_number(min(series.values))}–{_number(max(series.values))}",
                series.unit,
                "; ".join(_told(verdict) for verdict in verdicts if verdict),
                "" if series.peak is None else f"{series.peak / 1e6:,.0f}",
                series.durability,
                series.note,
            ])
            measurement = ""
    return rows


def _told(verdict: Verdict) -> str:
    target = verdict.target
    relation = "at least" if target.relation == ">=" else "at most"
    met = "met" if verdict.met else "NOT MET"
    if target.reference is None:
        return f"{relation} {target.bound:g}: {met}"
    measurement, contender = target.reference
    # The same contender: it is compared with itself in another measurement.
    reference = contender if measurement == target.measurement else f'"{measurement}"'
    return f"{verdict.value:.2f} × {reference}, {relation} {target.bound:g}: {met}"


def _summary(results: Results) -> list[str]:
    verdicts = [target.judge(results) for target in TARGETS]
    met = sum(verdict is not None and verdict.met for verdict in verdicts)
    missed = sum(verdict is not None and not verdict.met for verdict in verdicts)
    absent = verdicts.count(None)
    return [
        f"Targets: {met} met, {missed} not met, {absent} not measured.",
        "Versions: " + "; ".join(f"{name}: {version}" for name, version in results.versions.items()) + ".",
        *(f"SKIPPED: {line}" for line in results.skipped),
        *(f"FAILED: {line}" for line in results.failures),
    ]


def _best_first(series: Series):
    return series.median if series.unit in ("ms", "s", "MB") else -series.median


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def document(results: Results) -> dict:
    """All of it for programs, the verdicts too."""
    verdicts = [verdict for target in TARGETS if (verdict := target.judge(results))]
    return results.to_json() | {"targets": [asdict(verdict) for verdict in verdicts]}


def text(results: Results) -> str:
    return "\n".join([_plain(_table(results)), "", *_summary(results)])


def _plain(table: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*table)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in table]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def markdown(results: Results) -> str:
    return "\n\n".join([_piped(_table(results)), *_summary(results)])


def _piped(table: list[list[str]]) -> str:
    head, *rows = (f"| {' | '.join(row)} |" for row in table)
    return "\n".join([head, "|" + " --- |" * len(table[0]), *rows])


def write_into(readme: Path, results: Results) -> None:
    """Puts the table between the two markers."""
    block = f"{_BEGIN}\n\n{markdown(results)}\n\n{_END}"
    old = readme.read_text()
    new, found = re.subn(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", lambda _: block, old, flags=re.DOTALL)
    if found != 1:
        raise ValueError(f"{readme.name} has no place for the results, or several")
    readme.write_text(new)
