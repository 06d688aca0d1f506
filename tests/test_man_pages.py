import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.process
def test_the_pages_say_what_the_commands_say_of_themselves() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        from man_pages import FOLDER, pages
    finally:
        sys.path.remove(str(ROOT / "docs"))
    for name, text in pages().items():
        assert (FOLDER / name).read_text("utf-8") == text, f"{name} is stale: run `make docs`"


@pytest.mark.process
def test_git_opens_the_page_of_its_subcommand() -> None:
    if shutil.which("man") is None:
        pytest.skip("man is not installed")
    # man finds the pages beside the programs on the PATH.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "MANPAGER": "cat"}
    environment.pop("MANPATH", None)
    done = subprocess.run(["git", "diff-insight", "--help"], env=environment, capture_output=True, check=False)
    assert b"report what changed between two versions" in done.stdout
