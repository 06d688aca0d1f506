"""Converts an adapter saved by peft to a GGUF for llama.cpp, in half precision, and reads it back.

python -m training.adapter_gguf build/adapter --out models/diff-insight-adapter.gguf [--calibration FILE.json]
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gguf import MODEL_ARCH_NAMES, GGUFReader, GGUFValueType, GGUFWriter, TensorNameMap, get_tensor_name_map
from numpy.typing import NDArray
from peft import PeftConfig, PeftModel
from pydantic import TypeAdapter
from safetensors.numpy import load_file

from diff_insight.llm.gguf.file import sha256_of
from diff_insight.llm.gguf.task import METADATA_KEY, Calibration, Trained
from diff_insight.llm.models.embedded import embedded_model
from training.low_rank import ADAPTER
from training.settings import Settings, read_settings

_IN_PAIRS = "llama"
"""The architecture whose rotary embeddings llama.cpp applies to adjacent pairs; for others, as Qwen2, to halves."""

_ROTATED = {"attn_q": "attention.head_count", "attn_k": "attention.head_count_kv"}
"""The matrices whose outputs are rotated, and the metadata key that holds the number of their heads."""

_OF_ADAPTER = f".{ADAPTER}.weight"


def write_adapter(
    folder: Path, base: Path, settings: Settings, calibrations: Mapping[str, Calibration], target: Path
) -> None:
    """Write the adapter that peft saved in a folder; the same numbers give the same bytes.

    With the architecture of Llama llama.cpp applies rotary embeddings to adjacent pairs of a head's dimensions,
    transformers to its halves, so the rows of the query and key matrices are permuted as by llama.cpp's own converter.
    """
    config = PeftConfig.from_pretrained(folder)
    architecture, heads, names = _layout(base)
    writer = GGUFWriter(target, arch=architecture)
    writer.add_type("adapter")
    writer.add_name("diff-insight adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(config.lora_alpha))
    trained = Trained(
        labels=settings.examples.labels,
        titles=settings.adapter.titles,
        calibrations=calibrations,
        topics={question.value: each for question, each in settings.adapter.topics.items()},
        base_sha256=sha256_of(base),
    )
    writer.add_key_value(METADATA_KEY, trained.model_dump_json(exclude_none=True), GGUFValueType.STRING)
    for key, data in sorted(load_file(folder / "adapter_model.safetensors").items()):
        module, _, side = key.removeprefix("base_model.model.").removesuffix(".weight").rpartition(".lora_")
        name = names.get_name(module)
        if name is None:
            raise ValueError(f"{key} has no GGUF tensor name")
        kind = name.split(".")[-1]
        if side == "B" and kind in heads:
            data = _paired(data, heads[kind])
        writer.add_tensor(f"{name}.weight.lora_{side.lower()}", data.astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def read_adapter(model: PeftModel, base: Path, source: Path) -> None:
    """Load a GGUF written by `write_adapter` for the same base into the adapter of a peft model.

    Raises:
        ValueError: the two differ in layers or shapes.
    """
    _, heads, names = _layout(base)
    kept = {tensor.name: tensor.data for tensor in GGUFReader(source).tensors}
    for key, parameter in model.named_parameters():
        if parameter.requires_grad:
            module, _, side = key.removeprefix("base_model.model.").removesuffix(_OF_ADAPTER).rpartition(".lora_")
            name = names.get_name(module)
            data = kept.pop(f"{name}.weight.lora_{side.lower()}", None)
            if name is None or data is None or data.shape != tuple(parameter.shape):
                raise ValueError(f"{source} does not fit this adapter: {key} is missing or has a different shape")
            kind = name.split(".")[-1]
            if side == "B" and kind in heads:
                data = _halved(data, heads[kind])
            parameter.data.copy_(torch.from_numpy(data.astype(np.float32)))
    if kept:
        raise ValueError(f"{source} does not fit this adapter: unexpected tensor {min(kept)}")


def _layout(base: Path) -> tuple[str, dict[str, int], TensorNameMap]:
    """The architecture, the numbers of heads of the matrices to permute, and transformers' layer names in llama.cpp's.

    Raises:
        ValueError: the base does not say its architecture or shape, or gguf does not know the architecture.
    """
    reader = GGUFReader(base)
    architecture = str(_contents(reader, "general.architecture"))
    number = {name: int(_contents(reader, f"{architecture}.{name}")) for name in (*_ROTATED.values(), "block_count")}
    known = next((model for model, name in MODEL_ARCH_NAMES.items() if name == architecture), None)
    if known is None:
        raise ValueError(f"gguf does not know the architecture {architecture} of {base}")
    heads = {kind: number[name] for kind, name in _ROTATED.items()} if architecture == _IN_PAIRS else {}
    return architecture, heads, get_tensor_name_map(known, number["block_count"])


def _paired(rows: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    halves = rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:])
    return halves.swapaxes(1, 2).reshape(rows.shape)


def _halved(rows: NDArray[np.float16], heads: int) -> NDArray[np.float16]:
    pairs = rows.reshape(heads, rows.shape[0] // heads // 2, 2, *rows.shape[1:])
    return pairs.swapaxes(1, 2).reshape(rows.shape)


def _contents(reader: GGUFReader, key: str) -> Any:
    field = reader.get_field(key)
    if field is None:
        raise ValueError(f"the base has no metadata {key}")
    return field.contents()


def main() -> None:
    """Convert one adapter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder written by `training.train`")
    parser.add_argument("--settings", type=Path, default=Path("training/second.toml"))
    parser.add_argument("--base", type=Path, help="GGUF it was trained on; by default the embedded model")
    parser.add_argument("--calibration", type=Path, help="file written by `training.calibrate`; default: none")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    base = arguments.base or embedded_model().path
    read = TypeAdapter(Mapping[str, Calibration]).validate_json
    calibrations = read(arguments.calibration.read_bytes()) if arguments.calibration else {}
    write_adapter(arguments.folder, base, read_settings(arguments.settings), calibrations, arguments.out)
    print(f"{arguments.out}: {arguments.out.stat().st_size} bytes, SHA-256 {sha256_of(arguments.out)}")


if __name__ == "__main__":
    main()
