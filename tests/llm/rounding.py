"""A model whose kernels round otherwise for many tokens than for one: eight layers of the embedded one as F16."""

from pathlib import Path

from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
from gguf.quants import dequantize, quantize

LAYERS = 8


def write_f16(source: Path, target: Path) -> None:
    reader = GGUFReader(source)
    writer = GGUFWriter(target, arch="llama")
    for key, field in reader.fields.items():
        if not key.startswith("GGUF.") and key != "general.architecture":
            of = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
            value = LAYERS if key == "llama.block_count" else field.contents()
            writer.add_key_value(key, value, field.types[0], of)
    for tensor in reader.tensors:
        layer = tensor.name.split(".")[1] if tensor.name.startswith("blk.") else "0"
        if int(layer) < LAYERS:
            data, kind = tensor.data, tensor.tensor_type
            if kind == GGMLQuantizationType.Q4_0:
                kind = GGMLQuantizationType.F16
                data = quantize(dequantize(data, tensor.tensor_type), kind)
            writer.add_tensor(tensor.name, data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
