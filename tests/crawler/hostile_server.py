"""A web server on loopback that does what a crawler must survive; each address is one way of being hostile."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HOST = "hostile.example"
STORY = (
    b"<html><head><title>Quota on tin lifted</title></head><body><article><h1>Quota on tin lifted</h1>"
    b"<p>The ministry lifted its quota on tin on Monday, and said that the change would hold for a year.</p>"
    b"<p>Exporters said that they had been given little time to prepare their shipments for it.</p>"
    b"</article></body></html>"
)
DRIP_SECONDS = 8.0


class HostileHandler(BaseHTTPRequestHandler):
    """Answers each address in its own way; what is not known is a plain story."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, _HostileServer)
        server.asked.append(f"{self.headers.get('Host', '')}{self.path}")
        server.cookies += self.headers.get_all("Cookie", [])
        if self.path == "/robots.txt":
            self.send(404, {}, b"")
            return
        way = WAYS.get(urlsplit(self.path).path)
        try:
            if way is None:
                self.send(200, {"Content-Type": "text/html"}, STORY)
            else:
                way(self)
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """A whole answer."""
        self.begin(status, {**headers, "Content-Length": str(len(body))})
        self.wfile.write(body)

    def begin(self, status: int, headers: dict[str, str]) -> None:
        """The head of an answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    @property
    def port(self) -> int:
        """The server's own port."""
        return int(self.server.server_address[1])

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


Way = Callable[[HostileHandler], None]


def _redirect(target: str) -> Way:
    """To an address in which PORT stands for the server's."""
    return lambda handler: handler.send(302, {"Location": target.replace("PORT", str(handler.port))}, b"")


def _redirect_on(handler: HostileHandler) -> None:
    step = int(parse_qs(urlsplit(handler.path).query).get("step", ["0"])[0])
    handler.send(302, {"Location": f"/redirects-on?step={step + 1}"}, b"")


def _cookie_loop(handler: HostileHandler) -> None:
    if "seen=1" in handler.headers.get("Cookie", ""):
        handler.send(200, {"Content-Type": "text/html"}, STORY)
    else:
        handler.send(302, {"Location": "/cookie-loop", "Set-Cookie": "seen=1; Domain=.example"}, b"")


def _meta_refresh(handler: HostileHandler) -> None:
    page = (
        f'<html><head><meta http-equiv="refresh" content="0; url=http://127.0.0.1:{handler.port}/secret"></head></html>'
    )
    handler.send(200, {"Content-Type": "text/html"}, page.encode())


def _bomb(handler: HostileHandler) -> None:
    body = gzip.compress(b"<p>" + b"x" * (30 * 2**20), compresslevel=1)
    handler.send(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, body)


def _bomb_in_bombs(handler: HostileHandler) -> None:
    handler.send(200, {"Content-Type": "text/html", "Content-Encoding": ", ".join(["gzip"] * 40)}, b"\x1f\x8b")


def _damaged(handler: HostileHandler) -> None:
    body = gzip.compress(STORY)
    body = body[:10] + b"\xff" * 20 + body[30:]
    handler.send(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, body)


def _endless(handler: HostileHandler) -> None:
    handler.begin(200, {"Content-Type": "text/html", "Connection": "close"})
    paragraph = b"<p>More.</p>" * 10_000
    while True:
        handler.wfile.write(paragraph)


def _stated_endless(handler: HostileHandler) -> None:
    handler.begin(200, {"Content-Type": "text/html", "Content-Length": str(10**15)})
    handler.wfile.write(STORY)


def _drip(handler: HostileHandler) -> None:
    handler.begin(200, {"Content-Type": "text/html", "Content-Length": "100000"})
    end = time.monotonic() + DRIP_SECONDS
    while time.monotonic() < end:
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.1)


def _silent(handler: HostileHandler) -> None:
    time.sleep(DRIP_SECONDS)
    handler.close_connection = True


def _many_headers(handler: HostileHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"Set-Cookie: name=" + b"v" * 1000 + b"\r\n")


def _long_header(handler: HostileHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: " + b"v" * 200_000 + b"\r\n\r\n")


def _long_validator(handler: HostileHandler) -> None:
    handler.send(200, {"Content-Type": "text/html", "ETag": '"' + "e" * 8000 + '"'}, STORY)


def _odd_retry_after(handler: HostileHandler) -> None:
    handler.send(503, {"Retry-After": "\u00b2"}, b"")


WAYS: dict[str, Way] = {
    "/loop-a": _redirect("/loop-b"),
    "/loop-b": _redirect("/loop-a"),
    "/loop-self": _redirect("/loop-self"),
    "/cookie-loop": _cookie_loop,
    "/redirects-on": _redirect_on,
    "/to-loopback": _redirect("http://127.0.0.1:PORT/secret"),
    "/to-short-loopback": _redirect("http://127.1:PORT/secret"),
    "/to-number": _redirect("http://2130706433:PORT/secret"),
    "/to-hex": _redirect("http://0x7f000001:PORT/secret"),
    "/to-ipv6": _redirect("http://[::1]:PORT/secret"),
    "/to-mapped": _redirect("http://[::ffff:127.0.0.1]:PORT/secret"),
    "/to-any": _redirect("http://0.0.0.0:PORT/secret"),
    "/to-localhost": _redirect("http://localhost:PORT/secret"),
    "/to-private": _redirect("http://10.0.0.1/secret"),
    "/to-metadata": _redirect("http://169.254.169.254/latest/meta-data/"),
    "/to-metadata-name": _redirect("http://metadata.google.internal/computeMetadata/v1/"),
    "/to-inside": _redirect("http://inside.example:PORT/secret"),
    "/to-inside-by-meta": _meta_refresh,
    "/to-file": _redirect("file:///etc/hostname"),
    "/to-ftp": _redirect("ftp://hostile.example/secret"),
    "/to-data": _redirect("data:text/html,<p>secret</p>"),
    "/to-script": _redirect("javascript:alert(1)"),
    "/bomb": _bomb,
    "/bomb-in-bombs": _bomb_in_bombs,
    "/damaged": _damaged,
    "/endless": _endless,
    "/stated-endless": _stated_endless,
    "/drip": _drip,
    "/silent": _silent,
    "/many-headers": _many_headers,
    "/long-header": _long_header,
    "/long-validator": _long_validator,
    "/odd-retry-after": _odd_retry_after,
}


class _HostileServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), HostileHandler)
        self.asked: list[str] = []
        self.cookies: list[str] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Let the crawler hang up; that is what it should do."""


@dataclass(frozen=True)
class Hostile:
    """A hostile server that runs: its port, the addresses it was asked for, and the cookies it was sent."""

    port: int
    asked: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)


@contextmanager
def serve_hostility() -> Iterator[Hostile]:
    """A hostile server; it ends with the context."""
    server = _HostileServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Hostile(server.server_address[1], server.asked, server.cookies)
    finally:
        server.shutdown()
        server.server_close()
