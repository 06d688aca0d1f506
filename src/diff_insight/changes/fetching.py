"""Has git fetch a remote: the one thing that reaches a network, on a user's word."""

import os
import subprocess

from diff_insight.changes.git_command import GitCommand
from diff_insight.errors import FetchError, UsageError


def fetch(git: GitCommand, remote: str) -> None:
    """Fetch a remote as the repository's configuration says, without hooks and without asking anybody for a password.

    Args:
        git: the repository.
        remote: a name that `git remote` lists.

    Raises:
        UsageError: there is no such remote.
        FetchError: it cannot be fetched.
    """
    known = git.succeed("remote").stdout.decode().split()
    if remote not in known:
        raise UsageError(f"--fetch {remote!r}: the repository has {', '.join(known) or 'no remote'}")
    # Not by GitCommand, whose configuration lets no protocol reach anything.
    done = subprocess.run(
        ["git", "-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false", "fetch", "--quiet", "--", remote],
        cwd=git.folder,
        env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise FetchError(
            f"git could not fetch {remote} ({said[-1] if said else f'exit code {done.returncode}'}): check the network "
            "and the remote's address, or leave --fetch out"
        )
