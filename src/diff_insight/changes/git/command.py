"""Runs git so that nothing a repository configures is executed and no settings affect the result."""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from diff_insight.changes.git.location import find_place
from diff_insight.changes.size_limit import USUAL, SizeLimit
from diff_insight.errors import MissingHistoryError, NotARepositoryError, TooLargeError

_FIXED_CONFIG = {
    "core.attributesFile": os.devnull,
    "core.bigFileThreshold": "512m",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.quotePath": "true",
    "core.untrackedCache": "false",
    "diff.indentHeuristic": "true",
    "diff.suppressBlankEmpty": "false",
    "log.showSignature": "false",
    "protocol.allow": "never",
}

_HARDENED = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_DIFF_OPTS": "",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}

# User settings that say how files are stored on this disk, or that a repository may be read at all.
_KEPT_OF_THE_USER = ("safe.directory", "core.autocrlf", "core.eol")


def installed_git() -> tuple[int, ...] | None:
    """The version of git; None if it is not installed."""
    try:
        from git import Git
    except ImportError:
        return None
    return tuple(Git().version_info)


@dataclass(frozen=True, slots=True)
class Output:
    """The result of a git command."""

    status: int
    stdout: bytes
    stderr: str


@dataclass(frozen=True, slots=True)
class View:
    """What a git command uses as index and working tree instead of the repository's own.

    Attributes:
        environment: variables that tell git so.
        folder: the folder in which git runs and reads attributes; None for the repository's own.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None

    def with_pathspecs(self) -> "View":
        """The same view for a command whose paths are pathspecs instead of literal file names."""
        return View({**self.environment, "GIT_LITERAL_PATHSPECS": "0"}, self.folder)


PLAIN = View()
"""The repository as it is."""


class GitCommand:
    """Git in one repository, hardened.

    External diff drivers and textconv are turned off by flags of the commands; clean filters, hooks, the fsmonitor and
    lazy fetches are turned off here by configuration that overrides the repository's.

    Args:
        folder: a folder inside a working tree, or a git folder; None for the one git itself would find from here.
        size: maximum size of the output that is read.

    Attributes:
        place: where the repository is.
        folder: the folder in which git runs.

    Raises:
        NotARepositoryError: there is no repository, git refuses to read it, or git is not installed.
    """

    def __init__(self, folder: Path | None, size: SizeLimit = USUAL) -> None:
        try:
            # GitPython looks for git on import, but a patch must be readable without git.
            from git import Git
        except ImportError:
            raise NotARepositoryError("git is not installed: install it, or give a diff with --patch FILE") from None
        self._git = Git()
        self._size = size
        config = list(_FIXED_CONFIG.items()) + self.settings_of_the_user(*_KEPT_OF_THE_USER)
        self.place = find_place(folder, {**_HARDENED, **_as_variables(config)})
        self.folder = self.place.folder
        self._environment = {**_HARDENED, **self.place.environment, **_as_variables(config)}
        self._environment.update(_as_variables(config + self._neutral_drivers()))
        self.succeed("rev-parse", "--git-dir")

    @property
    def size(self) -> SizeLimit:
        """Maximum size of the output that is read."""
        return self._size

    def run(self, *arguments: str, stdin: bytes = b"", view: View = PLAIN) -> Output:
        """Run a git command and return its output and exit status.

        Args:
            arguments: the command and its arguments.
            stdin: its standard input.
            view: what it uses as index and working tree.

        Raises:
            MissingHistoryError: it needs an object that this partial clone has not fetched.
            TooLargeError: its output exceeds the size limit.
        """
        # Not through GitPython, which reads output of any size.
        with tempfile.TemporaryFile() as feed, tempfile.TemporaryFile() as errors:
            feed.write(stdin)
            feed.seek(0)
            with subprocess.Popen(
                ["git", *arguments],
                cwd=view.folder or self.folder,
                env={**self.surroundings, "LANGUAGE": "C", "LC_ALL": "C", **self._environment, **view.environment},
                stdin=feed,
                stdout=subprocess.PIPE,
                stderr=errors,
            ) as process:
                stdout = self._answer(process, arguments[0])
            errors.seek(0)
            output = Output(process.returncode, stdout, errors.read().decode("utf-8", "replace").strip())
        if output.status and ("promisor remote" in output.stderr or "not allowed" in output.stderr):
            raise MissingHistoryError(
                "this is a partial clone that lacks files of the range, and diff-insight does not fetch them: "
                "run the same `git diff` once while the remote is reachable, then try again"
            )
        return output

    def _answer(self, process: subprocess.Popen[bytes], command: str) -> bytes:
        try:
            return self._size.read(cast(BinaryIO, process.stdout), f"the output of `git {command}`")
        except TooLargeError:
            process.kill()
            raise

    def succeed(self, *arguments: str, stdin: bytes = b"", view: View = PLAIN) -> Output:
        """Run a git command that fails only if the repository itself is unreadable; arguments as in `run`.

        Raises:
            NotARepositoryError: it failed; the message includes git's own.
        """
        output = self.run(*arguments, stdin=stdin, view=view)
        if output.status:
            reason = " ".join(output.stderr.split()) or f"it ended with status {output.status}"
            raise NotARepositoryError(f"git cannot read {self.folder}: {reason}")
        return output

    def feed(self, *arguments: str, stdin: Callable[[BinaryIO], None]) -> None:
        """Run a git command that reads what `stdin` writes to it.

        Raises:
            NotARepositoryError: it failed; the message includes git's own.
            DiffInsightError: raised by `stdin`, in which case git is ended.
        """
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                ["git", *arguments], cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors,
                env={**self.surroundings, "LANGUAGE": "C", "LC_ALL": "C", **self._environment},
            )  # fmt: skip
            pipe = cast(BinaryIO, process.stdin)
            try:
                # If git ends early, it says why.
                with suppress(BrokenPipeError):
                    stdin(pipe)
            except BaseException:
                process.kill()
                raise
            finally:
                with suppress(BrokenPipeError):
                    pipe.close()
                process.wait()
            errors.seek(0)
            reason = errors.read().decode("utf-8", "replace").strip()
        if process.returncode:
            raise NotARepositoryError(f"`git {arguments[0]}` failed: {' '.join(reason.split())}")

    def config(self, pattern: str) -> dict[str, str]:
        """The repository's settings whose names match a regular expression."""
        output = self.run("config", "--null", "--get-regexp", pattern)
        entries = (entry.partition("\n") for entry in output.stdout.decode("utf-8", "replace").split("\0") if entry)
        return {key: value for key, _, value in entries}

    @property
    def filters(self) -> frozenset[str]:
        """The filters the repository configures, which would change files on checkout or commit."""
        keys = self.config(r"^filter\..*\.(clean|process)$")
        return frozenset(key.split(".", 1)[1].rpartition(".")[0] for key in keys)

    @property
    def surroundings(self) -> dict[str, str]:
        """The caller's environment without variables that point to another repository."""
        return {name: value for name, value in os.environ.items() if name not in self.place.ignored}

    def settings_of_the_user(self, *names: str) -> list[tuple[str, str]]:
        """Names and values of settings, read outside any repository, so that no repository can inject them."""
        _, stdout, _ = self._git.execute(
            ["git", "config", "--null", "--get-regexp", f"^({'|'.join(map(re.escape, map(str.lower, names)))})$"],
            env={"GIT_DIR": os.devnull},
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
        entries = (entry.partition("\n") for entry in stdout.decode("utf-8", "replace").split("\0"))
        return [(name, value) for name, _, value in entries if value]

    def _neutral_drivers(self) -> list[tuple[str, str]]:
        """Settings that make every filter and diff driver of the repository do nothing."""
        neutral = []
        for name in self.config(r"^(filter|diff)\..*\..*$"):
            section, _, variable = name.rpartition(".")
            if section.startswith("filter."):
                value = "false" if variable == "required" else ""
                neutral.append((f"{section}.{variable}", value))
            elif variable == "binary":
                neutral.append((name, "auto"))
        return neutral


def _as_variables(config: list[tuple[str, str]]) -> dict[str, str]:
    variables = {"GIT_CONFIG_COUNT": str(len(config))}
    for number, (name, value) in enumerate(config):
        variables[f"GIT_CONFIG_KEY_{number}"] = name
        variables[f"GIT_CONFIG_VALUE_{number}"] = value
    return variables
