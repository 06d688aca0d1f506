"""Starts the process that runs a model, and carries messages to and from it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Protocol, TypeVar

from diff_insight.errors import ModelError
from diff_insight.llm.protocol.messages import Failed, Load, Loaded, Reply, Request, line_of, read_reply

# Turns that a thread of llama.cpp waits for the others before it lets go of its processor. By itself it waits for
# millions, and beside another busy program four times as long; see docs/measurements.md.
_SPINS = "300"
_SECONDS_TO_END = 10  # that a process may take from its last word to its end

ATTEMPTS = 3
"""Times one after another that the process may end, before it is given up."""

ReplyType = TypeVar("ReplyType", bound=Reply)
Spoken = TypeVar("Spoken")


class WorkerDied(Exception):  # noqa: N818 - an event that is dealt with, not an error of this program
    """The process ended by itself; the message says how."""


class Worker:
    """A process with a model in memory.

    Raises:
        ModelError: the model cannot be loaded.
        WorkerDied: loading it ended the process.
    """

    def __init__(self, load: Load) -> None:
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - what llama.cpp says when it fails; closed by `kill`
        # -P: what lies in the current folder, which may be anybody's, must not be imported.
        command = [sys.executable, "-P", "-m", "diff_insight.llm.worker.main"]
        environment = {"GOMP_SPINCOUNT": _SPINS, **os.environ, "GGML_NO_BACKTRACE": "1"}  # which would start a debugger
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr, env=environment, bufsize=0
        )
        self._replies: SimpleQueue[Reply | None] = SimpleQueue()
        self._reader = Thread(target=_read, args=(self._process.stdout, self._replies), daemon=True)
        self._reader.start()
        try:
            self.send(load)
            self.loaded = self.expect(Loaded)
        except BaseException:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def send(self, request: Request) -> None:
        """Send a request.

        Raises:
            WorkerDied: the process has ended.
        """
        data = memoryview(line_of(request))
        try:
            while data and self._process.stdin:
                data = data[self._process.stdin.write(data) :]
        except BrokenPipeError:
            raise self._death() from None

    def receive(self, timeout: float | None = None) -> Reply | None:
        """The next reply; None after `timeout` seconds without one.

        Raises:
            WorkerDied: the process has ended, and all that it replied was received before.
        """
        try:
            reply = self._replies.get(timeout=timeout)
        except Empty:
            return None
        if reply is None:
            raise self._death()
        return reply

    def expect(self, kind: type[ReplyType]) -> ReplyType:
        """The next reply, which is of one kind.

        Raises:
            ModelError: the request failed.
            WorkerDied: the process has ended.
        """
        reply = self.receive()
        if isinstance(reply, Failed):
            raise ModelError(reply.reason)
        if not isinstance(reply, kind):
            raise ModelError(f"the process that runs the model answered out of turn: {type(reply).__name__}")
        return reply

    def kill(self) -> None:
        """End the process, whatever it is busy with, and wait for its end."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for file in (self._process.stdin, self._process.stdout, self._stderr):
            if file:
                file.close()

    def _death(self) -> WorkerDied:
        try:
            code = self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._replies.put(None)
        how = f"exit code {code}" if code >= 0 else f"signal {-code}, {signal.strsignal(-code)}"
        self._stderr.seek(0)
        output = self._stderr.read().decode("utf-8", "replace").strip()
        return WorkerDied(f"{how}: {output.splitlines()[-1]}" if output else how)


class Workers(Protocol):
    """Where the worker comes from."""

    def worker(self) -> Worker:
        """The worker, started if there is none."""

    def dismiss(self) -> None:
        """End the worker, if there is one."""


def talk(workers: Workers, conversation: Callable[[Worker], Spoken]) -> Spoken:
    """What a conversation with the worker gives; begun again with another worker when that one ends.

    Raises:
        ModelError: worker after worker ended.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return conversation(workers.worker())
        except WorkerDied as death:
            workers.dismiss()
            if attempt == ATTEMPTS:
                raise ended_again(death) from None
    raise AssertionError("there is a last attempt")


def ended_again(death: WorkerDied) -> ModelError:
    """What is said when worker after worker ended, the last one so."""
    return ModelError(
        f"llama.cpp ended {ATTEMPTS} times one after another ({death}); free some memory, give a smaller --context or "
        "fewer --gpu-layers, or --no-model for a report without a model"
    )


def _read(source: IO[bytes], replies: SimpleQueue[Reply | None]) -> None:
    """Hand on reply after reply, and None at the end; a line that the process's end cut off is none."""
    rest = b""
    try:
        while chunk := source.read(1 << 16):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                replies.put(read_reply(line))
    finally:
        replies.put(None)
