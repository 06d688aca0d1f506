"""The form of every sentence in a report: plain text in which names stand between backticks, as in CommonMark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"`+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence: words, or a name as it stands in the change."""

    text: str
    is_code: bool


def code(name: str) -> str:
    """A name as a code span; backticks inside it make the fence around it longer."""
    name = " ".join(name.split()) or " "
    longest = max((len(run) for run in _RUN.findall(name)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if name.startswith("`") or name.endswith("`") else ""
    return f"{fence}{padding}{name}{padding}{fence}"


def plain(words: str) -> str:
    """Somebody's words as part of a sentence: their own code spans stay, a backtick that opens none is replaced."""
    if any("`" in span.text for span in spans(words) if not span.is_code):
        return words.replace("`", "ˋ")
    return words


def spans(sentence: str) -> Iterator[Span]:
    """The stretches of a sentence in order; a run of backticks without its equal is plain text (CommonMark 6.1)."""
    position = 0
    while match := _RUN.search(sentence, position):
        end = next((m for m in _RUN.finditer(sentence, match.end()) if m[0] == match[0]), None)
        if end is None:
            yield Span(sentence[position : match.end()], is_code=False)
            position = match.end()
            continue
        if match.start() > position:
            yield Span(sentence[position : match.start()], is_code=False)
        inner = sentence[match.end() : end.start()]
        if len(inner) > 2 and inner[0] == inner[-1] == " " and inner.strip():
            inner = inner[1:-1]
        yield Span(inner, is_code=True)
        position = end.end()
    if position < len(sentence):
        yield Span(sentence[position:], is_code=False)
