"""Refuses every socket to this process, so that no library of it can reach a network whatever it is told."""

import sys

from diff_insight.errors import NetworkError

_HARMLESS = ("socket.gethostname",)


def refuse_sockets() -> None:
    """From now on, making a socket or asking for an address raises `NetworkError`; it cannot be taken back.

    By an audit hook (PEP 578), which no code in Python can remove. Git, which is a process of its own, is kept from
    networks by its configuration; see `changes/git_command.py`.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket.") and event not in _HARMLESS:
        raise NetworkError("something tried to reach a network, which this program never does: please report it")
