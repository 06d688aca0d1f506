"""What a model was found to write in each language when it was added."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

_LEAST = 0.25  # share of titles and explanations that must stand the checks; see docs/measurements.md


class Kept(BaseModel):
    """About how many changes a model wrote in one language, and how many titles and explanations stood the checks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    changes: int = Field(ge=0)
    titles: int = Field(ge=0)
    explanations: int = Field(ge=0)

    @property
    def is_enough(self) -> bool:
        """Whether so much stands the checks that asking the model is worth its time."""
        return self.changes > 0 and self.titles + self.explanations >= _LEAST * 2 * self.changes


class Verdict(BaseModel):
    """What was measured of a model: by the code of each language, what it wrote about the changes of the sample."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kept: Mapping[str, Kept]

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages it may write in."""
        return tuple(language for language, kept in self.kept.items() if kept.is_enough)
