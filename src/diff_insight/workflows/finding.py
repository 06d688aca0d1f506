"""The result of one check of `diff-insight doctor`."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether something is fine, could be improved, or will not work."""

    OK = "ok"
    NOTE = "note"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check, with advice; '' if there is nothing to do."""

    subject: str
    state: State
    found: str
    advice: str = ""
