"""Writes a GGUF again with its Q4_1 tensors as Q4_0, in the same bytes on every machine.

In numpy and not by llama.cpp's own quantiser, whose C code a compiler may round in one way or another.

    python -m diff_insight.llm.requantise SOURCE TARGET
"""

import os
import sys
from pathlib import Path

from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType
from gguf.quants import dequantize, quantize

_WRITTEN_BY_THE_WRITER = ("GGUF.", "general.architecture")


def requantise(source: Path, target: Path) -> None:
    """Write the target, which takes some seconds for 100 MB; all else is kept as it is.

    Raises:
        OSError: the source cannot be read or the target not be written.
        ValueError: the source is no GGUF.
    """
    reader = GGUFReader(source)
    architecture = reader.get_field("general.architecture")
    writer = GGUFWriter(target, arch=architecture.contents() if architecture else "", endianess=reader.endianess)
    for key, field in reader.fields.items():
        if not key.startswith(_WRITTEN_BY_THE_WRITER):
            is_type = key == "general.file_type"
            value = int(LlamaFileType.MOSTLY_Q4_0) if is_type else field.contents()
            of = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
            writer.add_key_value(key, value, field.types[0], of)
    for tensor in reader.tensors:
        data, kind = tensor.data, tensor.tensor_type
        if kind == GGMLQuantizationType.Q4_1:
            data, kind = quantize(dequantize(data, kind), GGMLQuantizationType.Q4_0), GGMLQuantizationType.Q4_0
        writer.add_tensor(tensor.name, data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with target.open("rb") as file:
        os.fsync(file.fileno())


if __name__ == "__main__":
    requantise(*map(Path, sys.argv[1:]))
