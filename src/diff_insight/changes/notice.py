"""What a report must admit: whatever was left out, cut off or degraded while it was made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NoticeKind(StrEnum):
    """The kind of a notice; `sentences/notices.py` has its sentence."""

    COMPARE_FILES_TRUNCATED = "compare files truncated"
    COMPARE_COMMITS_TRUNCATED = "compare commits truncated"
    COMPARE_DIFF_MISSING = "compare diff missing"
    COMPARE_CONTENT_UNKNOWN = "compare content unknown"
    SERIES_MERGED = "series merged"
    SERIES_CANCELLED = "series cancelled"
    SERIES_NOT_APPLIED = "series not applied"
    SECTIONS_UNREAD = "sections unread"
    COLOURS_REMOVED = "colours removed"
    INPUT_DECODED = "input decoded"
    QUOTATION_REMOVED = "quotation removed"
    ENCODINGS_GUESSED = "encodings guessed"
    SPECIAL_FILES = "special files"
    IGNORED_FILES = "ignored files"
    NAMES_AMBIGUOUS = "names ambiguous"
    LOCAL_ATTRIBUTES = "local attributes"
    FACTS_UNPROVED = "facts unproved"
    UNTRACKED_FILES = "untracked files"
    FILTERS_NOT_RUN = "filters not run"
    RENAMES_NOT_SEARCHED = "renames not searched"
    SECRETS_MASKED = "secrets masked"
    COMMITS_TRUNCATED = "commits truncated"
    COMMITS_LEFT_BEHIND = "commits left behind"
    COMMITS_UNREAD = "commits unread"
    TREE_NOT_SEARCHED = "tree not searched"
    LINES_UNREAD = "lines unread"
    NAMES_UNREAD = "names unread"
    FILES_TOO_DEEP = "files too deep"
    UNCERTAIN_TYPES = "uncertain types"
    ANSWERS_CUT = "answers cut"
    ANSWERS_FAILED = "answers failed"
    NOT_ASKED = "not asked"
    MODEL_UNFIT = "model unfit"
    TOPICS_FAILED = "topics failed"
    TOPICS_NOT_ASKED = "topics not asked"
    TYPES_BY_EVIDENCE = "types by evidence"
    TYPES_REPLACED = "types replaced"
    TITLES_REPLACED = "titles replaced"
    SENTENCES_DROPPED = "sentences dropped"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was left out or degraded, which the report states.

    Attributes:
        kind: decides the sentence.
        count: number of affected items.
        values: other values in the sentence, by placeholder name.
        names: names of the affected items, if they have any; the sentence lists the first few.
    """

    kind: NoticeKind
    count: int
    values: Mapping[str, str | int] = field(default_factory=dict)
    names: tuple[str, ...] = ()
