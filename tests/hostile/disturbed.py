"""Runs a report and disturbs it: with signals at any moment, with crashes of its worker, with a second run."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from shutil import rmtree

import psutil

from diff_insight.reports.report import Report

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run.

    Attributes:
        signal: that it got.
        after: seconds after its start.
        code: with which it ended; negative for a signal.
        torn: names of files that were neither whole nor those of a run that Ctrl-C ended.
    """

    signal: str
    after: float
    code: int
    torn: tuple[str, ...]


@dataclass(slots=True)
class Bench:
    """A report in three formats, with a cache and an output of its own.

    Attributes:
        repository: of the range.
        words: the range.
        cache: the user's cache folder, whose prepared models are used.
        output: the folder of the reports.
        seconds: that the undisturbed run took.
        undisturbed: its files.
    """

    repository: Path
    words: str
    cache: Path
    output: Path
    seconds: float = 0.0
    undisturbed: dict[str, bytes] = field(default_factory=dict)

    def started(self) -> subprocess.Popen[bytes]:
        """A run in the background, in which interrupts are heard."""
        command = [
            sys.executable, "-m", "diff_insight", "report", self.words, "--repo", str(self.repository), "--lang", "en",
            "--format", "md,html,json", "-q", "-o", str(self.output / "r.md"),
        ]  # fmt: skip
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache), "LC_ALL": "C.UTF-8"}
        return subprocess.Popen(
            command, cwd=self.output.parent, env=environment, stderr=subprocess.PIPE, preexec_fn=_hear
        )

    def finished(self) -> subprocess.CompletedProcess[bytes]:
        """A run to its end."""
        process = self.started()
        _, errors = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, b"", errors)

    def outputs(self) -> dict[str, bytes]:
        """The files of the reports, by name; what is hidden is not looked at."""
        return {file.name: file.read_bytes() for file in sorted(self.output.glob("[!.]*"))}

    def leftovers(self) -> list[Path]:
        """Hidden files in the folder of the reports."""
        return sorted(self.output.glob(".*"))

    def forget(self) -> None:
        """Remove the reports and the answers that were kept."""
        rmtree(self.output, ignore_errors=True)
        for file in (self.cache / "diff-insight").glob("results.sqlite*"):
            file.unlink()

    def disturb(self, random: Random) -> Outcome:
        """A run that gets one signal at a moment by chance, up to a little after its usual end."""
        chosen, after = random.choice(SIGNALS), random.uniform(0.0, 1.2 * self.seconds)
        process = self.started()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(chosen)
        _, errors = process.communicate()
        assert b"Traceback" not in errors, errors.decode()
        torn = [
            name
            for name, content in self.outputs().items()
            if content != self.undisturbed[name] and not (process.returncode in (130, 143) and _is_whole(name, content))
        ]
        return Outcome(chosen.name, after, process.returncode, tuple(torn))

    def started_with_crash(self, random: Random) -> tuple[subprocess.Popen[bytes], float]:
        """A run whose worker is killed at a moment by chance; with the seconds after its start."""
        after = random.uniform(0.3, 1.0) * self.seconds
        process = self.started()
        until = time.monotonic() + after
        while time.monotonic() < until and process.poll() is None:
            time.sleep(0.005)
        with suppress(psutil.Error):  # one of them may end by itself meanwhile
            for child in psutil.Process(process.pid).children():
                if "diff_insight.llm.worker.main" in child.cmdline():
                    child.kill()
        return process, after


def bench_of(repository: Path, cache: Path, folder: Path, words: str = "HEAD^!") -> Bench:
    """A bench whose report was made once.

    Args:
        repository: of the range.
        cache: a user's cache folder with prepared models.
        folder: for the bench's own cache and output.
        words: the range.
    """
    own = folder / "own-cache"
    (own / "diff-insight").mkdir(parents=True)
    for shared in ("models", "self_test_results"):
        (own / "diff-insight" / shared).symlink_to(cache / "diff-insight" / shared)
    bench = Bench(repository, words, own, folder / "bench" / "out")
    bench.output.parent.mkdir()
    for _ in range(2):  # the first one finds files that no run has read before
        bench.forget()
        started = time.monotonic()
        done = bench.finished()
        assert done.returncode == 0, done.stderr
        bench.seconds = time.monotonic() - started
    bench.undisturbed = bench.outputs()
    return bench


def _hear() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _is_whole(name: str, content: bytes) -> bool:
    """Whether a report that holds less than usual, since Ctrl-C ended its questions, is there to its last line."""
    if name.endswith(".json"):
        return bool(Report.model_validate_json(content).files)
    return content.rstrip().endswith(b"</html>" if name.endswith(".html") else b"} -->")
