"""No part of the program can open a socket, whatever a library or the environment wants."""

import os
import subprocess
import sys

import pytest

GUARDED = "from diff_insight.system.sockets import refuse_sockets; refuse_sockets(); import socket; "


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.socketpair()",
        "socket.create_connection(('127.0.0.1', 9), 1)",
        "socket.getaddrinfo('localhost', 80)",
        "socket.gethostbyname('localhost')",
        "import asyncio; asyncio.run(asyncio.sleep(0))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import http.server; http.server.HTTPServer(('127.0.0.1', 0), None)",
    ],
)
def test_every_way_to_a_socket_is_refused(attempt: str) -> None:
    done = subprocess.run([sys.executable, "-c", GUARDED + attempt], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "NetworkError" in done.stderr


def test_the_refusal_cannot_be_taken_back() -> None:
    attempt = "import diff_insight.system.sockets as o; o._refuse = lambda *_: None; socket.socket()"
    done = subprocess.run([sys.executable, "-c", GUARDED + attempt], capture_output=True, text=True, check=False)
    assert "NetworkError" in done.stderr


@pytest.mark.parametrize("module", ["diff_insight.cli.entry", "diff_insight.llm.worker.main"])
def test_both_processes_refuse_before_anything_else_happens(module: str) -> None:
    script = (
        f"import sys, socket, {module} as m\n"
        "sys.argv = ['diff-insight', '--version']\n"
        "try: m.main()\n"
        "except BaseException: pass\n"
        "socket.socket()"
    )
    end, feed = os.pipe()  # kept open, since the worker ends with its standard input
    os.write(feed, b'{"kind":"close"}\n')
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, stdin=end)
    os.close(feed)
    os.close(end)
    assert "NetworkError" in done.stderr
