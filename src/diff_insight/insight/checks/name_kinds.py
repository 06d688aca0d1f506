"""Checks that what a text calls a key, a function, a step or what is tested is one in the lines of its file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Kind:
    """What names can be called.

    Attributes:
        called: matches a text that calls a name so; the name is the one group that matched.
        shown_by: what lines must match, with `{name}` for the name.
        is_denied: whether they must not.
    """

    called: re.Pattern[str]
    shown_by: str
    is_denied: bool = False


def _called(english: str, eastern: str) -> re.Pattern[str]:
    """`NAME function`, `function NAME` and the same in Japanese and Chinese."""
    western = rf"\b(?:{english}) `([^`]+)`|`([^`]+)` (?:{english})s?\b"
    return re.compile(rf"{western}|(?:{eastern}) ?`([^`]+)`|`([^`]+)` ?(?:という)?(?:{eastern})", re.IGNORECASE)


_KINDS = (
    _Kind(_called("key", "キー|键(?!盘)"), r"[\"'`\]]?{name}[\"'`\]]?\s*[:=]|\[[^\]\n]*{name}"),
    _Kind(
        _called("step|job", "ステップ|ジョブ|步骤|作业"),
        r"^\s*(?:-\s*)?(?:(?:name|id):\s*)?[\"']?{name}[\"']?\s*:?\s*$|needs:.*{name}",
    ),
    _Kind(
        _called("function|method", "関数|メソッド|函数|方法"),
        r"(?:def|fn|func|fun|function|sub)\s+(?:[\w().*]+[.\s])?{name}\b"
        r"|(?<!\w){name}[!?]?[`\"']?\s*(?:[(<]|[=:]\s*(?:async\b|function\b|lambda\b|\())",
    ),
    # A test file defines what helps it, and tests what others do; in Rust and Go tests are functions of any name.
    _Kind(
        re.compile(
            r"\btests? (?:for|of) (?:the )?(?:\w+ )?`([^`]+)`"
            r"|`([^`]+)` ?(?:関数|メソッド|函数|方法)?(?:の|的)(?:テスト|测试)"
        ),
        r"(?:^|@@)\s*(?:export\s+)?(?:async\s+)?(?:def|function|const|let|var)\s+(?!test){name}\b",
        is_denied=True,
    ),
)


def are_what_they_are_called(text: str, lines: str) -> bool:
    """Whether lines show each name of a text, between backticks, as what the text calls it.

    Args:
        text: a title or a sentence.
        lines: lines of the file, in lower case.
    """
    return all(
        (re.search(kind.shown_by.format(name=re.escape(name)), lines, re.MULTILINE) is None) is kind.is_denied
        for kind in _KINDS
        for name in _names(kind.called, text)
    )


def _names(called: re.Pattern[str], text: str) -> Iterator[str]:
    """The last parts of the names that a text calls so, in lower case, such as `read` of `Page.read()`."""
    for match in called.finditer(text):
        name = next(group for group in match.groups() if group).casefold()
        yield re.split(r"\.|::|#", name.removesuffix("()"))[-1] or name
