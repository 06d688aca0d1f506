"""Reads a day as people write it for this tool."""

import re
from datetime import date

from diff_insight.errors import UsageError

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(text: str) -> date:
    """The day that YYYY-MM-DD names.

    Raises:
        UsageError: it is written in another way, or the calendar has no such day.
    """
    if _FORM.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise UsageError(f"there is no day {text} in the calendar; write it as YYYY-MM-DD") from None
    raise UsageError(f"{text!r} is no day; write it as YYYY-MM-DD, such as 2025-03-22")
