"""Finds the project in which a command runs: its folder, configuration and lock file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from diff_insight.llm.models.lock_file import LOCK_FILE

CONFIGURATION_FILE = "diff-insight.toml"


@dataclass(frozen=True, slots=True)
class Project:
    """Where a command finds settings not given on the command line.

    Attributes:
        folder: where the lock file belongs.
        configuration: a `diff-insight.toml`, or a `pyproject.toml` with a `tool.diff-insight` table; None if neither.
        lock: the lock file; None if there is none.
    """

    folder: Path
    configuration: Path | None
    lock: Path | None


def find_project(start: Path) -> Project:
    """The nearest folder with a configuration or lock file, searching from `start` up to the repository root.

    If there is none, the folder is that root. Outside a repository only `start` itself is searched, because its parents
    may belong to anybody.
    """
    folders = [start.absolute(), *start.absolute().parents]
    root = next((folder for folder in folders if (folder / ".git").exists()), folders[0])
    for folder in folders[: folders.index(root) + 1]:
        configuration, lock = _configuration(folder), folder / LOCK_FILE
        if configuration or lock.is_file():
            return Project(folder, configuration, lock if lock.is_file() else None)
    return Project(root, None, None)


def _configuration(folder: Path) -> Path | None:
    own, shared = folder / CONFIGURATION_FILE, folder / "pyproject.toml"
    if own.is_file():
        return own
    return shared if shared.is_file() and "diff-insight" in _tools(shared) else None


def _tools(file: Path) -> dict[str, object]:
    """The tables under `tool` in a pyproject.toml; empty if it cannot be read, which is reported elsewhere."""
    try:
        tools = tomllib.loads(file.read_text("utf-8")).get("tool", {})
    except (OSError, ValueError):
        return {}
    return tools if isinstance(tools, dict) else {}
