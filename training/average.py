"""Averages an adapter with the one that its training began with, which keeps what the earlier one knew better.

The mean of the weights before and after further training is often better than both on changes unlike those of the
training (Wortsman et al., Robust fine-tuning of zero-shot models, CVPR 2022).

    python -m training.average build/third --begun-with build/second.gguf --out build/averaged
"""

import argparse
from pathlib import Path

import torch
from peft import PeftModel

from diff_insight.llm.models.embedded import embedded_model
from training.adapter_gguf import read_adapter
from training.base_model import base_with_adapter
from training.settings import read_settings


@torch.no_grad()
def average(model: PeftModel, other: PeftModel, share: float) -> None:
    """Set the adapter of a model to the weighted mean of its low-rank factors and those of another of the same shape.

    Args:
        model: is changed.
        other: is not.
        share: the weight of the other, 0 to 1.
    """
    factors = dict(other.named_parameters())
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            parameter.copy_((1 - share) * parameter + share * factors[name])


def main() -> None:
    """Write the mean of two adapters, in the form that peft saves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder written by `training.train`")
    parser.add_argument("--begun-with", type=Path, required=True, help="GGUF of the adapter that it began with")
    parser.add_argument("--share", type=float, default=0.5, help="weight of that adapter, 0 to 1")
    parser.add_argument("--settings", type=Path, default=Path("training/third.toml"))
    parser.add_argument("--base", type=Path, help="GGUF they were trained on; by default the embedded model")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    settings = read_settings(arguments.settings).adapter
    base = arguments.base or embedded_model().path
    trained = base_with_adapter(base, settings, arguments.folder)
    before = base_with_adapter(base, settings, None)
    read_adapter(before, base, arguments.begun_with)
    average(trained, before, arguments.share)
    trained.save_pretrained(arguments.out)


if __name__ == "__main__":
    main()
