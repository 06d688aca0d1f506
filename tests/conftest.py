import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from diff_insight.llm.embedded import embedded_model_path
from diff_insight.llm.model import Model, ModelSettings
from tests.repository import Repository

# CI tries the same examples every time; everybody else tries new ones.
settings.register_profile(
    "default",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("default")

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def model() -> Iterator[Model]:
    """The real embedded model, loaded once."""
    with Model(ModelSettings(embedded_model_path(), writes=False, gpu_layers=0)) as loaded:
        yield loaded


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the program in an empty folder, in English, and gives exit code, standard output and standard error."""

    def run_program(
        *arguments: str | Path,
        stdin: bytes = b"",
        environment: dict[str, str] | None = None,
        prefix: tuple[str, ...] = (),
        folder: Path = tmp_path,
    ) -> subprocess.CompletedProcess[bytes]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "SOURCE_DATE"))}
        return subprocess.run(
            [*prefix, sys.executable, "-m", "diff_insight", *map(str, arguments)],
            cwd=folder,
            env={**kept, "LC_ALL": "C.UTF-8", **(environment or {})},
            input=stdin,
            capture_output=True,
            check=False,
        )

    return run_program
