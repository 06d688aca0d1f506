"""Shows a site in a browser of the same machine: a server that only the machine itself can reach."""

import io
import os
import socketserver
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from diff_insight.errors import SiteError

LOOPBACK = "127.0.0.1"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        # Without HTTPServer's own, which asks a name server for this machine's name.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]


class _Handler(SimpleHTTPRequestHandler):
    """Serves the pages of a site, to browsers that asked for this machine by a name that nobody else can give it.

    A page from elsewhere whose name was made to lead to this machine (DNS rebinding) asks under its own name.
    """

    server_version = "diff-insight"
    sys_version = ""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        name, _, _ = self.headers.get("Host", "").partition(":")
        if name not in (LOOPBACK, "localhost"):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "This server is for its own machine alone")
            return None
        path = Path(self.translate_path(self.path))
        hidden = any(part.startswith(".") or "\0" in part for part in path.relative_to(self.directory).parts)
        # A site in somebody's clone may hold links to anything.
        if hidden or not path.resolve().is_relative_to(Path(self.directory).resolve()):
            self.send_error(HTTPStatus.NOT_FOUND, "There is no such page")
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> io.BytesIO | None:
        """Show no folder: the site has lists of its own."""
        self.send_error(HTTPStatus.NOT_FOUND, "There is no such page")
        return None

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
