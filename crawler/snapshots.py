"""Keeps fetched pages in WARC files, one gzip member a record, and reads saved pages back."""

import glob
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.records import Snapshot

MOST_BYTES = 500 * 2**20
"""How large a file of snapshots grows before the next one is begun."""

_KEPT_HEADERS = ("Content-Type", "Content-Language", "Date", "ETag", "Last-Modified", "X-Robots-Tag", "Link")


class SnapshotError(OSError):
    """A snapshot that cannot be written or read; its message is a sentence."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it was once fetched: its address, when, and the server's answer with its body decoded."""

    url: str
    fetched_at: datetime
    status: int
    content_type: str
    body: bytes


class Snapshots:
    """Writes pages to ``FOLDER/STARTED-N.warc.gz``; what ``save`` has returned is in the file.

    Each crawl begins files of its own, so that a record cut off by a kill is the last of its file and spoils no
    other.
    """

    def __init__(self, folder: Path, name: str, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._name = name
        self._most_bytes = most_bytes
        self._number = 0

    def save(self, url: str, fetched_at: datetime, status: int, headers: dict[str, str], body: bytes) -> Snapshot:
        """Append one page; raises ``SnapshotError`` where it cannot be written."""
        record = _record(url, fetched_at, status, headers, body)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._file()
            with path.open("ab") as file:
                offset = file.tell()
                file.write(record)
        except OSError as error:
            raise SnapshotError(
                error.errno,
                f"The page could not be kept ({error.strerror}); free some space, or mend the folder's rights",
            ) from error
        return Snapshot(path.name, offset, len(record))

    def _file(self) -> Path:
        path = self._folder / f"{self._name}-{self._number}.warc.gz"
        while path.exists() and path.stat().st_size >= self._most_bytes:
            self._number += 1
            path = self._folder / f"{self._name}-{self._number}.warc.gz"
        return path


def _record(url: str, fetched_at: datetime, status: int, headers: dict[str, str], body: bytes) -> bytes:
    """A response record, compressed, as the WARC 1.1 standard (ISO 28500) writes it; the body is not encoded."""
    kept = {name: headers[name] for name in _KEPT_HEADERS if name in headers}
    lines = [
        f"HTTP/1.1 {status} {_phrase(status)}",
        *(f"{name}: {value}" for name, value in kept.items()),
        f"Content-Length: {len(body)}",
    ]
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers["WARC-Target-URI"] = url
    record.headers["WARC-Date"] = f"{fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content("\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body)
    target = BytesIO()
    writer = GzipWriter(target)
    record.write(writer, checksum_data=True)
    writer.close()
    return target.getvalue()


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Other"


def read_snapshot(folder: Path, snapshot: Snapshot) -> SavedPage:
    """The page at a place in a file of snapshots; raises ``SnapshotError`` where there is none."""
    path = folder / snapshot.file
    try:
        with path.open("rb") as file:
            file.seek(snapshot.offset)
            record = file.read(snapshot.length)
    except OSError as error:
        raise SnapshotError(error.errno, f"{path} cannot be read ({error.strerror})") from error
    page = next(_pages(BytesIO(record), None), None)
    if page is None:
        raise SnapshotError(0, f"{path} holds no page at byte {snapshot.offset}")
    return page


def archived_pages(path: Path, wanted: Callable[[str], bool]) -> Iterator[SavedPage]:
    """The successful answers in a WARC file whose address is wanted, in its order; others are not unpacked further.

    Raises ``SnapshotError`` for a file that cannot be read or is no WARC file; pages before its fault are given.
    """
    try:
        with path.open("rb") as file:
            yield from _pages(file, wanted)
    except OSError as error:
        raise SnapshotError(
            error.errno or 0, f"{path} cannot be read to its end ({error.strerror or error})"
        ) from error


def _pages(stream: BinaryIO, wanted: Callable[[str], bool] | None) -> Iterator[SavedPage]:
    def is_wanted(record: WarcRecord) -> bool:
        return wanted is None or wanted(_address(record))

    for record in ArchiveIterator(
        stream, record_types=WarcRecordType.response, func_filter=is_wanted, auto_decode="all"
    ):
        if not record.is_http:  # a DNS answer, say
            continue
        http = record.http_headers
        expected = None if "Content-Encoding" in http or "Transfer-Encoding" in http else record.content_length
        body = record.reader.read()
        if expected is not None and len(body) < expected:
            raise OSError(0, "it ends inside a page")
        yield SavedPage(
            url=_address(record),
            fetched_at=record.record_date,
            status=int(http.status_code or 0),
            content_type=http.get("Content-Type") or "",
            body=body,
        )


def _address(record: WarcRecord) -> str:
    return (record.headers.get("WARC-Target-URI") or "").strip("<>")


def expand_globs(patterns: Iterable[str]) -> list[Path]:
    """The files that paths and globs name, each once, in the order of their names."""
    return sorted({Path(name) for pattern in patterns for name in glob.glob(pattern, recursive=True)})  # noqa: PTH207 -- absolute globs too
