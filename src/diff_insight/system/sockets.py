"""Blocks all sockets in this process, so that no library can reach a network, however it is configured."""

import sys
from enum import Enum
from functools import partial

from diff_insight.errors import NetworkError

_HARMLESS = ("socket.gethostname",)
_SERVING = ("socket.__new__", "socket.bind")


class Exemption(Enum):
    """What a command may still do, because the user explicitly asked for it."""

    NOTHING = "nothing"
    SERVING_LOOPBACK = "waiting for browsers of this machine"
    EVERYTHING = "reaching other machines"


def refuse_sockets(exemption: Exemption = Exemption.NOTHING) -> None:
    """Make creating a socket or resolving an address raise `NetworkError` from now on; this cannot be undone.

    Uses an audit hook (PEP 578), which Python code cannot remove. Git, a separate process, is kept off the network by
    its configuration; see `changes/git/command.py`.
    """
    if exemption is not Exemption.EVERYTHING:
        sys.addaudithook(partial(_refuse, exemption))


def _refuse(exemption: Exemption, event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith("socket.") and event not in _HARMLESS:
        if exemption is Exemption.SERVING_LOOPBACK and event in _SERVING and _is_local(event, arguments):
            return
        raise NetworkError("something tried to reach a network, which this program never does: please report it")


def _is_local(event: str, arguments: tuple[object, ...]) -> bool:
    if event != "socket.bind":
        return True
    address = arguments[1]
    return isinstance(address, tuple) and address[0] == "127.0.0.1"
