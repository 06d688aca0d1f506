"""What was put is found again by whoever may read it, and a cache that cannot be used costs time, not the run."""

import multiprocessing
import os
import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.errors import CacheError
from diff_insight.llm.client.answer_cache import AnswerCache, clear, state_of


def put(path: Path, *keys: bytes, limit: int = 1 << 20, value: bytes = b"value") -> None:
    with AnswerCache(path, limit) as cache:
        for key in keys:
            cache.put(key, value + key)


def found(path: Path, *keys: bytes) -> list[bytes]:
    with AnswerCache(path) as cache:
        return [key for key in keys if cache.get(key) == b"value" + key]


@given(st.dictionaries(st.binary(min_size=1, max_size=40), st.binary(max_size=400)))
def test_what_was_put_is_found_again_later(
    tmp_path_factory: pytest.TempPathFactory, values: dict[bytes, bytes]
) -> None:
    path = tmp_path_factory.mktemp("cache") / "results.sqlite"
    with AnswerCache(path) as cache:
        for key, value in values.items():
            cache.put(key, value)
    with AnswerCache(path) as cache:
        assert {key: cache.get(key) for key in values} == values
        assert cache.get(b"") is None


def test_only_the_owner_can_read_any_of_its_files(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    path.touch(0o644)
    with AnswerCache(path) as cache:
        cache.put(b"key", b"value")
        files = list(tmp_path.iterdir())
        assert len(files) == 3
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_link_in_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    (tmp_path / "results.sqlite").symlink_to(elsewhere)
    told: list[str] = []
    with AnswerCache(tmp_path / "results.sqlite", tell=told.append) as cache:
        cache.put(b"key", b"value")
    assert elsewhere.read_bytes() == b"mine"
    assert len(told) == 1


def test_beyond_the_limit_the_least_lately_used_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "results.sqlite"
    clock = [1000.0]
    monkeypatch.setattr("time.time", lambda: clock[0])
    put(path, *(b"%03d" % number for number in range(100)), value=bytes(4000))
    clock[0] += 10
    with AnswerCache(path, 200_000) as cache:
        assert cache.get(b"000") is not None
    with AnswerCache(path, 200_000) as cache:
        kept = [number for number in range(100) if cache.get(b"%03d" % number)]
    assert kept[0] == 0
    assert 5 <= len(kept) < 60
    assert state_of(path).size < 300_000


def test_a_value_that_was_damaged_on_the_disk_is_not_given_out(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    put(path, b"good", b"damaged")
    connection = sqlite3.connect(path)
    connection.execute("UPDATE results SET value = CAST('valuedamageD' AS BLOB) WHERE key = CAST('damaged' AS BLOB)")
    connection.commit()
    connection.close()
    assert found(path, b"good", b"damaged") == [b"good"]


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough for a header" * 40, b"SQLite format 3\0" + bytes(90)]
)
def test_a_file_that_is_no_database_is_told_once_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "results.sqlite"
    path.write_bytes(content)
    told: list[str] = []
    with AnswerCache(path, tell=told.append) as cache:
        cache.put(b"key", b"value")
        assert cache.get(b"key") is None
    assert len(told) == 1
    assert str(path) in told[0]
    assert path.read_bytes() == content
    with pytest.raises(CacheError, match="cannot be used"):
        state_of(path)


def test_a_folder_that_cannot_be_made_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    told: list[str] = []
    with AnswerCache(tmp_path / "file" / "results.sqlite", tell=told.append) as cache:
        cache.put(b"key", b"value")
        cache.put(b"other", b"value")
    assert len(told) == 1


def test_a_full_disk_is_told_once_and_what_was_kept_stays(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    put(path, b"before")
    told: list[str] = []
    with AnswerCache(path, tell=told.append) as cache:
        assert cache._connection
        (pages,) = cache._connection.execute("PRAGMA page_count").fetchone()
        cache._connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()
        cache.put(b"large", bytes(100_000))
        cache.put(b"small", b"value")
    assert len(told) == 1
    assert "full" in told[0]
    assert found(path, b"before", b"small") == [b"before"]


def _kill_itself(path: Path) -> None:
    cache = AnswerCache(path)
    cache.put(b"key", b"valuekey")
    os.kill(os.getpid(), 9)


def test_a_process_that_is_killed_loses_nothing_that_it_put(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_kill_itself, args=(tmp_path / "results.sqlite",))
    process.start()
    process.join()
    assert process.exitcode == -9
    assert found(tmp_path / "results.sqlite", b"key") == [b"key"]


def _put_many(path: Path, number: int) -> None:
    put(path, *(b"%d-%03d" % (number, each) for each in range(200)))


def test_processes_that_begin_at_once_share_it(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_put_many, args=(path, number)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    keys = [b"%d-%03d" % (number, each) for number in range(4) for each in range(200)]
    assert found(path, *keys) == keys


def test_a_process_that_waits_to_create_the_table_keeps_what_another_put_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "results.sqlite"
    first = True

    class Slow(sqlite3.Connection):
        def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
            nonlocal first
            if sql == "BEGIN IMMEDIATE" and first:
                first = False
                put(path, b"key")
            return super().execute(sql, *parameters)  # type: ignore[arg-type]

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **options: connect(*args, factory=Slow, **options))
    with AnswerCache(path):
        pass
    assert not first
    assert found(path, b"key") == [b"key"]


def test_clearing_forgets_all_and_gives_the_room_back(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    put(path, *(b"%03d" % number for number in range(100)), value=bytes(4000))
    before = state_of(path)
    clear(path)
    after = state_of(path)
    assert (before.results, after.results) == (100, 0)
    assert after.size < before.size / 4


def test_results_of_another_format_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    put(path, b"key")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert found(path, b"key") == []
    put(path, b"key")
    assert found(path, b"key") == [b"key"]
