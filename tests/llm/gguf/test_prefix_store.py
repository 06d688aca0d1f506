import os
from pathlib import Path

import pytest

from diff_insight.llm.gguf.prefix_store import KeptPrefixes, PrefixStore, clear_prefixes, kept_prefixes

ORIGIN = ("llama.cpp 1", "model")
PREFIX = (1, 2, 3)


def test_a_state_is_found_again_by_the_same_model_build_and_prefix_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "prefixes"
    PrefixStore(folder, ORIGIN).put(PREFIX, b"state")
    assert PrefixStore(folder, ORIGIN).get(PREFIX) == bytearray(b"state")
    assert PrefixStore(folder, ORIGIN).get((1, 2)) is None
    assert PrefixStore(folder, ("llama.cpp 2", "model")).get(PREFIX) is None
    assert PrefixStore(tmp_path / "none", ORIGIN).get(PREFIX) is None


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda content: content + b"x", lambda _: b""])
def test_a_damaged_state_is_never_used(tmp_path: Path, damage: object) -> None:
    PrefixStore(tmp_path, ORIGIN).put(PREFIX, b"state")
    (file,) = tmp_path.iterdir()
    assert callable(damage)
    file.write_bytes(damage(file.read_bytes()))
    assert PrefixStore(tmp_path, ORIGIN).get(PREFIX) is None


def test_the_states_unused_for_longest_make_room(tmp_path: Path) -> None:
    store = PrefixStore(tmp_path, ORIGIN, limit=3 * 60)
    for number in range(3):
        store.put((number,), b"x" * 20)
        for file in tmp_path.iterdir():
            os.utime(file, (file.stat().st_atime - 10, file.stat().st_mtime - 10))
    assert store.get((0,))  # which is its latest use
    store.put((3,), b"x" * 20)
    assert [store.get((number,)) is not None for number in range(4)] == [True, False, True, True]
    store.put((4,), b"x" * 200)
    assert store.get((4,)) is None
    assert kept_prefixes(tmp_path) == KeptPrefixes(3, 3 * 52)


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    store = PrefixStore(tmp_path / "file" / "prefixes", ORIGIN)
    store.put(PREFIX, b"state")
    assert store.get(PREFIX) is None


def test_what_is_kept_can_be_counted_and_cleared(tmp_path: Path) -> None:
    assert kept_prefixes(tmp_path / "none") == KeptPrefixes(0, 0)
    PrefixStore(tmp_path, ORIGIN).put(PREFIX, b"state")
    (tmp_path / "other").write_text("x")
    assert kept_prefixes(tmp_path) == KeptPrefixes(1, 32 + 5)
    clear_prefixes(tmp_path)
    assert kept_prefixes(tmp_path) == KeptPrefixes(0, 0)
    assert (tmp_path / "other").exists()
