"""Keeps a crawl on the public internet: tells private hosts, and resolves no name to a private address."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver

Address = IPv4Address | IPv6Address

_METADATA = frozenset({ip_address("168.63.129.16")})
"""Addresses of cloud metadata services that look public (Azure's); the others are link-local or private."""

_WRAPPED_IPV4 = ip_network("64:ff9b::/96")  # RFC 6052
_PRIVATE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa")


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, whatever IPv6 form an IPv4 address is wrapped in."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _WRAPPED_IPV4:
            inner = IPv4Address(address.packed[-4:])
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address in _METADATA)


def is_private_host(host: str) -> bool:
    """Whether a host is private by its name alone: a private address in any writing, or a name of no public domain."""
    name = host.strip("[]").rstrip(".").lower()
    address = _written_address(name)
    if address is not None:
        return not is_public(address)
    return "." not in name or any(name == private or name.endswith(f".{private}") for private in _PRIVATE_NAMES)


def _written_address(name: str) -> Address | None:
    """The address that a host name writes out, in the forms that resolvers know (``127.1``, ``0x7f000001``)."""
    try:
        return ip_address(name.partition("%")[0])
    except ValueError:
        pass
    if not name[:1].isdigit():
        return None
    try:
        return IPv4Address(socket.inet_aton(name))
    except OSError:
        return None


class PublicResolver(CachingHostnameResolver):
    """Resolves names to public addresses only, which are those that are then connected to.

    A name that points to a public address when it is checked and to a private one when it is asked for (DNS
    rebinding) gains nothing: each connection is made to an address that passed here. ``private_hosts`` are names
    that may be private, by the user's own choice.
    """

    def __init__(self, reactor: Any, cache_size: int, private_hosts: frozenset[str]) -> None:
        super().__init__(reactor, cache_size)
        self.withheld: set[str] = set()
        self._private_hosts = private_hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        settings = crawler.settings
        proxy = urlsplit(settings.get("TRADEDOCKET_PROXY") or "").hostname
        allowed = frozenset(settings.getlist("TRADEDOCKET_PRIVATE_HOSTS")) | ({proxy} if proxy else frozenset())
        return cls(reactor, settings.getint("DNSCACHE_SIZE"), allowed)

    def resolveHostName(  # noqa: N802 -- Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[Any] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        receiver = resolutionReceiver
        if hostName.lower() not in self._private_hosts:
            receiver = _PublicOnly(resolutionReceiver, hostName.lower(), self.withheld)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


class _PublicOnly:
    """Passes on the public addresses of a name, and notes a name that had others."""

    def __init__(self, receiver: Any, name: str, withheld: set[str]) -> None:
        self.resolutionBegan = receiver.resolutionBegan
        self.resolutionComplete = receiver.resolutionComplete
        self._receiver = receiver
        self._name = name
        self._withheld = withheld

    def addressResolved(self, address: Any) -> None:  # noqa: N802 -- Twisted's name
        if is_public(ip_address(address.host.partition("%")[0])):
            self._receiver.addressResolved(address)
        else:
            self._withheld.add(self._name)
