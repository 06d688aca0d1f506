from pathlib import Path

import pytest

from diff_insight.llm.gguf.self_test_results import kept_verdict


def never() -> bool:
    raise AssertionError("the verdict is known")


@pytest.mark.parametrize("verdict", [True, False])
def test_a_verdict_is_found_out_once(tmp_path: Path, verdict: bool) -> None:
    folder = tmp_path / "new" / "verdicts"
    assert kept_verdict(folder, ("model", "build"), lambda: verdict) is verdict
    assert kept_verdict(folder, ("model", "build"), never) is verdict


def test_another_model_or_build_has_a_verdict_of_its_own(tmp_path: Path) -> None:
    kept_verdict(tmp_path, ("model", "build"), lambda: True)
    assert not kept_verdict(tmp_path, ("model", "newer build"), lambda: False)
    assert kept_verdict(tmp_path, ("model", "build"), never)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"key": ["a"], "exact": 1}', b'{"key": ["b"], "exact": true}', b"\xff"]
)
def test_a_damaged_verdict_is_found_out_again(tmp_path: Path, content: bytes) -> None:
    kept_verdict(tmp_path, ("a",), lambda: True)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert not kept_verdict(tmp_path, ("a",), lambda: False)
    assert not kept_verdict(tmp_path, ("a",), never)


def test_without_a_folder_that_can_be_written_it_is_found_out_every_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (None, tmp_path / "file" / "below"):
        assert kept_verdict(folder, ("a",), lambda: True)
        assert not kept_verdict(folder, ("a",), lambda: False)
