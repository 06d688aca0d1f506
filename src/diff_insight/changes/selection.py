"""Selects the files of a change that are reported, by glob and by category."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from pathspec import GitIgnoreSpec
from pydantic import ConfigDict, RootModel, ValidationError

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange
from diff_insight.errors import EmptyChangeError, SettingsFileError, UsageError

OTHER = "other"
"""The category of files that match no other."""


@dataclass(frozen=True, slots=True)
class Category:
    """A part of the tree with its own report: a name, and path prefixes or globs in `.gitignore` syntax."""

    name: str
    patterns: tuple[str, ...]


class _CategoryFile(RootModel[dict[str, str | list[str]]]):
    model_config = ConfigDict(frozen=True)


def from_here(patterns: Sequence[str], prefix: str) -> tuple[str, ...]:
    """Patterns of --path and --exclude, anchored at the top of the tree; a leading dot segment makes one relative.

    Args:
        patterns: as they were given; `.` is everything below the current folder, `./x` is x in it.
        prefix: the current folder within the tree, with a trailing slash; '' for its top.
    """
    return tuple(_from_here(pattern, prefix) for pattern in patterns)


def _from_here(pattern: str, prefix: str) -> str:
    if pattern.split("/")[0] not in (".", ".."):
        return pattern
    joined = posixpath.normpath(posixpath.join(prefix, pattern))
    if joined.split("/")[0] == "..":
        raise UsageError(f"the pattern '{pattern}' leads out of the tree: name a path inside it")
    return "**" if joined == "." else f"/{joined}{'/' if pattern.endswith('/') else ''}"


def select(changes: ChangeSet, paths: Sequence[str], excluded: Sequence[str]) -> ChangeSet:
    """The change with only the files that match a pattern of `paths` (if there are any) and none of `excluded`.

    Raises:
        EmptyChangeError: no file is left.
    """
    wanted, unwanted = GitIgnoreSpec.from_lines(paths), GitIgnoreSpec.from_lines(excluded)
    files = tuple(
        file
        for file in changes.files
        if (not paths or wanted.match_file(file.path)) and not unwanted.match_file(file.path)
    )
    if not files:
        raise EmptyChangeError(
            f"none of the {len(changes.files)} changed files is left after --path and --exclude: check the patterns"
        )
    return _with_files(changes, files)


def read_categories(path: Path) -> tuple[Category, ...]:
    """Read a YAML file that maps each category's name to a path prefix or glob, or to a list of them.

    Raises:
        SettingsFileError: the file is missing, not YAML, or not such a mapping.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
        entries = _CategoryFile.model_validate(content).root
    except OSError as error:
        raise SettingsFileError(
            f"the categories file {path} cannot be read: {error.strerror}; check its path"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError):
        raise SettingsFileError(
            f"{path} is not a categories file: map names to paths, one per line, such as 'openai: articles/openai/'"
        ) from None
    return tuple(
        Category(name, tuple([patterns] if isinstance(patterns, str) else patterns))
        for name, patterns in entries.items()
    )


def split(changes: ChangeSet, categories: Sequence[Category], *, with_other: bool) -> list[tuple[str, ChangeSet]]:
    """One change per category, in the order of the categories, omitting empty ones; the first match wins.

    Args:
        changes: the whole change.
        categories: if there are none, the result is a single part, named after the source.
        with_other: whether files that match no category form a last part, `OTHER`.
    """
    if not categories:
        return [(changes.source.name, changes)]
    parts: dict[str, list[FileChange]] = {category.name: [] for category in categories}
    other: list[FileChange] = []
    specs = [(category.name, GitIgnoreSpec.from_lines(category.patterns)) for category in categories]
    for file in changes.files:
        matching = (name for name, spec in specs if spec.match_file(file.path))
        parts.get(next(matching, ""), other).append(file)
    if with_other:
        parts.setdefault(OTHER, []).extend(other)
    named = [(name, _with_files(changes, tuple(files))) for name, files in parts.items() if files]
    if not named:
        raise EmptyChangeError("no changed file belongs to any category: add categories, or drop --no-other")
    return named


def _with_files(changes: ChangeSet, files: tuple[FileChange, ...]) -> ChangeSet:
    """The change reduced to some files and to the commits that touch one of them or whose files are unknown."""
    if len(files) == len(changes.files):
        return changes
    touched = {path for file in files for path in (file.path, file.old_path) if path}
    return replace(changes, files=files, commits=tuple(c for c in changes.commits if _concerns(c, touched)))


def _concerns(commit: Commit, paths: set[str]) -> bool:
    return not commit.paths or not paths.isdisjoint(commit.paths)
