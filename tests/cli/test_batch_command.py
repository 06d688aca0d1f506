"""Reports of a past, in one go and in several, on one machine and on a cluster."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import diff_insight.workflows.cluster
from tests.program import Run
from tests.repository import Repository

OUTPUT = ("-o", "out/%Y%m%d-{category}.md", "--format", "md,json", "--lang", "en")


@pytest.fixture
def past(repository: Repository) -> Repository:
    """A repository of eight commits, and a batch with a line for each but the first."""
    lines = ["# the past of a repository"]
    repository.commit("base", {"a.md": "The limit is 0 tokens.\n", "b.py": "def read(): ...\n"})
    for number in range(1, 8):
        text = f"The limit is {number}0 tokens.\n" + f"Another line, number {number}.\n" * number
        repository.commit(f"feat: step {number}", {"a.md": text, "b.py": f"def read(limit={number}): ...\n"})
        lines.append(f"2025-03-0{number} main~{7 - number + 1} main~{7 - number}  # step {number}")
    (repository.folder / "past.txt").write_text("\n".join(lines) + "\n")
    return repository


def outputs(folder: Path) -> dict[str, bytes]:
    """The finished reports by name: one that is being written has a name that begins with a dot."""
    return {file.name: file.read_bytes() for file in sorted(folder.glob("out/[!.]*"))}


def test_each_line_gets_the_reports_that_report_would_make(run_model: Run, past: Repository) -> None:
    done = run_model("batch", "past.txt", *OUTPUT, folder=past.folder)
    assert done.returncode == 0, done.stderr
    made = outputs(past.folder)
    assert len(made) == 14
    ends = [past.git("rev-parse", name).decode().strip() for name in ("main~5", "main~4")]
    alone = run_model(
        "report", *ends, "--date", "2025-03-03", "--format", "json", "--lang", "en", "-o", "-", folder=past.folder
    )
    assert made["20250303-repository.json"] == alone.stdout


def test_a_second_run_does_nothing_and_a_new_line_only_itself(run_model: Run, past: Repository) -> None:
    run_model("batch", "past.txt", *OUTPUT, folder=past.folder)
    before = {file: file.stat().st_mtime_ns for file in past.folder.glob("out/*")}
    again = run_model("batch", "past.txt", *OUTPUT, folder=past.folder)
    assert b"7 of 7 lines were already done" in again.stderr
    with (past.folder / "past.txt").open("a") as lines:
        lines.write("2025-03-08 main~3 main\n")
    more = run_model("batch", "past.txt", *OUTPUT, folder=past.folder)
    assert more.stderr.count(b"wrote ") == 2
    assert before == {file: file.stat().st_mtime_ns for file in before}


def test_other_settings_or_a_file_that_is_gone_make_a_line_again(run: Run, past: Repository) -> None:
    run("batch", "past.txt", *OUTPUT, "--no-model", folder=past.folder)
    (past.folder / "out" / "20250302-repository.md").unlink()
    again = run("batch", "past.txt", *OUTPUT, "--no-model", folder=past.folder)
    assert again.stderr.count(b"wrote ") == 2
    other = run("batch", "past.txt", *OUTPUT, "--no-model", "--diff-lines", "3", folder=past.folder)
    assert other.stderr.count(b"wrote ") == 14


def test_a_batch_that_was_killed_goes_on_and_ends_in_the_same_bytes(
    run_model: Run, past: Repository, cache: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "diff_insight", "batch", "past.txt", *OUTPUT]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(command, cwd=past.folder, env=environment, stderr=subprocess.PIPE)
    while process.poll() is None and len(outputs(past.folder)) < 3:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert len(outputs(past.folder)) < 14
    with (past.folder / ".git" / "diff-insight" / "batch.jsonl").open("a") as journal:
        journal.write('{"key": "torn')
    assert run_model("batch", "past.txt", *OUTPUT, folder=past.folder).returncode == 0
    killed = outputs(past.folder)
    whole = run_model(
        "batch", "past.txt", *OUTPUT, "--journal", tmp_path / "j", "--cache-limit", "0", folder=past.folder
    )
    assert whole.returncode == 0
    assert outputs(past.folder) == killed


def test_a_line_in_which_nothing_differs_is_said(run: Run, past: Repository) -> None:
    (past.folder / "past.txt").write_text("2025-03-01 main main\n")
    done = run("batch", "past.txt", *OUTPUT, "--no-model", folder=past.folder)
    assert done.returncode == 0
    assert b"line 1: nothing to report" in done.stderr


@pytest.mark.parametrize(
    ("lines", "arguments", "code", "says"),
    [
        ("2025-03-01 main\n", OUTPUT, 11, "past.txt, line 1: expected 'DATE BASE HEAD'"),
        ("# none\n", OUTPUT, 11, "past.txt has no lines: write lines of the form 'DATE BASE HEAD'"),
        ("22.3.2025 main~1 main\n", OUTPUT, 11, "past.txt, line 1: '22.3.2025' is not a date; write it as YYYY-MM-DD"),
        ("# x\n\n2025-13-01 main~1 main\n", OUTPUT, 11, "past.txt, line 3: the date 2025-13-01 does not exist"),
        ("2025-03-01 nowhere main\n", OUTPUT, 11, "past.txt, line 1: there is no version 'nowhere'"),
        ("2025-03-01 main~1 main\n", ("-o", "-"), 2, "give a pattern with -o"),
        ("2025-03-01 main~2 main~1\n2025-03-01 main~1 main\n", OUTPUT, 2, "lines 1 and 2 both write to"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_line(
    run: Run, past: Repository, lines: str, arguments: tuple[str, ...], code: int, says: str
) -> None:
    (past.folder / "past.txt").write_text(lines)
    done = run("batch", "past.txt", *arguments, "--no-model", folder=past.folder)
    assert done.returncode == code
    assert says in done.stderr.decode()
    assert not outputs(past.folder)


def test_lines_of_one_day_are_told_apart_by_their_commits(run: Run, past: Repository) -> None:
    (past.folder / "past.txt").write_text("2025-03-01 main~2 main~1\n2025-03-01 main~1 main\n")
    done = run("batch", "past.txt", "--no-model", "-o", "out/%Y%m%d-{base}-{head}.md", folder=past.folder)
    assert done.returncode == 0, done.stderr
    ids = [past.git("rev-parse", "--short=12", name).decode().strip() for name in ("main~2", "main~1", "main")]
    assert sorted(outputs(past.folder)) == sorted(f"20250301-{ids[n]}-{ids[n + 1]}.md" for n in (0, 1))


@pytest.fixture
def cluster(cache: Path, tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler on loopback with two workers, each a process of its own."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONWARNINGS": "ignore"}
    dask = [sys.executable, "-m", "dask"]
    with ExitStack() as stack:

        def started(name: str, *arguments: str) -> subprocess.Popen[bytes]:
            log = stack.enter_context((tmp_path / f"{name}.log").open("wb"))
            process = subprocess.Popen([*dask, *arguments], env=environment, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        def said(name: str, pattern: str) -> str:
            while not (found := re.search(pattern, (tmp_path / f"{name}.log").read_text())):
                time.sleep(0.05)
            return found[1]

        started("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        address = said("scheduler", r"Scheduler at:\s+(tcp://\S+)")
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        workers = [started(f"worker-{number}", "worker", address, *options) for number in (1, 2)]
        for number in (1, 2):
            said(f"worker-{number}", r"(Registered to)")
        yield address, workers


def test_a_cluster_that_loses_a_worker_makes_the_bytes_of_a_single_machine(
    run_model: Run, past: Repository, cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path, cache: Path
) -> None:
    address, workers = cluster
    arguments = ("batch", "past.txt", *OUTPUT, "--cache-limit", "0", "--threads", "1")
    command = [sys.executable, "-m", "diff_insight", *arguments, "--scheduler", address]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(command, cwd=past.folder, env=environment, stderr=subprocess.PIPE)
    while process.poll() is None and len(outputs(past.folder)) < 3:
        time.sleep(0.01)
    workers[0].kill()
    assert len(outputs(past.folder)) < 14
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    by_cluster = outputs(past.folder)
    assert len(by_cluster) == 14
    assert run_model(*arguments, "--journal", tmp_path / "j", folder=past.folder).returncode == 0
    assert outputs(past.folder) == by_cluster


def test_a_scheduler_that_is_not_there_is_said(run: Run, past: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff_insight.workflows.cluster, "_PATIENCE", 0.5)
    done = run("batch", "past.txt", *OUTPUT, "--no-model", "--scheduler", "tcp://127.0.0.1:9", folder=past.folder)
    assert done.returncode == 18
    assert b"start one with `dask scheduler`" in done.stderr
    assert b"Traceback" not in done.stderr
