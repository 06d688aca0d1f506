from pathlib import Path

import pytest

from diff_insight.llm.gguf.row_rules import EIGHTS, FOURS, PAIRS, RowRule
from diff_insight.llm.gguf.self_test_results import cached_self_test, known_self_test


def never() -> RowRule | None:
    raise AssertionError("the result is known")


@pytest.mark.parametrize("rule", [FOURS, None])
def test_a_verdict_is_found_out_once(tmp_path: Path, rule: RowRule | None) -> None:
    folder = tmp_path / "new" / "self_test_results"
    assert known_self_test(folder, ("model", "build")) is None
    assert cached_self_test(folder, ("model", "build"), lambda: rule) == rule
    assert cached_self_test(folder, ("model", "build"), never) == rule


def test_another_model_or_build_has_a_verdict_of_its_own(tmp_path: Path) -> None:
    cached_self_test(tmp_path, ("model", "build"), lambda: PAIRS)
    assert cached_self_test(tmp_path, ("model", "newer build"), lambda: EIGHTS) == EIGHTS
    assert cached_self_test(tmp_path, ("model", "build"), never) == PAIRS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"key": ["a"], "rule": 1}',
        b'{"key": ["b"], "rule": null}',
        b'{"key": ["a"], "exact": true}',  # as it was kept before there were rules
        b"\xff",
    ],
)
def test_a_damaged_verdict_is_found_out_again(tmp_path: Path, content: bytes) -> None:
    cached_self_test(tmp_path, ("a",), lambda: PAIRS)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert cached_self_test(tmp_path, ("a",), lambda: FOURS) == FOURS
    assert cached_self_test(tmp_path, ("a",), never) == FOURS


def test_without_a_folder_that_can_be_written_it_is_found_out_every_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (None, tmp_path / "file" / "below"):
        assert cached_self_test(folder, ("a",), lambda: PAIRS) == PAIRS
        assert cached_self_test(folder, ("a",), lambda: None) is None
