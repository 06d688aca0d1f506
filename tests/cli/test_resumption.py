"""A run that was killed at any moment continues where it was, and ends in the bytes of one that never was."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diff_insight.llm.client.answer_cache import state_of
from tests.program import Run
from tests.repository import Repository


@pytest.fixture
def changed(repository: Repository) -> Repository:
    """Sixteen documents that changed, all of them differently, without a word of their author about it."""
    names = [f"docs/{n}.md" for n in range(16)]
    repository.commit("base", {name: f"def f(): ...\nThe limit of {name} is one.\n" for name in names})
    changes = {name: f"def f(a{n}): ...\nThe limit of {name} is {n + 2} now.\n" for n, name in enumerate(names)}
    repository.commit("update", changes)
    return repository


def asked(stderr: bytes) -> tuple[int, int]:
    """Answers from the model, and from the cache."""
    line = next(line for line in stderr.decode().splitlines() if line.startswith("answers: "))
    words = line.split()
    return int(words[1]), int(words[5])


def test_after_sigkill_at_any_moment_the_next_run_ends_in_the_same_bytes(
    run_process: Run, changed: Repository, tmp_path: Path, cache: Path
) -> None:
    arguments = ["report", "HEAD^!", "--repo", str(changed.folder), "--format", "json", "--lang", "en"]
    undisturbed = run_process(*arguments, "-o", "-", "--cache-limit", "0")
    assert undisturbed.returncode == 0
    own = tmp_path / "cache" / "diff-insight"
    own.mkdir(parents=True)
    for shared in ("models", "verdicts"):
        (own / shared).symlink_to(cache / "diff-insight" / shared)
    environment = {**os.environ, "XDG_CACHE_HOME": str(own.parent), "LC_ALL": "C.UTF-8"}
    draw = random.Random(6)  # noqa: S311 - the same moments each time, no secret
    output = tmp_path / "out" / "report.json"
    for finished in (0, 0, 1, 5, 10, 13):  # answers, after which it is killed at a moment by chance
        process = subprocess.Popen(
            [sys.executable, "-m", "diff_insight", *arguments, "-o", str(output)],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None and finished > state_of(own / "results.sqlite").results:
            time.sleep(0.01)
        try:
            process.wait(draw.uniform(0.0, 0.3 if finished else 2.0))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
        assert not output.exists() or output.read_bytes() == undisturbed.stdout
        output.unlink(missing_ok=True)
    last = run_process(*arguments, "-o", "-", environment={"XDG_CACHE_HOME": str(own.parent)})
    from_model, kept = asked(last.stderr)
    assert last.stdout == undisturbed.stdout
    assert kept > 0
    assert from_model + kept == 16


def test_after_one_more_commit_only_the_files_that_it_changed_are_asked_about(
    run_process: Run, changed: Repository, tmp_path: Path, cache: Path
) -> None:
    own = tmp_path / "cache" / "diff-insight"
    own.mkdir(parents=True)
    for shared in ("models", "verdicts"):
        (own / shared).symlink_to(cache / "diff-insight" / shared)
    here = {"XDG_CACHE_HOME": str(own.parent)}
    arguments = ("--repo", changed.folder, "--lang", "en", "--format", "json", "-o", "-")
    base = changed.git("rev-parse", "HEAD^").decode().strip()
    first = run_process("report", f"{base}..HEAD", *arguments, environment=here)
    again = run_process("report", f"{base}..HEAD", *arguments, environment=here)
    changed.commit("update", {"docs/3.md": "def f(z): ...\nThe limit is gone.\n"})
    later = run_process("report", f"{base}..HEAD", *arguments, environment=here)
    assert asked(first.stderr) == (16, 0)
    assert asked(again.stderr) == (0, 16)
    assert again.stdout == first.stdout
    from_model, _ = asked(later.stderr)
    assert from_model == 1
    assert len(json.loads(later.stdout)["files"]) == 16
