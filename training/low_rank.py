"""Runs a LoRA adapter merged into its base: one matrix product per layer instead of three, as in inference."""

from collections.abc import Callable
from typing import Any

import torch
from peft.tuners.lora import Linear as LoraLinear

ADAPTER = "default"
_BLOCK = 32  # weights that share a scale in Q4_0


class _MergedProduct(torch.autograd.Function):
    """x W' + c with W' = W + s B A; computes gradients of x, A and B without a full gradient of W'."""

    @staticmethod
    def forward(
        ctx: Any, x: torch.Tensor, merged: torch.Tensor, bias: torch.Tensor | None, a: torch.Tensor, b: torch.Tensor
    ) -> torch.Tensor:
        ctx.save_for_backward(x, merged, a, b)
        return torch.nn.functional.linear(x, merged, bias)

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        x, merged, a, b = ctx.saved_tensors
        flat_x, flat = x.reshape(-1, x.shape[-1]), gradient.reshape(-1, gradient.shape[-1])
        of_a = (flat @ b).t() @ flat_x
        of_b = flat.t() @ (flat_x @ a.t())
        return (flat @ merged).view(x.shape), None, None, of_a, of_b


class MergedAdapter:
    """Replaces the forward pass of every LoRA layer of a model; call `merge` after every update of the adapter.

    Args:
        model: a peft model with LoRA layers of the adapter "default".
        quantised: whether merged weights are rounded as in Q4_0; gradients ignore the rounding (the straight-through
            estimator of Bengio et al., 2013).
    """

    def __init__(self, model: torch.nn.Module, *, quantised: bool) -> None:
        self._layers = [module for module in model.modules() if isinstance(module, LoraLinear)]
        self._merged = [layer.base_layer.weight.detach() for layer in self._layers]
        self._bases = [merged.to(torch.float32, copy=True) for merged in self._merged]
        self._rounded = torch.compile(as_q4_0, dynamic=False) if quantised else torch.nn.Identity()
        for layer, merged in zip(self._layers, self._merged, strict=True):
            layer.forward = _forward(layer, merged)

    @torch.no_grad()
    def merge(self) -> None:
        """Bring the merged weights up to date."""
        for layer, base, merged in zip(self._layers, self._bases, self._merged, strict=True):
            a, b = layer.lora_A[ADAPTER].weight, layer.lora_B[ADAPTER].weight
            merged.copy_(self._rounded(base + layer.scaling[ADAPTER] * (b @ a)))


def _forward(layer: LoraLinear, merged: torch.Tensor) -> Callable[[torch.Tensor], torch.Tensor]:
    scale, bias = layer.scaling[ADAPTER], layer.base_layer.bias

    def forward(x: torch.Tensor) -> torch.Tensor:
        a, b = layer.lora_A[ADAPTER].weight, layer.lora_B[ADAPTER].weight
        return _MergedProduct.apply(x, merged, bias, a.to(x.dtype), (scale * b).to(x.dtype))

    return forward


def as_q4_0(weights: torch.Tensor) -> torch.Tensor:
    """Weights rounded to values representable in Q4_0: 4 bits each, with a half-precision scale per 32 in a row."""
    blocks = weights.reshape(-1, _BLOCK)
    most, least = blocks.amax(1, keepdim=True), blocks.amin(1, keepdim=True)
    scale = torch.where(most > -least, most, least) / -8
    inverse = torch.where(scale == 0, 0, 1 / scale)
    levels = torch.clamp(torch.floor(blocks * inverse + 8.5), 0, 15) - 8
    return (levels * scale.half().float()).reshape(weights.shape)
