"""What `report` makes of topics: notes, brief reports, coverage, roles, and the range that is obvious."""

import json
from pathlib import Path

import pytest

from tests.program import Run
from tests.repository import Repository

CODE = "def read(path, limit=1):\n    return path\n"


@pytest.fixture
def released(repository: Repository) -> Repository:
    """A repository with a release and what came after it."""
    repository.git("remote", "add", "origin", "https://github.com/me/it.git")
    repository.commit("begin", {"src/a.py": CODE, "b.py": "x = 1\n"})
    repository.git("tag", "v1.0")
    repository.commit("Add an option for the header of the proxy (#1)", {"src/a.py": CODE.replace("=1", "=2")})
    gone = repository.commit("Read zones in another way", {"b.py": "x = 2\n"})
    repository.commit(f'Revert "Read zones in another way"\n\nThis reverts commit {gone}.', {"b.py": "x = 1\n"})
    repository.commit("Test the header", {"tests/test_a.py": "x = 1\n"})
    return repository


def made(run: Run, repository: Repository, *options: str, format_: str = "json") -> str:
    done = run(
        "report", *options, "--no-model", "--lang", "en", "--format", format_, "-o", "-", folder=repository.folder
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def test_without_a_range_it_is_what_came_after_the_last_tag(run: Run, released: Repository) -> None:
    done = run("report", "--no-model", "--lang", "en", "--format", "json", "-o", "-", folder=released.folder)
    assert b"no range was named: this is v1.0..HEAD" in done.stderr
    assert len(json.loads(done.stdout)["commits"]) == 4


def test_on_a_branch_it_is_what_the_branch_adds(run: Run, released: Repository) -> None:
    released.git("checkout", "-q", "-b", "topic")
    released.commit("Fix the colour of the prompt", {"c.py": "x = 1\n"})
    report = json.loads(made(run, released))
    assert [commit["subject"] for commit in report["commits"]] == ["Fix the colour of the prompt"]
    assert report["range"]["base"] == "main"


def test_with_nothing_to_compare_with_it_says_what_to_name(run: Run, repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE})
    done = run("report", "--no-model", folder=repository.folder)
    assert done.returncode == 2
    assert b"name one change, such as 'v1.4..v1.5'" in done.stderr


def test_json_accounts_for_every_commit_and_file(run: Run, released: Repository) -> None:
    report = json.loads(made(run, released))
    told = {commit["subject"]: commit["told"] for commit in report["coverage"]["commits"]}
    assert told == {
        "Add an option for the header of the proxy (#1)": "highlights",
        "Read zones in another way": "taken back",
        'Revert "Read zones in another way"': "taken back",
        "Test the header": "counted",
    }
    assert {file["path"] for file in report["coverage"]["files"]} == {file["path"] for file in report["files"]}
    topic = report["topics"][0]
    assert topic["weight"] == pytest.approx(sum(reason["points"] for reason in topic["reasons"]), abs=0.02)
    fact = report["files"][0]["facts"][topic["surface"][0]["fact"]]
    assert (topic["surface"][0]["path"], fact["kind"]) == ("src/a.py", "default changed")


def test_markdown_links_the_request_and_ends_with_what_is_not_told(run: Run, released: Repository) -> None:
    text = made(run, released, format_="md")
    assert "([\\#1](https://github.com/me/it/pull/1))" in text
    coverage = text[text.index("# Coverage") :]
    assert "The highlights tell 1 of 4 commits. The highlights tell 1 of 2 files." in coverage
    assert "- 1 change of tests\n    - “Test the header”" in coverage
    assert "- Taken back within the change\n    - “" in coverage


def test_a_brief_report_ends_with_the_table_and_fits_into_a_comment(run: Run, repository: Repository) -> None:
    repository.commit("begin", {"a.py": "x = 1\n"})
    files = {f"{'long-folder-name/' * 6}{n:04}/a.py": "x = 1\n" for n in range(900)}
    repository.commit("Add an option for the header of the proxy (#1)", files)
    text = made(run, repository, "HEAD~1..HEAD", "--brief", format_="md")
    assert 50_000 < len(text) <= 65_536
    assert "# Modified Contents" not in text
    assert "more files are not in this table." in text
    assert "](#" not in text


def test_notes_are_the_words_of_authors_under_the_headings_of_keep_a_changelog(run: Run, released: Repository) -> None:
    text = made(run, released, format_="notes")
    assert text == (
        "## HEAD - 2025-03-22\n\n### Added\n\n"
        "- Add an option for the header of the proxy ([\\#1](https://github.com/me/it/pull/1))\n\n"
        "### To upgrade\n\n"
        "- “Add an option for the header of the proxy”. In `read`, the default of `limit` goes from `1` to `2`. "
        "In `src/a.py`. ([\\#1](https://github.com/me/it/pull/1))\n\n"
        "Not told here: 1 change of tests.\n"
    )


def test_notes_are_written_beside_the_report(run: Run, released: Repository) -> None:
    options = ("report", "v1.0..HEAD", "--no-model", "--format", "md,notes", "-o", "out.md")
    assert run(*options, folder=released.folder).returncode == 0
    assert (released.folder / "out.md").is_file()
    assert (released.folder / "out.notes.md").read_text("utf-8").startswith("## HEAD")


def test_a_table_of_roles_outranks_the_built_in_rules(run: Run, released: Repository, tmp_path: Path) -> None:
    table = tmp_path / "roles.yaml"
    table.write_text("test: src/\n")
    report = json.loads(made(run, released, "--roles", str(table)))
    assert {file["path"]: file["role"] for file in report["files"]}["src/a.py"] == "test"
    assert report["provenance"]["request"]["roles"] == [{"role": "test", "patterns": ["src/"]}]


def test_a_report_with_roles_and_few_highlights_is_reproduced(run: Run, released: Repository, tmp_path: Path) -> None:
    table = tmp_path / "roles.yaml"
    table.write_text("example: tests/\n")
    options = ("report", "v1.0..HEAD", "--no-model", "--lang", "en", "--format", "json", "-o", "r.json")
    assert run(*options, "--roles", str(table), "--highlights", "1", folder=released.folder).returncode == 0
    done = run("reproduce", "r.json", folder=released.folder)
    assert done.returncode == 0, done.stdout


def test_a_secret_that_a_commit_adds_and_a_later_one_removes_is_masked(run: Run, repository: Repository) -> None:
    key = "AKIA2E0A" + "8F3B244C9986"  # in two halves, so that nobody's scanner takes this file for a leak
    repository.commit("begin", {"docs/a.md": "# A\n", "b.py": "x = 1\n"})
    repository.commit(
        "Name keys", {"docs/a.md": f"# A\n\nThe server uses the key {key} on every day.\n", "b.py": "x = 2\n"}
    )
    repository.commit("Describe zones", {"docs/a.md": "# A\n\nZones of the server are of every kind.\n"})
    assert key in made(run, repository, "HEAD~2..HEAD")
    assert key not in made(run, repository, "HEAD~2..HEAD", "--redact")
