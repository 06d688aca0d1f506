"""Once there is something to lose, makes Ctrl-C stop the questions to the model but not the report."""

import os
import signal
from types import FrameType, TracebackType
from typing import Self

_SAID = b"\nstopping: the report will contain what is finished; press Ctrl-C again to quit at once\n"


class Interruption:
    """A context manager in which, once armed, the first Ctrl-C is only recorded; the next ends the program.

    Args:
        quiet: whether to print nothing when it happens.
    """

    def __init__(self, *, quiet: bool) -> None:
        self.happened = False
        self._quiet = quiet
        self._usual = signal.getsignal(signal.SIGINT)
        self._armed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        if self._armed:
            signal.signal(signal.SIGINT, self._usual)

    def arm(self) -> None:
        """Install the handler; a SIGINT that is ignored or handled elsewhere is left alone."""
        if not self._armed and self._usual is signal.default_int_handler:
            self._armed = True
            signal.signal(signal.SIGINT, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.happened = True
        signal.signal(signal.SIGINT, self._usual)
        if not self._quiet:
            os.write(2, _SAID)  # print may be what was interrupted, so it cannot be used
