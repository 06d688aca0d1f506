"""Ctrl-C or SIGTERM while the model is asked ends the questions; the report has the answers and says what it lacks."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diff_insight.llm.client.model import Model

FILES = 120
OPTIONS = ("--format", "json", "--cache-limit", "0")

# A program that is started in the background inherits that interrupts are ignored; a user's terminal does not.
START = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from diff_insight.cli.entry import main
main()
"""


@pytest.fixture
def patch(tmp_path: Path) -> Path:
    path = tmp_path / "many.diff"
    path.write_text(
        "".join(
            f"--- a/page-{n}.md\n+++ b/page-{n}.md\n@@ -1 +1 @@\n-The limit of part {n} is {n}.\n+It is {n + 1} now.\n"
            for n in range(FILES)
        )
    )
    return path


def until_answered(terminal: int) -> bytes:
    """Read the progress bar until it says that some questions are answered."""
    shown = b""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        shown += os.read(terminal, 4096)
        if re.search(rb"\b[1-9]\d*/%d\b" % FILES, shown):
            return shown
    raise AssertionError(f"no question was answered: {shown!r}")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_first_signal_ends_the_questions_and_keeps_what_was_answered(
    model: Model, cache: Path, patch: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    assert model.identity.batching
    ours, theirs = pty.openpty()
    report = tmp_path / "report.json"
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            START,
            "report",
            "--patch",
            patch,
            "--format",
            "json",
            "-o",
            report,
            "--cache-limit",
            "0",
        ],
        stderr=theirs,
        cwd=tmp_path,
        env={**os.environ, "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(cache), "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    until_answered(ours)
    process.send_signal(number)
    said = b""
    try:
        while chunk := os.read(ours, 4096):
            said += chunk
    except OSError:
        pass  # the terminal is gone with the process
    assert process.wait() == code
    assert b"stopping: the report will contain what is finished" in said
    content = json.loads(report.read_bytes())
    answered = [file for file in content["files"] if file["type_by"] == "model"]
    assert 0 < len(answered) < FILES
    assert content["usage"]["questions"] == len(answered)
    (notice,) = [notice for notice in content["notices"] if notice["kind"] == "not asked"]
    assert f" {FILES - len(answered)} files" in notice["text"]
