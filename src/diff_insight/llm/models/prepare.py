"""Rewrites a GGUF with an adapter merged into it and its Q4_1 tensors requantised, byte-identical on every machine.

Uses numpy, not llama.cpp's own quantiser, whose C code rounds differently depending on the compiler.

    python -m diff_insight.llm.models.prepare SOURCE TARGET [ADAPTER] [--type q8_0]
"""

import argparse
import os
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType
from gguf.quants import dequantize, quantize

from diff_insight.llm.gguf.task import METADATA_KEY
from diff_insight.llm.models.adapter import Deltas, read_adapter
from diff_insight.llm.models.options import Quantisation

_WRITTEN_BY_THE_WRITER = ("GGUF.", "general.architecture")


_TENSORS = {Quantisation.Q4_0: GGMLQuantizationType.Q4_0, Quantisation.Q8_0: GGMLQuantizationType.Q8_0}
_FILES = {Quantisation.Q4_0: LlamaFileType.MOSTLY_Q4_0, Quantisation.Q8_0: LlamaFileType.MOSTLY_Q8_0}


def requantise(source: Path, target: Path, quantisation: Quantisation = Quantisation.Q4_0) -> None:
    """Requantise the Q4_1 tensors and copy everything else unchanged; takes a few seconds for 100 MB.

    Raises:
        OSError: the source cannot be read, or the target cannot be written.
        ValueError: the source is not a GGUF.
    """
    reader = GGUFReader(source)
    _write(reader, target, _writer(reader, target, quantisation), quantisation, None)


def merge(source: Path, adapter: Path, target: Path, quantisation: Quantisation = Quantisation.Q4_0) -> None:
    """Merge the adapter into the source in double precision, then requantise it into the target.

    The target's metadata says what it was trained for.

    Raises:
        OSError: a file cannot be read, or the target cannot be written.
        ValueError: the source is not a GGUF, or lacks a weight that the adapter changes.
        ModelError: the adapter does not say what it was trained for.
    """
    reader, deltas = GGUFReader(source), Deltas(adapter)
    missing = deltas.names - {tensor.name for tensor in reader.tensors}
    if missing:
        raise ValueError(f"the adapter is for another model: this one has no weight {min(missing)}")
    read = read_adapter(adapter)
    writer = _writer(reader, target, quantisation)
    trained = read.trained.model_copy(update={"adapter_sha256": read.sha256})
    writer.add_key_value(METADATA_KEY, trained.model_dump_json(), GGUFValueType.STRING)
    _write(reader, target, writer, quantisation, deltas)


def _writer(reader: GGUFReader, target: Path, quantisation: Quantisation) -> GGUFWriter:
    architecture = reader.get_field("general.architecture")
    writer = GGUFWriter(target, arch=architecture.contents() if architecture else "", endianess=reader.endianess)
    for key, field in reader.fields.items():
        if not key.startswith(_WRITTEN_BY_THE_WRITER):
            is_type = key == "general.file_type"
            value = int(_FILES[quantisation]) if is_type else field.contents()
            of = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
            writer.add_key_value(key, value, field.types[0], of)
    return writer


def _write(
    reader: GGUFReader, target: Path, writer: GGUFWriter, quantisation: Quantisation, deltas: Deltas | None
) -> None:
    wanted = _TENSORS[quantisation]
    for tensor in reader.tensors:
        data, kind = tensor.data, tensor.tensor_type
        changed = deltas is not None and tensor.name in deltas.names
        if kind == GGMLQuantizationType.Q4_1 or changed:
            weights = dequantize(data, kind)
            if deltas is not None and changed:
                weights = (weights.astype(np.float64) + deltas.of(tensor.name)).astype(np.float32)
            data, kind = quantize(weights, wanted), wanted
        writer.add_tensor(tensor.name, data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with target.open("rb") as file:
        os.fsync(file.fileno())


def main() -> None:
    """Write the target named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("adapter", type=Path, nargs="?")
    parser.add_argument("--type", type=Quantisation, choices=list(Quantisation), default=Quantisation.Q4_0)
    arguments = parser.parse_args()
    if arguments.adapter:
        merge(arguments.source, arguments.adapter, arguments.target, arguments.type)
    else:
        requantise(arguments.source, arguments.target, arguments.type)


if __name__ == "__main__":
    main()
