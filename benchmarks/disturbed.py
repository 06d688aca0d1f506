"""Disturbs runs: signals at random times, crashes of the model's process, two runs sharing a cache and an output.

    python benchmarks/disturbed.py 200 50 20 8de5624~1..8de5624

The arguments are the numbers of signals, crashes and pairs, and the range to report on. After a signal a rerun,
otherwise the run itself, must produce the bytes of an undisturbed run, and no visible file may be torn.
Results are in docs/reliability.md.
"""

import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))
from diff_insight.llm.models.adapter import embedded_adapter
from diff_insight.llm.models.embedded import prepared_model
from tests.hostile.disturbed import Bench, bench_of

REPOSITORY = Path(__file__).parents[1]


def signals(bench: Bench, cases: int, random: Random) -> Counter[str]:
    """Outcomes of runs that received a signal, and of their reruns."""
    tally: Counter[str] = Counter()
    for number in range(cases):
        bench.forget()
        outcome = bench.disturb(random)
        ended = {-2: "SIGINT", 130: "SIGINT", -15: "SIGTERM", 143: "SIGTERM", -9: "SIGKILL", 0: "too late"}
        tally[f"ended by {ended.get(outcome.code, f'exit code {outcome.code}')}"] += 1
        tally["torn files"] += len(outcome.torn)
        tally["hidden files left"] += len(bench.leftovers())
        again = bench.finished()
        same = again.returncode == 0 and bench.outputs() == bench.undisturbed
        tally["reruns with the same bytes" if same else "OTHER RERUNS"] += 1
        if not same:
            print(number, outcome, again.stderr.decode(), flush=True)
    return tally


def crashes(bench: Bench, cases: int, random: Random) -> Counter[str]:
    """Outcomes of runs whose worker was killed once."""
    tally: Counter[str] = Counter()
    for _ in range(cases):
        bench.forget()
        process, after = bench.started_with_crash(random)
        _, errors = process.communicate()
        same = process.returncode == 0 and bench.outputs() == bench.undisturbed
        tally["the same bytes" if same else "OTHER"] += 1
        if not same:
            print(after, process.returncode, errors.decode(), flush=True)
    return tally


def pairs(bench: Bench, cases: int) -> Counter[str]:
    """Outcomes of pairs of runs started together."""
    tally: Counter[str] = Counter()
    for _ in range(cases):
        bench.forget()
        processes = [bench.started() for _ in range(2)]
        said = [process.communicate()[1] for process in processes]
        same = not any(process.returncode for process in processes) and bench.outputs() == bench.undisturbed
        tally["the same bytes" if same else "OTHER"] += 1
        if not same:
            print([process.returncode for process in processes], said, flush=True)
    return tally


def left_behind(bench: Bench) -> int:
    """Number of processes of the bench's runs that are still alive."""
    time.sleep(2)
    found = 0
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            found += process.environ().get("XDG_CACHE_HOME") == str(bench.cache)
    return found


def main() -> None:
    """Print the outcomes of the numbers of cases given on the command line."""
    cases = [int(word) for word in sys.argv[1:4]]
    random = Random(2026)  # noqa: S311 - reproducible times, no secret
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name) / "cache"
        prepared_model(cache / "diff-insight" / "models", embedded_adapter(), lambda: None)
        (cache / "diff-insight" / "self_test_results").mkdir()
        bench = bench_of(REPOSITORY, cache, Path(name), sys.argv[4])
        print(f"{bench.words}: {bench.seconds:.1f} s undisturbed")
        print(f"{cases[0]} signals: {dict(signals(bench, cases[0], random))}", flush=True)
        print(f"{cases[1]} crashes: {dict(crashes(bench, cases[1], random))}", flush=True)
        print(f"{cases[2]} pairs: {dict(pairs(bench, cases[2]))}", flush=True)
        print(f"processes left behind: {left_behind(bench)}")


if __name__ == "__main__":
    main()
