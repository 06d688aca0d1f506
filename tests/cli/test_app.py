import inspect
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from pkgutil import resolve_name

import pytest
from typer.testing import CliRunner

from diff_insight import __version__
from diff_insight.cli.app import outline, program
from diff_insight.cli.commands import COMMANDS, GROUPS
from tests.program import Run
from tests.repository import Repository


@pytest.fixture
def path_with_programs(tmp_path: Path) -> str:
    """A PATH on which git finds the subcommand, as an installation puts it there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "git-diff-insight"
    program.write_text(f"#!{sys.executable}\nfrom diff_insight.cli.entry import git_subcommand\ngit_subcommand()\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def git(repository: Repository, path: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["git", "diff-insight", *arguments], cwd=repository.folder, env=environment, capture_output=True, check=False
    )


def test_git_diff_insight_reports_a_range(repository: Repository, path_with_programs: str) -> None:
    repository.commit("base", {"a": "1\n"})
    repository.commit("head", {"a": "2\n"})
    short = git(repository, path_with_programs, "HEAD~1...HEAD", "--no-model", "-o", "-")
    long = git(repository, path_with_programs, "report", "HEAD~1...HEAD", "--no-model", "-o", "-")
    assert short.returncode == 0, short.stderr
    assert b"# Summary Table" in short.stdout
    assert short.stdout == long.stdout


def test_other_commands_go_by_their_names_in_git_too(repository: Repository, path_with_programs: str) -> None:
    assert git(repository, path_with_programs, "schema").stdout.startswith(b"{")


def test_the_version_is_printed(run_process: Run) -> None:
    assert run_process("--version").stdout.decode() == f"diff-insight {__version__}\n"


def test_help_names_the_commands(run_process: Run) -> None:
    shown = run_process("--help", environment={"COLUMNS": "120"}).stdout.decode()
    assert "report" in shown
    assert "schema" in shown


def test_a_range_without_the_command_gets_the_command_suggested(run_process: Run) -> None:
    done = run_process("HEAD^!")
    assert done.returncode == 2
    assert b"did you mean `diff-insight report HEAD^!`?" in done.stderr


# A program that is started in the background inherits that interrupts are ignored; a user's terminal does not.
STARTED = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
print("up", flush=True)
from diff_insight.cli.entry import main
main()
"""


@pytest.mark.parametrize("delay", [0.05, 0.2, 0.3, 0.4, 0.6])
def test_an_interrupt_at_any_moment_is_said_in_one_sentence(tmp_path: Path, delay: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED, "report", "--patch", "-"],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stderr == b"diff-insight: interrupted; no report was left half-written\n"


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("origin", ["error", "None"], ids=["with its cause", "without it"])
def test_an_interrupt_that_a_library_turns_into_an_error_is_said_in_the_same_sentence(
    tmp_path: Path, number: signal.Signals, status: int, origin: str
) -> None:
    code = (
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import diff_insight.cli.app as app\n"
        "from diff_insight.cli.entry import main\n"
        "def run(arguments):\n"
        "    try:\n"
        f"        signal.raise_signal({number.value})\n"
        "    except KeyboardInterrupt as error:\n"
        f"        raise RuntimeError('error calling __set_name__') from {origin}\n"
        "app.run = run\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=tmp_path)
    assert done.returncode == status
    assert done.stderr == b"diff-insight: interrupted; no report was left half-written\n"


def test_a_run_that_fails_after_an_interrupt_was_lost_ends_as_an_interrupted_one(tmp_path: Path) -> None:
    code = (
        "import signal\n"
        "from contextlib import suppress\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import diff_insight.cli.app as app\n"
        "from diff_insight.cli.entry import main\n"
        "def run(arguments):\n"
        "    with suppress(KeyboardInterrupt):\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "    return 8\n"
        "app.run = run\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=tmp_path)
    assert done.returncode == 130
    assert done.stderr == b"diff-insight: interrupted; no report was left half-written\n"


def test_the_help_of_the_program_says_of_each_command_what_its_own_help_says() -> None:
    for place in COMMANDS.values():
        own = inspect.getdoc(resolve_name(place.name)) or ""
        assert " ".join(own.partition("\n\n")[0].split()) == place.summary
    for place in GROUPS.values():
        assert resolve_name(place.name).info.help == place.summary
    whole, short = (CliRunner().invoke(app, ["--help"]).stdout for app in (program(), outline()))
    assert short == whole


def test_help_loads_neither_llama_cpp_nor_numpy_nor_a_command(tmp_path: Path) -> None:
    code = (
        "import sys; from diff_insight.cli.app import run; run(['--help'])\n"
        "print([name for name in sys.modules if name in ('numpy', 'llama_cpp', 'git', 'diff_insight.pipeline')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "[]"
