"""Other article extractors, run beside ours on the same pages: trafilatura, newspaper4k, readability-lxml.

They are no part of a crawl; ``pip install 'tradedocket[peers]'`` brings those that are not installed with it.
"""

from datetime import date, datetime
from typing import Any

from crawler.dates import date_of, read_moment
from crawler.evaluate_pages import Extracted, Extractor, GoldPage


def peers() -> dict[str, Extractor]:
    """The peers by name; raises ``ImportError`` where one is not installed."""
    return {
        "trafilatura": _trafilatura(),
        "newspaper4k": _newspaper(),
        "readability-lxml": _readability(),
    }


def _trafilatura() -> Extractor:
    import trafilatura

    def extract(page: GoldPage) -> Extracted:
        document: Any = trafilatura.bare_extraction(page.html, url=page.url, include_comments=False, with_metadata=True)
        if document is None:
            return Extracted()
        authors = tuple(name.strip() for name in (document.author or "").split(";") if name.strip())
        return Extracted(document.text or "", document.title, authors, _day(document.date))

    return extract


def _newspaper() -> Extractor:
    import newspaper

    def extract(page: GoldPage) -> Extracted:
        article = newspaper.Article(page.url, fetch_images=False)
        article.download(input_html=page.html.decode("utf-8", "replace"))
        article.parse()
        return Extracted(article.text, article.title, tuple(article.authors), _day(article.publish_date))

    return extract


def _readability() -> Extractor:
    import readability
    from lxml import html as lxml_html

    def extract(page: GoldPage) -> Extracted:
        document = readability.Document(page.html.decode("utf-8", "replace"), url=page.url)
        root = lxml_html.fromstring(document.summary(html_partial=True))
        return Extracted("\n".join(root.itertext()), document.short_title())

    return extract


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    moment = read_moment(value) if isinstance(value, str) else None
    return date_of(moment) if moment is not None else None
