import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest

from diff_insight.site.build import MANIFEST
from diff_insight.site.serve import LOOPBACK
from tests.program import Run
from tests.site.conftest import MakeReports

pytestmark = pytest.mark.process


@contextmanager
def closing_by_force(process: subprocess.Popen[str]) -> Iterator[None]:
    """Ends a process that did not end by itself."""
    try:
        yield
    finally:
        process.kill()


def test_a_site_is_shown_on_loopback_until_it_is_interrupted(
    run_process: Run, make_reports: MakeReports, tmp_path: Path
) -> None:
    make_reports(days=1)
    assert run_process("site", "build").returncode == 0
    (tmp_path / "outside.txt").write_text("of somebody else")
    (tmp_path / "site" / "link.txt").symlink_to(tmp_path / "outside.txt")
    command = [sys.executable, "-m", "diff_insight", "site", "serve", "--port", "0"]
    # A job in the background has SIGINT ignored, and so have its children.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with (
        subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, preexec_fn=heard) as process,
        closing_by_force(process),
    ):
        assert process.stderr
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, line
        with urlopen(found[0], timeout=10) as answer:  # noqa: S310 - on loopback
            assert b"Diff Insight Reports" in answer.read()
            assert answer.headers["Server"].strip() == "diff-insight"
        for path, host, code in (
            ("/index.html", f"localhost:{found[1]}", 200),
            ("/index.html", "elsewhere.example", 421),
            ("/index.html", "", 421),
            (f"/{MANIFEST}", LOOPBACK, 404),
            (f"/%2e{MANIFEST[1:]}", LOOPBACK, 404),
            ("/reports/", LOOPBACK, 404),
            ("/a%00b", LOOPBACK, 404),
            ("/link.txt", LOOPBACK, 404),
        ):
            assert status(int(found[1]), path, host) == code, path
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130


def status(port: int, path: str, host: str) -> int:
    """What the server answers to somebody who calls it by a name."""
    connection = HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    return connection.getresponse().status


def test_a_port_that_is_taken_and_a_folder_without_site_are_said(
    run_process: Run, make_reports: MakeReports, tmp_path: Path
) -> None:
    assert b"no site in" in run_process("site", "serve", tmp_path).stderr
    make_reports(days=1)
    run_process("site", "build")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run_process("site", "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 17
    assert b"choose another one with --port" in done.stderr
