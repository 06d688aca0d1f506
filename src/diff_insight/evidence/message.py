"""Separates the parts of a commit message: author's prose, trailers, quotations and generated text."""

import re
from collections.abc import Iterator, Sequence

_TRAILER = re.compile(r"[A-Za-z0-9-]+[ \t]*:")
_OF_GIT = re.compile(r"Signed-off-by: |\(cherry picked from commit ")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_INDENTED = re.compile(r"\t| {4}")
_NO_PROSE = re.compile(r"[ \t*\-+>#|<]|\d+[.)] |[=_~]{3}|\[(?:ci skip|skip ci)\]")

# Lines written by or for issue trackers, review systems and other tools; the rest of the paragraph belongs to them.
_KEYS = (
    r"(?:[A-Z][\w-]+-by|Change-Id|Refs?|References|Fixe[sd]|Close[sd]?|Resolve[sd]?|See-also|PR-URL|Reviewed-on|Cc|Bug"
    r"|Link|GitHub|Reviewed By|Approved by|Reviewers?|Subscribers|Tags|Differential (?:Revision|Diff)|git-svn-id"
    r"|From-SVN|fbshipit-source-id|PiperOrigin-RevId|Pull Request(?: resolved)?|Conflicts|Backport of|Part of|Merges?"
    r"|Reverts|See merge request|BREAKING[ -]CHANGES?|Deprecated)"
    r"(?:\s*:|[ \t]+(?=[#!]\d|\d+\W*\Z|https?://|[\w.-]+/[\w.-]+[#!]\d))"
)
_GENERATED = (
    r"\(cherry picked from commit |svn path=|Bumps? (?:the \S+ group|\S+ from) |Updates? \S+ (?:from|to) [`v]*\d"
    r"|Bumps \[|Release notes\s*(?::|\Z)|Changelog:?\Z|Commits:?\Z|Dependabot (?:will|commands)"
    r"|You can trigger Dependabot|This PR (?:contains|updates) the following"
    r"|This (?:PR|commit|file) (?:was|is|has been) (?:auto\S* |machine.)?generated"
    r"|For more information, see https?://"
    r"|Auto(?:matic(?:ally)?)?[ -]?generated|Merge branch(?:es)? '|Merge (?:pull request|remote-tracking branch) "
    r"|Merge (?:tag|commit) '|Merged in "
)
_NOTED = re.compile(f"{_KEYS}|{_GENERATED}", re.IGNORECASE)
_TEST_PLAN = re.compile(r"Test[ -]?plan\s*:", re.IGNORECASE)
_SECTION = re.compile(r"[A-Z][\w ]{2,30}:(?:\s|$)")
_SUMMARY = re.compile(r"Summary:\s*")


def without_trailers(body: str) -> list[str]:
    """The lines of a body without the trailers at its end, which are recognised as in `git interpret-trailers`.

    The last paragraph consists of trailers if all its lines are `Key: value` or continue one, or if at least a quarter
    are and git itself wrote one of them.
    """
    lines = [line.rstrip() for line in body.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    start = max((number + 1 for number, line in enumerate(lines) if not line), default=0)
    return lines[:start] if _are_trailers(lines[start:]) else lines


def _are_trailers(lines: Sequence[str]) -> bool:
    if not lines or lines[0][:1].isspace():
        return False
    known = trailers = others = 0
    for line in lines:
        if line[:1].isspace():
            continue
        if _OF_GIT.match(line):
            known += 1
        elif _TRAILER.match(line):
            trailers += 1
        else:
            others += 1
    return others == 0 or (known > 0 and (known + trailers) * 3 >= others)


def unquoted(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a message, with an empty line in place of each line of code."""
    fence = ""
    for line in lines:
        match = _FENCE.match(line)
        if fence or match:
            fence = "" if match and fence == match[1] else fence or (match[1] if match else "")
            yield ""
        else:
            yield "" if _INDENTED.match(line) else line


def paragraphs(body: str) -> list[str]:
    """The author's prose, without lists, tables, code, quotations, headings, trailers and generated text."""
    found: list[str] = []
    current: list[str] = []
    is_noted = is_plan = False
    for line in [*unquoted(without_trailers(body)), ""]:
        if line == "---":  # what follows was added by a program
            break
        if _TEST_PLAN.match(line):
            is_plan = True
        elif is_plan and _SECTION.match(line):
            is_plan = False
        is_noted = bool(line) and (is_noted or bool(_NOTED.match(line)))
        if is_plan or is_noted or not line or _NO_PROSE.match(line):
            if current:
                found.append(" ".join(current))
            current = []
        else:
            current.append(_SUMMARY.sub("", line.strip(), count=1) if not current else line.strip())
    if current:
        found.append(" ".join(current))
    return [text for text in found if text]
