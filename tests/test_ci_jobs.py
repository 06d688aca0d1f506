"""The jobs in docs/ci.md, the Action, the component and the hook are what their services take, and do what they say."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repository import Repository

pytestmark = pytest.mark.process

PROGRAMS = Path(sys.executable).parent
_SECTIONS = re.findall(
    r"^## (GitHub Actions|GitLab CI|pre-commit)$(.*?)(?=^## |\Z)",
    (Path(__file__).parents[1] / "docs" / "ci.md").read_text(),
    re.MULTILINE | re.DOTALL,
)
# The last of each section runs what is installed.
BLOCKS = {name: re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[-1] for name, text in _SECTIONS}


@pytest.fixture
def breaking(repository: Repository) -> Repository:
    """A branch on which a public function is gone."""
    repository.commit("feat: base", {"m.py": "def read():\n    return 1\n\n\ndef write():\n    return 2\n"})
    repository.git("tag", "base")
    repository.commit("refactor: less", {"m.py": "def write():\n    return 2\n"})
    return repository


ROOT = Path(__file__).parents[1]


def shell(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "DIFF_INSIGHT_"))},
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        **variables,
    }
    return subprocess.run(["bash", "-ec", script], cwd=folder, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("service", "schema"), [("GitHub Actions", "vendor.github-workflows"), ("GitLab CI", "vendor.gitlab-ci")]
)
def test_a_job_fits_the_schema_of_its_service(tmp_path: Path, service: str, schema: str) -> None:
    (tmp_path / "job.yml").write_text(BLOCKS[service])
    fits(tmp_path / "job.yml", schema)


def fits(file: Path, schema: str) -> None:
    command = [str(PROGRAMS / "check-jsonschema"), "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


@pytest.fixture
def action(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs the step of the Action that makes the report, with the program where the step before would install it."""
    (report,) = [
        step for step in yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"] if step["name"] == "Report"
    ]
    programs = tmp_path / "temp" / "diff-insight" / "bin"
    programs.mkdir(parents=True)
    (programs / "diff-insight").symlink_to(PROGRAMS / "diff-insight")

    def run(folder: Path, **inputs: str) -> subprocess.CompletedProcess[bytes]:
        values = {
            "RANGE": "", "FAIL_ON": "", "OPTIONS": "--no-model", "FOLDER": "out", "BASE": "base", "HEAD": "HEAD",
            "RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), **inputs,
        }  # fmt: skip
        assert set(report["env"]) <= set(values)
        return shell(report["run"], folder, **values)

    return run


def test_the_action_fits_the_schema_of_actions_and_installs_from_lists_that_are_there() -> None:
    fits(ROOT / "action.yml", "vendor.github-actions")
    install = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"][0]["run"]
    lists = re.findall(r"GITHUB_ACTION_PATH/(\S+\.txt)", install)
    assert len(lists) == 2
    assert all((ROOT / name).is_file() for name in lists)


def test_the_action_writes_files_and_a_summary_and_fails_only_where_it_is_asked_to(
    action: Callable[..., subprocess.CompletedProcess[bytes]], breaking: Repository, tmp_path: Path
) -> None:
    assert action(breaking.folder).returncode == 0
    assert {path.name for path in (breaking.folder / "out").iterdir()} == {
        "report.md", "report.html", "report.json", "report.sarif",
    }  # fmt: skip
    assert "read" in (tmp_path / "summary.md").read_text()
    failed = action(breaking.folder, FAIL_ON="option removed\nany sign\n", FOLDER="again", RANGE="base..HEAD")
    assert failed.returncode == 3
    assert "public name removed" in (breaking.folder / "again" / "report.junit.xml").read_text()


def test_the_action_passes_where_there_is_nothing_to_report(
    action: Callable[..., subprocess.CompletedProcess[bytes]], breaking: Repository, tmp_path: Path
) -> None:
    assert action(breaking.folder, OPTIONS="--no-model --path nowhere/").returncode == 0
    assert (tmp_path / "summary.md").read_text() == "Nothing to report.\n"


def test_the_component_fits_gitlab_and_its_job_writes_what_it_keeps(breaking: Repository, tmp_path: Path) -> None:
    spec, _, body = (ROOT / "templates" / "report.yml").read_text().partition("---\n")
    inputs = yaml.safe_load(spec)["spec"]["inputs"]
    values = {name: (each or {}).get("default", "python:3.13") for name, each in inputs.items()}
    filled = re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: values[found[1]], body)
    (tmp_path / "job.yml").write_text(filled)
    fits(tmp_path / "job.yml", "vendor.gitlab-ci")
    job = yaml.safe_load(filled)["diff-insight"]
    base = breaking.git("rev-parse", "base").decode().strip()
    done = shell("\n".join(job["script"]), breaking.folder, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 3, done.stderr
    assert (breaking.folder / job["artifacts"]["reports"]["junit"]).is_file()


def test_the_hook_of_this_repository_is_one_and_stops_a_commit_that_shows_a_sign(breaking: Repository) -> None:
    file = ROOT / ".pre-commit-hooks.yaml"
    assert shell(f"pre-commit validate-manifest {file}", breaking.folder).returncode == 0
    (hook,) = yaml.safe_load(file.read_text())
    (breaking.folder / "m.py").write_text("def other():\n    return 2\n")
    breaking.git("add", "m.py")
    stopped = shell(hook["entry"], breaking.folder)
    assert stopped.returncode == 3
    assert b"`write`" in stopped.stdout


def test_the_dockerfile_is_clean() -> None:
    done = subprocess.run([PROGRAMS / "hadolint", ROOT / "Dockerfile"], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_the_github_job_fails_on_a_sign_and_shows_the_report(breaking: Repository, tmp_path: Path) -> None:
    steps: list[dict[str, Any]] = yaml.safe_load(BLOCKS["GitHub Actions"])["jobs"]["report"]["steps"]
    report, shown = (step["run"] for step in steps if "run" in step)
    base = breaking.git("rev-parse", "base").decode().strip()
    assert shell(report, breaking.folder, BASE=base).returncode == 3
    summary = tmp_path / "summary.md"
    assert shell(shown, breaking.folder, GITHUB_STEP_SUMMARY=str(summary)).returncode == 0
    assert "read" in summary.read_text()


def test_the_gitlab_job_fails_on_a_sign_and_leaves_the_report(breaking: Repository) -> None:
    job = yaml.safe_load(BLOCKS["GitLab CI"])["diff-insight"]
    base = breaking.git("rev-parse", "base").decode().strip()
    variables = {"CI_PROJECT_DIR": str(breaking.folder), "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    assert shell("\n".join(job["script"]), breaking.folder, **variables).returncode == 3
    assert (breaking.folder / job["artifacts"]["paths"][0]).is_file()


def test_the_hook_stops_a_commit_that_shows_a_sign_and_lets_others_pass(breaking: Repository, tmp_path: Path) -> None:
    (breaking.folder / ".pre-commit-config.yaml").write_text(BLOCKS["pre-commit"])
    breaking.git("add", ".pre-commit-config.yaml")
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    assert shell("pre-commit run", breaking.folder, **home).returncode == 0
    (breaking.folder / "m.py").write_text("def other():\n    return 2\n")
    breaking.git("add", "m.py")
    stopped = shell("pre-commit run", breaking.folder, **home)
    assert stopped.returncode == 1
    assert b"exit code: 3" in stopped.stdout
