"""Says by name and in a sentence why a page was not fetched."""

from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from crawler.causes import Cause
from crawler.politeness import HostResting
from crawler.refusals import Refused, SlowDrip


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a page was not fetched: the outcome (``refused``, ``set_aside`` or ``failed``), its cause, and a sentence."""

    outcome: str
    cause: Cause
    reason: str


_SENTENCES: tuple[tuple[type[Exception], Cause, str], ...] = (
    (SlowDrip, Cause.SLOW_DRIP, "The site began to answer and did not come to an end in time."),
    (DownloadTimeoutError, Cause.TIMEOUT, "The site did not answer in time."),
    (DownloadConnectionRefusedError, Cause.UNREACHABLE, "The site refused the connection."),
    (CannotResolveHostError, Cause.UNREACHABLE, "The host name could not be resolved."),
    (ResponseDataLossError, Cause.CUT_OFF, "The connection ended before the whole page had arrived."),
)
_STATUS_WORDS = {
    401: "asks for a login",
    403: "forbids the page",
    404: "has no such page",
    410: "has removed the page",
    429: "asks for fewer requests",
    451: "withholds the page for legal reasons",
}


def describe_failure(error: BaseException) -> Failure:
    """What an error means that a request ended in."""
    if isinstance(error, Refused):
        return Failure(error.outcome, error.cause, str(error))
    if isinstance(error, HostResting):
        return Failure("failed", Cause.RESTING_HOST, f"{error}.")
    if isinstance(error, IgnoreRequest):
        return _describe_refusal(str(error))
    for kind, cause, sentence in _SENTENCES:
        if isinstance(error, kind):
            return Failure("failed", cause, sentence)
    said = " ".join(str(error).split())[:200]
    what = f"{type(error).__name__}{': ' + said if said else ''}"
    return Failure("failed", Cause.OTHER, f"The page could not be fetched ({what}).")


def _describe_refusal(said: str) -> Failure:
    """What Scrapy's own middlewares refuse, which they tell apart by their words only."""
    if "robots.txt" in said:
        return Failure("refused", Cause.ROBOTS, "The site's robots.txt does not allow this page.")
    if "redirections" in said:
        return Failure("refused", Cause.TOO_MANY_REDIRECTS, "The page redirects too often.")
    return Failure("refused", Cause.OTHER, said or "The request was not sent.")


def describe_status(status: int) -> str:
    """The sentence for an HTTP status that is not a success."""
    what = _STATUS_WORDS.get(status, "has a fault" if status >= 500 else "gave no page")
    return f"The site {what} (HTTP {status})."
