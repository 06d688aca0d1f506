"""Runs `diff-insight` in this process: what a process of its own proves besides is tested with `run_process`."""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from diff_insight.cli.app import run as run_app
from diff_insight.cli.entry import INTERRUPTED

Run = Callable[..., subprocess.CompletedProcess[bytes]]
"""Takes the arguments, and by name `stdin`, `environment` and `folder`; a process also takes a `prefix`."""


def environment_of(cache: Path, more: Mapping[str, str] | None) -> dict[str, str]:
    """The environment of a run: English, a cache of its own, and nothing of the user's settings."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "SOURCE_DATE", "DIFF_INSIGHT_"))
    }
    homes = {"XDG_CACHE_HOME": str(cache), "XDG_DATA_HOME": str(cache / "data")}
    return {**kept, "LC_ALL": "C.UTF-8", **homes, **(more or {})}


def in_this_process(home: Path, cache: Path) -> Run:
    """A way to run the program from a folder, with the exit code and what it wrote.

    Args:
        home: the folder in which it runs.
        cache: the user's cache folder.
    """

    def run(
        *arguments: str | Path, stdin: bytes = b"", environment: dict[str, str] | None = None, folder: Path = home
    ) -> subprocess.CompletedProcess[bytes]:
        with (
            tempfile.TemporaryFile() as output,
            tempfile.TemporaryFile() as errors,
            patch.dict(os.environ, environment_of(cache, environment), clear=True),
            _inside(folder),
            _streams(stdin, output.fileno(), errors.fileno()),
        ):
            try:
                code = run_app([str(argument) for argument in arguments])
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 1
            except KeyboardInterrupt:
                code = INTERRUPTED
            output.seek(0)
            errors.seek(0)
            written = output.read(), errors.read()
        return subprocess.CompletedProcess([], code, *written)

    return run


def in_a_process(home: Path, cache: Path) -> Run:
    """The same in a process of its own, which `prefix` may start."""

    def run(
        *arguments: str | Path,
        stdin: bytes = b"",
        environment: dict[str, str] | None = None,
        prefix: tuple[str, ...] = (),
        folder: Path = home,
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*prefix, sys.executable, "-m", "diff_insight", *map(str, arguments)],
            cwd=folder,
            env=environment_of(cache, environment),
            input=stdin,
            capture_output=True,
            check=False,
        )

    return run


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _streams(stdin: bytes, output: int, errors: int) -> Iterator[None]:
    """Standard streams at both levels, since reports are written by descriptor and messages by Python."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    try:
        with (
            io.TextIOWrapper(io.FileIO(os.dup(1), "w"), "utf-8", write_through=True) as out,
            io.TextIOWrapper(io.FileIO(os.dup(2), "w"), "utf-8", write_through=True) as err,
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8")),
            patch.object(sys, "stdout", _Descriptor(out, 1)),
            patch.object(sys, "stderr", _Descriptor(err, 2)),
        ):
            yield
    finally:
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        os.close(kept[0])
        os.close(kept[1])


class _Descriptor:
    """A text stream that says it is standard output or error, which are written to by number, too."""

    def __init__(self, stream: io.TextIOWrapper, number: int) -> None:
        self._stream = stream
        self._number = number

    def fileno(self) -> int:
        return self._number

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
