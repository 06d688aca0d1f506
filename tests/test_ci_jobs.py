"""The jobs in docs/ci.md are what their services take, and their lines do what is said of them."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repository import Repository

pytestmark = pytest.mark.process

PROGRAMS = Path(sys.executable).parent
BLOCKS = dict(
    re.findall(
        r"^## (GitHub Actions|GitLab CI|pre-commit)$.*?^```yaml\n(.*?)^```",
        (Path(__file__).parents[1] / "docs" / "ci.md").read_text(),
        re.MULTILINE | re.DOTALL,
    )
)


@pytest.fixture
def breaking(repository: Repository) -> Repository:
    """A branch on which a public function is gone."""
    repository.commit("feat: base", {"m.py": "def read():\n    return 1\n\n\ndef write():\n    return 2\n"})
    repository.git("tag", "base")
    repository.commit("refactor: less", {"m.py": "def write():\n    return 2\n"})
    return repository


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
    done = subprocess.run(
        [PROGRAMS / "check-jsonschema", "--builtin-schema", schema, tmp_path / "job.yml"],
        capture_output=True,
        check=False,
    )
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
