"""The value that says why a change may break what others rely on. A sign is no proof: it says what to check."""

from dataclasses import dataclass
from enum import StrEnum

from diff_insight.evidence.diff.fact import Fact


class SignKind(StrEnum):
    """Why a change may break code that depends on what it changes."""

    PUBLIC_NAME_REMOVED = "public name removed"
    PUBLIC_NAME_RENAMED = "public name renamed"
    PARAMETER_REMOVED = "parameter removed"
    PARAMETER_RENAMED = "parameter renamed"
    PARAMETER_REQUIRED = "parameter required"
    SIGNATURE_CHANGED = "signature changed"
    DEFAULT_CHANGED = "default changed"
    ENUM_VALUE_CHANGED = "enum value changed"
    REQUIRED_KEY_ADDED = "required key added"
    PUBLIC_NAME_MOVED = "public name moved"
    LINKED_FILE_REMOVED = "linked file removed"
    OPTION_REMOVED = "option removed"
    OPTION_REQUIRED = "option required"
    COMMAND_REMOVED = "command removed"
    VARIABLE_REMOVED = "environment variable removed"
    ROUTE_REMOVED = "route removed"
    SETTING_REMOVED = "setting removed"
    SETTING_REQUIRED = "setting required"
    FIELD_REMOVED = "field removed"
    FIELD_CHANGED = "field changed"
    FIELD_REQUIRED = "field required"
    SUPPORT_DROPPED = "supported version dropped"
    MAJOR_VERSION = "major version bump"
    LEAST_VERSION_RAISED = "least version raised"
    VERSION_UNTESTED = "version untested"
    MODULES_CLOSED = "modules closed"
    ENTRY_POINT_REMOVED = "entry point removed"
    PEER_ADDED = "peer dependency added"
    VERSION_UNLISTED = "version unlisted"
    MEMBER_DEMANDED = "member demanded"
    MODULE_REMOVED = "module removed"
    DOCUMENTED_NAME_REMOVED = "documented name removed"
    STATED = "stated by documentation"
    IMPLIED = "implied by its author"
    GUIDED = "told by a guide"
    DECLARED = "declared by its author"


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a breaking change.

    Attributes:
        kind: why it may break something.
        fact: the fact it is based on; None for a declaration in a commit.
        files: for a file that other files link to, those files.
        words: for what an author declares or implies, or a guide tells, these words.
        is_weak: whether nothing says that anybody outside relies on it; see `sign_strength`.
    """

    kind: SignKind
    fact: Fact | None = None
    files: tuple[str, ...] = ()
    words: str | None = None
    is_weak: bool = False
