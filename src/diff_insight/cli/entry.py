"""Starts the programs, so that every way to end, from the first import on, is one sentence and an exit code."""

import sys

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells give it."""

BROKEN_PIPE = 141
"""The exit code when nobody reads standard output any more, as shells give it."""


def main() -> None:
    """`diff-insight`, with the arguments of the command line."""
    _end(sys.argv[1:])


def git_subcommand() -> None:
    """`git diff-insight RANGE` is `diff-insight report RANGE`; other commands go by their names."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] not in ("report", "evaluate", "dataset", "schema", "--version", "-h", "--help"):
        arguments = ["report", *arguments]
    _end(arguments)


def _end(arguments: list[str]) -> None:
    try:
        # Loading takes a moment in which Ctrl-C must end the program as quietly as later.
        from diff_insight.cli.app import run

        code = run(arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = BROKEN_PIPE
    if code == INTERRUPTED:
        print("diff-insight: interrupted; no report was left half-written", file=sys.stderr)
    sys.exit(code)
