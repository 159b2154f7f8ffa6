"""Scores article extraction on saved news pages with gold data in the format of Fundus's parser tests.

Body text is compared as the article-extraction-benchmark defines it (scrapinghub/article-extraction-benchmark,
``evaluate.py``): multisets of four-word shingles, normalised to one a page, precision and recall averaged over the
pages, F1 of the two averages. Titles are exact but for typography: a page writes one title with straight quotes in its
metadata and with curly ones in its heading, and no reader tells them apart.
"""

import contextlib
import gzip
import hashlib
import html
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean
from typing import Any

from crawler.article import PageSetAside, extract_article
from crawler.dates import date_of

PARTS = ("all", "develop", "held-out")
"""``held-out`` is some three tenths of the publishers, which no rule is written from; the publisher's name decides."""

_PAGE_NAME = re.compile(r"(?P<publisher>.+)_(?P<date>\d{4}_\d{2}_\d{2})\.html\.gz")
_VERSION = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_SHINGLE = 4
_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‐‑‒–—―", "-"), "…": "..."}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
)


class PagesError(ValueError):
    """A directory that holds no page with gold data; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extractor says of one page; ``text`` is the body, its paragraphs on lines of their own."""

    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A saved page and what is true of it.

    ``body`` is all of the story (its summary, headings and paragraphs), ``paragraphs`` the paragraphs alone.
    """

    name: str
    publisher: str
    html: bytes
    url: str
    fetched_at: datetime
    gold: Extracted
    paragraphs: str


Extractor = Callable[[GoldPage], Extracted]


@dataclass(frozen=True, slots=True)
class Match:
    """Matched, surplus and missing shingles of one page, as shares of all of them."""

    matched: float
    surplus: float
    missing: float

    @property
    def precision(self) -> float:
        """The share of the extracted shingles that are in the gold text."""
        return self._share(self.surplus)

    @property
    def recall(self) -> float:
        """The share of the gold shingles that were extracted."""
        return self._share(self.missing)

    def _share(self, wrong: float) -> float:
        if self.surplus == self.missing == 0:
            return 1.0
        return self.matched / (self.matched + wrong) if self.matched else 0.0


@dataclass(slots=True)
class Score:
    """How one extractor did: a body match a page, and the counts of right titles, dates and author sets.

    ``seconds`` is processor time, so that the speed is that of one core, whatever else the machine does.
    """

    extractor: str
    matches: dict[str, Match] = field(default_factory=dict)
    paragraph_matches: list[Match] = field(default_factory=list)
    titles: int = 0
    dates: int = 0
    author_sets: int = 0
    author_f1: list[float] = field(default_factory=list)
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """How many pages were scored."""
        return len(self.matches)

    @property
    def body(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of the bodies."""
        return body_scores(self.matches.values())

    def share(self, count: int) -> float:
        """A count as a share of the pages."""
        return count / self.pages if self.pages else 0.0


@dataclass(frozen=True, slots=True)
class PagesReport:
    """The scores of one or more extractors on the same pages."""

    part: str
    publishers: int
    scores: tuple[Score, ...]

    def to_text(self, *, misses: bool = False) -> str:
        """The table that ``tradedocket evaluate pages`` prints."""
        lines = [
            f"{self.scores[0].pages} pages of {self.publishers} publishers ({self.part})",
            f"{'':16}{'body P':>8}{'R':>8}{'F1':>8}{'F1 par.':>9}{'title':>8}{'date':>8}{'authors':>9}{'F1':>7}"
            f"{'pages/s':>9}",
        ]
        for score in self.scores:
            precision, recall, f1 = score.body
            lines.append(
                f"{score.extractor:16}{precision:8.3f}{recall:8.3f}{f1:8.3f}"
                f"{body_scores(score.paragraph_matches)[2]:9.3f}"
                f"{score.share(score.titles):8.3f}{score.share(score.dates):8.3f}{score.share(score.author_sets):9.3f}"
                f"{mean(score.author_f1):7.3f}{score.pages / max(score.seconds, 1e-6):9.1f}"
            )
        lines.append(
            "body: four-word shingles, against summary, headings and paragraphs ('F1 par.': against paragraphs alone); "
            "titles: the same but for how quotes, dashes and spaces are written; authors: the same set, then F1 of the names"
        )
        if misses:
            lines.extend(self.scores[0].misses)
        return "\n".join(lines)


