"""Loads a model's weights from its GGUF into PyTorch, without network access."""

from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

from training.settings import AdapterSettings

LINEAR = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def base_with_adapter(
    gguf: Path, settings: AdapterSettings, adapter: Path | None, precision: torch.dtype = torch.bfloat16
) -> PeftModel:
    """The dequantised base with a low-rank adapter on every linear layer; the adapter is in single precision.

    Args:
        gguf: the base model.
        settings: the shape of a new adapter.
        adapter: a folder written by peft, to continue from; None for a new adapter.
        precision: that of the base.
    """
    base = AutoModelForCausalLM.from_pretrained(
        gguf.parent,
        gguf_file=gguf.name,
        dtype=torch.float32,
        attn_implementation="sdpa" if torch.cuda.is_available() else "eager",
    ).to(precision)
    base.config.use_cache = False
    if adapter:
        model = PeftModel.from_pretrained(base, adapter, is_trainable=True)
    else:
        shape = LoraConfig(r=settings.rank, lora_alpha=settings.alpha, target_modules=list(LINEAR))
        model = get_peft_model(base, shape)
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()
    return model
