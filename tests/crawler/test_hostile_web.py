"""What a hostile server does is refused or bounded, and counted under its own name."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.address import IPv4Address

import crawler
from crawler.public_addresses import PublicResolver, is_private_host, is_public
from tests.crawler.hostile_server import HOST, WAYS, Hostile, serve_hostility

OTHER_HOSTS = {"/drip": "drip.example", "/silent": "silent.example", "/odd-retry-after": "busy.example"}
"""Ways that make a host rest have a host to themselves."""

LISTINGS = {"/laughs.rss", "/external.rss", "/huge.xml", "/bomb.xml.gz", "/index"}

PRIVATE = {
    path for path in WAYS if path.startswith("/to-") and path not in {"/to-file", "/to-ftp", "/to-data", "/to-script"}
}


@dataclass(frozen=True)
class Visit:
    """One crawl of the hostile server."""

    server: Hostile
    told: dict[str, Any]

    def page(self, path: str) -> dict[str, Any]:
        (found,) = [page for page in self.told["pages"] if page["url"].endswith(path)]
        return found


def crawl_hostile(folder: Path, follow: list[dict[str, Any]], *private: str) -> dict[str, Any]:
    """Crawl what ``follow`` names, with all hosts on loopback."""
    file = folder / "follow.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in follow))
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("crawl_hostile.py")), str(file), *private],
        env={**os.environ, "PYTHONPATH": str(Path(crawler.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """One crawl of every way of being hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    with serve_hostility() as server:
        hosts = {path: OTHER_HOSTS.get(path, HOST) for path in [*WAYS, "/plain"] if path not in LISTINGS}
        lines = [f"http://{host}:{server.port}{path}" for path, host in hosts.items()]
        (folder / "pages.txt").write_text("\n".join(lines))
        follow = [
            {"type": "list", "file": str(folder / "pages.txt")},
            *({"type": "feed", "url": f"http://{HOST}:{server.port}/{name}.rss"} for name in ("laughs", "external")),
            *(
                {"type": "sitemap", "url": f"http://{HOST}:{server.port}/{name}"}
                for name in ("huge.xml", "bomb.xml.gz")
            ),
            {"type": "index", "url": f"http://{HOST}:{server.port}/index", "next": "a.next", "pages": 50},
        ]
        yield Visit(server, crawl_hostile(folder, follow, *set(hosts.values())))


@pytest.mark.parametrize(
    ("path", "outcome", "cause"),
    [
        ("/loop-a", "refused", "redirect_loop"),
        ("/loop-self", "refused", "redirect_loop"),
        ("/cookie-loop", "refused", "redirect_loop"),
        ("/redirects-on", "refused", "too_many_redirects"),
        *((path, "refused", "private_address") for path in sorted(PRIVATE)),
        ("/to-file", "refused", "other_scheme"),
        ("/to-ftp", "refused", "other_scheme"),
        ("/to-data", "refused", "other_scheme"),
        ("/to-script", "refused", "other_scheme"),
        ("/bomb", "set_aside", "decompression_bomb"),
        ("/bomb-in-bombs", "set_aside", "decompression_bomb"),
        ("/damaged", "set_aside", "broken_compression"),
        ("/endless", "set_aside", "too_large"),
        ("/stated-endless", "set_aside", "too_large"),
        ("/drip", "failed", "slow_drip"),
        ("/silent", "failed", "timeout"),
        ("/many-headers", "set_aside", "header_abuse"),
        ("/long-header", "set_aside", "header_abuse"),
        ("/odd-retry-after", "failed", "http_status"),
        ("/not-found", "set_aside", "soft_404"),
        ("/gone-home", "set_aside", "soft_404"),
        ("/sign-in", "set_aside", "login_wall"),
        ("/sent-to-login", "set_aside", "login_wall"),
        ("/consent", "set_aside", "consent_wall"),
        ("/robot", "set_aside", "bot_wall"),
        ("/attributes", "set_aside", "markup_bomb"),
        ("/deep", "set_aside", "no_text"),
        *((f"/as-{label}", "new", "mislabelled_encoding") for label in ("latin", "rot13", "zip", "utf-7")),
    ],
)
def test_each_way_is_refused_or_bounded_under_its_own_name(visit: Visit, path: str, outcome: str, cause: str) -> None:
    page = visit.page(path)
    assert (page["outcome"], page["cause"]) == (outcome, cause), page
    assert outcome == "new" or page["reason"].endswith(".")


