"""The configuration of a training run: examples, adapter and steps."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from diff_insight.insight.questions.content_kinds import Kind
from diff_insight.insight.questions.question_kinds import QUESTIONS, PromptMode
from diff_insight.insight.questions.topic_questions import TopicQuestion
from diff_insight.llm.gguf.task import TopicCalibration

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
    """Which changes of source code become examples, how often, and how often with the author's words."""

    most: dict[str, int]
    copies: dict[str, float]
    copies_of_origins: dict[str, float] = {}
    subject_shares: dict[SubjectKind, float]
    language_shares: dict[str, float]


class ExampleSettings(_Part):
    """How labelled changes become examples.

    Attributes:
        seed: random seed of all sampling.
        held_out: origins (months of documents, repositories), with the date from which their changes are held out.
        labels: the types.
        titles: languages in which titles are learnt; in others, examples end with their type.
        sentences: maximum sentences of an explanation learnt after a title; 0 for none. If positive, only changes that
            have such sentences become examples.
        digest_tokens: maximum tokens of what an example shows of the change.
        documents: sampling of documents.
        code: sampling of source code.
    """

    seed: int
    held_out: dict[str, str]
    labels: tuple[str, ...]
    titles: tuple[str, ...]
    sentences: int = 0
    digest_tokens: int = QUESTIONS[PromptMode.TRAINED].input_tokens
    documents: DocumentSettings
    code: CodeSettings


class AdapterSettings(_Part):
    """The adapter.

    Attributes:
        rank: rank of the two matrices of a layer.
        alpha: their product is scaled by alpha / rank.
        titles: by kind of change, the languages in which the adapter's titles are good enough to be shown.
        topics: the questions about topics that it was trained for, with their calibrations.
    """

    rank: int
    alpha: int
    titles: dict[Kind, tuple[str, ...]]
    topics: dict[TopicQuestion, TopicCalibration] = {}


class TrainingSettings(_Part):
    """How the adapter is trained."""

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
        undone: by kind of change, the fraction (0 to 1) of the oversampling of types that is corrected; a lower value
            gives rare types higher recall but lower precision.
        least_temperature: by kind of change, the minimum temperature.
    """

    undone: dict[Kind, float] = {}
    least_temperature: dict[Kind, float] = {}


class Settings(_Part):
    """The contents of a settings file."""

    examples: ExampleSettings
    adapter: AdapterSettings
    calibration: CalibrationSettings = CalibrationSettings()
    training: TrainingSettings


def read_settings(path: Path) -> Settings:
    """Read a settings file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not valid TOML, or does not match the settings.
    """
    return Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
