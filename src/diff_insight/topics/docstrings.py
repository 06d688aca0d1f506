"""Finds what the code itself says of what is new: the first sentence of a docstring, doc comment or help text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.injection import addresses_model
from diff_insight.topics.markup import plain_text
from diff_insight.topics.topic import Origin, PlacedFact, Words

_OFFERED = frozenset({FactKind.OPTION_ADDED, FactKind.COMMAND_ADDED})
_MOST = 3  # maximum number of names of one topic whose docstrings are read
_SIGNATURE = 40  # maximum number of lines from a name to its docstring
_COMMENT = 60  # maximum number of lines of a doc comment
_LEAST = 3  # minimum words of a sentence that is quoted
_LONGEST = 200  # maximum characters of one
_OPENS = re.compile(r"""\s*[rRuU]{0,2}(?P<quotes>\"{3}|'{3}|\"|')(?P<text>.*)""")
_ENDS_HEAD = re.compile(r".*:\s*(?:#.*)?$")
_ATTRIBUTE = re.compile(r"\s*(?:@\w|#\[|\[\w|template\s*<|#!\[)")
_DOC_LINE = re.compile(r"\s*(?:///|//!|//|/\*\*|/\*!|\*/|\*|#)(?!\[) ?(?P<text>.*)")
_TAG = re.compile(r"[@\\](?:param|returns?|throws?|type|since|see|example|brief)\b.*|<[^<>]*>|\*/")
_INLINE = re.compile(r"\{@(?:code|literal|link|linkplain|value)\s+#?([^{}]*)\}")  # marks inside words of Javadoc
_SENTENCE = re.compile(r"(?<=[.!?。])(?:\s+|$)")


def docstrings(surface: Sequence[PlacedFact], files: Mapping[str, FileChange]) -> Iterator[Words]:
    """Yield the first sentences about options, commands and names that a topic adds, as far as they are new with them.

    Args:
        surface: the facts of the topic that users can meet.
        files: the files of the change by path.
    """
    helped = [placed.fact.where or "" for placed in surface if placed.fact.kind in _OFFERED]
    for text in helped[:_MOST]:
        sentence = _first(text)
        if sentence and not addresses_model(sentence):
            yield Words(sentence, Origin.HELP)
    new = (placed for placed in surface if placed.fact.kind is FactKind.NAME_ADDED and placed.fact.new_line)
    for placed in islice(new, _MOST):
        sentence = docstring_of(files[placed.path], placed.fact.new_line or 0)
        if sentence and not addresses_model(sentence):
            yield Words(sentence, Origin.DOCSTRING)


def docstring_of(file: FileChange, line: int) -> str:
    """The first sentence of the documentation in the code of what is defined at a line; '' if there is none.

    In Python it is the string below the head, elsewhere the comment above, attributes in between left out.

    Args:
        file: the change; only lines that it adds are read.
        line: the number of the line on which the name stands, counted from 1.
    """
    added = {each.new: each.text for hunk in file.hunks for each in hunk.lines if each.kind == "+"}
    is_python = file.path.endswith((".py", ".pyi"))
    text = _below(added, line) if is_python else _above(added, line)
    return _first(
        plain_text(text, "docstring.rst") if is_python else plain_text(_INLINE.sub(r"`\1`", text), "comment.md")
    )


def _first(text: str) -> str:
    """The first sentence of a text; '' if it is too short or too long to be quoted."""
    sentence = _SENTENCE.split(text)[0].strip()
    return sentence if len(sentence.split()) >= _LEAST and len(sentence) <= _LONGEST else ""


def _below(added: Mapping[int | None, str], line: int) -> str:
    head = next((n for n in range(line, line + _SIGNATURE) if _ENDS_HEAD.match(added.get(n, ""))), None)
    opening = _OPENS.match(added.get(head + 1, "")) if head else None
    if head is None or opening is None:
        return ""
    found = [opening["text"]]
    number = head + 2
    while opening["quotes"] not in found[-1] and number in added and added[number].strip():
        found.append(added[number].strip())
        number += 1
    return "\n".join(found).partition(opening["quotes"])[0]


def _above(added: Mapping[int | None, str], line: int) -> str:
    number = line - 1
    while _ATTRIBUTE.match(added.get(number, "")):
        number -= 1
    found: list[str] = []
    while len(found) < _COMMENT and (match := _DOC_LINE.match(added.get(number, ""))):
        found.append(_TAG.sub("", match["text"]).strip())
        number -= 1
    while found and not found[-1]:
        found.pop()
    return "\n".join(found[::-1]).strip().partition("\n\n")[0]
