"""Escapes text for Markdown, so that it stays text in CommonMark, GitHub's dialect and pandoc's."""

import re

from diff_insight.sentences.code_spans import code, spans
from diff_insight.system.visible import visible

_ANYWHERE = re.compile(
    r"[\\`*\[\]<>|~^$@{}]|(?<!\S)#|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])|!(?=\[)|-(?=-)|\.(?=\.\.)|:(?=//)|(?<=www)\."
)
_LINE_START = re.compile(r"^([-+=:%])|^((?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+|\([0-9A-Za-z]{1,9}))([.)])(?=\s|$)")
_BACKTICKS = re.compile(r"`+")
FENCE = 4
"""Minimum number of backticks around a diff, as in the published reports."""


def text(words: str) -> str:
    """Plain text on one line, with every character that could be markup escaped."""
    return _LINE_START.sub(_escaped_start, _inside(words))


def _inside(words: str) -> str:
    """The same for words that are not at the start of a line."""
    return _ANYWHERE.sub(lambda match: "\\" + match[0], " ".join(visible(words).split()))


def prose(sentence: str) -> str:
    """A sentence of text and code spans, in the form of `diff_insight.sentences.code_spans`, as Markdown."""
    parts = []
    for span in spans(" ".join(sentence.split())):
        if span.is_code:
            parts.append(code(visible(span.text)))
            continue
        head = " " if span.text[:1] == " " else ""
        tail = " " if span.text[-1:] == " " and span.text.strip() else ""
        parts.append(f"{head}{_inside(span.text) if parts else text(span.text)}{tail}")
    return "".join(parts).strip()


def fenced(diff: str) -> str:
    """The fence for a diff: longer than any run of backticks in it."""
    longest = max((len(run) for run in _BACKTICKS.findall(diff)), default=0)
    return "`" * max(FENCE, longest + 1)


def _escaped_start(match: re.Match[str]) -> str:
    if match[1]:
        return "\\" + match[1]
    return f"{match[2]}\\{match[3]}"
