"""Refuses every socket to this process, so that no library of it can reach a network whatever it is told."""

import sys
from enum import Enum
from functools import partial

from diff_insight.errors import NetworkError

_HARMLESS = ("socket.gethostname",)
_SERVING = ("socket.__new__", "socket.bind")


class Exemption(Enum):
    """What a command may do all the same, because the user asked for it by name."""

    NOTHING = "nothing"
    SERVING_LOOPBACK = "waiting for browsers of this machine"
    EVERYTHING = "reaching other machines"


def refuse_sockets(exemption: Exemption = Exemption.NOTHING) -> None:
    """From now on, making a socket or asking for an address raises `NetworkError`; it cannot be taken back.

    By an audit hook (PEP 578), which no code in Python can remove. Git, which is a process of its own, is kept from
    networks by its configuration; see `changes/git/command.py`.
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
