"""The format of every sentence in a report: plain text with names in backticks, as in CommonMark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"`+")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a sentence: words, or a name as written in the change."""

    text: str
    is_code: bool


def code(name: str) -> str:
    """A name as a code span, with a fence longer than any run of backticks inside it."""
    name = " ".join(name.split()) or " "
    longest = max((len(run) for run in _RUN.findall(name)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if name.startswith("`") or name.endswith("`") else ""
    return f"{fence}{padding}{name}{padding}{fence}"


def plain(words: str) -> str:
    """Quoted words as part of a sentence: their code spans are kept, but backticks are replaced if any is unmatched."""
    if any("`" in span.text for span in spans(words) if not span.is_code):
        return words.replace("`", "ˋ")
    return words


def unfenced(sentence: str) -> str:
    """A sentence in one line, without the backticks of its code spans."""
    return "".join(span.text for span in spans(" ".join(sentence.split())))


def spans(sentence: str) -> Iterator[Span]:
    """Yield the spans of a sentence in order; an unmatched run of backticks is plain text (CommonMark 6.1)."""
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
