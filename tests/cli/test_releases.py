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
    assert report["highlights"]["breaking_changes"][0].startswith("“Removed: The `limit` of `read`, which nobody used”")
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


def test_a_batch_knows_releases_by_their_content_wherever_they_lie(run: Run, repository: Repository) -> None:
    repository.commit("begin", {"a.py": "x = 1\n"})
    place = repository.folder
    folder(place / "one" / "old", OLD)
    zipped(place / "one" / "new.zip", NEW)
    lines = place / "batch.txt"
    batch = ("batch", "batch.txt", "--no-model", "--lang", "en", "--format", "json", "-o", "out/{head}.json")
    lines.write_text("2025-03-22 one/old one/new.zip\n")
    assert run(*batch, folder=place).returncode == 0
    (place / "one").rename(place / "other")
    lines.write_text("2025-03-22 other/old other/new.zip\n")
    assert b"1 of 1 lines were already done" in run(*batch, folder=place).stderr
    zipped(place / "other" / "new.zip", {**NEW, "more.py": b"x = 1\n"})
    assert b"already done" not in run(*batch, folder=place).stderr
    assert len(list((place / "out").iterdir())) == 2


def test_lines_with_releases_of_the_same_content_write_the_same_file(run: Run, repository: Repository) -> None:
    repository.commit("begin", {"a.py": "x = 1\n"})
    for name, content in (("1", OLD), ("2", NEW), ("3", NEW)):
        (repository.folder / name).mkdir()
        zipped(repository.folder / name / "it.zip", content)
    lines = repository.folder / "batch.txt"
    lines.write_text("2025-03-22 1/it.zip 2/it.zip\n2025-03-22 2/it.zip 1/it.zip\n")
    assert run("batch", "batch.txt", *OPTIONS, "-o", "out/{head}.json", folder=repository.folder).returncode == 0
    lines.write_text("2025-03-22 1/it.zip 2/it.zip\n2025-03-22 1/it.zip 3/it.zip\n")
    done = run("batch", "batch.txt", *OPTIONS, "-o", "out/{head}.json", folder=repository.folder)
    assert b"lines 1 and 2 both write to" in done.stderr


def test_the_limit_on_diffs_holds_for_releases_in_a_batch(run: Run, repository: Repository) -> None:
    repository.commit("begin", {"a.py": "x = 1\n"})
    folder(repository.folder / "old", {"a.txt": b"x\n"})
    folder(repository.folder / "new", {"a.txt": b"".join(b"%d\n" % number for number in range(300_000))})
    (repository.folder / "batch.txt").write_text("2025-03-22 old new\n")
    batch = ("batch", "batch.txt", *OPTIONS, "-o", "out/{head}.json")
    assert b"--max-diff" in run(*batch, "--max-diff", "1", folder=repository.folder).stderr
    assert run(*batch, folder=repository.folder).returncode == 0


def test_pathspecs_limit_what_is_compared(run: Run, releases: Path) -> None:
    done = run("report", "old", "new", *OPTIONS, "-o", "-", "--", "tool", folder=releases)
    assert [file["path"] for file in json.loads(done.stdout)["files"]] == ["tool/a.py"]
