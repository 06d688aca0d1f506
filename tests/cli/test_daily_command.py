"""Reports of what came since the last one, as a job makes them that runs every day."""

import json
from pathlib import Path

import pytest

from diff_insight.workflows.daily_state import DailyState
from tests.program import Run
from tests.repository import Repository

ARGUMENTS = ("daily", "--no-model", "-o", "reports/{category}-%Y%m%d.md", "--lang", "en")


@pytest.fixture
def grown(repository: Repository) -> Repository:
    repository.commit("base", {"docs/a.md": "one\n", "src/a.py": "a = 1\n", ".gitignore": "reports/\n"})
    repository.commit("docs: two", {"docs/a.md": "two\n"})
    return repository


def reports(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted((folder / "reports").glob("*"))}


def test_each_report_begins_where_the_last_ended(run: Run, grown: Repository) -> None:
    first = run(*ARGUMENTS, "--since", "HEAD~1", folder=grown.folder)
    assert first.returncode == 0, first.stderr
    (text,) = reports(grown.folder).values()
    assert "docs/a.md" in text
    grown.commit("feat: b", {"src/b.py": "b = 1\n"})
    run("daily", "--no-model", "-o", "second.md", "--lang", "en", folder=grown.folder)
    second = (grown.folder / "second.md").read_text()
    assert "src/b.py" in second
    assert "docs/a.md" not in second


def test_a_second_report_of_a_day_takes_no_place_of_the_first(run: Run, grown: Repository) -> None:
    both = (*ARGUMENTS, "--format", "md,json")
    run(*both, "--since", "HEAD~1", folder=grown.folder)
    first = reports(grown.folder)
    grown.commit("feat: b", {"src/b.py": "b = 1\n"})
    second = run(*both, folder=grown.folder)
    made = reports(grown.folder)
    assert {name: made[name] for name in first} == first
    new = sorted(set(made) - set(first))
    assert [name.removeprefix("repository-")[8:] for name in new] == ["-2.json", "-2.md"]
    assert all("src/b.py" in made[name] for name in new)
    assert new[0].encode() in second.stderr


def test_a_run_that_was_killed_before_it_remembered_ends_in_the_same_files(run: Run, grown: Repository) -> None:
    run(*ARGUMENTS, "--since", "HEAD~1", folder=grown.folder)
    before = reports(grown.folder)
    (grown.folder / ".git" / "diff-insight" / "daily.json").unlink()
    run(*ARGUMENTS, "--since", "HEAD~1", folder=grown.folder)
    assert reports(grown.folder) == before


def test_a_state_that_cannot_be_written_is_found_before_the_work(run: Run, grown: Repository) -> None:
    done = run(*ARGUMENTS, "--since", "HEAD~1", "--state", "docs", folder=grown.folder)
    assert done.returncode == 10
    assert b"docs cannot be written: it is a folder; name a file in it with --state" in done.stderr
    assert not (grown.folder / "reports").exists()


def test_where_nothing_came_nothing_is_written(run: Run, grown: Repository) -> None:
    run(*ARGUMENTS, "--since", "HEAD~1", folder=grown.folder)
    before = reports(grown.folder)
    again = run(*ARGUMENTS, folder=grown.folder)
    assert again.returncode == 0
    assert b"nothing is new in HEAD" in again.stderr
    assert reports(grown.folder) == before
    grown.commit("chore: tests", {"tests/t.py": "t = 1\n"})
    filtered = run(*ARGUMENTS, "--path", "docs/", folder=grown.folder)
    assert b"no file to report differs" in filtered.stderr
    assert reports(grown.folder) == before


def test_there_is_a_report_for_each_category_that_changed(run: Run, grown: Repository) -> None:
    grown.commit("feat: both", {"docs/a.md": "three\n", "src/a.py": "a = 2\n"})
    (grown.folder / "categories.yaml").write_text("docs: docs/\ncode: src/\nother things: misc/\n")
    run(*ARGUMENTS, "--since", "HEAD~1", "--categories", "categories.yaml", folder=grown.folder)
    assert [name.split("-")[0] for name in reports(grown.folder)] == ["code", "docs"]


