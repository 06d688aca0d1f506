"""Parses dates given by the user."""

import re
from datetime import date

from diff_insight.errors import UsageError

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(text: str) -> date:
    """Parse a date written as YYYY-MM-DD.

    Raises:
        UsageError: the format differs, or there is no such date.
    """
    if _FORM.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise UsageError(f"the date {text} does not exist; write it as YYYY-MM-DD") from None
    raise UsageError(f"{text!r} is not a date; write it as YYYY-MM-DD, such as 2025-03-22")
