"""Tells when two addresses are one page: absolute, without trackers, and reduced to a key."""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from courlan import normalize_url

_OTHER_FACES = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.(?=[^.]+\.)")
_DEFAULT_PORT = re.compile(r":(?:80|443)?$")
_AMP_SUFFIX = re.compile(r"(?:/amp/?$|\.amp(?=\.html?/?$)|\.amp/?$)", re.I)
_AMP_PREFIX = re.compile(r"^/amp(?=/)", re.I)
_AMP_QUERY = re.compile(r"(?:^|&)(?:amp(?:=1|=true)?|outputtype=amp)(?=&|$)", re.I)


def absolute_address(link: str | None, base: str) -> str | None:
    """A link as an absolute http(s) address without its fragment, or None where it is none."""
    if not link:
        return None
    try:
        parts = urlsplit(urljoin(base, link.strip()))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def page_address(link: str | None, base: str) -> str | None:
    """A page's absolute address without fragment and tracking parameters (those that courlan knows), or None."""
    address = absolute_address(link, base)
    if address is None or "?" not in address:
        return address
    try:
        return str(normalize_url(address)) or address
    except ValueError:  # courlan gives up on addresses that urllib cannot take apart
        return address


def address_key(url: str) -> str:
    """What all addresses of one page have in common: no scheme, no www, mobile or AMP face, no trackers.

    For comparison only; the key is no address that can be fetched.
    """
    address = page_address(url, url)
    if address is None:
        return url
    parts = urlsplit(address)
    host = _OTHER_FACES.sub("", _DEFAULT_PORT.sub("", parts.netloc.lower()))
    path = _AMP_PREFIX.sub("", _AMP_SUFFIX.sub("", parts.path)).rstrip("/")
    query = _AMP_QUERY.sub("", parts.query).lstrip("&")
    return f"{host}{path}" + (f"?{query}" if query else "")
