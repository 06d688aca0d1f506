"""Checks from its text whether a file is what its suffix says: one suffix can stand for several languages.

Sources of the rules: XML 1.0 section 2.8 for the declaration, Qt Linguist's and Tiled's own DTDs for their elements,
Apple's "The Objective-C Programming Language" for what begins with `@`, GCC's internals manual ("Machine
Descriptions"), Android's RenderScript manual for its pragmas, and the file-out format of Smalltalk-80. The list of
ambiguous suffixes comes from GitHub linguist's heuristics (lib/linguist/heuristics.yml), MIT licence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from diff_insight.evidence.diff.sides import Sides

_READ = 100_000  # maximum number of characters read of a text
_CONTROLS = 20  # a text is binary if more than one in this many characters is a control character


class Content(StrEnum):
    """What a file really is if not what its suffix says."""

    MARKUP = "markup"
    SOURCE = "source of another language"
    POINTER = "pointer of Git LFS"
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern that never occurs in the language that a suffix usually stands for.

    Attributes:
        content: what a file with a match is.
        pattern: matches at the start of a line.
        unless: if this matches too, the file is what its suffix says after all.
    """

    content: Content
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


_BEGINS_AS_MARKUP = re.compile(r"\ufeff?\s*<(?:\?(?:xml|php|hh)\b|!DOCTYPE\b)", re.IGNORECASE)
_DECLARATION = re.compile(r"\ufeff?<\?xml\s", re.IGNORECASE)
_MARKUP_ALONE = re.compile(r"(?:\s*<[A-Za-z/!?][^\n]*(?:\n|\Z)){3,}\Z")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_POINTER = re.compile(r"version https://git-lfs\.github\.com/spec/v\d+\n")
_QT_LINGUIST = _Rule(
    Content.MARKUP,
    re.compile(
        r"^[ \t]*(?:<TS[ >]|<location\s+(?:filename|line)="
        r"|<(?:source|translation|oldsource|extracomment|translatorcomment)(?:\s[^<>]*)?>.*</"
        r"|</(?:TS|context|message|translation)>\s*$)",
        re.MULTILINE,
    ),
)
_TILED = _Rule(Content.MARKUP, re.compile(r"^[ \t]*</?(?:tileset|terraintypes|wangsets?)\b", re.MULTILINE))
_OBJECTIVE_C = _Rule(
    Content.SOURCE,
    re.compile(
        r"^[ \t]*(?:@(?:interface|protocol|property|class|end|optional|required|implementation|import)\b"
        r"|#\s*import\s+[<\"].+\.h[>\"]|NS_ASSUME_NONNULL_(?:BEGIN|END)\b|(?:typedef\s+)?NS_(?:CLOSED_)?(?:ENUM|OPTIONS)\b"
        r"|typedef\s+enum\s.*NS_|[-+]\s*\([\w\s*<>,^]+\)\s*[a-z]\w*\s*(?:[;:{]|NS_|__attribute))",
        re.MULTILINE,
    ),
)
_MACHINE_DESCRIPTION = _Rule(
    Content.SOURCE,
    re.compile(
        r"^(?:\(define_(?!syntax|record)[a-z_0-9]+\b|[ \t]*[\[(]+(?:set|match_operand|match_dup|set_attr)[ :(])",
        re.MULTILINE,
    ),
    unless=re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE),
)
_LISP_COMMENT = re.compile(r"\s*;;")
_RENDERSCRIPT = _Rule(
    Content.SOURCE, re.compile(r"^[ \t]*#(?:pragma\s+(?:rs|version)\b|include\s+[<\"])", re.MULTILINE)
)
_SMALLTALK = _Rule(
    Content.SOURCE,
    re.compile(r"^!\s*[\w ]+\s(?:methodsFor:|subclass:\s*#)|^\w+\s+subclass:\s*#\w+", re.MULTILINE),
)

_BY_SUFFIX: dict[str, tuple[_Rule, ...]] = {
    ".ts": (_QT_LINGUIST,),
    ".tsx": (_TILED,),
    ".h": (_OBJECTIVE_C,),
    ".md": (_MACHINE_DESCRIPTION,),
    ".rs": (_RENDERSCRIPT,),
    ".cs": (_SMALLTALK,),
}
_PROSE = frozenset({".md", ".markdown", ".mdx", ".qmd", ".rmd"})
_WITH_MARKUP = _PROSE | {".js", ".jsx", ".tsx", ".sh", ".rb", ".php"}
_MAY_BEGIN_AS_MARKUP = _PROSE | {".php"}
_COMMENTED = frozenset({".h", ".rs", ".cs"})


def other_content(sides: Sides) -> Content | None:
    """What a file really is, before or after; None if it may well be what its suffix says.

    Whole texts decide if they are known, else the lines shown in the diff.
    """
    suffix = PurePosixPath(sides.file.path).suffix.lower()
    whole = [text[:_READ] for text in (sides.old, sides.new) if text]
    for text in whole:
        if found := _of_text(text, suffix, is_whole=True):
            return found
    if sides.are_whole:
        return None
    begins = any(hunk.old_start <= 1 and hunk.new_start <= 1 for hunk in sides.file.hunks[:1])
    shown = _first(line.text for hunk in sides.file.hunks for line in hunk.lines)
    return _of_text("\n".join(shown), suffix, is_whole=begins)


def _first(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines until `_READ` characters are exceeded."""
    read = 0
    for line in lines:
        yield line
        read += len(line) + 1
        if read > _READ:
            return


def _of_text(text: str, suffix: str, *, is_whole: bool) -> Content | None:
    if _POINTER.match(text):
        return Content.POINTER
    if len(_CONTROL.findall(text)) * _CONTROLS > len(text):
        return Content.BINARY
    if is_whole and (_DECLARATION if suffix in _MAY_BEGIN_AS_MARKUP else _BEGINS_AS_MARKUP).match(text):
        return Content.MARKUP
    if suffix not in _WITH_MARKUP and _MARKUP_ALONE.match(text):
        return Content.MARKUP
    if suffix == ".md" and is_whole and _LISP_COMMENT.match(text):
        return Content.SOURCE
    bare = _COMMENT.sub("", text) if suffix in _COMMENTED else text
    for rule in _BY_SUFFIX.get(suffix, ()):
        if rule.pattern.search(bare) and not (rule.unless and rule.unless.search(bare)):
            return rule.content
    return None
