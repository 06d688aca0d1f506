"""A model that was added is found under its name, in the bytes it had then or not at all."""

import errno
import os
from pathlib import Path

import pytest

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.file import sha256_of
from diff_insight.llm.models.resolve import is_path, resolve_model
from diff_insight.llm.models.store import Keeping, ModelStore
from diff_insight.llm.models.verdict import Kept, Verdict


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    file = tmp_path / "original.gguf"
    file.write_bytes(b"GGUF" + os.urandom(10_000))
    return file


@pytest.mark.parametrize("keeping", Keeping)
def test_a_model_is_found_under_its_name_with_the_hash_of_its_file(
    store: ModelStore, gguf: Path, keeping: Keeping
) -> None:
    added = store.add(gguf, "mine", keeping)
    assert added.sha256 == sha256_of(gguf)
    assert store.find("mine") == added
    assert store.models() == (added,)
    assert resolve_model("mine", store).file.path.read_bytes() == gguf.read_bytes()


def test_a_copy_outlives_the_original_and_a_link_takes_no_room(store: ModelStore, gguf: Path) -> None:
    copy, link = store.add(gguf, "copy", Keeping.COPY), store.add(gguf, "link", Keeping.LINK)
    assert link.path.stat().st_ino == gguf.stat().st_ino != copy.path.stat().st_ino
    gguf.unlink()
    assert copy.read().sha256 == link.read().sha256 == copy.sha256


@pytest.mark.parametrize("keeping", Keeping)
def test_a_file_that_was_changed_since_is_refused(store: ModelStore, gguf: Path, keeping: Keeping) -> None:
    path = store.add(gguf, "mine", keeping).path
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match="not the file that was added"):
        resolve_model("mine", store)


def test_what_was_measured_is_kept_with_the_model(store: ModelStore, gguf: Path) -> None:
    added = store.add(gguf, "mine", Keeping.LINK)
    assert added.verdict is None
    verdict = Verdict(kept={"en": Kept(changes=8, titles=7, explanations=4)})
    judged = store.judge(added, verdict)
    assert store.find("mine") == judged
    assert resolve_model("mine", store).verdict == verdict


@pytest.mark.parametrize(
    ("keeping", "stays"), [(Keeping.COPY, False), (Keeping.LINK, False), (Keeping.REFERENCE, True)]
)
def test_removing_deletes_what_the_store_holds_and_never_the_original(
    store: ModelStore, gguf: Path, keeping: Keeping, stays: bool
) -> None:
    model = store.add(gguf, "mine", keeping)
    store.remove("mine")
    assert store.models() == ()
    assert gguf.exists()
    assert model.path.exists() == stays
    with pytest.raises(ModelError, match="no model 'mine'"):
        store.remove("mine")


@pytest.mark.parametrize("name", ["", "../evil", "a/b", ".hidden", "-x", "embedded", "x" * 101, "a\nb"])
def test_a_name_that_could_be_something_else_is_refused(store: ModelStore, gguf: Path, name: str) -> None:
    with pytest.raises(ModelError, match="cannot be a model's name"):
        store.add(gguf, name, Keeping.REFERENCE)
    assert store.find(name) is None


def test_a_name_is_given_once(store: ModelStore, gguf: Path) -> None:
    store.add(gguf, "mine", Keeping.REFERENCE)
    with pytest.raises(ModelError, match="already"):
        store.add(gguf, "mine", Keeping.COPY)


def test_what_is_no_gguf_is_not_kept(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "x.gguf").write_bytes(b"PK")
    with pytest.raises(ModelError, match="not a GGUF"):
        store.add(tmp_path / "x.gguf", "x", Keeping.COPY)
    assert store.models() == ()


def test_a_full_disk_leaves_nothing_behind(
    store: ModelStore, gguf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ModelError, match="free some space"):
        store.add(gguf, "mine", Keeping.COPY)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_name_that_nobody_added_is_told_with_the_nearest(store: ModelStore, gguf: Path) -> None:
    store.add(gguf, "qwen-7b", Keeping.REFERENCE)
    with pytest.raises(ModelError, match="did you mean qwen-7b"):
        resolve_model("quen-7b", store)
    with pytest.raises(ModelError, match="did you mean embedded"):
        resolve_model("embeded", store)
    with pytest.raises(ModelError, match="models add"):
        resolve_model("zzz", store)


@pytest.mark.parametrize(("word", "path"), [("a.gguf", True), ("./a", True), ("x/y", True), ("qwen-7b", False)])
def test_a_slash_or_gguf_makes_it_a_path(word: str, path: bool) -> None:
    assert is_path(word) == path


def test_a_damaged_entry_is_said(store: ModelStore, gguf: Path, tmp_path: Path) -> None:
    store.add(gguf, "mine", Keeping.REFERENCE)
    (tmp_path / "models" / "mine.toml").write_text("sha256 = 'short'")
    with pytest.raises(ModelError, match=r"mine\.toml"):
        store.models()
