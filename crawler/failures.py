"""Says in a sentence why a page was not fetched."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from crawler.article import MAX_PAGE_BYTES
from crawler.politeness import HostResting

_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "The site did not answer in time."),
    (DownloadConnectionRefusedError, "The site refused the connection."),
    (CannotResolveHostError, "The host name could not be resolved."),
    (ResponseDataLossError, "The connection ended before the whole page had arrived."),
)
_STATUS_WORDS = {
    401: "asks for a login",
    403: "forbids the page",
    404: "has no such page",
    410: "has removed the page",
    429: "asks for fewer requests",
    451: "withholds the page for legal reasons",
}


def describe_failure(error: BaseException) -> tuple[str, str]:
    """The outcome (``refused``, ``set_aside`` or ``failed``) and its reason, as a sentence."""
    if isinstance(error, IgnoreRequest):
        if "robots.txt" in str(error):
            return "refused", "The site's robots.txt does not allow this page."
        if isinstance(error, HostResting):
            return "failed", f"{error}."
        return "refused", str(error) or "The request was not sent."
    if isinstance(error, DownloadCancelledError):
        # Raised only for size: nothing else cancels a download here.
        return "set_aside", f"The page is larger than {MAX_PAGE_BYTES // 2**20} MB."
    for kind, sentence in _SENTENCES:
        if isinstance(error, kind):
            return "failed", sentence
    said = " ".join(str(error).split())[:200]
    return "failed", f"The page could not be fetched ({type(error).__name__}{': ' + said if said else ''})."


def describe_status(status: int) -> str:
    """The sentence for an HTTP status that is not a success."""
    what = _STATUS_WORDS.get(status, "has a fault" if status >= 500 else "gave no page")
    return f"The site {what} (HTTP {status})."
