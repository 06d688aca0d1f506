"""Asks git which repository a folder belongs to, and where its parts are."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from diff_insight.errors import NotARepositoryError

_LOCAL = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)  # fmt: skip
"""Variables with which a caller such as a hook selects a repository (`git rev-parse --local-env-vars`)."""


@dataclass(frozen=True, slots=True)
class GitPlace:
    """Where a repository is.

    Attributes:
        git_folder: its git folder; for a linked worktree the one of that worktree.
        common_folder: the git folder that all worktrees share.
        work_tree: the top of its working tree; None if there is none.
        prefix: the given folder within the working tree, with a trailing slash; '' for its top.
        environment: variables that select this repository for git.
        ignored: variables of the caller that may select another one.
    """

    git_folder: Path
    common_folder: Path
    work_tree: Path | None
    prefix: str
    environment: Mapping[str, str]
    ignored: frozenset[str]

    @property
    def folder(self) -> Path:
        """The folder in which git runs: the top of the working tree, or the git folder if there is none."""
        return self.work_tree or self.git_folder


def find_place(folder: Path | None, environment: Mapping[str, str]) -> GitPlace:
    """Find the repository of a folder, as git does.

    Args:
        folder: a folder inside a working tree, or a git folder; None for the one git itself would find from here,
            taking into account the variables in the caller's environment.
        environment: variables for git in addition to the caller's.

    Raises:
        NotARepositoryError: there is no repository, or git refuses to read it.
    """
    ignored = frozenset(name for name in _LOCAL if name in os.environ) if folder is not None else frozenset()
    surroundings = {**os.environ, "LANGUAGE": "C", "LC_ALL": "C", **environment}
    for name in ignored:
        del surroundings[name]
    start = folder or Path.cwd()
    if not start.exists():
        raise NotARepositoryError(f"there is no folder {folder}: check --repo")

    def ask(*question: str) -> str | None:
        done = _git(start, surroundings, *question)
        return None if done.returncode else os.fsdecode(done.stdout).removesuffix("\n")

    found = _git(start, surroundings, "--absolute-git-dir")
    if found.returncode:
        raise NotARepositoryError(_refusal(start, found.stderr.decode("utf-8", "replace")))
    git_folder = Path(os.fsdecode(found.stdout).removesuffix("\n"))
    common, top = ask("--git-common-dir"), ask("--show-toplevel")
    named = {"GIT_DIR": str(git_folder)} | ({"GIT_WORK_TREE": top} if top else {})
    return GitPlace(
        git_folder=git_folder,
        common_folder=(start / common).resolve() if common else git_folder,
        work_tree=Path(top) if top else None,
        prefix=(ask("--show-prefix") or "") if top else "",
        environment=named,
        ignored=ignored,
    )


def _git(start: Path, surroundings: Mapping[str, str], question: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "rev-parse", question], cwd=start, env=surroundings, stdin=subprocess.DEVNULL,
            capture_output=True, check=False,
        )  # fmt: skip
    except NotADirectoryError:
        raise NotARepositoryError(_nowhere(start)) from None


def _refusal(start: Path, output: str) -> str:
    if "not a git repository" in output:
        return _nowhere(start)
    return f"git cannot read {start}: {' '.join(output.split())}"


def _nowhere(start: Path) -> str:
    return f"{start} is not in a git repository: name one with --repo DIR, or report a diff: report --patch FILE"
