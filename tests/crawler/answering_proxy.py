"""A proxy on loopback that answers as a function says, and answers 304 to who has the answer already."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def proxy(answer: Callable[[str], Answer]) -> Iterator[tuple[str, list[str]]]:
    """A proxy on loopback that gives a function's answers, and the addresses it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = answer(self.path)
            if status == 200:
                headers = {**headers, "ETag": f'"{hashlib.sha256(body).hexdigest()}"'}
                if headers["ETag"] == self.headers.get("If-None-Match"):
                    status, body = 304, b""
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
