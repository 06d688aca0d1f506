"""Computes the marks of each line of a diff: syntax colours, changed words, and which line it replaces."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import PurePosixPath

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_for_filename
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Token
from pygments.token import _TokenType as TokenType
from pygments.util import ClassNotFound

from diff_insight.changes.changeset import Hunk, Line
from diff_insight.changes.patch.unified import read_hunks
from diff_insight.evidence.diff.line_pairs import changed_parts, edits

PLAIN, CHANGED = ".", ","

_LETTERS: tuple[tuple[TokenType, str], ...] = (
    (Comment, "c"), (String, "s"), (Number, "m"), (Keyword, "k"), (Operator.Word, "k"), (Name.Function, "f"),
    (Name.Class, "t"), (Name.Tag, "k"), (Name.Attribute, "f"), (Name.Decorator, "f"), (Name.Builtin, "t"),
    (Name.Exception, "t"), (Token.Generic.Heading, "k"), (Token.Generic.Subheading, "k"),
)  # fmt: skip
_LONGEST = 2_000  # maximum characters of a line that is marked
_MOST = 50_000  # maximum characters of one side of a hunk that is lexed; a lexer may take very long for more


def diff_marks(diff: str, path: str) -> list[str]:
    """The marks of each line of a diff, '' for a line that is all plain.

    Marks are runs of characters, each a letter and its length in UTF-16 units, as JavaScript counts: `k3.1s5`. Letters
    are c for comments, s strings, m numbers, k keywords, f functions and attributes, t types, `.` for the rest;
    upper case and `,` mark changed words; everything after the last run is plain. The marks of an added line that
    replaces a removed one begin with the index of that line in its block of removed lines, and a colon.

    Args:
        diff: the hunks of one file as shown, in unified format.
        path: path of the file; its name determines the language.

    Raises:
        UnreadableChangeError: it is not a valid diff.
    """
    lexer = _lexer(PurePosixPath(path).name)
    marks: list[str] = []
    for hunk in read_hunks(diff, path):
        marks.append("")
        for line, marked in zip(hunk.lines, _hunk_marks(hunk, lexer), strict=True):
            marks += [marked, ""] if line.ends_file else [marked]
    return marks


def _hunk_marks(hunk: Hunk, lexer: Lexer | None) -> Iterator[str]:
    letters = _syntax(hunk, lexer)
    replaced: dict[int, int] = {}
    places = {id(line): place for place, line in enumerate(hunk.lines)}
    for edit in edits(hunk):
        if edit.removed and edit.added:
            old, new = places[id(edit.removed)], places[id(edit.added)]
            replaced[new] = old - _block_start(hunk.lines, old)
            if max(len(edit.removed.text), len(edit.added.text)) <= _LONGEST:
                for place, parts in zip((old, new), changed_parts(edit.removed.text, edit.added.text), strict=True):
                    for part in parts:
                        letters[place][part] = [_changed(letter) for letter in letters[place][part]]
    for place, line in enumerate(hunk.lines):
        prefix = f"{replaced[place]}:" if place in replaced else ""
        yield prefix + _runs(line.text, letters[place])


def _block_start(lines: Sequence[Line], place: int) -> int:
    while place and lines[place - 1].kind == "-":
        place -= 1
    return place


def _changed(letter: str) -> str:
    return CHANGED if letter == PLAIN else letter.upper()


def _syntax(hunk: Hunk, lexer: Lexer | None) -> list[list[str]]:
    """A list per line of a hunk, with a letter per character."""
    letters = [[PLAIN] * len(line.text) for line in hunk.lines]
    if lexer is None:
        return letters
    for side in ("-", "+"):
        places = [place for place, line in enumerate(hunk.lines) if line.kind in (" ", side)]
        texts = [hunk.lines[place].text for place in places]
        if sum(map(len, texts)) > _MOST or any(len(text) > _LONGEST for text in texts):
            continue
        flat = _lexed(lexer, "\n".join(texts) + "\n")
        start = 0
        for place, text in zip(places, texts, strict=True):
            letters[place] = flat[start : start + len(text)]
            start += len(text) + 1
    return letters


def _lexed(lexer: Lexer, text: str) -> list[str]:
    """A letter per character of a text that may begin inside a comment or a multi-line string."""
    opening = _opening(text)
    flat = [PLAIN] * (len(opening) + len(text))
    for start, kind, value in lexer.get_tokens_unprocessed(opening + text):
        flat[start : start + len(value)] = [_letter(kind)] * len(value)
    return flat[len(opening) :]


def _opening(text: str) -> str:
    """The opening delimiter of a comment or string that the text closes but does not open, '' if there is none."""
    end, begin = text.find("*/"), text.find("/*")
    if end >= 0 and not 0 <= begin < end:
        return "/*\n"
    for mark in ('"""', "'''"):
        first = next((line.strip() for line in text.split("\n") if mark in line), "")
        # A closing delimiter stands alone or after text; an opening one has text after it.
        if text.count(mark) % 2 and first.endswith(mark) and (first == mark or not first.startswith(mark)):
            return f"{mark}\n"
    return ""


def _runs(text: str, letters: list[str]) -> str:
    runs: list[str] = []
    place = 0
    for letter, run in groupby(letters):
        length = len(list(run))
        units = len(text[place : place + length].encode("utf-16-le", "surrogatepass")) // 2
        runs.append(f"{letter}{units}")
        place += length
    if runs and runs[-1].startswith(PLAIN):
        runs.pop()
    return "".join(runs)


@cache
def _letter(kind: TokenType) -> str:
    return next((letter for parent, letter in _LETTERS if parent in kind.split()), PLAIN)


@lru_cache(maxsize=256)  # bounded, because a batch over years sees too many names
def _lexer(name: str) -> Lexer | None:
    """The lexer for a file of that name, None if there is none."""
    try:
        return get_lexer_for_filename(name, stripnl=False, startinline=True)
    except ClassNotFound:
        return None
