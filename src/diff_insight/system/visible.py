"""Makes characters visible that a reader could not see, or that would reorder the text."""

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text: str) -> str:
    """The text with control, bidirectional and invisible characters escaped; tab and line feed stay.

    C0 controls become their Unicode control pictures, the others text like `⟨U+202E⟩`, so that none takes effect.
    """
    return _UNSEEN.sub(lambda match: _shown(ord(match[0])), text)


def escaped(json: str) -> str:
    """JSON with the same characters escaped, which keeps its meaning since they occur only inside strings."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", json)


def visible_diff(diff: str) -> str:
    """Like `visible`, for a diff; carriage returns at line ends are shown only if not every line has one."""
    lines = diff.split("\n")
    body = [line for line in lines if line[:1] in ("+", "-", " ")]
    if body and all(line.endswith("\r") for line in body):
        diff = "\n".join(line.removesuffix("\r") for line in lines)
    return visible(diff)


def _shown(point: int) -> str:
    if point < 0x20:
        return chr(0x2400 + point)
    return f"⟨U+{point:04X}⟩"