def test_nothing_is_asked_of_a_private_host(visit: Visit) -> None:
    hosts = {address.partition(":")[0] for address in visit.server.asked}
    assert hosts == {HOST, *OTHER_HOSTS.values()}
    assert not [address for address in visit.server.asked if address.endswith("/secret")]


@pytest.mark.parametrize(
    ("cause", "count"),
    [("xml_entities", 2), ("huge_listing", 1), ("decompression_bomb", 3), ("calendar", 3), ("address_trap", 4)],
)
def test_a_hostile_listing_is_counted_under_its_own_name(visit: Visit, cause: str, count: int) -> None:
    assert visit.told["causes"][cause] == count


def test_an_index_that_leads_in_circles_is_left_at_its_second_page(visit: Visit) -> None:
    assert not [address for address in visit.server.asked if address.endswith("/index?step=3")]
    assert visit.page("/plain-from-index")["outcome"] == "new"


@pytest.mark.parametrize("label", ["latin", "rot13", "zip", "utf-7"])
def test_a_page_is_read_by_its_bytes_where_its_label_is_wrong(visit: Visit, label: str) -> None:
    (article,) = [one for one in visit.told["articles"] if one["url"].endswith(f"/as-{label}")]
    assert article["text"].startswith("The café owners’ union said")


def test_no_cookie_is_kept(visit: Visit) -> None:
    assert visit.server.cookies == []


def test_a_slow_drip_is_not_asked_for_twice_and_silence_is(visit: Visit) -> None:
    asked = [address.partition("/")[2] for address in visit.server.asked]
    assert (asked.count("drip"), asked.count("silent")) == (1, 2)


def test_an_overlong_validator_is_not_kept(visit: Visit) -> None:
    page = visit.page("/long-validator")
    assert (page["outcome"], page["etag"]) == ("new", None)


def test_a_plain_page_beside_them_is_read(visit: Visit) -> None:
    assert visit.page("/plain")["outcome"] == "new"


def test_loopback_is_refused_unless_it_is_allowed_by_name(tmp_path: Path) -> None:
    with serve_hostility() as server:
        (tmp_path / "pages.txt").write_text(f"http://127.0.0.1:{server.port}/plain\n")
        told = crawl_hostile(tmp_path, [{"type": "list", "file": str(tmp_path / "pages.txt")}])
        assert [page["cause"] for page in told["pages"]] == ["private_address"]
        assert server.asked == []
        told = crawl_hostile(tmp_path, [{"type": "list", "file": str(tmp_path / "pages.txt")}], "127.0.0.1")
        assert [page["outcome"] for page in told["pages"]] == ["new"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fd00:ec2::254",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
    ],
)
def test_an_address_of_no_public_network_is_private(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_as_public_in_every_ipv6_wrapping(address: Any) -> None:
    wrapped = [f"::ffff:{address}", f"64:ff9b::{address}"]
    assert {is_public(ip_address(one)) for one in wrapped} == {is_public(address)}


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "router", "printer.local", "017700000001", "127.1", "[::1]", ""]
)
def test_a_host_is_private_by_name_in_every_writing(host: str) -> None:
    assert is_private_host(host)


@pytest.mark.parametrize("host", ["www.bis.gov", "8.8.8.8", "1.example.com", "local.example", "3m.com"])
def test_a_host_with_a_public_name_is_not_private(host: str) -> None:
    assert not is_private_host(host)


class _FakeNames:
    """A reactor whose names change what they resolve to with each question, as in DNS rebinding."""

    def __init__(self, *answers: str) -> None:
        self.nameResolver = self
        self._answers = list(answers)

    def resolveHostName(self, receiver: Any, name: str, port: int, *_: Any) -> None:  # noqa: N802
        receiver.resolutionBegan(None)
        receiver.addressResolved(IPv4Address("TCP", self._answers.pop(0), port))
        receiver.resolutionComplete()


class _Receiver:
    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        """Begin."""

    def addressResolved(self, address: IPv4Address) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        """End."""


def test_a_name_that_turns_private_after_it_was_checked_is_not_connected_to() -> None:
    resolver = PublicResolver(_FakeNames("93.184.215.14", "127.0.0.1"), 0, frozenset())
    first, second = _Receiver(), _Receiver()
    resolver.resolveHostName(first, "rebinding.example", 80)
    resolver.resolveHostName(second, "rebinding.example", 80)
    assert "127.0.0.1" not in first.addresses + second.addresses
    assert first.addresses == ["93.184.215.14"]
