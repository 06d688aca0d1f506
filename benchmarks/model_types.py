"""Measures which types a model that was not trained for them would choose, by itself and beside evidence.

    python benchmarks/model_types.py GGUF ROWS [--sample 300]

ROWS are labelled changes of source code, in the form that `diff-insight evaluate` reads. All breaking changes are in
the sample, and the others count for those left out. "Calibrated" takes off the logits that the model gives when it is
shown no change at all (contextual calibration; Zhao et al., 2021). Beside evidence, rules decide first, and where none
does, the log-odds of the estimate and a share of the model's are added; breaking changes are then told by rules alone.
"""

import argparse
import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diff_insight.evaluation.rows import LabelledChange, labelled_changes
from diff_insight.evidence.gather import FileEvidence
from diff_insight.insight.change_types import DEFAULT_TYPES, type_by_rule
from diff_insight.insight.questions.file_text import file_tokens
from diff_insight.insight.questions.prompts import load_prompts
from diff_insight.insight.questions.question_kinds import QUESTIONS, PromptMode
from diff_insight.insight.type_estimate import with_estimate
from diff_insight.insight.type_of_file import type_of_file
from diff_insight.llm.prompt.frame import frame
from diff_insight.llm.prompt.tokenizer import Tokenizer
from diff_insight.llm.protocol.question import UNSCALED
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker.context import BLOCK, Block, Context
from diff_insight.llm.worker.weights import Weights

MODE = PromptMode.BY_EXAMPLE
NAMES = tuple(each.name for each in DEFAULT_TYPES)
BREAKING = "breaking change"
OPENING = '{"modification_type":"'
SHARES = (0.3, 0.5)
"""The model's part of the sum of log-odds."""

Logits = Mapping[str, float]


@dataclass(frozen=True)
class Asked:
    """A change, for how many it counts, and the model's logits for the types."""

    file: FileEvidence
    truth: str
    weight: float
    logits: Logits


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--sample", type=int, default=300)
    arguments = parser.parse_args()
    beside = [f"estimate and {share} of the {what}" for share in SHARES for what in ("model", "calibrated model")]
    print("| " + " | ".join(["changes", "model alone", "calibrated", "`--no-model`", *beside]) + " |")
    print("|" + "---|" * (4 + len(beside)))
    sample = sampled([each for each in labelled_changes(arguments.rows) if "en" in each.said], arguments.sample)
    for with_words in (True, False):
        neutral, asked = ask(arguments.model, sample, with_words=with_words)
        print("| " + " | ".join(["with words" if with_words else "without words", *cells(neutral, asked)]) + " |")


def sampled(changes: Sequence[LabelledChange], size: int) -> list[tuple[LabelledChange, float]]:
    """All breaking changes and some others, each with the number of changes that it counts for."""
    breaking = [each for each in changes if each.said["en"].type == BREAKING]
    others = [each for each in changes if each.said["en"].type != BREAKING]
    chosen = random.Random(1).sample(others, min(len(others), size - len(breaking)))  # noqa: S311 - no secret
    return [(each, 1.0) for each in breaking] + [(each, len(others) / len(chosen)) for each in chosen]


def ask(path: Path, sample: Sequence[tuple[LabelledChange, float]], *, with_words: bool) -> tuple[Logits, list[Asked]]:
    """The logits for a question that shows no change, and for each change of the sample."""
    settings = ModelSettings(path, gpu_layers=0)
    messages = load_prompts(None).file_messages(MODE, DEFAULT_TYPES, "en")
    with Weights(settings) as weights, Tokenizer(path) as tokenizer:
        os.environ.update(weights.kernels.environment)  # as in the worker process

        def tokenize(text: str) -> tuple[int, ...]:
            return tokenizer.tokenize(text, special=False)

        around = frame(tokenizer, messages)
        end = around.after + tokenize(OPENING)
        first = {name: tokenize(name)[0] for name in NAMES}
        if len(set(first.values())) < len(NAMES):
            raise SystemExit("two types begin with the same token")
        room = QUESTIONS[MODE].input_tokens
        cells = len(around.before) + room + len(end)
        with Context(weights, sequences=1, cells=cells, outputs=1) as context:
            decode(context, around.before, 0)

            def logits(tokens: tuple[int, ...]) -> Logits:
                context.truncate(0, len(around.before))
                row = decode(context, tokens + end, len(around.before))
                return {name: float(row[token]) for name, token in first.items()}

            asked = []
            for change, weight in sample:
                file = change.evidence(with_subject=with_words)
                said = logits(file_tokens(MODE, file, tokenize, room))
                asked.append(Asked(file, change.said["en"].type, weight, said))
            return logits(()), asked


def decode(context: Context, tokens: tuple[int, ...], position: int) -> NDArray[np.float32]:
    """The logits after the last of the tokens, which are decoded from a position on."""
    last = np.zeros(0, np.float32)
    for start in range(0, len(tokens), BLOCK):
        block = tokens[start : start + BLOCK]
        last = context.decode([Block(0, position + start, block, outputs=1)])[0]
    return last


def cells(neutral: Logits, asked: Sequence[Asked]) -> list[str]:
    """Accuracy and macro-F1 of each way to choose."""
    none = dict.fromkeys(NAMES, 0.0)
    ways = [
        [best(minus(each.logits, none)) for each in asked],
        [best(minus(each.logits, neutral)) for each in asked],
        [type_of_file(DEFAULT_TYPES, each.file).name for each in asked],
        *([beside(each, off, share) for each in asked] for share in SHARES for off in (none, neutral)),
    ]
    return [scores([(each.truth, said, each.weight) for each, said in zip(asked, way, strict=True)]) for way in ways]


def beside(asked: Asked, off: Logits, share: float) -> str:
    """The type by rule, or else by the estimate and a share of the model's logits."""
    if by_rule := type_by_rule(DEFAULT_TYPES, asked.file):
        return by_rule.name
    half = dict(with_estimate(UNSCALED, asked.file).biases)  # half of its log-odds
    said = minus(asked.logits, off)
    return best({name: 2 * half.get(name, 0.0) + share * said[name] for name in NAMES if name != BREAKING})


def minus(logits: Logits, off: Logits) -> Logits:
    """The logits less others."""
    return {name: value - off[name] for name, value in logits.items()}


def best(scores: Logits) -> str:
    """The name with the highest score."""
    return max(scores, key=lambda name: scores[name])


def scores(judged: Sequence[tuple[str, str, float]]) -> str:
    """Weighted accuracy and macro-F1 of pairs of a true and a chosen type."""
    right = sum(weight for truth, said, weight in judged if truth == said)
    f1 = []
    for name in {truth for truth, _, _ in judged}:
        true = sum(weight for truth, _, weight in judged if truth == name)
        said = sum(weight for _, chosen, weight in judged if chosen == name)
        both = sum(weight for truth, chosen, weight in judged if truth == chosen == name)
        f1.append(2 * both / (true + said))
    return f"{right / sum(weight for _, _, weight in judged):.3f}, {sum(f1) / len(f1):.3f}"


if __name__ == "__main__":
    main()
