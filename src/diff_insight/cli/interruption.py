"""Once there is something to lose, makes Ctrl-C and SIGTERM stop the questions to the model but not the report."""

import os
import signal
from types import FrameType, TracebackType
from typing import Self

_SAID = {
    signal.SIGINT: b"\nstopping: the report will contain what is finished; press Ctrl-C again to quit at once\n",
    signal.SIGTERM: b"\nstopping: the report will contain what is finished; SIGTERM again quits at once\n",
}


class Interruption:
    """A context manager in which, once armed, the first Ctrl-C or SIGTERM is only recorded; the next ends the program.

    Args:
        quiet: whether to print nothing when it happens.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._recorded: int | None = None
        found = {number: signal.getsignal(number) for number in _SAID}
        self._usual = {number: handler for number, handler in found.items() if callable(handler)}
        self._armed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._disarm()

    @property
    def happened(self) -> bool:
        """Whether a signal was recorded."""
        return self._recorded is not None

    def arm(self) -> None:
        """Install the handler; a signal that is ignored, or that nobody but the system handles, is left alone."""
        if not self._armed:
            self._armed = True
            for number in self._usual:
                signal.signal(number, self._record)

    def deliver(self) -> None:
        """Once the work is safe, hand a recorded signal to the handler from before, which ends the program."""
        self._disarm()
        if self._recorded is not None:
            signal.raise_signal(self._recorded)

    def _disarm(self) -> None:
        if self._armed:
            self._armed = False
            for number, usual in self._usual.items():
                signal.signal(number, usual)

    def _record(self, number: int, _frame: FrameType | None) -> None:
        self._recorded = number
        self._disarm()
        if not self._quiet:
            os.write(2, _SAID[signal.Signals(number)])  # print may be what was interrupted, so it cannot be used
