"""A static server on loopback that packs as hosts do, and counts what each page load takes: bodies as they are sent."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

BLANK = "/blank.html"
_BLANK = b'<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Blank</title>'
_LEVEL = 6
"""The level that gzip itself takes when nobody says."""


class Wire:
    """Folders, each below a path of its own, and a note of every body that is sent."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        """Serve folders by the path that each is below, as `/search/`."""
        self.folders = folders
        self.address = ""
        self._sent: list[tuple[str, int]] = []
        self._packed: dict[str, tuple[bytes, bool]] = {}

    def taken(self) -> list[tuple[str, int]]:
        """Return the path and the bytes of what was sent since this was last asked."""
        sent, self._sent = self._sent, []
        return sent

    def body(self, path: str) -> tuple[bytes, bool]:
        """Return what a path sends, and whether that is packed: whichever is smaller. It is packed once, and kept."""
        if path not in self._packed:
            data = _BLANK if path == BLANK else self._file(path).read_bytes()
            packed = gzip.compress(data, _LEVEL)
            self._packed[path] = (packed, True) if len(packed) < len(data) else (data, False)
        return self._packed[path]

    def note(self, path: str, size: int) -> None:
        """Note that so many bytes were sent."""
        self._sent.append((path, size))

    def _file(self, path: str) -> Path:
        prefix = next((one for one in self.folders if path.startswith(one)), None)
        if prefix is None or ".." in path:
            raise FileNotFoundError(path)
        return self.folders[prefix] / path.removeprefix(prefix)


@contextmanager
def serving(folders: Mapping[str, Path]) -> Iterator[Wire]:
    """Serve folders, and give the wire, which has the address."""
    wire = Wire(folders)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, and no waiting for what would fill it
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            try:
                data, packed = wire.body(path)
            except OSError:
                wire.note(path, 0)
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "application/octet-stream")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "max-age=600")
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            wire.note(path, len(data))
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        wire.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield wire
        finally:
            server.shutdown()
