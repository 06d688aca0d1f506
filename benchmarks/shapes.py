"""Makes GGUFs with the shapes of known models and random weights: realistic in speed, meaningless in output."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
from numpy.typing import NDArray

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


@dataclass(frozen=True)
class Shape:
    """The sizes of a model of the Qwen2 architecture with tied embeddings."""

    name: str
    layers: int
    width: int
    hidden: int
    heads: int
    kv_heads: int


# Sizes from the models' published config.json.
SHAPES = (
    Shape("Qwen2.5-0.5B", layers=24, width=896, hidden=4864, heads=14, kv_heads=2),
    Shape("Qwen2.5-1.5B", layers=28, width=1536, hidden=8960, heads=12, kv_heads=2),
)


def write_model(shape: Shape, vocabulary: Path, target: Path) -> None:
    """Write a Q4_0 GGUF with the tokenizer of a vocabulary-only GGUF; its embeddings are Q8_0."""
    reader = GGUFReader(vocabulary)
    writer = GGUFWriter(target, arch="qwen2")
    for key, field in reader.fields.items():
        if key.startswith("tokenizer.") and key != "tokenizer.chat_template":
            of = field.types[-1] if field.types[0] == GGUFValueType.ARRAY else None
            writer.add_key_value(key, field.contents(), field.types[0], of)
    tokens = reader.fields["tokenizer.ggml.tokens"]
    writer.add_chat_template(CHATML)
    writer.add_name(shape.name)
    writer.add_block_count(shape.layers)
    writer.add_context_length(32768)
    writer.add_embedding_length(shape.width)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_rope_freq_base(1_000_000.0)
    writer.add_layer_norm_rms_eps(1e-6)
    random = np.random.default_rng(0)
    kv_width = shape.width // shape.heads * shape.kv_heads

    def matrix(name: str, rows: int, columns: int) -> None:
        writer.add_tensor(name, _q4_0(random, rows, columns), raw_dtype=GGMLQuantizationType.Q4_0)

    def vector(name: str, length: int, value: float) -> None:
        writer.add_tensor(name, np.full(length, value, np.float32))

    embeddings = _q8_0(random, len(tokens.data), shape.width)
    writer.add_tensor("token_embd.weight", embeddings, raw_dtype=GGMLQuantizationType.Q8_0)
    vector("output_norm.weight", shape.width, 1)
    for layer in range(shape.layers):
        block = f"blk.{layer}."
        vector(block + "attn_norm.weight", shape.width, 1)
        vector(block + "ffn_norm.weight", shape.width, 1)
        for name, width in (("attn_q", shape.width), ("attn_k", kv_width), ("attn_v", kv_width)):
            matrix(f"{block}{name}.weight", width, shape.width)
            vector(f"{block}{name}.bias", width, 0)
        matrix(block + "attn_output.weight", shape.width, shape.width)
        matrix(block + "ffn_gate.weight", shape.hidden, shape.width)
        matrix(block + "ffn_up.weight", shape.hidden, shape.width)
        matrix(block + "ffn_down.weight", shape.width, shape.hidden)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _q4_0(random: np.random.Generator, rows: int, columns: int) -> NDArray[np.uint8]:
    """Blocks of 32 numbers: a 16-bit scale, then 4 bits each for values from -8 to 7."""
    return _blocks(random, rows, columns // 32, scale=0.3 / columns**0.5, width=16)


def _q8_0(random: np.random.Generator, rows: int, columns: int) -> NDArray[np.uint8]:
    """Blocks of 32 numbers: a 16-bit scale, then 8 bits each."""
    return _blocks(random, rows, columns // 32, scale=0.02 / columns**0.5, width=32)


def _blocks(random: np.random.Generator, rows: int, blocks: int, *, scale: float, width: int) -> NDArray[np.uint8]:
    scales = np.full((rows, blocks, 1), scale, np.float16).view(np.uint8)
    numbers = random.integers(0, 256, (rows, blocks, width), np.uint8)
    return np.concatenate([scales, numbers], axis=-1).reshape(rows, -1)
