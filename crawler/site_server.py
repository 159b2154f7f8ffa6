"""Serves a directory of saved hosts on loopback as a proxy: invented hosts can be crawled without DNS."""

import hashlib
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Pages are sent without a charset, as many servers do, so that reading them must find their encoding.
_CONTENT_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".txt": "text/plain",
    ".json": "application/json",
    ".gz": "application/gzip",
    ".pdf": "application/pdf",
}


@contextmanager
def serve_site(root: Path, overlays: Sequence[Path] = ()) -> Iterator[str]:
    """The address of a proxy on 127.0.0.1 that answers ``http://HOST/PATH`` with the file ``root/HOST/PATH``.

    A directory is answered with its ``index.html``. A file in one of ``overlays``, the last first, stands
    before the file in ``root``: an edited page. The server ends with the context.
    """
    layers = [layer.resolve() for layer in (*reversed(overlays), root)]
    handler = type("SiteHandler", (_SiteHandler,), {"layers": layers})
    server = _SiteServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def find_file(layers: Sequence[Path], host: str, path: str) -> Path | None:
    """The file that answers a request, or None; never one outside the host's own directory."""
    if not host or host in (".", "..") or "/" in host or "\\" in host:
        return None
    for layer in layers:
        home = layer / host
        try:
            candidate = (home / unquote(path).lstrip("/")).resolve()
            if candidate.is_dir():
                candidate = candidate / "index.html"
            if candidate.is_relative_to(home) and candidate.is_file():
                return candidate
        except (OSError, ValueError):  # a name that the file system cannot hold, such as one with NUL in it
            continue
    return None


class _SiteServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a client hang up, as a crawler does on a page that is too large; show every other fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _SiteHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    layers: Sequence[Path] = ()

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        parts = urlsplit(self.path)
        host = parts.hostname or self.headers.get("Host", "").partition(":")[0].lower()
        file = find_file(self.layers, host, parts.path)
        if file is None:
            self._send(HTTPStatus.NOT_FOUND, {"Content-Type": "text/html"}, b"<h1>Not found</h1>", with_body)
            return
        body = file.read_bytes()
        validators = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            "Last-Modified": formatdate(file.stat().st_mtime, usegmt=True),
        }
        if validators["ETag"] in self.headers.get("If-None-Match", ""):
            self._send(HTTPStatus.NOT_MODIFIED, validators, b"", with_body=False)
            return
        kind = _CONTENT_TYPES.get(file.suffix.lower(), "application/octet-stream")
        self._send(HTTPStatus.OK, {"Content-Type": kind, **validators}, body, with_body)

    def _send(self, status: HTTPStatus, headers: dict[str, str], body: bytes, with_body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: what was asked for is in the crawl's own account."""
