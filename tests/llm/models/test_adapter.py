from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from gguf import GGUFReader, GGUFWriter
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from diff_insight.errors import ModelError
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.questions.content_kinds import Kind
from diff_insight.llm.models.adapter import Deltas, embedded_adapter, read_adapter
from diff_insight.llm.models.embedded import embedded_model
from diff_insight.llm.models.prepare import merge

pytestmark = pytest.mark.slow

HALVES = st.floats(-1, 1, width=16)


def written(path: Path, a: np.ndarray, b: np.ndarray, *, alpha: float = 4.0, name: str = "blk.0.attn_q.weight") -> Path:
    writer = GGUFWriter(path, arch="llama")
    writer.add_float32("adapter.lora.alpha", alpha)
    writer.add_tensor(f"{name}.lora_a", a)
    writer.add_tensor(f"{name}.lora_b", b)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_the_adapter_is_for_the_embedded_model_and_the_usual_types_and_at_most_25_megabytes() -> None:
    adapter = embedded_adapter()
    assert adapter.trained.base_sha256 == embedded_model().sha256
    assert adapter.trained.suits([label.name for label in DEFAULT_TYPES])
    assert set(adapter.trained.titles) <= set(Kind)
    assert set(adapter.trained.calibrations) == set(Kind)
    assert adapter.path.stat().st_size <= 25_000_000


@settings(max_examples=50)
@given(a=arrays(np.float16, (4, 6), elements=HALVES), b=arrays(np.float16, (5, 4), elements=HALVES))
def test_what_an_adapter_adds_is_exact_so_that_no_order_of_summation_can_change_it(
    tmp_path_factory: pytest.TempPathFactory, a: np.ndarray, b: np.ndarray
) -> None:
    path = written(tmp_path_factory.mktemp("adapter") / "a.gguf", a, b)
    added = Deltas(path).of("blk.0.attn_q.weight")
    for row in range(5):
        for column in range(6):
            exact = sum(Fraction(float(b[row, k])) * Fraction(float(a[k, column])) for k in range(4))
            assert Fraction(float(added[row, column])) == exact


def test_numbers_too_large_to_be_summed_exactly_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gguf", np.full((4, 6), 8, np.float16), np.full((5, 4), 8, np.float16))
    with pytest.raises(ValueError, match="too large"):
        Deltas(path).of("blk.0.attn_q.weight")


def test_an_adapter_in_single_precision_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="half precision"):
        Deltas(written(tmp_path / "a.gguf", np.zeros((4, 6), np.float32), np.zeros((5, 4), np.float32)))


def test_a_gguf_that_does_not_say_what_it_teaches_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gguf", np.zeros((4, 6), np.float16), np.zeros((5, 4), np.float16))
    with pytest.raises(ModelError, match="does not say what it was trained for"):
        read_adapter(path)


def test_an_adapter_of_another_model_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gguf", np.zeros((4, 6), np.float16), np.zeros((5, 4), np.float16), name="blk.99.x")
    with pytest.raises(ValueError, match=r"no weight blk\.99\.x"):
        merge(embedded_model().path, path, tmp_path / "made.gguf")


def test_every_linear_weight_of_the_base_is_taught() -> None:
    reader = GGUFReader(embedded_model().path)
    linear = {t.name for t in reader.tensors if t.name.startswith("blk.") and len(t.shape) == 2}
    assert Deltas(embedded_adapter().path).names == linear
