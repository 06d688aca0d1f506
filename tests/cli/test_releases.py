"""Two releases without a repository: reported, reported again, and in a batch."""

import json
from pathlib import Path

import pytest

from tests.changes.releases.test_archives import folder, tarred, zipped
from tests.program import Run
from tests.repository import Repository

OLD = {"tool/a.py": b"def read(path, limit=1):\n    return path\n", "README.md": b"# Tool\n"}
NEW = {
    "tool/a.py": b"def read(path):\n    return path\n",
    "README.md": b"# Tool\n",
    "CHANGELOG.md": b"# Changes\n\n## 1.1\n\n### Removed\n\n- The `limit` of `read`, which nobody used\n",
}
OPTIONS = ("--no-model", "--lang", "en", "--format", "json", "-q")


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """A folder outside any repository with two releases, as archives and as folders."""
    tarred(tmp_path / "tool-1.0.tar.gz", OLD, "w:gz", "tool-1.0/")
    zipped(tmp_path / "tool-1.1.zip", NEW, "tool-1.1/")
    folder(tmp_path / "old", OLD)
    folder(tmp_path / "new", NEW)
    return tmp_path


def test_two_archives_are_reported_with_their_own_words(run: Run, releases: Path) -> None:
    done = run("report", "tool-1.0.tar.gz", "tool-1.1.zip", *OPTIONS, "-o", "-", folder=releases)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["title"] == "Diff Insight Report - tool"
    assert (report["range"]["base"], report["range"]["head"]) == ("tool-1.0", "tool-1.1")
    assert report["highlights"]["breaking_changes"][0].startswith("“The `limit` of `read`, which nobody used”")
    assert any(
        "does not take the parameter `limit=1` any more" in text for s in report["upgrade"] for text in s["changes"]
    )
    assert [len(sha256) for sha256 in report["provenance"]["request"]["archives_sha256"]] == [64, 64]


def test_a_range_of_git_wins_where_both_readings_are_possible(run: Run, repository: Repository) -> None:
    repository.commit("begin", {"old": "x\n", "new": "y\n"})
    repository.git("tag", "old")
    repository.commit("go on", {"old": "z\n"})
    repository.git("tag", "new")
    done = run("report", "old", "new", *OPTIONS, "-o", "-", folder=repository.folder)
    assert [commit["subject"] for commit in json.loads(done.stdout)["commits"]] == ["go on"]


def test_what_is_neither_is_named_with_both_readings(run: Run, releases: Path) -> None:
    done = run("report", "tool-1.0.tar.gz", "tool-1.2.zip", *OPTIONS, folder=releases)
    assert done.returncode == 5
    assert b"neither two versions of a repository nor two folders or archives" in done.stderr
    assert b"no file or folder 'tool-1.2.zip'" in done.stderr


def test_a_report_of_archives_is_made_again(run: Run, releases: Path) -> None:
    assert run("report", "tool-1.0.tar.gz", "tool-1.1.zip", *OPTIONS, "-o", "r.json", folder=releases).returncode == 0
    (releases / "tool-1.0.tar.gz").rename(releases / "renamed.bin")
    assert b"reproduced, the same" in run("reproduce", "r.json", "-q", folder=releases).stdout
    given = run("reproduce", "r.json", "renamed.bin", "tool-1.1.zip", "-q", folder=releases)
    assert b"reproduced, the same" in given.stdout
    other = run("reproduce", "r.json", "old", "old", "-q", folder=releases)
    assert b"nothing differs" in other.stderr
    wrong = run("reproduce", "r.json", "tool-1.1.zip", "renamed.bin", "-q", folder=releases)
    assert b"is not what the report was made from" in wrong.stderr
    (releases / "renamed.bin").unlink()
    missing = run("reproduce", "r.json", "-q", folder=releases)
    assert b"the archive tool-1.0 (SHA-256 " in missing.stderr


def test_a_report_of_folders_is_made_again_from_folders(run: Run, releases: Path) -> None:
    assert run("report", "old", "new", *OPTIONS, "-o", "r.json", folder=releases).returncode == 0
    assert b"reproduced, the same" in run("reproduce", "r.json", "old", "new", "-q", folder=releases).stdout
    assert b"the folder old is not here" in run("reproduce", "r.json", "-q", folder=releases).stderr


def test_a_batch_takes_releases(run: Run, repository: Repository) -> None:
    repository.commit("begin", {"a.py": "x = 1\n"})
    tarred(repository.folder / "a.tar", OLD)
    zipped(repository.folder / "b.zip", NEW)
    (repository.folder / "batch.txt").write_text("2025-03-22 a.tar b.zip\n")
    done = run("batch", "batch.txt", *OPTIONS, "-o", "out/{category}.json", folder=repository.folder)
    assert done.returncode == 0, done.stderr
    (made,) = (repository.folder / "out").iterdir()
    assert len(json.loads(made.read_text())["files"]) == 2


def test_pathspecs_limit_what_is_compared(run: Run, releases: Path) -> None:
    done = run("report", "old", "new", *OPTIONS, "-o", "-", "--", "tool", folder=releases)
    assert [file["path"] for file in json.loads(done.stdout)["files"]] == ["tool/a.py"]
