from pathlib import Path

import pytest
from gguf import GGUFReader, GGUFWriter

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.header import read_header
from diff_insight.llm.protocol.settings import ModelSettings


def test_the_header_is_read_as_gguf_reads_it_but_for_the_vocabulary(model_settings: ModelSettings) -> None:
    header, whole = read_header(model_settings.path), GGUFReader(model_settings.path)
    assert [(t.name, t.tensor_type, t.data_offset) for t in header.tensors] == [
        (t.name, t.tensor_type, t.data_offset) for t in whole.tensors
    ]
    assert header.fields.keys() == whole.fields.keys()
    for key, field in whole.fields.items():
        if len(field.data) <= 1000:
            assert header.fields[key].contents() == field.contents()


def test_long_arrays_of_numbers_and_of_texts_are_skipped(tmp_path: Path) -> None:
    writer = GGUFWriter(tmp_path / "a.gguf", arch="llama")
    writer.add_array("numbers", [*range(5000)])
    writer.add_array("texts", [f"é{number}" for number in range(1001)])
    writer.add_array("short", ["a", "b"])
    writer.add_name("after them")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    header = read_header(tmp_path / "a.gguf")
    assert header.fields["general.name"].contents() == "after them"
    assert header.fields["short"].contents() == ["a", "b"]


@pytest.mark.parametrize("length", [4, 30, 5000])
def test_a_file_that_is_cut_off_is_an_error(model_settings: ModelSettings, tmp_path: Path, length: int) -> None:
    with model_settings.path.open("rb") as file:
        (tmp_path / "cut.gguf").write_bytes(file.read(length))
    with pytest.raises(ModelError, match="the file is damaged"):
        read_header(tmp_path / "cut.gguf")
