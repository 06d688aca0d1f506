"""The task a GGUF was trained for, as recorded in its metadata."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from diff_insight.llm.protocol.question import UNSCALED, Scaling

METADATA_KEY = "diff_insight.trained"
"""The metadata key, in the GGUF of an adapter or a model, that holds a `Trained` as JSON."""


class Calibration(BaseModel):
    """Calibrates the logits of change types, for one kind of change.

    Attributes:
        temperature: divisor of the logits.
        biases: by file status, what is then added to the logits, in the order of the labels; nothing for a status not
            listed.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    temperature: float = Field(gt=0)
    biases: Mapping[str, tuple[float, ...]]


class TopicCalibration(BaseModel):
    """Calibrates the choices of one question about topics.

    Attributes:
        temperature: divisor of the logits.
        share: the factor by which the log-odds of the first answer are added to what rules and words weigh; 0 if the
            answer is taken as it is.
        offset: what is added then.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    temperature: float = Field(gt=0)
    share: float = 0.0
    offset: float = 0.0


class Trained(BaseModel):
    """The task a model was trained for.

    Attributes:
        labels: names of the change types it knows.
        titles: by kind of change, the languages it writes titles in; elsewhere it only chooses types.
        calibrations: by kind of change; the logits of other kinds are used unchanged.
        topics: by question about topics; it is not asked others.
        base_sha256: SHA-256 of the GGUF it was trained on.
        adapter_sha256: SHA-256 of the adapter merged into this model; None in the adapter itself.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    labels: tuple[str, ...] = Field(min_length=2)
    titles: Mapping[str, tuple[str, ...]]
    calibrations: Mapping[str, Calibration] = {}
    topics: Mapping[str, TopicCalibration] = {}
    base_sha256: str
    adapter_sha256: str | None = None

    def suits(self, labels: Sequence[str]) -> bool:
        """Whether these are the types it knows, in any order."""
        return set(labels) == set(self.labels)

    def scaling(self, kind: str, status: str) -> Scaling:
        """How the logits of change types are scaled, for a kind of change and a file status."""
        calibration = self.calibrations.get(kind)
        if calibration is None:
            return UNSCALED
        biases = zip(self.labels, calibration.biases.get(status, ()), strict=False)
        return Scaling(calibration.temperature, tuple(biases))

    def topic_scaling(self, question: str) -> Scaling:
        """How the logits of the answers to a question about topics are scaled."""
        return Scaling(self.topics[question].temperature) if question in self.topics else UNSCALED
