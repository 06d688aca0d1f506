import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from diff_insight.llm.gguf.deferred_signals import defer_signals


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """A job in the background has SIGINT ignored; SIGTERM is handled as by the program."""
    before = [signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    signal.signal(signal.SIGINT, before[0])
    signal.signal(signal.SIGTERM, before[1])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_heard_when_the_call_is_over(number: signal.Signals) -> None:
    reached = []

    def call() -> None:
        with defer_signals():
            signal.raise_signal(number)
            reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        call()
    assert reached == ["the end"]


def test_without_an_interrupt_everything_is_as_before() -> None:
    with defer_signals():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_threads_hold_nothing() -> None:
    def call() -> bool:
        with defer_signals():
            return signal.getsignal(signal.SIGINT) is signal.default_int_handler

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(call).result()
