import io
from pathlib import Path

import pytest

from diff_insight.changes.changeset import SourceKind
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range
from diff_insight.changes.git.revisions import Range
from diff_insight.changes.input_file import read_file
from diff_insight.changes.size_limit import SizeLimit
from diff_insight.errors import TooLargeError
from tests.repository import Repository


def test_what_is_as_large_as_the_limit_is_read_and_nothing_beyond_it() -> None:
    assert SizeLimit(1).read(io.BytesIO(b"x" * 1_000_000), "it") == b"x" * 1_000_000
    source = io.BytesIO(b"x" * 5_000_000)
    with pytest.raises(TooLargeError, match=r"it is larger than 1 MB.*--max-diff"):
        SizeLimit(1).read(source, "it")
    assert source.tell() == 1_000_001


def test_what_would_take_more_memory_than_there_is_is_refused_before_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diff_insight.changes.size_limit.available_memory", lambda: 10_000_000)
    with pytest.raises(TooLargeError, match="needs about 100 MB of memory, but only 10 MB are free"):
        SizeLimit(256).read(io.BytesIO(b"x" * 4_000_000), "it")


def test_a_diff_of_git_that_is_too_large_is_not_read_to_its_end(repository: Repository) -> None:
    repository.commit("base", {"a": ""})
    repository.commit("large", {"a": "a line of twenty-six letters\n" * 100_000})
    git, wanted = GitCommand(repository.folder, SizeLimit(1)), Range(None, "HEAD")
    with pytest.raises(TooLargeError, match=r"the output of `git diff` is larger than 1 MB"):
        read_range(git, wanted)
    assert read_range(GitCommand(repository.folder, SizeLimit(4)), wanted).files[0].additions == 100_000


def test_a_patch_that_is_too_large_is_refused(tmp_path: Path) -> None:
    patch = tmp_path / "large.patch"
    patch.write_bytes(b"--- a\n+++ b\n@@ -0,0 +1 @@\n+" + b"x" * 1_000_000 + b"\n")
    with pytest.raises(TooLargeError, match=r"large.patch is larger than 1 MB"):
        read_file(SourceKind.PATCH, patch, SizeLimit(1))
    assert read_file(SourceKind.PATCH, patch, SizeLimit(2)).files[0].additions == 1
