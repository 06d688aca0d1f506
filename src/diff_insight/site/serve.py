"""Shows a site in a browser of the same machine: a server that only the machine itself can reach."""

import socketserver
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from diff_insight.errors import SiteError

LOOPBACK = "127.0.0.1"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        # Without HTTPServer's own, which asks a name server for this machine's name.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called above
        """Say nothing of each request."""


def serve(folder: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve a folder on loopback until the process is interrupted.

    Args:
        folder: of the site.
        port: 0 for any that is free.
        ready: called with the address once it can be opened.

    Raises:
        SiteError: there is no site, or the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise SiteError(f"there is no site in {folder}: `diff-insight site build` makes one")
    try:
        server = _Server((LOOPBACK, port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise SiteError(f"port {port} cannot be used ({error.strerror}): choose another one with --port") from None
    with server:
        ready(f"http://{LOOPBACK}:{server.server_port}/")
        server.serve_forever()
