"""What `from diff_insight import ...` promises to programs."""

import subprocess
import sys
from pathlib import Path

import pytest

import diff_insight
from diff_insight import (
    FORMATS,
    LANGUAGES,
    DiffInsightError,
    FailOn,
    RenderOptions,
    Report,
    open_model,
    render,
    report,
    report_patch,
    report_releases,
)
from tests.repository import Repository

PATCH = "--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-One limit.\n+Two limits.\n"


@pytest.fixture
def changed(repository: Repository) -> Repository:
    repository.commit("one", {"a.py": "def read(): ...\n", "b.md": "One limit.\n"})
    repository.commit("two", {"a.py": "def read(limit): ...\n", "b.md": "Two limits.\n"})
    return repository


def test_every_public_name_is_there_and_listed() -> None:
    assert all(hasattr(diff_insight, name) for name in diff_insight.__all__)
    assert set(diff_insight.__all__) <= set(dir(diff_insight))
    with pytest.raises(AttributeError):
        diff_insight.nothing_of_this_name  # noqa: B018


def test_a_range_is_reported_with_nothing_but_its_name(changed: Repository) -> None:
    built = report("HEAD^!", repo=changed.folder)
    assert isinstance(built, Report)
    assert [file.path for file in built.files] == ["a.py", "b.md"]
    assert built == report(["HEAD~1", "HEAD"], repo=changed.folder).model_copy(update={"range": built.range})
    assert [file.path for file in report("HEAD^!", repo=changed.folder, paths=["*.py"]).files] == ["a.py"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_patch_is_reported_in_every_language_and_rendered_in_every_format(tmp_path: Path, language: str) -> None:
    patch = tmp_path / "x.diff"
    patch.write_text(PATCH)
    built = report_patch(patch, language=language)
    assert built.language == language
    options = RenderOptions(fail_on=(FailOn("any sign", is_type=False),))
    said = {"sarif": b'"version": "2.1.0"', "junit": b'name="x.md"'}
    for format_ in FORMATS:
        assert said.get(format_, b"Two limits.") in render(built, format_, options)


def test_two_releases_are_reported_without_a_repository(tmp_path: Path) -> None:
    for name, limit in (("it-1.0", "1"), ("it-1.1", "2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text(f"def read(limit={limit}):\n    return limit\n")
    built = report_releases(tmp_path / "it-1.0", tmp_path / "it-1.1")
    assert (built.range.base, built.range.head) == ("it-1.0", "it-1.1")
    assert [file.path for file in built.files] == ["a.py"]
    with pytest.raises(DiffInsightError):
        report_releases(tmp_path / "it-1.0", tmp_path / "missing.zip")


def test_what_cannot_be_done_is_an_error_with_advice(tmp_path: Path, changed: Repository) -> None:
    with pytest.raises(DiffInsightError, match="check the path"):
        report_patch(tmp_path / "missing.diff")
    with pytest.raises(DiffInsightError):
        report("no-such-ref..HEAD", repo=changed.folder)


def test_importing_the_package_imports_nothing_of_it_but_what_is_used() -> None:
    script = "import sys, diff_insight; print([m for m in sys.modules if m.startswith('diff_insight.')])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"[]\n"
    script = "import sys; from diff_insight import report; print('llama_cpp' in sys.modules, 'gguf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"False False\n"


@pytest.mark.model
def test_a_model_serves_several_reports(changed: Repository, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    with open_model() as model:
        first, again = (report("HEAD^!", repo=changed.folder, model=model) for _ in range(2))
    assert first == again
    assert {file.type_by for file in first.files} == {"model"}
