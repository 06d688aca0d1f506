"""What a GGUF was trained to answer, as it says itself in its metadata."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from diff_insight.llm.protocol.question import UNSCALED, Scaling

METADATA_KEY = "diff_insight.trained"
"""The key of a GGUF's metadata, of an adapter or a model, under which a `Trained` stands as JSON."""


class Calibration(BaseModel):
    """What makes the logits of types mean what they say, for one kind of change.

    Attributes:
        temperature: what they are divided by.
        biases: by the file's status, what is added to them then, in the order of the labels; nothing where the status
            is not named.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    temperature: float = Field(gt=0)
    biases: Mapping[str, tuple[float, ...]]


class Trained(BaseModel):
    """The task a model was trained for.

    Attributes:
        labels: the names of the types it knows.
        titles: by kind of change, the languages it writes titles in; elsewhere it only chooses types.
        calibrations: by kind of change; the logits of others are taken as they are.
        base_sha256: of the GGUF it was trained on.
        adapter_sha256: of the adapter that was merged into this model; None in the adapter itself.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    labels: tuple[str, ...] = Field(min_length=2)
    titles: Mapping[str, tuple[str, ...]]
    calibrations: Mapping[str, Calibration] = {}
    base_sha256: str
    adapter_sha256: str | None = None

    def suits(self, labels: Sequence[str]) -> bool:
        """Whether these are the types it knows, in whatever order."""
        return set(labels) == set(self.labels)

    def scaling(self, kind: str, status: str) -> Scaling:
        """How the logits of types are scaled for a kind of change and what happened to the file."""
        calibration = self.calibrations.get(kind)
        if calibration is None:
            return UNSCALED
        biases = zip(self.labels, calibration.biases.get(status, ()), strict=False)
        return Scaling(calibration.temperature, tuple(biases))
