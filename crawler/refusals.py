"""What a crawl raises when it will not go on with a request, each with the name it is counted under."""

from scrapy.exceptions import IgnoreRequest

from crawler.causes import Cause


class Refused(IgnoreRequest):
    """A request or an answer that the crawl refuses; the message is a sentence.

    ``outcome`` is the page's: ``refused``, or ``set_aside`` for a page that will not be asked for again until
    its listing states a change.
    """

    def __init__(self, cause: Cause, sentence: str, outcome: str = "refused") -> None:
        super().__init__(sentence)
        self.cause = cause
        self.outcome = outcome


class SlowDrip(Exception):  # noqa: N818 -- as Refused, but the host has failed: after some in a row it rests
    """An answer that had begun and did not come to its end in the time that a page may take."""
