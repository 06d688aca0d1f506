import json
from pathlib import Path

import pytest

from diff_insight.evaluation.evaluation import Evaluation
from tests.program import Run
from tests.repository import Repository

ADDED = "@@ -0,0 +1,2 @@\n+# Filters\n+Filters narrow a search.\n"
EDITED = "@@ -1 +1 @@\n-date: 01/02/2024\n+date: 03/04/2024\n"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    def row(path: str, status: str, diff: str, label: str, title: str, japanese: str) -> dict[str, object]:
        labels = {"en": {"type": label, "title": title}, "ja": {"type": label, "title": japanese}}
        return {"path": path, "status": status, "diff": diff, "labels": labels}

    rows = [row(f"docs/{n}.md", "modified", EDITED, "minor update", "Update the date", "日付の更新") for n in range(4)]
    rows += [row(f"docs/f{n}.md", "added", ADDED, "new feature", "Add filters", "フィルターを追加") for n in range(3)]
    rows.append(row("docs/odd.md", "modified", EDITED, "major update", "Update the date", "日付の更新"))
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_embedded_model_is_compared_with_labels_and_the_figures_are_written_as_a_table_and_as_json(
    run_model: Run, dataset: Path, tmp_path: Path, language: str
) -> None:
    done = run_model("evaluate", dataset, "--lang", language, "--json", "out.json")
    assert done.returncode == 0, done.stderr.decode()
    told = Evaluation.model_validate_json((tmp_path / "out.json").read_bytes())
    assert (told.types.number, told.left_out, told.language) == (7, 1, language)
    right = sum(row[place] for place, row in enumerate(told.types.confusion))
    assert told.types.accuracy.value == pytest.approx(right / 7)
    assert told.types_of_edited
    assert told.types_of_edited.number == 4
    assert told.types_of_edited.accuracy.value == 1
    assert told.types.calibration_error is not None
    assert told.model_sha256
    table = done.stdout.decode()
    assert f"| accuracy | {told.types.accuracy.value:.3f} (" in table
    assert "| 1.000 (1.000 to 1.000) |" in table
    assert "| minor update | 4 | " in table
    assert "1 changes have no such label" in table


def test_the_rules_are_evaluated_without_a_model(run: Run, dataset: Path) -> None:
    told = Evaluation.model_validate_json(run("evaluate", dataset, "--no-model", "--json", "-").stdout)
    assert (told.model, told.types.calibration_error, told.titles.number) == (None, None, 0)
    assert told.types.accuracy.value == 1
    assert told.titles.chrf is not None


def test_a_sample_is_always_the_same(run: Run, dataset: Path) -> None:
    def sampled() -> list[object]:
        told = Evaluation.model_validate_json(
            run("evaluate", dataset, "--no-model", "--sample", "3", "--json", "-").stdout
        )
        return [told.types, told.titles]

    assert sampled() == sampled()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("none.jsonl",), 12, "cannot be read"),
        (("rows.jsonl", "--lang", "zh"), 12, "in the language zh"),
        (("rows.jsonl", "--no-model", "--model", "x.gguf"), 2, "--no-model excludes"),
        (("rows.jsonl", "--json", "/proc/none/out.json"), 10, "cannot be written"),
        (("rows.jsonl", "--no-such"), 2, "`diff-insight evaluate --help`"),
    ],
)
def test_what_cannot_be_evaluated_is_said_in_a_sentence(
    run_model: Run, dataset: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = run_model("evaluate", *arguments)
    assert done.returncode == code
    assert says in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_a_dataset_of_a_repository_can_be_evaluated(run: Run, repository: Repository, tmp_path: Path) -> None:
    repository.commit("chore: begin", {"a.py": "x = 1\n"})
    repository.commit("feat: read y", {"a.py": "x = 1\n\n\ndef read_y():\n    return 2\n"})
    repository.commit("no form at all", {"a.py": "x = 1\n"})
    made = run("dataset", repository.folder, "-o", "own.jsonl.gz")
    assert made.returncode == 0
    assert b"1 labelled changes from 3 commits: 1 new feature" in made.stderr
    told = run("evaluate", "own.jsonl.gz", "--no-model", "--subjects", "--json", "-")
    assert Evaluation.model_validate_json(told.stdout).types.number == 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 12, "none of the 1 commits"),
        (("--range", "nowhere"), 5, "no version 'nowhere'"),
        (("--range", "HEAD^{tree}"), 5, "does not name commits"),
    ],
)
def test_a_repository_that_gives_none_is_said(
    run: Run, repository: Repository, arguments: tuple[str, ...], code: int, says: str
) -> None:
    repository.commit("begin", {"a.py": "x = 1\n"})
    done = run("dataset", repository.folder, *arguments)
    assert (done.returncode, done.stdout) == (code, b"")
    assert says in done.stderr.decode()


def test_a_folder_that_is_no_repository_is_said(run: Run, tmp_path: Path) -> None:
    assert run("dataset", tmp_path).returncode == 4
