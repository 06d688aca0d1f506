"""Reads a day as people write it for this tool."""

import re
from datetime import date

from diff_insight.errors import UsageError

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(said: str) -> date:
    """The day that YYYY-MM-DD names.

    Raises:
        UsageError: it is written in another way, or the calendar has no such day.
    """
    if _FORM.fullmatch(said):
        try:
            return date.fromisoformat(said)
        except ValueError:
            raise UsageError(f"there is no day {said} in the calendar; write it as YYYY-MM-DD") from None
    raise UsageError(f"{said!r} is no day; write it as YYYY-MM-DD, such as 2025-03-22")