def evaluate_pages(directory: Path, extractors: Mapping[str, Extractor], part: str = "all") -> PagesReport:
    """The scores of extractors over the pages (``*.html.gz``) below a directory, or over one of ``PARTS``.

    An extractor that raises has extracted nothing from that page. Raises ``PagesError`` where there are no pages.
    """
    pages = load_pages(directory, part)
    scores = tuple(_score(name, extract, pages) for name, extract in extractors.items())
    return PagesReport(part, len({page.publisher for page in pages}), scores)


def _score(name: str, extract: Extractor, pages: Sequence[GoldPage]) -> Score:
    score = Score(name)
    with contextlib.suppress(Exception):  # what it loads once is no part of its speed
        extract(pages[0])
    for page in pages:
        began = time.process_time()
        try:
            found = extract(page)
        except Exception as error:  # a fault of one page is a miss of it, for each extractor alike
            found = Extracted()
            score.misses.append(f"{page.name}: {type(error).__name__}: {error}")
        score.seconds += time.process_time() - began
        _count(score, page, found)
    return score


def _count(score: Score, page: GoldPage, found: Extracted) -> None:
    gold = page.gold
    match = match_shingles(gold.text, found.text)
    score.matches[page.name] = match
    score.paragraph_matches.append(match_shingles(page.paragraphs, found.text))
    score.titles += _same(gold.title, found.title)
    score.dates += gold.published == found.published
    ours, theirs = _name_set(found.authors), _name_set(gold.authors)
    score.author_sets += ours == theirs
    score.author_f1.append(2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours or theirs else 1.0)
    if match.precision < 0.95 or match.recall < 0.95:
        score.misses.append(f"{page.name}: body: precision {match.precision:.3f}, recall {match.recall:.3f}")
    if not _same(gold.title, found.title):
        score.misses.append(f"{page.name}: title: {found.title!r}, not {gold.title!r}")
    if gold.published != found.published:
        score.misses.append(f"{page.name}: date: {found.published}, not {gold.published}")
    if ours != theirs:
        score.misses.append(f"{page.name}: authors: {list(found.authors)}, not {list(gold.authors)}")


def _same(one: str | None, other: str | None) -> bool:
    return _as_read(one or "") == _as_read(other or "")


def _as_read(text: str) -> str:
    """A text as a reader sees it, whichever quotes, dashes, entities and invisible characters it is written with."""
    seen = unicodedata.normalize("NFC", html.unescape(text)).translate(_TYPOGRAPHY)
    return " ".join(seen.split())


def _name_set(names: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(name.split()).casefold() for name in names)


def body_scores(matches: Iterable[Match]) -> tuple[float, float, float]:
    """Precision and recall averaged over pages, each over those where it is defined, and the F1 of the averages."""
    found = list(matches)
    precisions = [match.precision for match in found if match.matched + match.surplus > 0]
    recalls = [match.recall for match in found if match.matched + match.missing > 0]
    if not precisions or not recalls or not (precision := mean(precisions)) or not (recall := mean(recalls)):
        return 0.0, 0.0, 0.0
    return precision, recall, 2 * precision * recall / (precision + recall)


def match_shingles(gold: str, found: str) -> Match:
    """The shingles of two texts compared; a text of fewer than four words is one shingle."""
    wanted, got = Counter(_shingles(gold)), Counter(_shingles(found))
    matched = (wanted & got).total()
    surplus, missing = got.total() - matched, wanted.total() - matched
    whole = matched + surplus + missing
    return Match(matched / whole, surplus / whole, missing / whole) if whole else Match(0.0, 0.0, 0.0)


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text)
    for start in range(max(1, len(words) - _SHINGLE + 1)):
        if shingle := tuple(words[start : start + _SHINGLE]):
            yield shingle


