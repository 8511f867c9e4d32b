"""The command: options, the temporary folder, and an end that leaves nothing behind."""

import argparse
import json
import re
import shutil
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from . import report
from .bench import Bench, Sizes
from .cases import CASES
from .processes import Failure, exit_on_signal
from .results import Results
from .tools import ROOT, Tools, say

_RESULTS = ROOT / "target" / "bench" / "results.json"
_README = ROOT / "bench" / "README.md"
_MIB = 1 << 20

_FULL = Sizes(
    rounds=5, file=512 * _MIB, big_file=10240 * _MIB, up_at_once=32 * _MIB, down_at_once=128 * _MIB,
    many=100_000, seconds=10, repetitions=10,
)
# Big enough to run every line once, too small to say anything.
_QUICK = Sizes(
    rounds=1, file=16 * _MIB, big_file=64 * _MIB, up_at_once=1 * _MIB, down_at_once=4 * _MIB,
    many=2_000, seconds=2, repetitions=2,
)


def _size(text: str) -> int:
    found = re.fullmatch(r"(\d+)(MiB|GiB)", text)
    if not found:
        raise argparse.ArgumentTypeError("a size looks like 512MiB or 10GiB")
    return int(found[1]) * {"MiB": _MIB, "GiB": 1024 * _MIB}[found[2]]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures ezworks beside its peers, all on this machine.")
    parser.add_argument("--quick", action="store_true", help="a smoke run: everything once, with small sizes")
    parser.add_argument("--only", action="append", default=[], metavar="CASE", choices=CASES, help=", ".join(CASES))
    parser.add_argument(
        "--with", action="append", default=[], dest="contenders", metavar="NAME",
        help="only contenders whose name has this in it, such as local, mongo or nginx; can be repeated",
    )
    parser.add_argument("--rounds", type=int, help=f"of each measurement, after one to warm up (default {_FULL.rounds})")
    parser.add_argument("--size", type=_size, help="of the large file (default 512MiB)")
    parser.add_argument("--big-size", type=_size, help="of the file that is much larger than the heap (default 10GiB)")
    parser.add_argument("--files", type=int, help=f"that a store with many has (default {_FULL.many})")
    parser.add_argument("--seconds", type=int, help=f"of each measurement of small requests (default {_FULL.seconds})")
    parser.add_argument("--heap", default="512m", help="-Xmx of every Java server (default 512m)")
    parser.add_argument("--java", type=Path, metavar="HOME", help="the JDK (default: JAVA_HOME, else the newest)")
    parser.add_argument("--json", type=Path, default=_RESULTS, metavar="FILE", help="where the results go (default target/bench/)")
    parser.add_argument("--merge", action="store_true", help="keep what that file has of measurements that are not made now")
    parser.add_argument("--report", action="store_true", help="measure nothing: print what that file has")
    parser.add_argument("--write-readme", action="store_true", help="also put the tables into bench/README.md")
    return parser.parse_args()


def _sizes(options: argparse.Namespace) -> Sizes:
    chosen = {
        "rounds": options.rounds, "file": options.size, "big_file": options.big_size, "many": options.files,
        "seconds": options.seconds,
    }
    usual = _QUICK if options.quick else _FULL
    return Sizes(**(vars(usual) | {name: value for name, value in chosen.items() if value is not None}))


def _measure(options: argparse.Namespace) -> Results:
    with ExitStack() as cleanup:
        folder = Path(tempfile.mkdtemp(prefix="ezworks-bench."))
        cleanup.callback(shutil.rmtree, folder, ignore_errors=True)
        tools = Tools(options.java)
        wanted = [name.lower() for name in options.contenders]
        bench = Bench(_sizes(options), tools, folder, options.heap, wanted, cleanup)
        bench.describe()
        for name, measure in CASES.items():
            if options.only and name not in options.only:
                continue
            started = time.monotonic()
            say(f"case {name}")
            bench.results.begin(name)
            try:
                measure(bench)
            except Failure as failure:
                bench.fail("case", name, failure)
            say(f"case {name} took {time.monotonic() - started:.0f} s")
        return bench.results


def main() -> int:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, exit_on_signal)
    options = _options()
    kept = Results.of_json(json.loads(options.json.read_text())) if options.report or (options.merge and options.json.exists()) else Results()
    if not options.report:
        kept.replace_by(_measure(options))
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(report.document(kept), indent=2, ensure_ascii=False) + "\n")
    print(report.text(kept))
    if options.write_readme:
        report.write_into(_README, kept)
    return 1 if any("ezworks" in line for line in kept.failures) else 0


if __name__ == "__main__":
    sys.exit(main())
