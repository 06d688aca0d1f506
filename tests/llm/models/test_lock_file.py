"""A lock is read as it was written, and a model that is not the pinned one, or is run otherwise, is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.errors import ModelError
from diff_insight.llm.models.lock_file import Decoding, Lock, Pin, check_decoding, check_pin, read_lock, write_lock

HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
DECODINGS = st.builds(
    Decoding, writes=st.booleans(), context=st.integers(0, 1 << 20), gpu_layers=st.integers(-1, 99), fast=st.booleans()
)
PINS = st.builds(
    Pin,
    name=st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1),
    sha256=HASHES,
    size=st.integers(0, 1 << 40),
    adapter=st.none() | HASHES,
    decoding=DECODINGS,
)
FILE = Path("diff-insight.lock")
PIN = Pin(
    name="mine",
    sha256="a" * 64,
    size=1,
    decoding=Decoding(writes=True, context=0, gpu_layers=-1, fast=False),
)


@given(st.lists(PINS, max_size=4, unique_by=lambda pin: pin.name))
def test_a_lock_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, pins: list[Pin]) -> None:
    file = tmp_path_factory.mktemp("lock") / "diff-insight.lock"
    lock = Lock()
    for pin in pins:
        lock = lock.with_pin(pin)
    write_lock(file, lock)
    assert read_lock(file) == lock
    assert {lock.of(pin.name) for pin in pins} == set(pins)


def test_the_same_pins_give_the_same_bytes_in_whatever_order_they_come(tmp_path: Path) -> None:
    other = PIN.model_copy(update={"name": "another"})
    write_lock(tmp_path / "one", Lock().with_pin(PIN).with_pin(other))
    write_lock(tmp_path / "two", Lock().with_pin(other).with_pin(PIN).with_pin(PIN))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_other_bytes_than_the_pinned_ones_are_refused() -> None:
    with pytest.raises(ModelError, match="is not the one that"):
        check_pin(FILE, Lock(models=(PIN,)), "mine", "b" * 64)
    assert check_pin(FILE, Lock(models=(PIN,)), "mine", "a" * 64) == PIN


def test_a_model_without_a_pin_is_refused() -> None:
    with pytest.raises(ModelError, match="it pins: mine"):
        check_pin(FILE, Lock(models=(PIN,)), "other", "a" * 64)


@pytest.mark.parametrize(
    "changed", [{"writes": False}, {"context": 512}, {"gpu_layers": 0}, {"fast": True}, {"languages": ("en",)}]
)
def test_a_run_with_another_setting_is_refused_by_its_name(changed: dict[str, object]) -> None:
    with pytest.raises(ModelError, match=next(iter(changed))):
        check_decoding(FILE, PIN, PIN.decoding.model_copy(update=changed))
    check_decoding(FILE, PIN, PIN.decoding)


@pytest.mark.parametrize(
    "content", ["", "version = 1\n[[models]]\nname = 'x'\n", "version = 2", "]", "version = 1\nx = 1"]
)
def test_a_file_that_is_no_lock_is_said(tmp_path: Path, content: str) -> None:
    file = tmp_path / "diff-insight.lock"
    file.write_text(content)
    if content:
        with pytest.raises(ModelError, match="not a lock file that this version knows"):
            read_lock(file)
    else:
        assert read_lock(file) == Lock()
