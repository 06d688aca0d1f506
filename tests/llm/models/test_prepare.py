"""Several processes that prepare the embedded model in one folder, and some that are killed at it."""

import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from diff_insight.llm.models.embedded import PREPARED

pytestmark = pytest.mark.process

PINNED = set(PREPARED.values())


def start(cache: Path) -> subprocess.Popen[str]:
    """`models prepare` in a session of its own, so that it can be killed with all it started."""
    return subprocess.Popen(
        [sys.executable, "-m", "diff_insight", "models", "prepare"],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def models_in(cache: Path) -> list[Path]:
    return sorted(file for file in cache.rglob("*") if file.is_file() and file.name != ".lock")


def assert_one_whole_model(cache: Path) -> None:
    (model,) = models_in(cache)
    assert sha256(model.read_bytes()).hexdigest() in PINNED


def test_of_two_processes_that_start_at_once_one_prepares_and_both_find_the_pinned_bytes(tmp_path: Path) -> None:
    both = [start(tmp_path), start(tmp_path)]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("preparing the embedded model" in errors for _, errors in said) == 1
    assert_one_whole_model(tmp_path)


@pytest.mark.parametrize("killed_with_it", [True, False], ids=["with its child", "alone"])
def test_after_a_process_that_was_killed_while_preparing_the_next_one_prepares(
    tmp_path: Path, killed_with_it: bool
) -> None:
    first = start(tmp_path)
    while not (begun := [file for file in models_in(tmp_path) if file.stat().st_size > 1 << 20]):
        assert first.poll() is None, first.communicate()
        time.sleep(0.01)
    if killed_with_it:
        os.killpg(first.pid, signal.SIGKILL)
    else:
        os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert not [file for file in begun if file.suffix == ".gguf"]
    second = start(tmp_path)
    _, errors = second.communicate()
    assert second.returncode == 0, errors
    assert "preparing the embedded model" in errors
    first.communicate()  # ends when a child that was left behind has closed its standard error
    assert_one_whole_model(tmp_path)