def test_the_state_lies_in_the_git_folder_or_where_it_is_told(run: Run, grown: Repository, tmp_path: Path) -> None:
    run(*ARGUMENTS, "--since", "HEAD~1", folder=grown.folder)
    head = grown.git("rev-parse", "HEAD").decode().strip()
    kept = grown.folder / ".git" / "diff-insight" / "daily.json"
    assert json.loads(kept.read_text())["reported"] == {"HEAD": head}
    elsewhere = tmp_path / "state" / "daily.json"
    run(*ARGUMENTS, "--since", "HEAD~1", "--state", elsewhere, folder=grown.folder)
    assert json.loads(elsewhere.read_text()) == json.loads(kept.read_text())


def test_a_report_that_cannot_be_written_is_made_the_next_time(run: Run, grown: Repository) -> None:
    (grown.folder / "file").write_text("x")
    failed = run("daily", "--no-model", "--since", "HEAD~1", "-o", "file/report.md", folder=grown.folder)
    assert failed.returncode == 10
    assert not (grown.folder / ".git" / "diff-insight" / "daily.json").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "such as --since HEAD~10"),
        (("--since", "nowhere"), 5, "there is no version 'nowhere'"),
        (("--fetch", "", "--since", "HEAD~1"), 2, "--fetch '': the repository has no remote"),
        (("--fetch", "nowhere", "--since", "HEAD~1"), 2, "--fetch 'nowhere': the repository has no remote"),
    ],
)
def test_what_is_missing_is_said(run: Run, grown: Repository, arguments: tuple[str, ...], code: int, says: str) -> None:
    done = run(*ARGUMENTS, *arguments, folder=grown.folder)
    assert done.returncode == code
    assert says in done.stderr.decode()
    assert not (grown.folder / "reports").exists()


def test_a_state_that_is_damaged_is_said_and_not_begun_anew(run: Run, grown: Repository) -> None:
    run(*ARGUMENTS, "--since", "HEAD~1", folder=grown.folder)
    (grown.folder / ".git" / "diff-insight" / "daily.json").write_text("{")
    done = run(*ARGUMENTS, folder=grown.folder)
    assert done.returncode == 11
    assert b"does not say what was reported" in done.stderr


def test_a_remote_is_fetched_only_when_that_is_asked_for(run: Run, grown: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    grown.git("clone", "-q", str(grown.folder), str(clone))
    follow = (*ARGUMENTS, "origin/main")
    assert run(*follow, "--since", "HEAD~1", folder=clone).returncode == 0
    grown.commit("feat: b", {"src/b.py": "b = 1\n"})
    assert b"nothing is new in origin/main" in run(*follow, folder=clone).stderr
    hook = clone / ".git" / "hooks" / "reference-transaction"
    hook.write_text("#!/bin/sh\ntouch canary\n")
    hook.chmod(0o755)
    fetched = run(*follow, "--fetch", "origin", folder=clone)
    assert fetched.returncode == 0, fetched.stderr
    assert any("src/b.py" in text for text in reports(clone).values())
    assert not list(clone.rglob("canary"))


def test_a_remote_that_cannot_be_reached_is_said(run: Run, grown: Repository) -> None:
    grown.git("remote", "add", "origin", str(grown.folder / "gone"))
    done = run(*ARGUMENTS, "--since", "HEAD~1", "--fetch", "origin", folder=grown.folder)
    assert done.returncode == 18
    assert b"git could not fetch origin" in done.stderr


def test_two_runs_at_once_do_not_report_the_same_commits(run: Run, grown: Repository, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    with DailyState(state).locked():
        done = run(*ARGUMENTS, "--since", "HEAD~1", "--state", state, folder=grown.folder)
    assert done.returncode == 11
    assert b"another `diff-insight daily` is using" in done.stderr
    assert not (grown.folder / "reports").exists()
    assert run(*ARGUMENTS, "--since", "HEAD~1", "--state", state, folder=grown.folder).returncode == 0
