"""Decides the output path of each report in each format, and finds free paths if nothing may be overwritten."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path

from diff_insight.changes.changeset import Source
from diff_insight.errors import UsageError
from diff_insight.reports.formats import FORMATS
from diff_insight.system.output import output_path

STANDARD_OUTPUT = "-"
"""The pattern that writes one report to standard output."""

Targets = Mapping[str, Path | None]
"""The output path of a report for each format; None is standard output."""

_DIGITS = 12  # of an object id in a path


def targets_of(
    pattern: str, formats: Sequence[str], day: date, source: Source, categories: Sequence[str]
) -> list[Targets]:
    """The output paths of the reports of a change, one per category.

    Args:
        pattern: output pattern with strftime directives, `{category}`, `{base}` and `{head}`; the last two are
            abbreviated object ids.
        formats: keys of `FORMATS`. If the pattern's suffix is one of them, each format replaces it with its own;
            otherwise, with several formats, each appends its own.
        day: date of the reports.
        source: source of the change.
        categories: categories that get a report.

    Raises:
        UsageError: the pattern is invalid, uses an id the source lacks, or gives two reports the same path.
    """
    if pattern == STANDARD_OUTPUT:
        if len(categories) * len(formats) > 1:
            raise UsageError(
                f"-o - takes one report in one format, but there are {len(categories)} in {len(formats)}: "
                "choose fewer, or files with -o PATTERN"
            )
        return [{formats[0]: None}]
    ids = {"base": source.base_id, "head": source.head_id}
    if missing := [name for name, id_ in ids.items() if not id_ and f"{{{name}}}" in pattern]:
        raise UsageError(f"-o {pattern!r}: this change has no object id for {{{missing[0]}}}: leave it out")
    shown = {name: (id_ or "")[:_DIGITS] for name, id_ in ids.items()}
    targets: list[Targets] = []
    for category in categories:
        path = output_path(pattern, day, {"category": category, **shown})
        by_suffix = path.suffix.removeprefix(".") in FORMATS
        targets.append(
            {f: path if len(formats) == 1 and not by_suffix else _with_suffix(path, f, by_suffix) for f in formats}
        )
    files = [file for target in targets for file in target.values() if file]
    if len(set(files)) < len(files) and "{category}" in pattern:
        names = ", ".join(map(repr, categories))
        raise UsageError(f"two of the categories {names} have the same file name: rename one")
    if len(set(files)) < len(files):
        raise UsageError(f"-o {pattern!r} gives two reports the same name: put {{category}} into it")
    return targets


def free_targets(targets: Targets, contents: Mapping[str, bytes]) -> Targets:
    """Targets that overwrite nothing: the given ones, or the same with the lowest free number from 2 appended.

    A path is free if nothing is there, or a file with the same bytes. All formats get the same number.

    Args:
        targets: preferred output paths of the report.
        contents: the report's bytes for each format.
    """
    tried = (
        {f: path and (_numbered(path, number) if number > 1 else path) for f, path in targets.items()}
        for number in count(1)
    )
    return next(each for each in tried if all(path is None or _is_free(path, contents[f]) for f, path in each.items()))


def _with_suffix(path: Path, format_: str, replaces: bool) -> Path:
    suffix = FORMATS[format_].suffix
    return path.with_suffix(f".{suffix}") if replaces else path.with_name(f"{path.name}.{suffix}")


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-{number}{path.suffix}")


def _is_free(path: Path, content: bytes) -> bool:
    if not path.is_file():
        return True  # nothing, a device or a pipe; a folder was already refused
    with suppress(OSError):
        return path.read_bytes() == content
    return False
