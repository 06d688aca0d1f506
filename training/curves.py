"""Shows how the accuracy of types depends on training tokens, rank, digest length and quantisation.

    python -m training.curves --dev DEV.jsonl.gz CODE.jsonl.gz --adapter build/adapter --calibration CALIBRATION.json \
        [--earlier CHECKPOINT ...] [--ranks 4 8 16] [--digests 112 448] [--sample 400]

Types come from the logits of PyTorch, which differ from those of llama.cpp in the last bits; no titles are written.
"""

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch
from peft import PeftModel
from peft.tuners.lora import Linear as LoraLinear
from pydantic import TypeAdapter

from diff_insight.evaluation.rows import LabelledChange, labelled_changes
from diff_insight.evaluation.scores import type_scores
from diff_insight.llm.gguf.task import Calibration
from diff_insight.llm.models.embedded import embedded_model
from diff_insight.llm.prompt.tokenizer import Tokenizer
from training.base_model import base_with_adapter
from training.calibrate import Calibrations, label_tokens, predictions, scaled
from training.example import Example
from training.examples import Examples
from training.logits import label_logits
from training.low_rank import ADAPTER, MergedAdapter
from training.settings import read_settings

_SEED = 1


@torch.no_grad()
def truncate(model: PeftModel, rank: int) -> None:
    """Replace every layer's adapter by its best approximation of a lower rank (Eckart and Young, 1936)."""
    for layer in (module for module in model.modules() if isinstance(module, LoraLinear)):
        a, b = layer.lora_A[ADAPTER].weight, layer.lora_B[ADAPTER].weight
        of_b, triangle_b = torch.linalg.qr(b)
        of_a, triangle_a = torch.linalg.qr(a.t())
        left, strengths, right = torch.linalg.svd(triangle_b @ triangle_a.t())
        strengths[rank:] = 0
        b.copy_(of_b @ left * strengths)
        a.copy_(right @ of_a.t())


def asked(
    changes: Mapping[str, Sequence[LabelledChange]], labels: Sequence[str], make: Examples
) -> dict[str, list[Example]]:
    """The questions for each file of changes; changes of code also with their authors' words."""
    made: dict[str, list[Example]] = {}
    for name, of_file in changes.items():
        for with_subject in (False, True) if of_file[0].subject else (False,):
            way = f"{name}, with words" if with_subject else name
            made[way] = [
                make.example(change.evidence(with_subject=with_subject), "en", change.said["en"].type, None)
                for change in of_file
                if "en" in change.said and change.said["en"].type in labels
            ]
    return made


class _Curves:
    """Computes the rows of the table."""

    def __init__(
        self,
        base: Path,
        settings: Path,
        labels: Sequence[str],
        calibrations: Calibrations,
        precision: torch.dtype = torch.bfloat16,
    ) -> None:
        self._base = base
        self._precision = precision
        self._settings = read_settings(settings)
        self._labels = labels
        self._calibrations = calibrations
        self._tokens = label_tokens(base, labels)

    def row(
        self,
        way: str,
        adapter: Path,
        asked: Mapping[str, list[Example]],
        *,
        rank: int | None = None,
        quantised: bool = True,
    ) -> Iterator[str]:
        model = base_with_adapter(self._base, self._settings.adapter, adapter, self._precision)
        if rank:
            truncate(model, rank)
        MergedAdapter(model, quantised=quantised).merge()
        for name, examples in asked.items():
            logits = scaled(label_logits(model, examples, self._tokens), examples, self._calibrations, self._labels)
            scores = type_scores(self._labels, predictions(logits, examples, self._labels))
            error = f"{scores.calibration_error:.3f}"
            yield f"| {way} | {name} | {scores.number} | {scores.accuracy} | {scores.macro_f1} | {error} |"


def main() -> None:
    """Print the table, row by row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", type=Path, nargs="+", required=True)
    parser.add_argument("--settings", type=Path, default=Path("training/second.toml"))
    parser.add_argument("--base", type=Path, help="GGUF it was trained on; by default the embedded model")
    parser.add_argument("--adapter", type=Path, required=True, help="folder written by `training.train`")
    parser.add_argument("--calibration", type=Path, help="file written by `training.calibrate`; default: none")
    parser.add_argument("--earlier", type=Path, nargs="*", default=[], help="earlier checkpoints to compare")
    parser.add_argument("--ranks", type=int, nargs="*", default=[])
    parser.add_argument("--digests", type=int, nargs="*", default=[], help="digest lengths in tokens to compare")
    parser.add_argument(
        "--single-precision", action="store_true", help="for processors that multiply single precision faster"
    )
    parser.add_argument("--unquantised", action="store_true", help="also compare the weights before Q4_0 quantisation")
    parser.add_argument("--sample", type=int, default=0, help="number of changes per file; 0 for all")
    arguments = parser.parse_args()
    settings = read_settings(arguments.settings)
    labels, digest = settings.examples.labels, settings.examples.digest_tokens
    read = TypeAdapter(Mapping[str, Calibration]).validate_json
    base = arguments.base or embedded_model().path
    calibrations = read(arguments.calibration.read_bytes()) if arguments.calibration else {}
    precision = torch.float32 if arguments.single_precision else torch.bfloat16
    curves = _Curves(base, arguments.settings, labels, calibrations, precision)
    changes = {path.name.partition(".")[0]: _sampled(path, arguments.sample) for path in arguments.dev}
    print("| way | changes | number | accuracy | macro-F1 | calibration error |\n|---|---|---|---|---|---|")
    with Tokenizer(base) as tokenizer:
        usual = asked(changes, labels, Examples(tokenizer, digest))
        ways = [
            curves.row(f"rank {settings.adapter.rank}, {digest} tokens", arguments.adapter, usual),
            *(curves.row(f"checkpoint {path.name}", path, usual) for path in arguments.earlier),
            *(curves.row(f"rank {rank}", arguments.adapter, usual, rank=rank) for rank in arguments.ranks),
            *(
                curves.row(f"{tokens} tokens", arguments.adapter, asked(changes, labels, Examples(tokenizer, tokens)))
                for tokens in arguments.digests
            ),
        ]
        if arguments.unquantised:
            ways.append(curves.row("not quantised", arguments.adapter, usual, quantised=False))
        for way in ways:
            for row in way:
                print(row, flush=True)


def _sampled(path: Path, number: int) -> list[LabelledChange]:
    changes = [change for change in labelled_changes(path) if "en" in change.said]
    if 0 < number < len(changes):
        return random.Random(_SEED).sample(changes, number)  # noqa: S311 - a fixed sample
    return changes


if __name__ == "__main__":
    main()
