"""Lets Ctrl-C end the questions to the model, not the report, once there is something to lose."""

import os
import signal
from types import FrameType, TracebackType
from typing import Self

_SAID = b"\nstopping: the report will hold what is finished; Ctrl-C again ends at once\n"


class Interruption:
    """A context manager inside which, once it is armed, the first Ctrl-C is only noted; the next ends the program.

    Args:
        quiet: whether nothing is said when it happens.
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
        """From now on there is something to lose. Where SIGINT is ignored or somebody else's, it stays so."""
        if not self._armed and self._usual is signal.default_int_handler:
            self._armed = True
            signal.signal(signal.SIGINT, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.happened = True
        signal.signal(signal.SIGINT, self._usual)
        if not self._quiet:
            os.write(2, _SAID)  # not by print, which may be what was interrupted
