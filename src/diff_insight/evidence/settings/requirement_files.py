"""Reads pip's requirement files, in which every line is a requirement of its own."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from diff_insight.evidence.diff.stretches import KnownLine
from diff_insight.evidence.settings.dependency import Dependency, requirement

_NAME = re.compile(r"(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)$", re.IGNORECASE)
_OF_PIP = re.compile(
    r"(?:(?:base|build|ci|dev|develop|development|docs?|lint|min|optional|prod|production|py\d*|python\d*|tests?)[-_.])?"
    r"(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)$",
    re.IGNORECASE,
)
_REST = re.compile(r"\s#|\s--|\\\s*$")  # what may follow a requirement: a comment, an option or a line continuation


def is_requirement_file(path: str) -> bool:
    """Whether a file is named like one of pip's requirement files."""
    pure = PurePosixPath(path)
    return _NAME.match(pure.name) is not None or _is_in_folder(pure)


def _is_in_folder(pure: PurePosixPath) -> bool:
    return "requirements" in pure.parent.parts and pure.suffix in (".txt", ".in")


def required(
    path: str, old: Sequence[KnownLine], new: Sequence[KnownLine]
) -> tuple[list[Dependency], list[Dependency]]:
    """The packages on the old and new lines; none if the lines look like something else, such as prose.

    A word without versions counts as a package only if all lines are requirements or options.
    """
    sides = [[(line, requirement(text, None, line.number)) for line, text in _telling(lines)] for lines in (old, new)]
    read = [found for side in sides for _, found in side]
    options = sum(line.text.lstrip().startswith("-") for line in (*old, *new))
    exact = sum(found is not None and found.versions != "" for found in read)
    others = sum(found is None for found in read)
    pure = PurePosixPath(path)
    is_of_pip = _OF_PIP.match(pure.name) is not None or _is_in_folder(pure)
    if (others and not is_of_pip) or exact + options < others or not (is_of_pip or exact):
        return [], []
    before, after = ([found for _, found in side if found and (found.versions or not others)] for side in sides)
    return before, after


def _telling(lines: Sequence[KnownLine]) -> Iterator[tuple[KnownLine, str]]:
    """Yield the lines that are neither comments nor options, each with its text up to the end of the requirement."""
    for line in lines:
        text = _REST.split(line.text.strip(), maxsplit=1)[0].strip()
        if text and not text.startswith(("#", "-", "\\")):
            yield line, text
