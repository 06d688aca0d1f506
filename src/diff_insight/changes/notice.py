"""What a report must say about itself: whatever was left out, cut or degraded on the way to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NoticeKind(StrEnum):
    """Which sentence to say; its wording is in `sentences/notices.py`."""

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
    NAMES_AMBIGUOUS = "names ambiguous"
    LOCAL_ATTRIBUTES = "local attributes"
    FACTS_UNPROVED = "facts unproved"
    UNTRACKED_FILES = "untracked files"
    FILTERS_NOT_RUN = "filters not run"
    RENAMES_NOT_SEARCHED = "renames not searched"
    SECRETS_MASKED = "secrets masked"
    COMMITS_TRUNCATED = "commits truncated"
    TREE_NOT_SEARCHED = "tree not searched"
    LINES_UNREAD = "lines unread"
    UNCERTAIN_TYPES = "uncertain types"
    ANSWERS_CUT = "answers cut"
    OVERVIEW_CUT = "overview cut"
    ANSWERS_FAILED = "answers failed"
    NOT_ASKED = "not asked"
    OVERVIEW_UNANSWERED = "overview unanswered"
    TYPES_REPLACED = "types replaced"
    TITLES_REPLACED = "titles replaced"
    SENTENCES_DROPPED = "sentences dropped"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something left out or degraded, said in the report.

    Attributes:
        kind: which sentence to say.
        count: how many things it concerns.
        values: what else stands in it, by name.
        names: of the things, where they have some; the first of them are said.
    """

    kind: NoticeKind
    count: int
    values: Mapping[str, str | int] = field(default_factory=dict)
    names: tuple[str, ...] = ()
