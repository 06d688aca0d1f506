"""The built wheel works on its own: prompts, templates and translations are inside it."""

import os
import site
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[1]
PATCH = b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-see https://old.example/ here\n+see https://new.example/ here\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT],
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_prompts_templates_translations_and_the_adapter_are_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern in (
        ("prompts", "*"),
        ("models", "*.gguf"),
        ("src/diff_insight/reports/templates", "*"),
        ("src/diff_insight/sentences/locale", "*.po"),
    ):
        found = list((ROOT / folder).glob(pattern))
        assert found
        for path in found:
            inside = f"diff_insight/{path.relative_to(ROOT).as_posix().removeprefix('src/diff_insight/')}"
            assert inside in names


def test_the_wheel_runs_from_any_folder_of_an_environment_that_holds_nothing_else_of_ours(
    wheel: Path, tmp_path: Path
) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / "bin" / "python"
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel], check=True
    )
    # The dependencies are those of this environment; an editable install of ours does not come along this way.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(
        [environment / "bin" / "diff-insight", "report", "--patch", "-", "-o", "-", "--lang", "ja"],
        cwd=elsewhere,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        input=PATCH,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "# ハイライト" in done.stdout.decode()
    assert (environment / "bin" / "git-diff-insight").exists()
