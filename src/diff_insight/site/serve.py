"""Serves a site to browsers on the same machine only."""

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
        # Bypasses HTTPServer.server_bind, which looks up this machine's name in DNS.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]


class _Handler(SimpleHTTPRequestHandler):
    """Serves the pages of a site, only for requests whose Host is 127.0.0.1 or localhost.

    This stops DNS rebinding: a foreign page whose name resolves to this machine sends its own name as Host.
    """

    server_version = "diff-insight"
    sys_version = ""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        name, _, _ = self.headers.get("Host", "").partition(":")
        if name not in (LOOPBACK, "localhost"):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "This server only serves its own machine")
            return None
        path = Path(self.translate_path(self.path))
        hidden = any(part.startswith(".") or "\0" in part for part in path.relative_to(self.directory).parts)
        # A site in somebody's clone may contain symbolic links to anything.
        if hidden or not path.resolve().is_relative_to(Path(self.directory).resolve()):
            self.send_error(HTTPStatus.NOT_FOUND, "No such page")
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> io.BytesIO | None:
        """Refuse to list folders: the site has lists of its own."""
        self.send_error(HTTPStatus.NOT_FOUND, "No such page")
        return None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so in the base class
        """Do not log requests."""


def serve(folder: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve a folder on loopback until the process is interrupted.

    Args:
        folder: folder of the site.
        port: port to use; 0 for any free one.
        ready: called with the address once the server accepts connections.

    Raises:
        SiteError: there is no site, or the port cannot be used.
    """
    if not (folder / "index.html").is_file():
        raise SiteError(f"no site in {folder}: build one with `diff-insight site build`")
    try:
        server = _Server((LOOPBACK, port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise SiteError(f"port {port} cannot be used ({error.strerror}): choose another one with --port") from None
    with server:
        ready(f"http://{LOOPBACK}:{server.server_port}/")
        server.serve_forever()
