"""The way of the tool to a machine without network: a bundle is made, carried, installed and used."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from diff_insight.bundle.installed_wheel import pack_installed_wheel
from diff_insight.bundle.wheels import gather_wheels
from diff_insight.errors import BundleError

pytestmark = [pytest.mark.process, pytest.mark.slow]

ALONE = ("unshare", "--map-root-user", "--net")
TOOLS = ("sh", "git", "dirname", "env")
PATCH = b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-One limit of the service.\n+Two limits of the service.\n"


def can_fetch() -> bool:
    """Whether pip reaches an index from here."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "-d", folder]
        return not subprocess.run([*pip, "filelock"], check=False, capture_output=True).returncode


def alone() -> list[str | Path]:
    """Runs a program in a namespace without network; by its path, since it is not among the tools over there."""
    return [shutil.which(ALONE[0]) or ALONE[0], *ALONE[1:]]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A bundle as it comes out of its tar, on the other side."""
    if not shutil.which("unshare") or subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("network namespaces cannot be made here")
    if not can_fetch():
        pytest.skip("no package index can be reached from here")
    folder = tmp_path_factory.mktemp("bundle")
    tar = folder / "bundle.tar"
    # The llama.cpp that runs these tests: compiling another one would take minutes and prove nothing more.
    wheel = pack_installed_wheel("llama-cpp-python", folder)
    command: list[str | Path] = [sys.executable, "-m", "diff_insight", "bundle", tar, "--wheel", wheel]
    made = subprocess.run(command, check=False, capture_output=True)
    assert made.returncode == 0, made.stderr.decode()
    subprocess.run(["tar", "-xf", tar, "-C", folder], check=True)  # as its reader would
    tar.unlink()
    yield folder / "diff-insight"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which Python is found, and hardly anything else: no compiler, no home that was used before."""
    folder = tmp_path_factory.mktemp("tools")
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    (folder / "python3").symlink_to(
        Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    )
    return {"PATH": str(folder), "HOME": str(tmp_path_factory.mktemp("home"))}


@pytest.fixture(scope="module")
def installed(unpacked: Path, bare: dict[str, str]) -> Path:
    """The folder of a tool that was installed without network."""
    target = unpacked.parent / "installed"
    command = [*alone(), unpacked / "install.sh", target]
    done = subprocess.run(command, env=bare, cwd="/", check=False, capture_output=True)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    return target


def test_a_bundle_installs_without_network_and_compiler_and_the_tool_asks_its_model(
    installed: Path, bare: dict[str, str]
) -> None:
    arguments = ("report", "--patch", "-", "--lang", "en", "--format", "json", "-o", "-", "--quiet")
    command = [*alone(), installed / "bin" / "diff-insight", *arguments]
    done = subprocess.run(command, env=bare, cwd="/", input=PATCH, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    assert [file["path"] for file in report["files"]] == ["x.md"]
    assert report["files"][0]["type_by"] == "model"


def test_an_installed_tool_packs_the_wheel_it_came_from(installed: Path, unpacked: Path, tmp_path: Path) -> None:
    """So that a tool that was installed from a bundle can make another one."""
    script = (
        "from pathlib import Path; from diff_insight.bundle.installed_wheel import *; "
        "pack_installed_wheel('diff-insight', Path.cwd())"
    )
    subprocess.run([installed / "bin" / "python", "-P", "-c", script], cwd=tmp_path, check=True)
    (again,) = tmp_path.glob("*.whl")
    (original,) = (unpacked / "wheels").glob("diff_insight-*.whl")
    assert again.name == original.name
    assert content_of(again) == content_of(original)


def content_of(wheel: Path) -> dict[str, bytes | set[str]]:
    """The files of a wheel; of its list of files the lines, since their order says nothing."""
    with zipfile.ZipFile(wheel) as archive:
        content: dict[str, bytes | set[str]] = {name: archive.read(name) for name in archive.namelist()}
    for name, held in content.items():
        if name.endswith("/RECORD") and isinstance(held, bytes):
            content[name] = set(held.decode().splitlines())
    return content


def test_a_bundle_of_which_a_wheel_is_damaged_is_not_installed(
    unpacked: Path, bare: dict[str, str], tmp_path: Path
) -> None:
    damaged = tmp_path / "diff-insight"
    shutil.copytree(unpacked, damaged, copy_function=os.link)
    wheel = next((damaged / "wheels").glob("typer-*.whl"))
    content = bytearray(wheel.read_bytes())
    content[100] ^= 1
    wheel.unlink()
    wheel.write_bytes(content)
    done = subprocess.run([damaged / "install.sh", tmp_path / "target"], env=bare, check=False, capture_output=True)
    assert done.returncode == 1
    assert f"{wheel} is missing or damaged: copy the bundle again" in done.stderr.decode()
    assert not (tmp_path / "target").exists()


def test_a_wheel_of_another_version_of_llama_cpp_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "llama_cpp_python-0.0.1-py3-none-any.whl"
    wheel.touch()
    with pytest.raises(BundleError, match=r"is not a wheel of llama_cpp_python-\d.*build that one"):
        gather_wheels(tmp_path, tmp_path, lambda _: None, wheel)
