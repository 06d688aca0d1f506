"""Git repositories made by the tests, untouched by the settings of whoever runs them."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from diff_insight.changes.changeset import ChangeSet
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range
from diff_insight.changes.git.revisions import read_words

_ENVIRONMENT = {
    "GIT_AUTHOR_DATE": "2025-03-22T12:00:00+09:00",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_COMMITTER_DATE": "2025-03-22T12:00:00+09:00",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C",
}


class Repository:
    """A repository in a folder; `git` runs real git in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={**os.environ, **_ENVIRONMENT},
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr.decode()
        return done.stdout

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files; None removes one."""
        for name, content in files.items():
            path = self.folder / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, message: str, files: Mapping[str, str | bytes | None] | None = None) -> str:
        """Commit everything in the working tree; the id of the commit."""
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD").decode().strip()

    def numstat(self, *sides: str) -> dict[str, tuple[str, str]]:
        """What `git diff --numstat -M` counts, by path."""
        fields = iter(self.git("diff", "--numstat", "-M", "-z", *sides).split(b"\0"))
        counts = {}
        for field in fields:
            if not field:
                continue
            added, removed, path = field.decode().split("\t", 2)
            if not path:
                next(fields)
                path = next(fields).decode()
            counts[path] = (added, removed)
        return counts


def change_of(folder: Path, *words: str) -> ChangeSet:
    """What differs between the versions that the words name in the repository around a folder."""
    git = GitCommand(folder)
    return read_range(git, read_words(git, words))
