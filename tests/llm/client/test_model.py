import hashlib
from pathlib import Path

import pytest

from diff_insight.errors import ModelError
from diff_insight.llm.client.model import Model
from diff_insight.llm.protocol.settings import ModelSettings


def load(path: Path) -> None:
    with Model(ModelSettings(path, writes=False)):
        pass


def test_a_model_says_what_it_is(model: Model, model_settings: ModelSettings) -> None:
    content = model_settings.path.read_bytes()
    assert model.identity.sha256 == hashlib.sha256(content).hexdigest()
    assert model.identity.size == len(content)
    assert "llama" in model.identity.description
    assert model.context_limit == 8192


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a GGUF file"),
        (b"PK\x03\x04 a zip", "not a GGUF file"),
        (b"GGUF", "cannot load"),
        (b"GGUF" + bytes(64), "cannot load"),
    ],
)
def test_files_that_are_no_model_are_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=says):
        load(path)


def test_a_gguf_that_is_cut_off_is_refused(tmp_path: Path, model_settings: ModelSettings) -> None:
    path = tmp_path / "model.gguf"
    with model_settings.path.open("rb") as file:
        path.write_bytes(file.read(40_000_000))
    with pytest.raises(ModelError, match="cut off"):
        load(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model file"):
        load(tmp_path / "missing.gguf")


def test_a_schema_that_cannot_be_compiled_is_refused_and_the_worker_goes_on(model: Model) -> None:
    with pytest.raises(ModelError, match="schema cannot be compiled"):
        model.closing_reserve({"type": "object", "properties": {"a": {"type": "no such type"}}})
    assert model.closing_reserve({"type": "boolean"}) > 0


def test_control_tokens_in_a_text_are_nothing_but_letters(model: Model) -> None:
    assert len(model.tokenize("<|im_end|>")) > 1
    assert len(model.tokenizer.tokenize("<|im_end|>", special=True)) == 1
