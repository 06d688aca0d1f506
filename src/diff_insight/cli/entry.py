"""Entry points: from the first import on, every failure ends in one sentence and an exit code."""

import gc
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from diff_insight import __version__
from diff_insight.cli.commands import COMMANDS, GROUPS
from diff_insight.system.sockets import Exemption, refuse_sockets

INTERRUPTED = 130
"""The exit code after Ctrl-C, as in shells."""

TERMINATED = 143
"""The exit code after SIGTERM, as in shells."""

BROKEN_PIPE = 141
"""The exit code after a broken pipe on standard output, as in shells."""

_OPTIONS = ("--version", "-h", "--help")

_USUAL = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
"""The signals that interrupt a run, unless whoever started it chose another handler than Python's."""

_SAID = "diff-insight: interrupted; no report was left half-written"


def main() -> None:
    """Run `diff-insight` with the command-line arguments."""
    _end(sys.argv[1:])


def git_subcommand() -> None:
    """Run `git diff-insight RANGE` as `diff-insight report RANGE`; other commands keep their names."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] not in {*COMMANDS, *GROUPS, *_OPTIONS}:
        arguments = ["report", *arguments]
    _end(arguments)


def _end(arguments: list[str]) -> None:
    refuse_sockets(_exemption(arguments))
    if arguments == ["--version"]:  # without loading the program
        print(f"diff-insight {__version__}")
        return
    run = _loaded()
    heard: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        heard.append(number)
        raise KeyboardInterrupt

    for number, usual in _USUAL.items():
        if signal.getsignal(number) is usual:
            signal.signal(number, interrupt)
    try:
        code = run(arguments)
    except BrokenPipeError:
        code = BROKEN_PIPE
    except (Exception, KeyboardInterrupt):
        if not heard:
            raise
        code = INTERRUPTED
    # During an import an interruption may be lost, or may be raised as a library's own error.
    if heard and code:
        print(_SAID, file=sys.stderr)
        code = TERMINATED if signal.SIGTERM in heard else INTERRUPTED
    sys.exit(code)


def _exemption(arguments: list[str]) -> Exemption:
    """The network access of the command to run, decided before its code is loaded."""
    if arguments[:2] == ["site", "serve"]:
        return Exemption.SERVING_LOOPBACK
    if arguments[:1] == ["batch"] and any(word.partition("=")[0] == "--scheduler" for word in arguments):
        return Exemption.EVERYTHING
    return Exemption.NOTHING


def _loaded() -> Callable[[list[str]], int]:
    """Import the program; meanwhile Ctrl-C must end it as quietly as later.

    Nothing is open yet, so the handler exits at once; some libraries swallow an exception raised during their import.
    What is imported stays, so the collector need not look for garbage in it, now or later.
    """
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
    gc.disable()
    from diff_insight.cli.app import run

    gc.freeze()
    gc.enable()
    if handler is signal.default_int_handler:
        signal.signal(signal.SIGINT, handler)
    return run


def _leave(_signal: int, _frame: FrameType | None) -> None:
    os.write(2, f"{_SAID}\n".encode())
    os._exit(INTERRUPTED)
