"""What a GGUF was trained to answer, as it says itself in its metadata."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

METADATA_KEY = "diff_insight.trained"
"""The key of a GGUF's metadata, of an adapter or a model, under which a `Trained` stands as JSON."""


class Trained(BaseModel):
    """The task a model was trained for.

    Attributes:
        labels: the names of the types it knows.
        languages: those it writes titles in; in others it only chooses types.
        temperature: what the logits of a type are divided by, so that its probability means what it says.
        base_sha256: of the GGUF it was trained on.
        adapter_sha256: of the adapter that was merged into this model; None in the adapter itself.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    labels: tuple[str, ...] = Field(min_length=2)
    languages: tuple[str, ...]
    temperature: float = Field(gt=0)
    base_sha256: str
    adapter_sha256: str | None = None

    def suits(self, labels: Sequence[str]) -> bool:
        """Whether these are the types it knows, in whatever order."""
        return set(labels) == set(self.labels)
