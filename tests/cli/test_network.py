import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest

from diff_insight.llm.protocol.settings import ModelSettings
from tests.program import Run
from tests.repository import Repository

ALONE = ("unshare", "--map-root-user", "--net")


@pytest.fixture
def without_network() -> tuple[str, ...]:
    """Runs a program in a network namespace that has not even a loopback that is up."""
    if not shutil.which("unshare") or subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("network namespaces cannot be made here")
    return ALONE


def test_a_run_without_any_network_interface_gives_the_same_bytes(
    run_process: Run, repository: Repository, tmp_path: Path, without_network: tuple[str, ...]
) -> None:
    repository.commit("base", {"a.md": "one limit\n", "b.py": "def read(): ...\n"})
    repository.commit("feat: two", {"a.md": "two limits\n", "b.py": "def read(limit): ...\n"})
    repository.git("remote", "add", "origin", "https://github.com/owner/name.git")
    arguments = ("report", "HEAD^!", "--repo", repository.folder, "--format", "json", "-o", "-", "--quiet")
    inside, outside = run_process(*arguments, prefix=without_network), run_process(*arguments)
    assert outside.returncode == 0
    assert b'"type_by": "model"' in outside.stdout
    assert inside.stdout == outside.stdout


COMMANDS = (
    ("report", "HEAD^!", "--format", "json", "-o", "-", "-q"),
    ("report", "HEAD^!", "--no-model", "-o", "-", "-q"),
    ("report", "HEAD^!", "--no-model", "--format", "html", "-o", "-", "-q"),
    ("dataset", ".", "-o", "-"),
    ("daily", "--since", "HEAD~1", "--state", "state.json"),
    ("batch", "past.txt", "-o", "%Y%m%d.md"),
    ("site", "build", "report.json"),
    ("schema",),
    ("models", "list"),
    ("models", "prepare"),
    ("models", "info", "embedded"),
    ("models", "verify"),
    ("models", "pin"),
    ("evaluate", "changes.jsonl"),
    ("reproduce", "report.json"),
    ("cache", "path"),
    ("cache", "info"),
    ("cache", "clear"),
    ("config", "show"),
    ("doctor",),
)

VARYING = {"doctor": "free memory", "evaluate": "seconds a file", "cache": "what was forgotten before"}

TEMPTING = {
    "HF_ENDPOINT": "http://127.0.0.1:9",
    "HF_TOKEN": "x",
    "HF_HUB_ENABLE_HF_TRANSFER": "1",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "socks5://127.0.0.1:9",
}


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments[:2]))
def test_every_command_does_without_network_and_whatever_the_environment_offers(
    run_process: Run, repository: Repository, without_network: tuple[str, ...], arguments: tuple[str, ...]
) -> None:
    repository.commit("feat: base", {"a.md": "one limit\n", "b.py": "def read(): ...\n"})
    repository.commit("feat: two", {"a.md": "two limits\n", "b.py": "def read(limit): ...\n"})
    (repository.folder / "past.txt").write_text("2025-03-22 HEAD~1 HEAD\n")
    in_repository = partial(run_process, folder=repository.folder)
    if "report.json" in arguments:
        assert in_repository("report", "HEAD^!", "--format", "json", "-o", "report.json", "-q").returncode == 0
    if "changes.jsonl" in arguments:
        assert in_repository("dataset", ".", "-o", "changes.jsonl").returncode == 0
    outside = in_repository(*arguments)
    (repository.folder / "state.json").unlink(missing_ok=True)
    inside = in_repository(*arguments, prefix=without_network, environment=TEMPTING)
    assert outside.returncode == inside.returncode == 0, inside.stderr
    if arguments[0] not in VARYING:
        assert inside.stdout == outside.stdout


def test_a_model_is_added_run_and_removed_without_network(
    run_process: Run,
    repository: Repository,
    untrained_settings: ModelSettings,
    tmp_path: Path,
    without_network: tuple[str, ...],
) -> None:
    repository.commit("feat: base", {"a.md": "one limit\n"})
    (repository.folder / "model.gguf").symlink_to(untrained_settings.path)
    own = {**TEMPTING, "XDG_DATA_HOME": str(tmp_path / "data")}
    alone = partial(run_process, folder=repository.folder, prefix=without_network, environment=own)
    for arguments in (
        ("models", "add", "model.gguf", "--name", "mine", "--no-measure"),
        ("report", "HEAD^!", "--model", "mine", "--no-writes", "-o", "-"),
        ("models", "remove", "mine"),
    ):
        done = alone(*arguments)
        assert done.returncode == 0, done.stderr


def test_the_namespace_really_has_no_way_out(without_network: tuple[str, ...]) -> None:
    script = "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)"
    done = subprocess.run([*without_network, "python3", "-c", script], check=False, capture_output=True)
    assert b"unreachable" in done.stderr
