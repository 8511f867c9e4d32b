"""The tables: plain text for a terminal, and the same as Markdown for the README."""

import re
from pathlib import Path

from .results import Results, Series
from .targets import TARGETS

_BEGIN = "<!-- results: written by bench/run --write-readme -->"
_END = "<!-- end of results -->"


def tables(results: Results) -> list[list[list[str]]]:
    """Figures, targets, versions; the first row of each is its head."""
    figures = [["measurement", "contender", "median", "lowest–highest", "unit", "peak RSS MB", "durable", "note"]]
    for measurement, group in results.measurements().items():
        for series in sorted(group, key=_best_first):
            figures.append([
                measurement, series.contender, _number(series.median),
                f"{_number(min(series.values))}–{_number(max(series.values))}", series.unit,
                _megabytes(series), series.durability, series.note,
            ])
            measurement = ""
    verdicts = [["target", "of", "against", "reached", "wanted", "met"]]
    for target in TARGETS:
        verdict = target.judge(results)
        if verdict:
            verdicts.append([
                target.measurement, target.contender, _against(target), _number(verdict.value),
                f"{'at least' if target.relation == '>=' else 'at most'} {target.bound:g}",
                "yes" if verdict.met else "NO",
            ])
    versions = [["what", "version"], *([name, version] for name, version in results.versions.items())]
    return [figures, verdicts, versions]


def _best_first(series: Series):
    return series.median if series.unit in ("ms", "s", "MB") else -series.median


def _against(target) -> str:
    if target.reference is None:
        return target.note or "the figure itself"
    measurement, contender = target.reference
    return contender if measurement == target.measurement else f"{contender}, {measurement}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _megabytes(series: Series) -> str:
    return "" if series.peak is None else f"{series.peak / 1e6:,.0f}"


def remarks(results: Results) -> list[str]:
    """What is not in the tables."""
    return [f"SKIPPED: {line}" for line in results.skipped] + [f"FAILED: {line}" for line in results.failures]


def text(results: Results) -> str:
    parts = [_plain(table) for table in tables(results) if len(table) > 1]
    return "\n\n".join(parts + remarks(results))


def _plain(table: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*table)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in table]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def markdown(results: Results) -> str:
    parts = [_piped(table) for table in tables(results) if len(table) > 1]
    return "\n\n".join(parts + remarks(results))


def _piped(table: list[list[str]]) -> str:
    head, *rows = (f"| {' | '.join(row)} |" for row in table)
    return "\n".join([head, "|" + " --- |" * len(table[0]), *rows])


def write_into(readme: Path, results: Results) -> None:
    """Puts the tables between the two markers."""
    block = f"{_BEGIN}\n\n{markdown(results)}\n\n{_END}"
    old = readme.read_text()
    new, found = re.subn(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", lambda _: block, old, flags=re.DOTALL)
    if found != 1:
        raise ValueError(f"{readme.name} has no place for the results, or several")
    readme.write_text(new)
