"""Small models with random weights of any type of tensor, and the vocabulary of the embedded model."""

from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
from gguf.constants import GGML_QUANT_SIZES
from gguf.quants import quantize
from numpy.typing import NDArray

LAYERS, WIDTH, HEADS = 2, 256, 4

# Types that gguf cannot quantise, with the byte offsets of their 16-bit scales in a block.
SCALES = {
    GGMLQuantizationType.Q2_K: (80, 82),
    GGMLQuantizationType.Q3_K: (108,),
    GGMLQuantizationType.Q4_K: (0, 2),
    GGMLQuantizationType.Q5_K: (0, 2),
    GGMLQuantizationType.Q6_K: (208,),
    GGMLQuantizationType.IQ4_NL: (0,),
    GGMLQuantizationType.IQ4_XS: (0,),
}


class RandomModels:
    """Writes models into a folder with the vocabulary of a GGUF, which is read once."""

    def __init__(self, vocabulary: Path, folder: Path) -> None:
        self._folder = folder
        self._vocabulary = [
            (key, field.contents(), field.types[0], field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None)
            for key, field in GGUFReader(vocabulary).fields.items()
            if key.startswith("tokenizer.")
        ]

    def of_type(self, name: str) -> Path:
        """A model whose matrices have the type of that name, written when it is first asked for."""
        path = self._folder / f"random.{name}.gguf"
        if not path.exists():
            _write(self._vocabulary, path, GGMLQuantizationType[name])
        return path


def _write(vocabulary: list[tuple[str, Any, Any, Any]], target: Path, kind: GGMLQuantizationType) -> None:
    writer = GGUFWriter(target, arch="llama")
    for key, value, kind_of_value, of in vocabulary:
        writer.add_key_value(key, value, kind_of_value, of)
    writer.add_block_count(LAYERS)
    writer.add_context_length(2048)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(2 * WIDTH)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    random = np.random.default_rng(0)
    tokens = next(len(value) for key, value, _, _ in vocabulary if key == "tokenizer.ggml.tokens")
    shapes = {"token_embd": (tokens, WIDTH)}
    for layer in range(LAYERS):
        shapes |= {f"blk.{layer}.attn_{each}": (WIDTH, WIDTH) for each in ("q", "k", "v", "output")}
        shapes |= {f"blk.{layer}.ffn_{each}": (2 * WIDTH, WIDTH) for each in ("gate", "up")}
        shapes[f"blk.{layer}.ffn_down"] = (WIDTH, 2 * WIDTH)
        for each in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{each}.weight", np.ones(WIDTH, np.float32))
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    for name, (rows, columns) in shapes.items():
        writer.add_tensor(f"{name}.weight", _matrix(random, rows, columns, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _matrix(random: np.random.Generator, rows: int, columns: int, kind: GGMLQuantizationType) -> NDArray[np.generic]:
    if kind not in SCALES:
        return quantize(random.standard_normal((rows, columns), np.float32) / np.float32(columns**0.5), kind)
    length, size = GGML_QUANT_SIZES[kind]
    blocks = random.integers(0, 256, (rows, columns // length, size), np.uint8)
    for offset in SCALES[kind]:
        blocks[:, :, offset : offset + 2] = np.frombuffer(np.float16(0.002).tobytes(), np.uint8)
    return blocks.reshape(rows, -1)
