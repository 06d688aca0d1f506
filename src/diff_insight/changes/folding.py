"""Decides which files a reader would skip: generated files, vendored files and lock files."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pathspec import GitIgnoreSpec

from diff_insight.changes.changeset import FileChange, Fold
from diff_insight.changes.generated import is_generated
from diff_insight.changes.vendored import is_vendored, vendor_folders

LOCK_FILES = (
    "Cargo.lock",
    "Gemfile.lock",
    "Pipfile.lock",
    "bun.lock",
    "bun.lockb",
    "composer.lock",
    "flake.lock",
    "go.sum",
    "gradle.lockfile",
    "mix.lock",
    "npm-shrinkwrap.json",
    "package-lock.json",
    "packages.lock.json",
    "pdm.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "pubspec.lock",
    "uv.lock",
    "yarn.lock",
)
_PROSE = GitIgnoreSpec.from_lines(
    ["*.md", "*.mdx", "*.rst", "*.adoc", "*.txt", "docs/", "doc/", "CHANGELOG*", "CHANGES*", "NEWS*"]
)
_LOCKS = GitIgnoreSpec.from_lines(LOCK_FILES)
_FOLDS = {"linguist-vendored": Fold.VENDORED, "linguist-generated": Fold.GENERATED}
_DOCUMENTATION = "linguist-documentation"
ATTRIBUTES = (*_FOLDS, _DOCUMENTATION)
"""The git attributes that decide."""

_MAP = ".map"
_TRUE = frozenset({"set", "true"})
_FALSE = frozenset({"unset", "false"})


def fold(
    files: Iterable[FileChange], attributes: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[FileChange, ...]:
    """Mark the files that GitHub's linguist attributes or the default lists say are documentation or not worth reading.

    A well-known name alone marks a file only if hand-written files do not use it and nothing in the diff contradicts
    it.

    Args:
        files: the files of the change.
        attributes: the values of `ATTRIBUTES` by path, as git reports them; an unset one overrides the default lists.
    """
    files, known = tuple(files), attributes or {}
    folders = vendor_folders(file.path for file in files)
    mapped = frozenset(file.path.removesuffix(_MAP) for file in files if file.path.endswith(_MAP))
    return tuple(
        replace(file, fold=_fold(file, values, folders, mapped), documentation=_truth(values.get(_DOCUMENTATION)))
        for file, values in ((file, known.get(file.path, {})) for file in files)
    )


def is_prose(path: str) -> bool:
    """Whether a file is documentation, judging by its name or folder."""
    return _PROSE.match_file(path)


def _truth(value: str | None) -> bool | None:
    return True if value in _TRUE else False if value in _FALSE else None


def _fold(
    file: FileChange, attributes: Mapping[str, str], folders: frozenset[str], mapped: frozenset[str]
) -> Fold | None:
    values = {fold: attributes.get(name, "unspecified") for name, fold in _FOLDS.items()}
    for fold, value in values.items():
        if value in _TRUE:
            return fold
    may_be_generated = values[Fold.GENERATED] not in _FALSE
    if may_be_generated and _LOCKS.match_file(file.path):
        return Fold.LOCK_FILE
    if values[Fold.VENDORED] not in _FALSE and is_vendored(file.path, folders):
        return Fold.VENDORED
    # What changes with a map to its sources was made of these.
    return Fold.GENERATED if may_be_generated and (file.path in mapped or is_generated(file)) else None