def extract_ours(page: GoldPage) -> Extracted:
    """What tradedocket reads from a page, without any source's rules."""
    try:
        article = extract_article(page.html, page.url, source=None, fetched_at=page.fetched_at)
    except PageSetAside:
        return Extracted()
    published = date_of(article.published) if article.published else None
    return Extracted(article.text, article.title, article.authors, published)


def load_pages(directory: Path, part: str = "all") -> list[GoldPage]:
    """The pages below a directory with their gold data, by name; raises ``PagesError`` where there are none."""
    if part not in PARTS:
        raise ValueError(f"part must be one of {', '.join(PARTS)}, not {part!r}")
    groups: dict[Path, list[Path]] = {}
    for path in sorted(Path(directory).rglob("*.html.gz")):
        if name := _PAGE_NAME.fullmatch(path.name):
            groups.setdefault(path.with_name(f"{name['publisher']}.json"), []).append(path)
    pages = [
        page
        for gold_file, files in sorted(groups.items())
        if gold_file.is_file() and (part == "all" or (part == "held-out") == is_held_out(gold_file.stem))
        for page in _pages_of(gold_file, files)
    ]
    if not pages:
        raise PagesError(f"There is no page (NAME_YYYY_MM_DD.html.gz beside NAME.json) of that part below {directory}.")
    return pages


def is_held_out(publisher: str) -> bool:
    """Whether no rule may be written from this publisher's pages: three of ten, by the hash of the name."""
    return int(hashlib.sha256(publisher.encode()).hexdigest(), 16) % 10 < 3


def _pages_of(gold_file: Path, files: Sequence[Path]) -> Iterator[GoldPage]:
    try:
        table = json.loads(gold_file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PagesError(f"{gold_file} is not JSON ({error}).") from error
    versions = [table[key] for key in sorted(table, key=lambda key: [int(part) for part in _VERSION.findall(key)])]
    for number, path in enumerate(files):
        fetched = _fetched(path)
        gold = versions[number] if len(files) == len(versions) else _latest_before(versions, fetched)
        yield _gold_page(path, gold_file.stem, fetched, gold)


def _latest_before(versions: Sequence[Mapping[str, Any]], fetched: datetime) -> Mapping[str, Any]:
    """The version published last before the page was saved, where a version or a page is missing."""
    day = fetched.date().isoformat()
    return max(versions, key=lambda gold: (str(gold["publishing_date"])[:10] <= day, str(gold["publishing_date"])))


def _fetched(path: Path) -> datetime:
    """The end of the day in a page's name, which is when it was saved at the latest."""
    name = _PAGE_NAME.fullmatch(path.name)
    assert name is not None  # load_pages took no other file
    return datetime.strptime(name["date"], "%Y_%m_%d").replace(tzinfo=UTC) + timedelta(days=1)


def _gold_page(path: Path, publisher: str, fetched: datetime, gold: Mapping[str, Any]) -> GoldPage:
    body = gold.get("body") or {}
    sections = body.get("sections", [])
    paragraphs = [paragraph for section in sections for paragraph in section["paragraphs"]]
    lines = [
        *body.get("summary", []),
        *(line for section in sections for line in (*section["headline"], *section["paragraphs"])),
    ]
    published = gold.get("publishing_date")
    return GoldPage(
        name=path.name.removesuffix(".html.gz"),
        publisher=publisher,
        html=gzip.decompress(path.read_bytes()),
        url=_address(path),
        fetched_at=fetched,
        gold=Extracted(
            text="\n".join(lines),
            title=gold.get("title"),
            authors=tuple(gold.get("authors") or ()),
            published=datetime.fromisoformat(published).date() if published else None,
        ),
        paragraphs="\n".join(paragraphs),
    )


def _address(path: Path) -> str:
    """The page's address, from the ``meta.info`` beside it."""
    listing = path.with_name("meta.info")
    if listing.is_file():
        address = json.loads(listing.read_text(encoding="utf-8")).get(path.name, {}).get("url")
        if isinstance(address, str):
            return address
    return "https://news.example/story"
