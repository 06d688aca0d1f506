"""Makes small GGUFs: a llama of one layer with random weights, and what can be wrong with one."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from gguf import GGUFWriter, PoolingType, TokenType

WIDTH = 32
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
)
CONTROL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def byte_tokens() -> list[str]:
    """GPT-2's letters for all bytes: printable ones stand for themselves, the others lie behind U+0100."""
    kept = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = iter(range(256))
    return [chr(byte) if byte in kept else chr(256 + next(others)) for byte in range(256)]


def write_model(
    path: Path,
    *,
    architecture: str = "llama",
    template: str | None = TEMPLATE,
    tokens: Sequence[str] | None = None,
    control: Sequence[str] = CONTROL,
    pooling: int = 0,
) -> Path:
    """Write a model that llama.cpp loads in a moment; it answers nonsense.

    Args:
        path: of the file.
        architecture: in llama.cpp's words.
        template: its chat template, None for none.
        tokens: its vocabulary before the control tokens; None for all bytes.
        control: its control tokens, of which the first ends a text and the last a turn; none for a vocabulary that
            cannot end.
        pooling: how vectors of a text are made of those of its tokens; 0 for a model that writes.
    """
    vocabulary = [*(byte_tokens() if tokens is None else tokens), *control]
    kinds = [TokenType.NORMAL] * (len(vocabulary) - len(control)) + [TokenType.CONTROL] * len(control)
    writer = GGUFWriter(path, arch=architecture)
    writer.add_context_length(8192)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(WIDTH)
    writer.add_head_count(1)
    writer.add_head_count_kv(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_layer_norm_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH)
    writer.add_vocab_size(len(vocabulary))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(vocabulary)
    writer.add_token_types(kinds)
    writer.add_token_merges(["! !"])
    if control:
        writer.add_bos_token_id(len(vocabulary) - len(control))
        writer.add_eos_token_id(len(vocabulary) - 1)
    if pooling:
        writer.add_pooling_type(PoolingType(pooling))
    if template is not None:
        writer.add_chat_template(template)
    random = np.random.default_rng(1)

    def tensor(name: str, *shape: int) -> None:
        writer.add_tensor(name, random.standard_normal(shape).astype(np.float32))

    tensor("token_embd.weight", len(vocabulary), WIDTH)
    tensor("output_norm.weight", WIDTH)
    for name in ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"):
        tensor(f"blk.0.{name}.weight", WIDTH, WIDTH)
    for name in ("attn_norm", "ffn_norm"):
        tensor(f"blk.0.{name}.weight", WIDTH)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
