"""A web server on loopback that does what a crawler must survive; each address is one way of being hostile."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
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


def _page(title: str, *paragraphs: str, charset: str = "") -> Way:
    """A page of status 200 with a few words; the charset is stated, and the bytes are UTF-8."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{text}</body></html>"
    stated = {"Content-Type": f"text/html; charset={charset}" if charset else "text/html"}
    return lambda handler: handler.send(200, stated, page.encode())


def _raw(body: bytes, kind: str = "text/html") -> Way:
    return lambda handler: handler.send(200, {"Content-Type": kind}, body)


def _feed(handler: HostileHandler, document_type: str, link: str) -> None:
    body = f'<?xml version="1.0"?>{document_type}<rss version="2.0"><channel><item>{link}</item></channel></rss>'
    handler.send(200, {"Content-Type": "application/rss+xml"}, body.encode())


def _laughs(handler: HostileHandler) -> None:
    names = "abcdefghij"
    nested = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    _feed(handler, f'<!DOCTYPE rss [<!ENTITY a "ha"> {nested}]>', '<link href="/&j;"/>')


def _external_entity(handler: HostileHandler) -> None:
    _feed(handler, '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "<link>/from-feed/&x;</link>")


def _huge_sitemap(handler: HostileHandler) -> None:
    rows = "".join(f"<url><loc>http://{HOST}/unwanted/{number}</loc></url>" for number in range(50_001))
    handler.send(200, {"Content-Type": "application/xml"}, f"<urlset>{rows}</urlset>".encode())


def _sitemap_bomb(handler: HostileHandler) -> None:
    handler.send(200, {"Content-Type": "application/gzip"}, gzip.compress(b" " * (60 * 2**20), compresslevel=1))


def _index(handler: HostileHandler) -> None:
    """The same two links on every page, with a next page for ever, and addresses that are traps."""
    step = int(parse_qs(urlsplit(handler.path).query).get("step", ["0"])[0])
    links = ("/calendar/2199/05/01/", "/a/b" * 6, f"/long/{'x' * 2000}", "/plain-from-index")
    listed = "".join(f'<a href="{link}">Story</a>' for link in links)
    page = f'<html><body>{listed}<a class="next" href="/index?step={step + 1}">Next</a></body></html>'
    handler.send(200, {"Content-Type": "text/html"}, page.encode())


_STORY_WORDS = ("The café owners’ union said on Monday that the duty on coffee would be passed on to its guests.",)
WAYS: dict[str, Way] = {
    "/not-found": _page("Page not found | The Hostile", "Try our front page.", "Or search for what you miss."),
    "/gone-home": _redirect("/"),
    "/sign-in": _page("Quota on tin lifted", "Please sign in to continue reading this story on your screen."),
    "/sent-to-login": _redirect("/login?next=/sent-to-login"),
    "/login": _page("The Hostile", "Your name and your password are needed for the pages of this paper."),
    "/consent": _page("Before you continue to The Hostile", "We use cookies. Accept all, or manage what you agree to."),
    "/robot": _page("Just a moment...", "Enable JavaScript and cookies to continue, said the guard of this page."),
    "/as-latin": _page("Coffee", *_STORY_WORDS, charset="iso-8859-1"),
    "/as-rot13": _page("Coffee", *_STORY_WORDS, charset="rot13"),
    "/as-zip": _page("Coffee", *_STORY_WORDS, charset="zlib"),
    "/as-utf-7": _page("Coffee", *_STORY_WORDS, charset="utf-7"),
    "/attributes": _raw(b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(40_000)) + b">x</p></body></html>"),
    "/deep": _raw(b"<html><body>" + b"<div>" * 100_000 + b"x"),
    "/laughs.rss": _laughs,
    "/external.rss": _external_entity,
    "/huge.xml": _huge_sitemap,
    "/bomb.xml.gz": _sitemap_bomb,
    "/index": _index,
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
