"""Defers Ctrl-C and SIGTERM while llama.cpp calls back into Python, where an exception would be printed and lost."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_DEFERRED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def defer_signals() -> Iterator[None]:
    """Defer signals that a Python function handles inside the block until its end, then raise them for it."""
    before = {number: signal.getsignal(number) for number in _DEFERRED}
    handled = {number: handler for number, handler in before.items() if callable(handler)}
    if threading.current_thread() is not threading.main_thread() or not handled:
        yield
        return
    heard: list[int] = []
    for number in handled:
        signal.signal(number, lambda number, _frame: heard.append(number))
    try:
        yield
    finally:
        for number, handler in handled.items():
            signal.signal(number, handler)
        for first in heard[:1]:
            signal.raise_signal(first)
