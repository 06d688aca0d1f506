"""One run of each command with the real model, as a user would go from one to the next."""

import json
from pathlib import Path

import pytest

from tests.program import Run
from tests.repository import Repository

pytestmark = pytest.mark.end_to_end


def test_every_command_does_its_work(run_process: Run, repository: Repository, tmp_path: Path) -> None:
    repository.commit(
        "docs: begin",
        {"docs/limits.md": "# Limits\n\nOne limit.\n", "src/read.py": "LIMIT = 1\n", "show.py": "A = 1\n"},
    )
    second = repository.commit("docs: a second limit", {"docs/limits.md": "# Limits\n\nTwo limits.\n"})
    repository.commit("feat: read more", {"src/read.py": "LIMIT = 2\n"})
    repository.commit("Show the default value in the header of the output", {"show.py": "A = 2\n"})
    here = repository.folder

    def run(*arguments: str | Path, code: int = 0, stdin: bytes = b"") -> bytes:
        done = run_process(*arguments, folder=here, stdin=stdin)
        assert done.returncode == code, done.stderr.decode()
        return done.stdout

    run("report", "HEAD~3..HEAD", "--format", "md,html,json", "-o", "r.md")
    report = json.loads((here / "r.json").read_bytes())
    assert {file["path"]: file["type_by"] for file in report["files"]}["show.py"] == "model"
    assert "Two limits" in (here / "r.md").read_text("utf-8")
    assert "<html" in (here / "r.html").read_text("utf-8")
    assert b"reproduced" in run("reproduce", "r.json")

    run("daily", "--since", "HEAD~1", "--format", "json", "-o", "reports/day.json")
    (here / "past.txt").write_text(f"2025-03-22 {second}~1 {second}\n")
    run("batch", "past.txt", "--format", "json", "-o", "reports/past.json")
    run("site", "build", "reports")
    assert (here / "site" / "index.html").is_file()

    run("dataset", ".", "-o", "rows.jsonl.gz")
    (here / "rows.jsonl").write_text(
        json.dumps({"path": "a.md", "status": "modified", "diff": "@@ -1 +1 @@\n-a\n+b\n", "type": "minor update"})
    )
    assert b"accuracy" in run("evaluate", "rows.jsonl")

    assert b"embedded" in run("models", "list")
    run("models", "pin")
    assert (here / "diff-insight.lock").is_file()
    assert json.loads(run("schema"))["title"] == "Report"
    assert b"lang" in run("config", "show")
    assert json.loads(run("cache", "info", "--json"))["answers"] > 0
    assert b"embedded model" in run("doctor")
