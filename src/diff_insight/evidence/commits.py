"""Reads commit messages: Conventional Commits, breaking changes and the author's reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diff_insight.changes.changeset import Commit
from diff_insight.evidence.message import paragraphs, unquoted

_SUBJECT = re.compile(
    r"(?P<type>[A-Za-z]+)(?P<early>!(?=\())?(?:\((?P<scope>[^()\r\n]+)\))?(?P<bang>!)?: +(?P<description>\S.*)$"
)
_FOOTER = re.compile(r"(?:BREAKING[ -]CHANGE|[A-Za-z][\w-]*)(?:: +| +(?=#))\S|BREAKING[ -]CHANGES?:")
_BREAKING = re.compile(r"BREAKING[ -]CHANGES?:(.*)")
_NO_BREAK = re.compile(
    r"(?:none|no|n/?a|nil|nothing|false|not applicable|no breaking changes?|[-–—]+|<!--.*-->)?[.!]?\Z",
    re.IGNORECASE,
)
_REVERT = re.compile(r"(?:Revert|Reapply) [\"“]")
_REVERTED = re.compile(r"This reverts (?:commit|merge request) [^\s,.]+(?:, reversing changes made to [^\s,.]+)?\.?")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\d`\"'“(])|(?<=[。！？])")
_WHY = re.compile(
    r"\b(?:because|since|so that|otherwise|in order to|therefore|due to|to avoid|prevents?|would (?:have|be|fail|break)"
    r"|used to|no longer|instead of)\b|ため|から、|ので|よう|因为|由于|以便|避免|否则",
    re.IGNORECASE,
)
_LONGEST = 300  # maximum length in characters of quoted author's words


@dataclass(frozen=True, slots=True)
class ConventionalCommit:
    """A commit message parsed as Conventional Commits 1.0.

    Attributes:
        type: such as `feat` or `fix`, in lower case.
        scope: the part of the project in parentheses; None if there is none.
        description: the subject without its prefix.
        breaking: what breaks, in the author's words: the footer, or the description if there is only a `!`; None if
            nothing breaks.
    """

    type: str
    scope: str | None
    description: str
    breaking: str | None


def conventional(commit: Commit) -> ConventionalCommit | None:
    """Parse a commit as a Conventional Commit; None if its subject has another form."""
    match = _SUBJECT.match(commit.subject)
    if match is None:
        return None
    noted = declared_break(commit)
    return ConventionalCommit(match["type"].lower(), match["scope"], match["description"], noted)


def declared_break(commit: Commit) -> str | None:
    """Everything that a commit's author declares as breaking, as one text; None if nothing."""
    return "; ".join(declared_breaks(commit)) or None


def declared_breaks(commit: Commit) -> tuple[str, ...]:
    """What a commit's author declares as breaking: `BREAKING CHANGE` footers, whatever the subject's form, or a `!`.

    Footers such as "none" do not count, nor do those of a quoted message or a revert.
    """
    if _REVERT.match(commit.subject):
        return ()
    lines = list(unquoted([line.rstrip() for line in commit.body.split("\n")]))
    begun = [(number, match) for number, line in enumerate(lines) if (match := _BREAKING.match(line))]
    found = [_footer(match[1], lines[number + 1 :]) for number, match in begun]
    said = tuple(dict.fromkeys(text for text in found if not _NO_BREAK.match(text)))
    match = _SUBJECT.match(commit.subject)
    return said or ((match["description"],) if match and (match["bang"] or match["early"]) else ())


def _footer(first: str, following: Sequence[str]) -> str:
    """The text of a footer up to an empty line or the next footer; it may start one or two lines further down."""
    text = [first.strip()] if first.strip() else []
    lines = iter(following if text or (following and following[0]) else following[1:])
    for line in lines:
        if not line or _FOOTER.match(line):
            break
        text.append(line.strip())
    return " ".join(text)


def reason(commit: Commit) -> str | None:
    """The sentence of a commit's body that says why, else its first one; None if the body has no usable prose."""
    texts = paragraphs(commit.body)
    sentences = [sentence.strip() for text in texts for sentence in _SENTENCE.split(text) if sentence.strip()]
    subject = commit.subject.rstrip(" .!")
    sentences = [
        sentence
        for sentence in sentences
        if not _REVERTED.fullmatch(sentence)
        and not sentence.endswith((":", "："))  # it introduces a list or code
        and sentence.rstrip(" .!") != subject
    ]
    chosen = next((sentence for sentence in sentences if _WHY.search(sentence)), sentences[0] if sentences else None)
    if chosen is None or len(chosen) < 12:
        return None
    return chosen if len(chosen) <= _LONGEST else f"{chosen[:_LONGEST].rsplit(' ', 1)[0]}…"
