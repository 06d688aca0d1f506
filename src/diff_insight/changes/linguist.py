"""Tells which files a reader would skip: generated, vendored, or locks of dependencies."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pathspec import GitIgnoreSpec

from diff_insight.changes.changeset import FileChange, Fold
from diff_insight.changes.git_command import GitCommand

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
GENERATED = (
    "*.dist-info/",
    "*.egg-info/",
    "*.min.css",
    "*.min.js",
    "*.map",
    "*.pb.go",
    "*_pb2.py",
    "*_pb2_grpc.py",
    "*.g.dart",
    "*.designer.cs",
)
VENDORED = ("vendor/", "node_modules/", "third_party/", "bower_components/")

_PROSE = GitIgnoreSpec.from_lines(
    ["*.md", "*.mdx", "*.rst", "*.adoc", "*.txt", "docs/", "doc/", "CHANGELOG*", "CHANGES*", "NEWS*"]
)
_DEFAULTS = (
    (Fold.LOCK_FILE, GitIgnoreSpec.from_lines(LOCK_FILES)),
    (Fold.VENDORED, GitIgnoreSpec.from_lines(VENDORED)),
    (Fold.GENERATED, GitIgnoreSpec.from_lines(GENERATED)),
)
_ATTRIBUTES = {"linguist-vendored": Fold.VENDORED, "linguist-generated": Fold.GENERATED}
_TRUE = frozenset({"set", "true"})
_FALSE = frozenset({"unset", "false"})


def fold(git: GitCommand, files: tuple[FileChange, ...], *, tree: str | None) -> tuple[FileChange, ...]:
    """Mark what GitHub's linguist attributes and the default lists say is not worth reading.

    Args:
        git: the repository whose `.gitattributes` speak; an attribute that is off outranks the default lists.
        files: the files of the change.
        tree: the object id whose `.gitattributes` count; None for those of the index.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {}
        if tree:
            environment["GIT_INDEX_FILE"] = str(Path(folder) / "index")
            git.succeed("read-tree", tree, environment=environment)
        answer = git.succeed(
            "check-attr", "--cached", "--stdin", "-z", *_ATTRIBUTES,
            stdin="\0".join(file.path for file in files).encode("utf-8", "replace") + b"\0",
            environment=environment,
        )  # fmt: skip
    fields = answer.stdout.decode("utf-8", "replace").split("\0")
    attributes: dict[str, dict[str, str]] = {}
    for path, name, value in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        attributes.setdefault(path, {})[name] = value
    return fold_by_name(files, attributes)


def fold_by_name(
    files: Iterable[FileChange], attributes: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[FileChange, ...]:
    """Mark files by the default lists and by attributes that are known already: path to name to git's value."""
    return tuple(replace(file, fold=_fold(file, (attributes or {}).get(file.path, {}))) for file in files)


def is_prose(path: str) -> bool:
    """Whether a file is documentation by its name or folder: what people read, and no program."""
    return _PROSE.match_file(path)


def _fold(file: FileChange, attributes: Mapping[str, str]) -> Fold | None:
    values = {fold: attributes.get(name, "unspecified") for name, fold in _ATTRIBUTES.items()}
    for fold, value in values.items():
        if value in _TRUE:
            return fold
    for fold, patterns in _DEFAULTS:
        if values.get(fold) not in _FALSE and patterns.match_file(file.path):
            return fold
    return None
