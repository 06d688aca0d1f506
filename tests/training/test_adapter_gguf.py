from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra `train` is not installed")

from peft import PeftModel

from diff_insight.llm.models.adapter import embedded_adapter
from diff_insight.llm.models.embedded import embedded_model
from training.adapter_gguf import read_adapter, write_adapter
from training.base_model import base_with_adapter
from training.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # those of the libraries, which say nothing of this code
]


@pytest.fixture(scope="module")
def settings() -> Settings:
    return read_settings(ROOT / "training/third.toml")


@pytest.fixture(scope="module")
def new(settings: Settings) -> PeftModel:
    return base_with_adapter(embedded_model().path, settings.adapter, None)


def test_the_committed_adapter_is_read_and_written_again_in_the_same_bytes(
    new: PeftModel, settings: Settings, tmp_path: Path
) -> None:
    adapter = embedded_adapter()
    base = embedded_model().path
    read_adapter(new, base, adapter.path)
    new.save_pretrained(tmp_path / "peft")
    write_adapter(tmp_path / "peft", base, settings, adapter.trained.calibrations, tmp_path / "again.gguf")
    assert (tmp_path / "again.gguf").read_bytes() == adapter.path.read_bytes()


def test_an_adapter_of_another_shape_is_refused(settings: Settings) -> None:
    narrow = settings.adapter.model_copy(update={"rank": 4})
    model = base_with_adapter(embedded_model().path, narrow, None)
    with pytest.raises(ValueError, match="does not fit this adapter"):
        read_adapter(model, embedded_model().path, embedded_adapter().path)
