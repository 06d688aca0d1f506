"""Makes git fetch a remote: network access that happens only at the user's request."""

import os
import subprocess

from diff_insight.changes.git.command import GitCommand
from diff_insight.errors import FetchError, UsageError

_OF_THE_USER = ("core.sshCommand", "credential.helper")

_FIXED = (
    ("core.alternateRefsCommand", "true"),
    ("core.fsmonitor", "false"),
    ("core.gitProxy", "none"),
    ("core.hooksPath", os.devnull),
    ("core.sshCommand", "ssh"),
    ("credential.helper", ""),  # clears the helpers configured before
    ("gc.auto", "0"),
    ("protocol.ext.allow", "never"),
)


def fetch(git: GitCommand, remote: str) -> None:
    """Fetch a remote without running any program the repository configures and without prompting for a password.

    The remote's address and refspecs come from the repository's configuration; the ssh command and the credential
    helpers come from the user's own configuration.

    Args:
        git: the repository.
        remote: a name that `git remote` lists.

    Raises:
        UsageError: there is no such remote.
        FetchError: the fetch fails.
    """
    known = git.succeed("remote").stdout.decode("utf-8", "replace").split("\n")
    if not remote or remote not in known:
        raise UsageError(f"--fetch {remote!r}: the repository has {', '.join(filter(None, known)) or 'no remote'}")
    settings = [*_FIXED, *git.settings_of_the_user(*_OF_THE_USER)]
    # Not through GitCommand, whose configuration allows no protocol.
    done = subprocess.run(
        [
            "git",
            *(word for name, value in settings for word in ("-c", f"{name}={value}")),
            "fetch",
            "--quiet",
            "--no-recurse-submodules",
            "--upload-pack=git-upload-pack",
            "--",
            remote,
        ],
        cwd=git.folder,
        env={
            **git.surroundings,
            **git.place.environment,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "true",
            "LC_ALL": "C",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        output = done.stderr.strip().splitlines()
        raise FetchError(
            f"git could not fetch {remote} ({output[-1] if output else f'exit code {done.returncode}'}): check the "
            "network and the remote's address, or leave --fetch out"
        )
