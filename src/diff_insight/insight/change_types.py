"""The types a change can have: the four used in the published reports, or the user's own."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.errors import SettingsFileError
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.commits import conventional
from diff_insight.evidence.gather import FileEvidence
from diff_insight.evidence.roles import OF_CODE_NOBODY_CALLS, Role, role_of
from diff_insight.evidence.sign import SignKind
from diff_insight.evidence.signs import is_test
from diff_insight.topics.implied_breaks import removes_deprecated
from diff_insight.topics.subjects import read_subject
from diff_insight.topics.topic import Kind, Topic


class Section(StrEnum):
    """The heading in the highlights under which files of a type are listed."""

    NEW_FEATURES = "new features"
    BREAKING_CHANGES = "breaking changes"
    OTHER_UPDATES = "other updates"


class ChangeType(BaseModel):
    """A type of change.

    Attributes:
        name: as it appears in the report and in the model's answer.
        meaning: how the prompt describes it.
        section: where the highlights list it.
        statuses: file statuses that imply this type when no model decides; the last label takes the remaining files.
        signs: signs of a breaking change, other than weak ones, that imply this type for an edited file when no model
            decides.
        commits: Conventional Commits types that imply this type for edited source code when no model decides.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=40, pattern=r"^[\w][\w -]*$")
    meaning: str = Field(min_length=1, max_length=300)
    section: Section = Section.OTHER_UPDATES
    statuses: tuple[Status, ...] = ()
    signs: tuple[SignKind, ...] = ()
    commits: tuple[str, ...] = ()


DEFAULT_TYPES = (
    ChangeType(
        name="new feature",
        meaning="something was added",
        section=Section.NEW_FEATURES,
        statuses=(Status.ADDED, Status.COPIED),
        commits=("feat",),
    ),
    ChangeType(
        name="breaking change",
        meaning="something was removed or no longer works as before",
        section=Section.BREAKING_CHANGES,
        statuses=(Status.REMOVED,),
        signs=(
            SignKind.PUBLIC_NAME_REMOVED,
            SignKind.PUBLIC_NAME_RENAMED,
            SignKind.MODULE_REMOVED,
            SignKind.PARAMETER_REMOVED,
            SignKind.PARAMETER_REQUIRED,
            SignKind.SIGNATURE_CHANGED,
            SignKind.OPTION_REMOVED,
            SignKind.OPTION_REQUIRED,
            SignKind.COMMAND_REMOVED,
            SignKind.VARIABLE_REMOVED,
            SignKind.ROUTE_REMOVED,
            SignKind.SETTING_REMOVED,
            SignKind.SETTING_REQUIRED,
            SignKind.FIELD_REMOVED,
            SignKind.FIELD_CHANGED,
            SignKind.FIELD_REQUIRED,
            SignKind.SUPPORT_DROPPED,
            SignKind.MAJOR_VERSION,
            SignKind.STATED,
        ),
    ),
    ChangeType(name="bug fix", meaning="something wrong was corrected", commits=("fix",)),
    ChangeType(name="minor update", meaning="everything else"),
)


_WHATEVER_IS_SAID = {SignKind.SUPPORT_DROPPED, SignKind.MAJOR_VERSION}
"""Signs that concern users even in what its author calls a chore: what must be there beside the software."""

_COMMIT_TYPE = {Kind.SECURITY: "fix", Kind.FIX: "fix", Kind.FEATURE: "feat", Kind.PERFORMANCE: "perf"}


def type_of_topic(types: Sequence[ChangeType], topic: Topic) -> ChangeType:
    """The label of a topic: by what its authors declare and its signs of a breaking change, then by its kind."""
    breaking = _breaking(types)
    if breaking and (topic.kind is Kind.BREAK or takes_deprecated(topic)):
        return breaking
    kinds = {sign.kind for sign in topic.signs if not sign.is_weak}
    if topic.kind in (Kind.REFACTORING, Kind.FORMATTING, Kind.TEST):
        kinds &= _WHATEVER_IS_SAID  # the rest concerns nobody who uses the software
    if by_sign := next((label for label in types if not kinds.isdisjoint(label.signs)), None):
        return by_sign
    said = _COMMIT_TYPE.get(topic.kind)
    if by_kind := next((label for label in types if said in label.commits), None):
        return by_kind
    is_new = topic.kind is Kind.FEATURE
    return next((label for label in types if is_new and label.section is Section.NEW_FEATURES), types[-1])


