"""Takes pages from WARC files (one's own snapshots, CC-NEWS) instead of from the web."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.addresses import address_key, page_address
from crawler.ledger import Ledger
from crawler.reading import Listed, PageRead, Relevance, read_page
from crawler.records import CrawlMemory, CrawlSummary, PageOutcome, SourceCrawl
from crawler.snapshots import SavedPage, SnapshotError, archived_pages, expand_globs
from crawler.sources import Source


def backfill(
    sources: Sequence[Source],
    memory: CrawlMemory,
    *,
    files: Sequence[str],
    relevant: Relevance | None = None,
    on_page: Callable[[PageOutcome], None] | None = None,
    on_source: Callable[[SourceCrawl], None] | None = None,
) -> CrawlSummary:
    """Store the articles that WARC files (paths or globs) hold for the sources, in one pass; returns the counts.

    A page belongs to the source whose host it is from and whose ``take`` and ``leave`` want it. Pages that are
    known from as late a fetch are counted and not read; so are those that ``relevant``, asked first, says no to. A file
    that cannot be read to its end is a problem in words.
    """
    ledger = Ledger(on_page, on_source)
    reader = ArchiveReader(sources, memory, relevant)
    for read in reader.pages(files):
        ledger.count_page(memory.keep_page(read.page, read.article))
    for source in sources:
        ledger.close_source(reader.account(source.name))
    summary = ledger.summary(retries=0)
    return replace(summary, problems=(*reader.problems, *summary.problems))


class ArchiveReader:
    """Reads WARC files for a set of sources, and counts what it finds in them."""

    def __init__(self, sources: Sequence[Source], memory: CrawlMemory, relevant: Relevance | None = None) -> None:
        self._relevant = relevant
        self.problems: list[str] = []
        self._memory = memory
        self._by_host: dict[str, list[Source]] = {}
        for source in sources:
            for host in {_host_key(f"http://{host}/") for host in source.hosts}:
                self._by_host.setdefault(host, []).append(source)
        self._found = {source.name: 0 for source in sources}
        self._known = {source.name: 0 for source in sources}
        self._pages_in_file = 0

    def pages(self, patterns: Sequence[str]) -> Iterator[PageRead]:
        """The wanted pages of the files that the patterns name, read."""
        for pattern in patterns:
            if not expand_globs([pattern]):
                self.problems.append(f"There is no file {pattern}.")
        for path in expand_globs(patterns):
            self._pages_in_file = 0
            try:
                for saved in archived_pages(path, self._wants):
                    yield from self._read(saved)
            except SnapshotError as error:
                self.problems.append(f"{error.strerror}.")
            else:
                if not self._pages_in_file:
                    self.problems.append(f"{path} holds no page; is it a WARC file of responses?")

    def account(self, source: str) -> SourceCrawl:
        """What was found for a source."""
        return SourceCrawl(source, 0, 0, self._found[source], 0, self._known[source], 0, ())

    def _wants(self, url: str) -> bool:
        """Whether a page that a file holds is a source's."""
        self._pages_in_file += bool(url)
        return self._source_of(url) is not None

    def _source_of(self, url: str) -> Source | None:
        return next((source for source in self._by_host.get(_host_key(url), ()) if source.wants(url)), None)

    def _read(self, saved: SavedPage) -> Iterator[PageRead]:
        source = self._source_of(saved.url)
        url = page_address(saved.url, saved.url)
        if source is None or url is None or saved.status != 200:
            return
        self._found[source.name] += 1
        seen = self._memory.seen(url)
        if seen is not None and saved.fetched_at <= seen.fetched_at:
            self._known[source.name] += 1
            return
        opened = PageOutcome(url, source.name, "new", None, saved.status, saved.fetched_at)
        yield read_page(
            Listed(url, source), opened, saved.body, saved.content_type, answered_url=url, relevant=self._relevant
        )


def _host_key(url: str) -> str:
    """The host without www, mobile or AMP faces, and without its port."""
    return (urlsplit("//" + address_key(url)).hostname or "") if url else ""
