"""Reads commit messages: Conventional Commits, and the words in which an author says why."""

import re
from dataclasses import dataclass

from diff_insight.changes.changeset import Commit

_SUBJECT = re.compile(r"(?P<type>[A-Za-z]+)(?:\((?P<scope>[^()\r\n]+)\))?(?P<bang>!)?: +(?P<description>\S.*)$")
_FOOTER = re.compile(r"(BREAKING[ -]CHANGE|[A-Za-z][\w-]*)(?:: +| +(?=#))(.+)")
_TRAILER = re.compile(
    r"(?:[A-Z][\w-]+-by|Change-Id|Refs?|Fixes|Closes|Resolves|See-also|PR-URL|Reviewed-on|Cc|Bug|Link|GitHub):?\s"
    r"|BREAKING[ -]CHANGE",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(r"[ \t*\-+>#|]|\d+[.)] ")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\d`\"'“(])|(?<=[。！？])")
_WHY = re.compile(
    r"\b(?:because|since|so that|otherwise|in order to|therefore|due to|to avoid|prevents?|would (?:have|be|fail|break)"
    r"|used to|no longer|instead of)\b|ため|から、|ので|よう|因为|由于|以便|避免|否则",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of an author's words that are quoted


@dataclass(frozen=True, slots=True)
class ConventionalCommit:
    """What a commit's message says in the form of Conventional Commits 1.0.

    Attributes:
        type: such as `feat` or `fix`, in lower case.
        scope: the part of the project in parentheses, None where none is given.
        description: the subject without its prefix.
        breaking: what breaks, in the author's words: the footer, or with only a `!` the description; None if nothing.
    """

    type: str
    scope: str | None
    description: str
    breaking: str | None


def conventional(commit: Commit) -> ConventionalCommit | None:
    """The commit read as a Conventional Commit; None where its subject has another form."""
    match = _SUBJECT.match(commit.subject)
    if match is None:
        return None
    noted = declared_break(commit)
    return ConventionalCommit(match["type"].lower(), match["scope"], match["description"], noted)


def declared_break(commit: Commit) -> str | None:
    """What a commit's author says it breaks: a `BREAKING CHANGE` footer, whatever the subject's form, or a `!`."""
    lines = commit.body.splitlines()
    for number, line in enumerate(lines):
        footer = _FOOTER.match(line)
        if footer and footer[1].startswith("BREAKING"):
            rest = [footer[2]]
            for following in lines[number + 1 :]:
                if not following.strip() or _FOOTER.match(following):
                    break
                rest.append(following.strip())
            return " ".join(rest)
    match = _SUBJECT.match(commit.subject)
    return match["description"] if match and match["bang"] else None


def reason(commit: Commit) -> str | None:
    """The words of a commit's body that explain it: the sentence that says why, else the first; None without prose."""
    paragraphs = [" ".join(lines) for lines in _paragraphs(commit.body)]
    sentences = [sentence.strip() for text in paragraphs for sentence in _SENTENCE.split(text) if sentence.strip()]
    chosen = next((sentence for sentence in sentences if _WHY.search(sentence)), sentences[0] if sentences else None)
    if chosen is None or len(chosen) < 12:
        return None
    return chosen if len(chosen) <= _LONGEST else f"{chosen[:_LONGEST].rsplit(' ', 1)[0]}…"


def _paragraphs(body: str) -> list[list[str]]:
    """The prose of a body: no lists, indented code, quotations, headings or trailers."""
    found: list[list[str]] = []
    current: list[str] = []
    for line in [*body.splitlines(), ""]:
        if not line.strip() or _NO_PROSE.match(line) or _TRAILER.match(line):
            if current:
                found.append(current)
            current = []
        else:
            current.append(line.strip())
    return found
