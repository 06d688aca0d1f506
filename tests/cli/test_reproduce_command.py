"""A report is made again to the last byte wherever its materials are the same, and the first difference is named."""

import json
from pathlib import Path

import pytest

from diff_insight.llm.protocol.settings import ModelSettings
from tests.program import Run
from tests.repository import Repository

PATCH = b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-One limit.\n+Two limits.\n"


@pytest.fixture
def changed(repository: Repository) -> Repository:
    repository.commit("feat: base", {"docs/a.md": "one limit\n", "b.py": "def read(): ...\n", "c.txt": "c\n"})
    repository.git("tag", "v1")
    repository.commit("feat: two", {"docs/a.md": "two limits\n", "b.py": "def read(limit): ...\n"})
    repository.git("tag", "v2")
    repository.git("remote", "add", "origin", "https://github.com/owner/name.git")
    return repository


def made(run_model: Run, target: Path, *arguments: str | Path, stdin: bytes = b"") -> Path:
    done = run_model("report", *arguments, "--format", "json", "-o", target, "-q", stdin=stdin)
    assert done.returncode == 0, done.stderr
    return target


@pytest.mark.parametrize(
    "arguments",
    [
        ("v1..v2",),
        ("v1...v2", "--lang", "ja"),
        ("v2^!", "--no-model"),
        ("v1^!",),
        ("v1..v2", "--path", "*.md", "--contributors"),
        ("v1..v2", "--exclude", "docs/", "--date", "2020-02-02", "--permalink", "https://example.org/x"),
        ("--staged",),
        ("--worktree", "--no-model", "--lang", "zh"),
    ],
    ids=" ".join,
)
def test_what_git_keeps_is_reported_again_to_the_last_byte(
    run_model: Run, changed: Repository, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    if "--staged" in arguments or "--worktree" in arguments:
        (changed.folder / "c.txt").write_text("changed\n")
        changed.git("add", "c.txt")
    report = made(run_model, tmp_path / "r.json", *arguments, "--repo", changed.folder)
    changed.git("branch", "later")
    done = run_model("reproduce", report, "--repo", changed.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert b"reproduced, the same" in done.stdout


def test_refs_that_have_moved_since_do_not_matter_nor_where_the_clone_lies(
    run_model: Run, changed: Repository, tmp_path: Path
) -> None:
    report = made(run_model, tmp_path / "r.json", "v1..v2", "--repo", changed.folder)
    changed.commit("fix: three", {"docs/a.md": "three limits\n"})
    changed.git("tag", "-f", "v2")
    elsewhere = changed.folder.rename(tmp_path / "elsewhere")
    assert run_model("reproduce", report, "--repo", elsewhere).returncode == 0


def test_each_category_is_made_again(run_model: Run, changed: Repository, tmp_path: Path) -> None:
    (tmp_path / "categories.yaml").write_text("documents: docs/\n")
    arguments = ("v1..v2", "--repo", changed.folder, "--categories", tmp_path / "categories.yaml")
    done = run_model("report", *arguments, "--format", "json", "-o", "{category}.json", "-q")
    assert done.returncode == 0
    for name in ("documents.json", "other.json"):
        assert run_model("reproduce", tmp_path / name, "--repo", changed.folder).returncode == 0


def test_a_patch_is_asked_for_by_its_hash(run_model: Run, tmp_path: Path) -> None:
    report = made(run_model, tmp_path / "r.json", "--patch", "-", stdin=PATCH)
    (tmp_path / "x.diff").write_bytes(PATCH)
    assert run_model("reproduce", report, "--input", tmp_path / "x.diff").returncode == 0
    missing = run_model("reproduce", report)
    assert missing.returncode == 14
    assert b"--input" in missing.stderr
    (tmp_path / "x.diff").write_bytes(PATCH + b"\n")
    assert run_model("reproduce", report, "--input", tmp_path / "x.diff").returncode == 14


def test_labels_of_ones_own_and_another_quantisation_are_taken_from_the_report(run_model: Run, tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text("- {name: hole, meaning: closes one}\n- {name: rest, meaning: the rest}\n")
    (tmp_path / "x.diff").write_bytes(PATCH)
    for more in (("--labels", tmp_path / "labels.yaml"), ("--quantisation", "q8_0")):
        report = made(run_model, tmp_path / "r.json", "--patch", tmp_path / "x.diff", *more)
        assert run_model("reproduce", report, "--input", tmp_path / "x.diff").returncode == 0


def test_a_model_of_ones_own_is_found_by_its_bytes(
    run_model: Run, tmp_path: Path, model_settings: ModelSettings
) -> None:
    copy = tmp_path / "mine.gguf"
    content = bytearray(model_settings.path.read_bytes())
    content[-1] ^= 1
    copy.write_bytes(content)
    (tmp_path / "x.diff").write_bytes(PATCH)
    report = made(run_model, tmp_path / "r.json", "--patch", tmp_path / "x.diff", "--model", copy)
    again = ("reproduce", report, "--input", tmp_path / "x.diff")
    lacking = run_model(*again)
    assert lacking.returncode == 9
    assert b"is not here" in lacking.stderr
    assert run_model(*again, "--model", copy).returncode == 0
    assert run_model(*again, "--model", model_settings.path).returncode == 9
    data = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert (
        run_model(
            "models", "add", copy, "--name", "other-name", "--as", "link", "--no-measure", environment=data
        ).returncode
        == 0
    )
    assert run_model(*again, environment=data).returncode == 0


def test_the_first_difference_is_named_with_its_place(run_model: Run, tmp_path: Path) -> None:
    report = made(run_model, tmp_path / "r.json", "--patch", "-", stdin=PATCH)
    (tmp_path / "x.diff").write_bytes(PATCH)
    content = json.loads(report.read_bytes())
    title = content["files"][0]["title"]
    content["files"][0]["title"] = "Forged"
    content["provenance"]["version"] = "0.0.1"
    report.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    done = run_model("reproduce", report, "--input", tmp_path / "x.diff")
    assert done.returncode == 15
    said = done.stdout.decode()
    assert f'files[0].title: the report has "Forged", now it is "{title}"' in said
    assert 'provenance.version: the report has "0.0.1"' in said


def test_the_same_content_in_another_form_is_told_from_a_difference(run_model: Run, tmp_path: Path) -> None:
    report = made(run_model, tmp_path / "r.json", "--patch", "-", "--no-model", stdin=PATCH)
    (tmp_path / "x.diff").write_bytes(PATCH)
    report.write_text(json.dumps(json.loads(report.read_bytes())))
    done = run_model("reproduce", report, "--input", tmp_path / "x.diff")
    assert done.returncode == 15
    assert b"the content is the same" in done.stdout


def test_a_report_of_other_prompts_asks_for_them(run_model: Run, tmp_path: Path) -> None:
    prompts = tmp_path / "prompts"
    prompts.mkdir()
    (prompts / "trained.system.j2").write_text("Say what changed, in {{ language }}.")
    (tmp_path / "x.diff").write_bytes(PATCH)
    report = made(run_model, tmp_path / "r.json", "--patch", tmp_path / "x.diff", "--prompts", prompts)
    again = ("reproduce", report, "--input", tmp_path / "x.diff")
    assert run_model(*again).returncode == 14
    assert run_model(*again, "--prompts", prompts).returncode == 0


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"report_version": "1.0"}'])
def test_what_is_no_report_is_said(run_model: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.json").write_bytes(content)
    done = run_model("reproduce", tmp_path / "r.json")
    assert done.returncode == 14
    assert done.stderr.count(b"\n") == 1


def test_nothing_is_taken_from_the_cache(run_model: Run, tmp_path: Path) -> None:
    report = made(run_model, tmp_path / "r.json", "--patch", "-", stdin=PATCH)
    (tmp_path / "x.diff").write_bytes(PATCH)
    content = report.read_bytes()
    own = {"XDG_CACHE_HOME": str(tmp_path)}
    assert run_model("models", "prepare", environment=own).returncode == 0
    assert run_model("reproduce", report, "--input", tmp_path / "x.diff", environment=own).returncode == 0
    assert not (tmp_path / "diff-insight" / "results.sqlite").exists()
    assert report.read_bytes() == content
