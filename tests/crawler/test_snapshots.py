"""Pages kept in WARC files come back as they were, and a damaged file costs only what was damaged."""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.snapshots import SnapshotError, Snapshots, archived_pages, expand_globs, read_snapshot

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": "secret=1"}


@settings(deadline=None, max_examples=25)
@given(bodies=st.lists(st.binary(max_size=400), min_size=1, max_size=4))
def test_any_page_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("snapshots")
    snapshots = Snapshots(folder, "run")
    kept = [snapshots.save(f"http://a.example/{i}?é", NOW, 200, HTML, body) for i, body in enumerate(bodies)]
    for i, (snapshot, body) in enumerate(zip(kept, bodies, strict=True)):
        page = read_snapshot(folder, snapshot)
        assert (page.url, page.fetched_at, page.status, page.body) == (f"http://a.example/{i}?é", NOW, 200, body)
        assert page.content_type == "text/html; charset=utf-8"


def test_cookies_are_not_kept(tmp_path: Path) -> None:
    snapshot = Snapshots(tmp_path, "run").save("http://a.example/", NOW, 200, HTML, b"<p>x")
    assert b"secret" not in gzip.decompress((tmp_path / snapshot.file).read_bytes())


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path, "run", most_bytes=1)
    names = [snapshots.save("http://a.example/", NOW, 200, HTML, b"<p>x").file for _ in range(3)]
    assert names == ["run-0.warc.gz", "run-1.warc.gz", "run-2.warc.gz"]


def test_a_record_cut_off_by_a_kill_spoils_none_before_it(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path, "run")
    first, second = (snapshots.save(f"http://a.example/{n}", NOW, 200, HTML, Random(n).randbytes(3000)) for n in (1, 2))
    path = tmp_path / first.file
    path.write_bytes(path.read_bytes()[: second.offset + second.length // 2])
    assert read_snapshot(tmp_path, first).url == "http://a.example/1"
    found = archived_pages(path, lambda url: True)
    assert next(found).url == "http://a.example/1"
    with pytest.raises(SnapshotError, match="ends inside a page"):
        next(found)


def test_what_is_no_warc_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"nothing of the kind" * 50)
    with pytest.raises(SnapshotError, match="cannot be read to its end"):
        list(archived_pages(tmp_path / "a.warc.gz", lambda url: True))


def test_globs_name_each_file_once(tmp_path: Path) -> None:
    for name in ("a.warc.gz", "b.warc.gz"):
        (tmp_path / name).touch()
    assert expand_globs([str(tmp_path / "*.gz"), str(tmp_path / "a*")]) == [
        tmp_path / "a.warc.gz",
        tmp_path / "b.warc.gz",
    ]
