import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `train` is not installed")

import torch
from gguf import GGMLQuantizationType
from gguf.quants import dequantize, quantize
from peft import LoraConfig, get_peft_model

from training.low_rank import MergedAdapter, as_q4_0


class Layers(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.up = torch.nn.Linear(64, 96)
        self.down = torch.nn.Linear(96, 64, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.down(torch.relu(self.up(x)))


def test_rounding_is_that_of_q4_0() -> None:
    weights = np.random.default_rng(1).normal(size=(64, 128)).astype(np.float32)
    weights[0, :32] = 0
    expected = dequantize(quantize(weights, GGMLQuantizationType.Q4_0), GGMLQuantizationType.Q4_0)
    np.testing.assert_array_equal(as_q4_0(torch.from_numpy(weights)).numpy(), expected)


def test_merged_and_separate_adapters_give_the_same_result_and_the_same_gradients() -> None:
    torch.manual_seed(3)
    model = get_peft_model(Layers(), LoraConfig(r=4, lora_alpha=8, target_modules=["up", "down"]))
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.1)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    x = torch.randn(5, 7, 64)

    def gradients() -> list[torch.Tensor]:
        model.zero_grad()
        model(x).square().sum().backward()
        return [parameter.grad.clone() for parameter in trained]

    separate, expected = model(x).detach(), gradients()
    adapter = MergedAdapter(model, quantised=False)
    adapter.merge()
    torch.testing.assert_close(model(x), separate)
    for merged, own in zip(gradients(), expected, strict=True):
        torch.testing.assert_close(merged, own, rtol=1e-3, atol=1e-3)


def test_merging_again_begins_with_the_weights_of_the_base() -> None:
    model = get_peft_model(Layers(), LoraConfig(r=4, target_modules=["up", "down"], init_lora_weights=False))
    adapter = MergedAdapter(model, quantised=False)
    x = torch.randn(5, 64)
    adapter.merge()
    once = model(x)
    adapter.merge()
    torch.testing.assert_close(model(x), once, rtol=0, atol=0)
