"""Writes what peft keeps of an adapter as llama.cpp's GGUF, in half precision.

python -m training.adapter_gguf build/adapter --out models/diff-insight-adapter.gguf [--temperature 1.3]
"""

import argparse
from pathlib import Path

import numpy as np
from gguf import MODEL_ARCH, GGUFReader, GGUFValueType, GGUFWriter, get_tensor_name_map
from numpy.typing import NDArray
from peft import PeftConfig
from safetensors.numpy import load_file

from diff_insight.llm.embedded import embedded_model
from diff_insight.llm.gguf_file import sha256_of
from diff_insight.llm.trained import METADATA_KEY, Trained
from training.settings import Settings, read_settings

_ROTATED = ("attn_q", "attn_k")


def write_adapter(folder: Path, base: Path, settings: Settings, temperature: float, target: Path) -> None:
    """Write the adapter that peft saved in a folder; the same numbers give the same bytes.

    llama.cpp rotates neighbouring pairs of a head's numbers where transformers rotates its halves, so the rows of the
    matrices for queries and keys go into llama.cpp's order, as its own converter puts them.
    """
    config = PeftConfig.from_pretrained(folder)
    reader = GGUFReader(base)
    heads = {"attn_q": _number(reader, "attention.head_count"), "attn_k": _number(reader, "attention.head_count_kv")}
    names = get_tensor_name_map(MODEL_ARCH.LLAMA, _number(reader, "block_count"))
    writer = GGUFWriter(target, arch="llama")
    writer.add_type("adapter")
    writer.add_name("diff-insight adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(config.lora_alpha))
    trained = Trained(
        labels=settings.examples.labels,
        languages=settings.adapter.titles,
        temperature=temperature,
        base_sha256=sha256_of(base),
    )
    writer.add_key_value(METADATA_KEY, trained.model_dump_json(exclude_none=True), GGUFValueType.STRING)
    for key, data in sorted(load_file(folder / "adapter_model.safetensors").items()):
        module, _, side = key.removeprefix("base_model.model.").removesuffix(".weight").rpartition(".lora_")
        name = names.get_name(module)
        if name is None:
            raise ValueError(f"there is no place for {key} in a GGUF")
        kind = name.split(".")[-1]
        if side == "B" and kind in _ROTATED:
            data = _paired(data, heads[kind])
        writer.add_tensor(f"{name}.weight.lora_{side.lower()}", data.astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _paired(rows: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    halves = rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:])
    return halves.swapaxes(1, 2).reshape(rows.shape)


def _number(reader: GGUFReader, key: str) -> int:
    field = reader.get_field(f"llama.{key}")
    if field is None:
        raise ValueError(f"the base does not say its {key}")
    return int(field.contents())


def main() -> None:
    """Write one adapter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="what `training.train` wrote")
    parser.add_argument("--settings", type=Path, default=Path("training/adapter.toml"))
    parser.add_argument("--base", type=Path, help="the GGUF it was trained on; by default the embedded model")
    parser.add_argument("--temperature", type=float, default=1.0, help="what `training.calibrate` found")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    base = arguments.base or embedded_model().path
    write_adapter(arguments.folder, base, read_settings(arguments.settings), arguments.temperature, arguments.out)
    print(f"{arguments.out}: {arguments.out.stat().st_size} bytes, SHA-256 {sha256_of(arguments.out)}")


if __name__ == "__main__":
    main()
