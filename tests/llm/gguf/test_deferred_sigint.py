import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from diff_insight.llm.gguf.deferred_sigint import defer_sigint


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """A job in the background has SIGINT ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_is_heard_when_the_call_is_over() -> None:
    reached = []

    def call() -> None:
        with defer_sigint():
            signal.raise_signal(signal.SIGINT)
            reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        call()
    assert reached == ["the end"]


def test_without_an_interrupt_everything_is_as_before() -> None:
    with defer_sigint():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_threads_hold_nothing() -> None:
    def call() -> bool:
        with defer_sigint():
            return signal.getsignal(signal.SIGINT) is signal.default_int_handler

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(call).result()
