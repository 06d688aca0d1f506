"""What works where llama-cpp-python and what only models need are not installed."""

import subprocess
import sys
from pathlib import Path

import pytest

PATCH = b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-One limit.\n+Two limits.\n"
HIDING = """
import sys
for name in ("llama_cpp", "llguidance", "gguf", "numpy"):
    sys.modules[name] = None
from diff_insight.cli.entry import main
main()
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", HIDING, *arguments]
    return subprocess.run(command, cwd=folder, input=PATCH, capture_output=True, check=False)


def test_reports_from_evidence_are_made(tmp_path: Path) -> None:
    done = run(tmp_path, "report", "--patch", "-", "--no-model", "--format", "md,html,json", "-o", "r.md")
    assert done.returncode == 0, done.stderr.decode()
    assert {file.suffix for file in tmp_path.iterdir()} == {".md", ".html", ".json"}
    (tmp_path / "x.diff").write_bytes(PATCH)
    again = run(tmp_path, "reproduce", "r.json", "--input", "x.diff")
    assert again.returncode == 0, again.stderr.decode()


@pytest.mark.parametrize("arguments", [("report", "--patch", "-"), ("models", "list"), ("evaluate", "x")])
def test_what_needs_a_model_says_what_to_install(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == 9
    assert b"pip install llama-cpp-python" in done.stderr
    assert b"Traceback" not in done.stderr


def test_help_lists_every_command_and_the_doctor_notes_what_is_missing(tmp_path: Path) -> None:
    assert b"models" in run(tmp_path, "--help").stdout
    done = run(tmp_path, "doctor")
    assert done.returncode == 0
    assert b"llama-cpp-python is not installed" in done.stdout