def takes_deprecated(topic: Topic) -> bool:
    """Whether a topic removes what was deprecated before, by the words of its author."""
    implied = (sign for sign in topic.signs if sign.kind is SignKind.IMPLIED and not sign.is_weak)
    return any(removes_deprecated(sign.words or "") for sign in implied)


_OF_NO_USER = OF_CODE_NOBODY_CALLS | {Role.CI, Role.BUILD}
_WHOLE = (Status.ADDED, Status.COPIED, Status.REMOVED)


def type_by_rule(types: Sequence[ChangeType], file: FileEvidence, topic: Topic | None = None) -> ChangeType | None:
    """The label that facts alone tell, used when no model is asked; None if they tell none.

    The file's status decides first: on files with a diff, it alone agrees with GPT-4o-mini's labels of documentation
    in 98.5 % of cases; but nobody who uses the software meets a whole file of its tests, build or CI that is new or
    gone, nor a picture in its documentation. Next come signs of a breaking change and `break_by_words`; then, for
    source code other than tests, the Conventional Commits types of its commits, if they agree.

    Args:
        types: all labels.
        file: the file.
        topic: the topic whose main file it is, if any; only the file's status and signs outrank it.
    """
    change = file.change
    kinds = {sign.kind for sign in file.signs if not sign.is_weak}
    if change.fold or (change.status in _WHOLE and not (kinds - {SignKind.LINKED_FILE_REMOVED} or _is_met(change))):
        return types[-1]
    said = _said_by_commits(file)
    for label in types:
        if change.status in label.statuses:
            return label
    for label in types:
        if not kinds.isdisjoint(label.signs):
            return label
    if by_words := break_by_words(types, file):
        return by_words
    if topic:
        return type_of_topic(types, topic)
    return next((label for label in types if said in label.commits), types[-1]) if said else None


def break_by_words(types: Sequence[ChangeType], file: FileEvidence) -> ChangeType | None:
    """The label of breaking changes if all commits of a source file say that they remove what was deprecated."""
    breaking = _breaking(types)
    if breaking is None or not file.commits or role_of(file.change.path) is not Role.SOURCE:
        return None
    said = (read_subject(commit.subject).text for commit in file.commits)
    return breaking if all(map(removes_deprecated, said)) else None


def _breaking(types: Sequence[ChangeType]) -> ChangeType | None:
    """The first label of breaking changes; None if there is none."""
    return next((label for label in types if label.section is Section.BREAKING_CHANGES), None)


def _is_met(file: FileChange) -> bool:
    """Whether those who use the software can meet a file as a whole."""
    role = role_of(file.path)
    return role not in _OF_NO_USER and not (file.binary and role is Role.DOCUMENTATION)


def _said_by_commits(file: FileEvidence) -> str | None:
    if code_language(file.change.path) is None or is_test(file.change.path):
        return None
    types = {read.type if (read := conventional(commit)) else "" for commit in file.commits}
    return types.pop() if len(types) == 1 else None


def contradicts_status(label: ChangeType, file: FileChange) -> bool:
    """Whether a removed file has a label meant for added files."""
    return file.status is Status.REMOVED and Status.ADDED in label.statuses


def read_change_types(path: Path) -> tuple[ChangeType, ...]:
    """Read a YAML list of labels, each with `name` and `meaning`, and optionally `section` and `statuses`.

    Raises:
        SettingsFileError: the file cannot be read or is not a valid list, has fewer than two labels, or two labels have
            the same name.
    """
    try:
        types = TypeAdapter(tuple[ChangeType, ...]).validate_python(yaml.safe_load(path.read_text("utf-8")))
    except OSError as error:
        raise SettingsFileError(f"the labels file {path} cannot be read: {error.strerror}; check its path") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise SettingsFileError(
            f"{path} is not a valid list of labels ({where}: {first['msg']}): each label needs a name and a meaning"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise SettingsFileError(f"{path} is not valid YAML: write a list of labels with name and meaning") from None
    if len({each.name for each in types}) < max(len(types), 2):
        raise SettingsFileError(f"{path} needs at least two labels with different names")
    return types
