"""The recorded configuration of a training: which examples, which adapter, which steps."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from diff_insight.insight.questions.content_kinds import Kind

SubjectKind = Literal["none", "plain", "prefixed"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DocumentSettings(_Part):
    """Which changes of documents become examples, and how often; see first.toml."""

    common: str
    common_examples: int
    edited_rare_copies: int
    language_shares: dict[str, float]


class CodeSettings(_Part):
    """Which changes of source code become examples, how often, and with how much of the author's words."""

    most: dict[str, int]
    copies: dict[str, float]
    copies_of_origins: dict[str, float] = {}
    subject_shares: dict[SubjectKind, float]
    language_shares: dict[str, float]


class ExampleSettings(_Part):
    """How labelled changes become examples.

    Attributes:
        seed: of every choice by chance.
        held_out: months of documents and repositories, with the date from which on their changes are not trained on.
        labels: the types.
        titles: languages in which titles are learnt; in others examples end with their type.
        sentences: of an explanation that are learnt behind a title, at most; only changes that have some become
            examples then.
        documents: which documents.
        code: which source code.
    """

    seed: int
    held_out: dict[str, str]
    labels: tuple[str, ...]
    titles: tuple[str, ...]
    sentences: int = 0
    documents: DocumentSettings
    code: CodeSettings


class AdapterSettings(_Part):
    """The adapter.

    Attributes:
        rank: of the two matrices of a layer.
        alpha: divided by the rank, what their product is scaled by.
        titles: by kind of change, the languages in which its titles are good enough to be shown.
    """

    rank: int
    alpha: int
    titles: dict[Kind, tuple[str, ...]]


class TrainingSettings(_Part):
    """How it is trained."""

    seed: int
    tokens_per_batch: int
    batches_per_step: int
    learning_rate: float
    warm_up: float
    label_weight: float
    quantised: bool
    checkpoint_minutes: float


class CalibrationSettings(_Part):
    """How logits are calibrated.

    Attributes:
        undone: by kind of change, the share of the difference between how often types were chosen and how often they
            occur that is undone, 0 to 1; with less, rare types are found more often, and called so wrongly more often.
        least_temperature: by kind of change, what the temperature is at least.
    """

    undone: dict[Kind, float] = {}
    least_temperature: dict[Kind, float] = {}


class Settings(_Part):
    """All of a file of settings."""

    examples: ExampleSettings
    adapter: AdapterSettings
    calibration: CalibrationSettings = CalibrationSettings()
    training: TrainingSettings


def read_settings(path: Path) -> Settings:
    """The configuration of a file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no TOML, or holds other keys than these.
    """
    return Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
