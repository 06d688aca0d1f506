"""What is installed is pinned by hash, and no code of this project runs what it reads."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKED = ("run.txt", "no-model.txt", "dev.txt", "build.txt", "model.txt")
# exec, pickle and its kin, eval, unsafe YAML, a shell, XML that expands entities, and code that is fetched.
FORBIDDEN = "S102,S301,S302,S307,S310,S312,S313,S314,S315,S316,S317,S318,S319,S321,S323,S506,S602,S604,S605,S609,S611"
MODULES = {"pickle", "cPickle", "dill", "marshal", "shelve", "jsonpickle", "telnetlib", "ftplib"}


@pytest.mark.parametrize("name", LOCKED)
def test_every_requirement_is_pinned_to_one_version_and_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[\w.\[\],-]+==\S+", line) or " @ " in line, line
        assert "--hash=sha256:" in line, line


def test_what_the_program_needs_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = {line.split("==")[0].lower() for line in (ROOT / "requirements" / "run.txt").read_text().splitlines()}
    for needed in project["dependencies"]:
        name = re.split(r"[<>=\[; ]", needed)[0].lower()
        assert name in locked, name


def test_nothing_that_is_read_can_be_run() -> None:
    """By the rules of flake8-bandit, with every comment that lifts a rule ignored."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--ignore-noqa", "--select", FORBIDDEN, "src"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_no_module_that_runs_what_it_reads_is_imported() -> None:
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names.append(node.module)
            assert not MODULES & {name.split(".")[0] for name in names}, file
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "compile", "__import__"), file
