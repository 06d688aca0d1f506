from pathlib import Path

import pytest

from diff_insight.llm.gguf.self_test_results import cached_self_test


def never() -> bool:
    raise AssertionError("the result is known")


@pytest.mark.parametrize("result", [True, False])
def test_a_verdict_is_found_out_once(tmp_path: Path, result: bool) -> None:
    folder = tmp_path / "new" / "self_test_results"
    assert cached_self_test(folder, ("model", "build"), lambda: result) is result
    assert cached_self_test(folder, ("model", "build"), never) is result


def test_another_model_or_build_has_a_verdict_of_its_own(tmp_path: Path) -> None:
    cached_self_test(tmp_path, ("model", "build"), lambda: True)
    assert not cached_self_test(tmp_path, ("model", "newer build"), lambda: False)
    assert cached_self_test(tmp_path, ("model", "build"), never)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"key": ["a"], "exact": 1}', b'{"key": ["b"], "exact": true}', b"\xff"]
)
def test_a_damaged_verdict_is_found_out_again(tmp_path: Path, content: bytes) -> None:
    cached_self_test(tmp_path, ("a",), lambda: True)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert not cached_self_test(tmp_path, ("a",), lambda: False)
    assert not cached_self_test(tmp_path, ("a",), never)


def test_without_a_folder_that_can_be_written_it_is_found_out_every_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (None, tmp_path / "file" / "below"):
        assert cached_self_test(folder, ("a",), lambda: True)
        assert not cached_self_test(folder, ("a",), lambda: False)
