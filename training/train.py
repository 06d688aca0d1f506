"""Trains the adapter, resuming from an earlier run of the same configuration.

A checkpoint contains the adapter as saved by peft, the optimiser's state and the number of steps done.

    python -m training.train --examples build/examples/train.jsonl --out build/adapter
"""

import argparse
import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from peft import PeftModel

from diff_insight.llm.models.embedded import embedded_model
from training.adapter_gguf import read_adapter
from training.base_model import base_with_adapter
from training.batches import Batch, batches, read_examples
from training.low_rank import MergedAdapter
from training.settings import Settings, TrainingSettings, read_settings

_STATE = "training_state.pt"
_SHAPES = 32  # maximum number of batch lengths for which a layer is compiled


@dataclass
class Progress:
    """The progress of a training run: the optimiser and the number of steps done."""

    optimizer: torch.optim.Optimizer
    done: int


def train(
    model: PeftModel, work: list[Batch], settings: TrainingSettings, out: Path, progress: Progress, stop_at: float
) -> None:
    """Run the remaining steps, with a checkpoint every few minutes.

    Args:
        model: the base with its adapter.
        work: all batches of the training run, in order.
        settings: the configuration.
        out: the folder for checkpoints and a log with one JSON object per step.
        progress: the progress so far.
        stop_at: the time, in seconds since the epoch, after which no step is started.
    """
    adapter = MergedAdapter(model, quantised=settings.quantised)
    inner = model.base_model.model.model
    head = model.base_model.model.lm_head.weight
    if model.device.type == "cpu":  # compiling for each length takes longer than a GPU takes to train
        torch._dynamo.config.recompile_limit = _SHAPES
        for layer in inner.layers:
            layer.compile(dynamic=False)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    steps = [
        work[start : start + settings.batches_per_step] for start in range(0, len(work), settings.batches_per_step)
    ]
    saved = time.monotonic()
    with (out / "log.jsonl").open("a") as log:
        for number in range(progress.done, len(steps)):
            if time.time() > stop_at:
                break
            begun = time.monotonic()
            rate = settings.learning_rate * _schedule(number / len(steps), settings.warm_up)
            for group in progress.optimizer.param_groups:
                group["lr"] = rate
            adapter.merge()
            total = sum(float(batch.weights.sum()) for batch in steps[number])
            label_losses: list[torch.Tensor] = []
            title_losses: list[torch.Tensor] = []
            for batch in steps[number]:
                hidden = inner(batch.tokens.to(model.device), use_cache=False).last_hidden_state
                logits = torch.nn.functional.linear(hidden[batch.rows, batch.columns], head).float()
                losses = torch.nn.functional.cross_entropy(logits, batch.targets.to(model.device), reduction="none")
                weighted = losses * batch.weights.to(model.device)
                (weighted.sum() / total).backward()
                is_label = (batch.weights == settings.label_weight).to(model.device)
                label_losses.append(losses.detach()[is_label])
                title_losses.append(losses.detach()[~is_label])
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            progress.optimizer.step()
            progress.optimizer.zero_grad()
            progress.done = number + 1
            tokens = sum(batch.tokens.numel() for batch in steps[number])
            took = time.monotonic() - begun
            record = {
                "step": number + 1,
                "of": len(steps),
                "label_loss": _mean(label_losses),
                "title_loss": _mean(title_losses),
                "tokens_per_second": round(tokens / took),
            }
            log.write(json.dumps(record) + "\n")
            log.flush()
            if time.monotonic() - saved > 60 * settings.checkpoint_minutes:
                save(model, progress, out)
                saved = time.monotonic()
    save(model, progress, out)


def _mean(losses: Sequence[torch.Tensor]) -> float | None:
    """The mean of the losses of a step; None if there are none."""
    together = torch.cat(list(losses))
    return round(float(together.mean()), 4) if len(together) else None


def save(model: PeftModel, progress: Progress, out: Path) -> None:
    """Write a checkpoint: the adapter as saved by peft, and the state needed to resume."""
    model.save_pretrained(out)
    torch.save({"optimizer": progress.optimizer.state_dict(), "done": progress.done}, out / _STATE)


def _schedule(done: float, warm_up: float) -> float:
    """The factor of the learning rate: a linear warm-up, then a cosine decay to a twentieth."""
    if done < warm_up:
        return (done + 1e-3) / warm_up
    return 0.05 + 0.475 * (1 + math.cos(math.pi * (done - warm_up) / (1 - warm_up)))


def prepare(
    settings: Settings, out: Path, gguf: Path, begin_with: Path | None, precision: torch.dtype
) -> tuple[PeftModel, Progress]:
    """Load the checkpoint in the folder; if there is none, start from a new adapter, or from that of a GGUF."""
    torch.manual_seed(settings.training.seed)
    state = out / _STATE
    model = base_with_adapter(gguf, settings.adapter, out if state.exists() else None, precision)
    if begin_with and not state.exists():
        read_adapter(model, gguf, begin_with)
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=settings.training.learning_rate, betas=(0.9, 0.98), weight_decay=0.0)
    done = 0
    if state.exists():
        kept = torch.load(state, weights_only=True)
        optimizer.load_state_dict(kept["optimizer"])
        done = kept["done"]
    return model, Progress(optimizer, done)


def main() -> None:
    """Train until all examples have been seen or the time is up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--without", metavar="OWNER/NAME", nargs="*", default=[], help="repositories to leave out")
    parser.add_argument("--epochs", type=int, default=1, help="how often every example is seen")
    parser.add_argument("--settings", type=Path, default=Path("training/second.toml"))
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--base", type=Path, help="GGUF to train on; by default the embedded model")
    parser.add_argument(
        "--single-precision", action="store_true", help="for processors that multiply single precision faster"
    )
    parser.add_argument("--begin-with", type=Path, help="GGUF of an adapter to start from instead of a new one")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after this many; a later run resumes")
    arguments = parser.parse_args()
    settings = read_settings(arguments.settings)
    arguments.out.mkdir(parents=True, exist_ok=True)
    stop_at = time.time() + 60 * arguments.minutes
    base = arguments.base or embedded_model().path
    precision = torch.float32 if arguments.single_precision else torch.bfloat16
    model, progress = prepare(settings, arguments.out, base, arguments.begin_with, precision)
    read = [example for path in arguments.examples for example in read_examples(path)]
    examples = [example for example in read if example.group not in arguments.without]
    of = settings.training
    work = [
        batch
        for epoch in range(arguments.epochs)
        for batch in batches(examples, of.tokens_per_batch, of.label_weight, of.seed + epoch)
    ]
    train(model, work, of, arguments.out, progress, stop_at)


if __name__ == "__main__":
    main()
