import pytest

pytest.importorskip("torch", reason="the extra `train` is not installed")

import torch
from peft import LoraConfig, get_peft_model

from training.curves import truncate


class Layer(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.up = torch.nn.Linear(24, 40, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.up(x)


@pytest.mark.parametrize("rank", [1, 3, 8])
def test_of_an_adapter_the_strongest_directions_are_left(rank: int) -> None:
    torch.manual_seed(1)
    model = get_peft_model(Layer(), LoraConfig(r=8, target_modules=["up"]))
    layer = model.base_model.model.up
    a, b = layer.lora_A["default"].weight, layer.lora_B["default"].weight
    torch.nn.init.normal_(b)
    whole = (b @ a).detach()
    truncate(model, rank)
    left = (b @ a).detach()
    u, s, v = torch.linalg.svd(whole)
    torch.testing.assert_close(left, u[:, :rank] * s[:rank] @ v[:rank], atol=1e-4, rtol=1e-4)
