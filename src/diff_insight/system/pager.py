"""Shows text on a terminal through the user's pager, as git does."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping

from diff_insight.system.output import write_standard_output

# As git sets them: quit if it fits on one screen, show colours, leave the screen as it was.
_DEFAULTS = {"LESS": "FRX", "LV": "-c"}


def pager_command(environment: Mapping[str, str]) -> list[str]:
    """The command of the pager; empty if the user wants none, or it is not installed.

    It is that of `GIT_PAGER`, else of `PAGER`, else `less`. What a repository configures as `core.pager` does not
    count, because nothing that a repository configures is executed.
    """
    wanted = next((environment[name] for name in ("GIT_PAGER", "PAGER") if name in environment), "less")
    try:
        words = shlex.split(wanted)
    except ValueError:
        return []
    if not words or words == ["cat"] or not shutil.which(words[0], path=environment.get("PATH")):
        return []
    return words


def page(content: bytes) -> None:
    """Show text on the terminal through the pager, or write it to standard output if there is none.

    Raises:
        OutputError: standard output cannot be written.
    """
    command = pager_command(os.environ)
    if not command:
        write_standard_output(content)
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the pager
    try:
        subprocess.run(command, input=content, env=_DEFAULTS | os.environ, check=False)
    finally:
        signal.signal(signal.SIGINT, handler)
