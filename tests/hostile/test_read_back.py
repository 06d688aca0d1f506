"""Whatever a diff holds, every output of it is read back as it was meant: a sample of benchmarks/fuzz.py."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile.mutation import mutated
from tests.hostile.read_back import read_back
from tests.repository import Repository


@pytest.fixture(scope="module")
def diffs(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """What git writes of odd changes: each kind of file, name, mode and encoding that it knows."""
    repository = Repository(tmp_path_factory.mktemp("odd"))
    text = "".join(f"Line {number} of a text.\n" for number in range(30))
    guide, table = f"# Guide\n\n{text}", "\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nx = 1\n```\n"
    comment = "# x\n" * 20
    repository.commit("base", {
        "docs/guide.md": guide + table,
        "src/a.py": f'"""Docs."""\n\ndef read(path, limit=1):\n    return path\n\n{comment}',
        "gone.txt": "a\nb", "moved.txt": text, "mode.sh": "#!/bin/sh\n", "link": "target\n", "latin.txt": b"caf\xe9\n",
        "crlf.txt": "a\r\nb\r\n", "binary.bin": bytes(range(256)), "sp ace/tab\there.md": "x\n", 'qu"ote.md': "x\n",
        "日本.md": "一\n", b"raw\xff.txt".decode("utf-8", "surrogateescape"): "x\n", "package-lock.json": "{}\n",
        "settings.json": '{"a": {"b": [1, 2]}}\n', "pyproject.toml": '[project]\ndependencies = ["a==1"]\n',
    })  # fmt: skip
    repository.git("mv", "moved.txt", "renamed.txt")
    repository.git("update-index", "--chmod=+x", "mode.sh")
    (repository.folder / "link").unlink()
    (repository.folder / "link").symlink_to("docs")
    (repository.folder / "mode.sh").chmod(0o755)
    repository.commit("feat(docs)!: a subject with <b>markup</b> and `code`\n\nBREAKING CHANGE: all of it", {
        "docs/guide.md": guide.replace("12", "twelve") + table.replace("2", "3"),
        "src/a.py": f'"""Docs."""\n\ndef read(path, *, limit):\n    return limit\n\n{comment}', "gone.txt": None,
        "renamed.txt": text.replace("Line 3 ", "Line three "), "latin.txt": b"caf\xe9s\n", "crlf.txt": "a\r\nc\r\n",
        "binary.bin": bytes(range(255)), "sp ace/tab\there.md": "y\n", 'qu"ote.md': "y", "日本.md": "二\n",
        b"raw\xff.txt".decode("utf-8", "surrogateescape"): "y\n", "package-lock.json": '{"a": 1}\n',
        "settings.json": '{"a": {"b": [1, 3]}, "c": null}\n', "pyproject.toml": '[project]\ndependencies = ["a==2"]\n',
        "empty": "", "new.rs": "pub fn new<'a>(x: &'a str) -> u8 { 1 }\n",
    })  # fmt: skip
    whole = repository.git("format-patch", "--stdout", "-M", "--binary", "-1")
    plain = repository.git("diff", "-M", "HEAD~1", "HEAD")
    sections = [b"diff --git " + part for part in plain.split(b"diff --git ")[1:]]
    return [whole, plain, *sections]


@pytest.fixture(autouse=True)
def every_fact_is_proved() -> None:
    """Here the check leaves facts out as in a report: a parser may find a name in a damaged file that no line holds."""


def test_every_odd_change_of_git_is_read_back(diffs: list[bytes]) -> None:
    built = read_back(diffs[1])
    assert built is not None
    assert len(built.files) == 18
    for diff in diffs:
        read = read_back(diff)
        assert read is not None
        assert read.unproved_facts == 0


@settings(max_examples=400)
@given(random=st.randoms(use_true_random=False))
def test_whatever_becomes_of_a_diff_it_is_refused_or_read_back(diffs: list[bytes], random: Random) -> None:
    read_back(mutated(random, random.choice(diffs), diffs))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read_back(data: bytes) -> None:
    read_back(data)
    read_back(b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-" + data.replace(b"\n", b" ") + b"\n+b\n")


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "found").glob("*")), ids=lambda path: path.name)
def test_what_fuzzing_found_stays_mended(path: Path) -> None:
    read = read_back(path.read_bytes())
    assert read is None or read.unproved_facts == 0
