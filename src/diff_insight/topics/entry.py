"""The `Entry` type: something that a change adds to release notes."""

from dataclasses import dataclass

from diff_insight.topics.topic import Origin


@dataclass(frozen=True, slots=True)
class Entry:
    """Something a change adds to release notes.

    Attributes:
        text: its words as a sentence of a report.
        origin: an entry of a changelog, or a news fragment.
        heading: the words above it that tell its kind, or the kind of the fragment; '' if there are none.
        numbers: the pull requests and issues it names.
        path: the file it stands in.
        first_line: its first line as it stands there, by which the commit that wrote it is found.
        advice: a sentence on what to do about it; '' if none is known.
    """

    text: str
    origin: Origin
    heading: str
    numbers: tuple[int, ...]
    path: str
    first_line: str
    advice: str = ""
