"""A full disk, no home, folders that cannot be written, little memory, two runs at once, and signals at any moment."""

import json
import subprocess
from pathlib import Path
from random import Random

import pytest

from diff_insight.llm.client.model import Model
from tests.hostile.disturbed import Bench, bench_of
from tests.hostile.gguf_models import write_model
from tests.program import Run
from tests.repository import Repository

FULL = (
    'mount -t tmpfs -o size=64k none "$0" || exit 77; head -c 100000 /dev/zero > "$0/filler" 2> /dev/null; '
    '"$@"; code=$?; find "$0" -type f -size +0 ! -name filler; exit $code'
)


@pytest.fixture
def changed(repository: Repository) -> Repository:
    repository.commit("feat: base", {"docs/a.md": "The limit is 1 token.\n", "a.py": "def f(): ...\n"})
    repository.commit("feat: raise", {"docs/a.md": "The limit is 2 tokens.\n", "a.py": "def f(x): ...\n"})
    return repository


@pytest.fixture
def bench(model: Model, changed: Repository, cache: Path, tmp_path: Path) -> Bench:
    return bench_of(changed.folder, cache, tmp_path)


def one_sentence(done: subprocess.CompletedProcess[bytes]) -> str:
    said = done.stderr.decode().splitlines()
    assert said, "nothing was said"
    assert "Traceback" not in done.stderr.decode()
    assert said[-1].startswith("diff-insight: ")
    return said[-1]


@pytest.mark.parametrize(
    ("arguments", "environment", "code"),
    [
        (("report", "HEAD^!", "--no-model", "-o", "{disk}/r.md"), {}, 10),
        (("report", "HEAD^!", "--no-model", "--format", "html", "-o", "{disk}/new/r.html"), {}, 10),
        (("report", "HEAD^!", "--no-model", "-o", "-"), {"TMPDIR": "{disk}"}, 0),
        (("report", "HEAD^!", "-o", "-"), {"XDG_CACHE_HOME": "{disk}"}, 9),
        (("daily", "--no-model", "--since", "HEAD~1", "-o", "d.md", "--state", "{disk}/s.json"), {}, 10),
        (("batch", "b.txt", "--no-model", "-o", "b.md", "--journal", "{disk}/j"), {}, 10),
        (("batch", "b.txt", "--no-model", "-o", "{disk}/b.md"), {}, 10),
        (("dataset", ".", "-o", "{disk}/d.jsonl"), {}, 10),
        (("dataset", ".", "-o", "{disk}/d.jsonl.gz"), {}, 10),
        (("site", "build", "r.json", "-o", "{disk}/site"), {}, 10),
        (("models", "add", "m.gguf", "--name", "m"), {"XDG_DATA_HOME": "{disk}"}, 9),
    ],
    ids=str,
)
def test_on_a_full_disk_nothing_torn_is_left_and_the_reason_is_said(
    run_process: Run, changed: Repository, tmp_path: Path,
    arguments: tuple[str, ...], environment: dict[str, str], code: int,
) -> None:  # fmt: skip
    disk = tmp_path / "disk"
    disk.mkdir()
    changed.write({"b.txt": "2025-01-01 HEAD~1 HEAD\n"})
    write_model(changed.folder / "m.gguf")
    run_process("report", "HEAD^!", "--no-model", "--format", "json", "-o", "r.json", "-q", folder=changed.folder)
    done = run_process(
        *(argument.format(disk=disk) for argument in arguments),
        folder=changed.folder,
        environment={name: value.format(disk=disk) for name, value in environment.items()},
        prefix=("unshare", "--map-root-user", "--mount", "sh", "-c", FULL, str(disk)),
    )
    if done.returncode == 77:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.decode().strip()}")
    assert done.returncode == code, done.stderr
    if code:
        assert "No space left" in one_sentence(done)
        assert done.stdout == b""


def test_without_a_home_a_report_is_made(run_process: Run, changed: Repository, cache: Path) -> None:
    nowhere = {"HOME": "/nonexistent", "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
    done = run_process("report", "HEAD^!", "-o", "-", folder=changed.folder, environment=nowhere)
    assert done.returncode == 0, done.stderr
    without = run_process(
        "report", "HEAD^!", "--no-model", "-o", "-", folder=changed.folder, prefix=("env", "-u", "HOME")
    )
    assert without.returncode == 0, without.stderr


def test_a_cache_that_cannot_be_written_costs_the_answers_and_is_said(
    run_process: Run, changed: Repository, cache: Path, tmp_path: Path
) -> None:
    """Root writes anywhere, so the folder is mounted read-only."""
    undisturbed = run_process("report", "HEAD^!", "-o", "-", "--cache-limit", "0", folder=changed.folder)
    own = tmp_path / "own"
    (own / "diff-insight").mkdir(parents=True)
    for shared in ("models", "self_test_results"):
        (own / "diff-insight" / shared).symlink_to(cache / "diff-insight" / shared)
    script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" || exit 77; exec "$@"'
    done = run_process(
        "report", "HEAD^!", "-o", "-", folder=changed.folder, environment={"XDG_CACHE_HOME": str(own)},
        prefix=("unshare", "--map-root-user", "--mount", "sh", "-c", script, str(own)),
    )  # fmt: skip
    if done.returncode == 77:
        pytest.skip("nothing can be mounted here")
    assert done.returncode == 0, done.stderr
    assert done.stdout == undisturbed.stdout
    assert b"this run continues without it" in done.stderr


def test_with_too_little_memory_the_reason_is_said(run_process: Run, changed: Repository) -> None:
    done = run_process(
        "report", "HEAD^!", "-o", "-", "--cache-limit", "0", folder=changed.folder,
        prefix=("sh", "-c", 'ulimit -v 300000; exec "$@"', "sh"),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (9, b"")
    assert b"memory" in done.stderr
    one_sentence(done)


def test_two_runs_at_once_over_one_cache_and_one_output_end_in_the_bytes_of_one(bench: Bench) -> None:
    for _ in range(2):
        bench.forget()
        processes = [bench.started() for _ in range(2)]
        ends = [process.communicate() for process in processes]
        assert [process.returncode for process in processes] == [0, 0], ends
        assert bench.outputs() == bench.undisturbed
        assert not bench.leftovers()


def test_after_a_signal_at_any_moment_a_rerun_ends_in_the_same_bytes(bench: Bench) -> None:
    """A sample of benchmarks/disturbed.py."""
    random = Random(8)  # noqa: S311 - the same moments each time, no secret
    for _ in range(6):
        bench.forget()
        outcome = bench.disturb(random)
        assert not outcome.torn, outcome
        assert outcome.code in (0, 130, 143, -9, -15, -2), outcome
        assert bench.finished().returncode == 0
        assert bench.outputs() == bench.undisturbed, outcome


def test_a_crash_of_llama_cpp_at_any_moment_is_a_restart(bench: Bench) -> None:
    random = Random(9)  # noqa: S311
    for _ in range(3):
        bench.forget()
        process, killed = bench.started_with_crash(random)
        _, errors = process.communicate()
        assert process.returncode == 0, errors
        assert bench.outputs() == bench.undisturbed, killed


def test_reports_hold_what_the_runs_of_these_tests_make(bench: Bench) -> None:
    """Else the comparisons above would compare nothing."""
    assert sorted(bench.undisturbed) == ["r.html", "r.json", "r.md"]
    made = json.loads(bench.undisturbed["r.json"])
    assert {file["type_by"] for file in made["files"]} == {"model"}
