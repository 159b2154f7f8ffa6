"""Crawls a list of addresses on hosts that all are on loopback, in a process of its own.

Arguments: a file of addresses, and the names that may be private; prints each page's outcome as JSON.
"""

import json
import socket
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any


def _on_loopback(host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(port or 0)))]


socket.getaddrinfo = _on_loopback  # before Twisted is imported, which keeps the function that it finds

from crawler.preview import preview  # noqa: E402
from crawler.settings import CrawlSettings  # noqa: E402
from crawler.sources import Source  # noqa: E402


def main() -> None:
    addresses, *private = sys.argv[1:]
    source = Source.model_validate(
        {
            "name": "hostile",
            "title": "Hostile",
            "home": "http://hostile.example/",
            "country": "GB",
            "language": "en",
            "timezone": "UTC",
            "kind": "press",
            "delay": 0,
            "leave": ["/unwanted/"],
            "checked": "written for this test",
            "follow": [json.loads(line) for line in Path(addresses).read_text().splitlines()],
        }
    )
    settings = CrawlSettings(private_hosts=frozenset(private), timeout=2.0, retries=1)
    articles, outcomes, summary = preview(source, settings)
    print(
        json.dumps(
            {
                "pages": [asdict(page) for page in outcomes],
                "articles": [asdict(article) for article in articles],
                "problems": summary.problems,
                "causes": summary.causes,
            },
            default=str,
        )
    )


if __name__ == "__main__":
    main()
