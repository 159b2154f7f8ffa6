"""Reads a text file of addresses."""

from pathlib import Path

from crawler.addresses import page_address
from crawler.spiders.listing import Entry, Flaw, Listing, ListingError

_MOST_BYTES = 50 * 1024 * 1024


def read_url_list(path: Path) -> Listing:
    """The pages named in a file, one a line; blank lines and those that begin with ``#`` are left out.

    Lines that are no address are counted in a flaw. Raises ``ListingError`` for a file that cannot be read.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ListingError(f"is larger than {_MOST_BYTES // 2**20} MB; part it")
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError as error:
        raise ListingError(f"cannot be read ({error.strerror})") from error
    written = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    entries = [Entry(address, "list") for line in written if (address := page_address(line, "about:blank")) is not None]
    odd = len(written) - len(entries)
    return Listing(tuple(entries), flaws=(Flaw(f"has {odd} lines that are no http address"),) if odd else ())
