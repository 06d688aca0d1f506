import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.repository import Repository

ALONE = ("unshare", "--map-root-user", "--net")


@pytest.fixture
def without_network() -> tuple[str, ...]:
    """Runs a program in a network namespace that has not even a loopback that is up."""
    if not shutil.which("unshare") or subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("network namespaces cannot be made here")
    return ALONE


def test_a_run_without_any_network_interface_gives_the_same_bytes(
    run: Run, repository: Repository, tmp_path: Path, without_network: tuple[str, ...]
) -> None:
    repository.commit("base", {"a.md": "one limit\n", "b.py": "def read(): ...\n"})
    repository.commit("feat: two", {"a.md": "two limits\n", "b.py": "def read(limit): ...\n"})
    repository.git("remote", "add", "origin", "https://github.com/owner/name.git")
    arguments = ("report", "HEAD^!", "--repo", repository.folder, "--format", "json", "-o", "-", "--quiet")
    inside, outside = run(*arguments, prefix=without_network), run(*arguments)
    assert outside.returncode == 0
    assert b'"type_by": "model"' in outside.stdout
    assert inside.stdout == outside.stdout


COMMANDS = (
    ("report", "HEAD^!", "--format", "json", "-o", "-", "-q"),
    ("report", "HEAD^!", "--no-model", "-o", "-", "-q"),
    ("dataset", ".", "-o", "-"),
    ("schema",),
    ("models", "list"),
    ("models", "prepare"),
    ("models", "info", "embedded"),
    ("models", "verify"),
    ("models", "pin"),
    ("cache", "path"),
    ("config", "show"),
    ("doctor",),
)

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
    run: Run, repository: Repository, without_network: tuple[str, ...], arguments: tuple[str, ...]
) -> None:
    repository.commit("feat: base", {"a.md": "one limit\n", "b.py": "def read(): ...\n"})
    repository.commit("feat: two", {"a.md": "two limits\n", "b.py": "def read(limit): ...\n"})
    outside = run(*arguments, folder=repository.folder)
    inside = run(*arguments, folder=repository.folder, prefix=without_network, environment=TEMPTING)
    assert outside.returncode == inside.returncode == 0, inside.stderr
    if arguments != ("doctor",):  # which tells how much memory is free
        assert inside.stdout == outside.stdout


def test_the_namespace_really_has_no_way_out(without_network: tuple[str, ...]) -> None:
    script = "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)"
    done = subprocess.run([*without_network, "python3", "-c", script], check=False, capture_output=True)
    assert b"unreachable" in done.stderr
