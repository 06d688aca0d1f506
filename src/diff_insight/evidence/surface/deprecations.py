"""What source code says is deprecated, in its own words: by decorators, attributes, doc comments and warnings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diff_insight.evidence.code.definition import Definition, NameKind

_MARK = re.compile(
    r"@deprecated\b(?P<doc>(?!\s*\()[^*\n]*)"  # a doc comment
    r"|@(?:\w+\.)*[dD]eprecated\b(?:\(.*)?$"  # Python, Java
    r"|#\[deprecated\b.*"
    r"|\[(?:System\.)?Obsolete\b.*"
    r"|\[\[deprecated\b.*"
    r"|(?://|\*|#)\s*Deprecated:\s*(?P<paragraph>.+)"  # Go, and doc comments elsewhere
    r"|\.\.\s+deprecated::\s*(?P<directive>.*)"
)
_WARNS = re.compile(
    r"\b(?:Pending)?DeprecationWarning\b|\bwarn(?:ings)?\.(?:warn_?)?deprecated\b|\bdeprecate\("
    r"""|\bwarn\b[ (]+["'].*\bdeprecated\b"""  # Ruby, Perl
)
_LITERAL = re.compile(r"""(?<![\w])[rbfuRBFU]{0,2}(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)).){4,300})(?P=quote)""")
_QUOTED = re.compile(r"[`'\"](\w+)")
_STATES = re.compile(r"\bdeprecat|\bwill be removed\b|\bobsolete\b|\bno longer\b|\binstead\b", re.IGNORECASE)
_NEAR = 8  # maximum number of lines between a warning and the beginning of its text, in either direction
_BELOW = 12  # maximum number of lines from a mark to the definition that it belongs to
_MESSAGE = 4  # maximum number of lines from the beginning of a call to its message
_ONLY_LITERAL = re.compile(r"""\s*[rbfuRBFU]{0,2}(["']).*\1\s*[,)+]*\s*$""")


@dataclass(frozen=True, slots=True)
class Deprecation:
    """A place that says something is deprecated.

    Attributes:
        line: the line of the words, or of the mark if there are none, counted from 1.
        text: the words as they stand on that line; the mark if there are none.
        name: the definition that is marked, or in which the warning stands; '' if it is not known.
        parameter: the parameter of that definition that the words name first; '' if they name none.
        is_mark: whether a definition is marked as a whole.
        public: whether that definition is public; True if it is not known.
    """

    line: int
    text: str
    name: str
    parameter: str
    is_mark: bool
    public: bool


def may_deprecate(text: str) -> bool:
    """Whether a source, or a line of one, has the words without which it says of nothing that it is deprecated."""
    return "eprecat" in text or "Obsolete" in text


def deprecations(text: str, definitions: Sequence[Definition]) -> Iterator[Deprecation]:
    """Yield what a source says is deprecated, in line order.

    Args:
        text: the source.
        definitions: the names that it defines.
    """
    lines = text.split("\n")
    for position, line in enumerate(lines):
        if not may_deprecate(line):
            continue
        if match := _MARK.search(line):
            if match["paragraph"] and line.lstrip().startswith("#") and not _heads(lines, position, definitions):
                continue  # about code further down in a body, why it is still there
            yield _marked(lines, position, match, definitions)
        elif _WARNS.search(line) and "import" not in line:
            found = _warned(lines, position)
            if found:
                around = _around(definitions, found[0])
                name, parameter = (around.name, _named(around, found[1])) if around else ("", "")
                yield Deprecation(*found, name, parameter, is_mark=False, public=around.public if around else True)


def _marked(
    lines: Sequence[str], position: int, match: re.Match[str], definitions: Sequence[Definition]
) -> Deprecation:
    stated = match["doc"] or match["paragraph"]
    line, words = position, (stated or "").rstrip("*/ ").strip()
    if not words:
        last = min(position + (_NEAR if lines[position].rstrip().endswith("(") else 1), len(lines))
        found = ((number, _LITERAL.search(lines[number])) for number in range(position, last))
        line, words = next(((number, quoted["text"]) for number, quoted in found if quoted), (position, ""))
    is_inside = match["directive"] is not None
    definition = _around(definitions, position + 1) if is_inside else _below(definitions, position + 1)
    return Deprecation(
        line + 1,
        words or match[0].strip(),
        definition.name if definition else "",
        parameter="",
        is_mark=True,
        public=definition.public if definition else True,
    )


def _heads(lines: Sequence[str], position: int, definitions: Sequence[Definition]) -> bool:
    """Whether a definition begins where the comment ends that a line stands in."""
    end = position
    while end < len(lines) and lines[end].lstrip().startswith("#"):
        end += 1
    return any(definition.line == end + 1 for definition in definitions)


def _warned(lines: Sequence[str], position: int) -> tuple[int, str] | None:
    """The line and words of a warning: in the call, or in the message that is put together above it."""
    above = range(position, max(position - _NEAR, -1), -1)
    below = range(position + 1, min(position + _MESSAGE, len(lines)))
    for number in (*above, *below):
        if _stated(lines[number]):
            # A message may be several literals, of which the first says what is deprecated.
            while number > 0 and (_stated(lines[number - 1]) or _ONLY_LITERAL.match(lines[number - 1])):
                number -= 1
            while not _stated(lines[number]):
                number += 1
            goes_on = number + 1 < len(lines) and _ONLY_LITERAL.match(lines[number + 1])
            return number + 1, _sentences(_stated(lines[number])) if goes_on else _stated(lines[number])
    return None


def _stated(line: str) -> str:
    """The literal on a line that says that something is deprecated; '' if there is none."""
    literals = (match["text"].strip() for match in _LITERAL.finditer(line))
    return next((text for text in literals if _STATES.search(text) and "{" not in text), "")


def _named(definition: Definition, text: str) -> str:
    """The parameter of a definition that a text names in quotation marks."""
    names = {parameter.name for parameter in definition.parameters or ()}
    return next((name for name in _QUOTED.findall(text) if name in names), "")


def _sentences(text: str) -> str:
    """The whole sentences of a text whose end is missing; the text itself if it has none."""
    return text[: max(text.rfind(". ") + 1, text.endswith(".") * len(text))] or text


def _below(definitions: Sequence[Definition], line: int) -> Definition | None:
    """The definition that begins at a mark or soon below."""
    later = (d for d in definitions if d.kind is not NameKind.BOUND and line <= d.line <= line + _BELOW)
    return min(later, key=lambda d: d.line, default=None)


def _around(definitions: Sequence[Definition], line: int) -> Definition | None:
    """The innermost definition around a line."""
    holding = (d for d in definitions if d.kind is not NameKind.BOUND and d.start <= line <= d.end)
    return max(holding, key=lambda d: d.start, default=None)
