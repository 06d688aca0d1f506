"""Undoes changes to a diff's bytes in transport: byte-order marks, UTF-16, colours, mail quoting, line endings."""

import codecs
import re

from diff_insight.changes.notice import Notice, NoticeKind

_SGR = re.compile(rb"\x1b\[[0-9;]*[mK]")
_COLOURED = re.compile(rb"^(?:\x1b\[[0-9;]*[mK])+(?:diff --git |--- |\+\+\+ |@@ |[-+])", re.MULTILINE)
_QUOTED = re.compile(rb"^((?:> ?)+)(?:diff --git |--- |Index: )", re.MULTILINE)
_PLAIN = re.compile(rb"^(?:diff --git |--- |\*\*\* |Index: |=== |==== |Submodule )", re.MULTILINE)
_HEADER = re.compile(rb"^(?:diff --git .*|--- .*|\+\+\+ .*|@@ -\d.* @@.*)$", re.MULTILINE)
_LOOKED_AT = 4096  # bytes that are examined to recognise UTF-16 without a byte-order mark
_SIGNED = b"-----BEGIN PGP SIGNED MESSAGE-----"


def undone(data: bytes) -> tuple[bytes, tuple[Notice, ...]]:
    """The diff as originally written, in an ASCII-compatible encoding, and notices of what was undone."""
    notices = []
    data, encoding = _without_mark(data)
    if encoding:
        notices.append(Notice(NoticeKind.INPUT_DECODED, 1, {"encoding": encoding}))
    if _COLOURED.search(data):
        data, count = _SGR.subn(b"", data)
        notices.append(Notice(NoticeKind.COLOURS_REMOVED, count))
    if not _PLAIN.search(data) and (quoted := _QUOTED.search(data)):
        data, count = _without_quotation(data, quoted[1])
        notices.append(Notice(NoticeKind.QUOTATION_REMOVED, count))
    if _SIGNED in data:
        data = re.sub(rb"(?m)^- (?=-)", b"", data)
    return without_added_returns(data), tuple(notices)


def without_added_returns(data: bytes) -> bytes:
    """Remove the carriage returns that a mailer or an editor added to every line.

    Content lines of a diff end in one if their file has them; header lines never do.
    """
    headers = _HEADER.findall(data)
    if headers and all(header.endswith(b"\r") for header in headers):
        return data.replace(b"\r\n", b"\n")
    return data


def _without_mark(data: bytes) -> tuple[bytes, str | None]:
    """The data as UTF-8 without byte-order mark, and its original encoding if that was another."""
    if data.startswith(codecs.BOM_UTF8):
        return data.removeprefix(codecs.BOM_UTF8), None
    marks = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    # In UTF-16, ASCII letters, of which a diff always has some, have a zero as their high byte.
    high, low = data[0:_LOOKED_AT:2].count(0), data[1:_LOOKED_AT:2].count(0)
    likely = "utf-16-be" if high > low else "utf-16-le"
    name = marks.get(data[:2]) or (likely if (high + low) * 3 > len(data[:_LOOKED_AT]) else None)
    if name and "\n" in (text := data.decode(name, "replace")):
        return text.removeprefix("\ufeff").encode("utf-8"), "UTF-16"
    return data, None


def _without_quotation(data: bytes, sign: bytes) -> tuple[bytes, int]:
    """The data with the quote prefix removed from the lines that have it, and the number of those lines."""
    lines, count = [], 0
    for line in data.split(b"\n"):
        # A quoted empty line may have lost the space after its quote prefix.
        is_quoted = line.startswith(sign) or line.rstrip() == sign.rstrip()
        lines.append(line[len(sign) :] if is_quoted else line)
        count += is_quoted
    return b"\n".join(lines), count
