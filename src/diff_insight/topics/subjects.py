"""Reads the subject of a commit or the title of a pull request: its words, without prefix, numbers and tags."""

import re
from dataclasses import dataclass

_CONVENTIONAL = re.compile(
    r"(?P<type>[A-Za-z]+)(?P<early>!(?=\())?(?: ?\((?P<scope>[^()\r\n]+)\))?(?P<bang>!)?(?:: +|(?<=\)):)(?=\S)"
)
# A ticket of another tracker than the repository's, and no standard.
_TICKET = re.compile(
    r"(?:(?!(?:UTF|SHA|ISO|RFC|PEP|CVE|GHSA|HTTP|ES|IEEE|AES|EC|TLS)-)[A-Z][A-Z0-9]{1,9}-\d{1,6},?\s*)+:\s+(?=\S)"
)
_PACKAGE = re.compile(r"[!-~]*[`@][!-~]*\s*")  # a package and its version, or a name marked as code, and nothing else
_TYPES = frozenset(
    {
        "feat", "feature", "fix", "bugfix", "hotfix", "perf", "refactor", "docs", "doc", "test", "tests", "style",
        "chore",
        "build", "ci", "deps", "revert", "release", "security", "types", "typing", "lint", "cleanup", "wip", "breaking",
        "enhancement", "improvement", "chg", "new", "dev", "i18n", "examples", "infra", "meta", "workflow", "polish",
        "typo", "internal", "misc", "add", "remove", "change", "bug",
    }
)  # fmt: skip
_TAG = re.compile(r"^(?:\[[\w ./-]{1,40}\]\s*)+(?=\S)|\s*\[(?:skip|no) (?:ci|actions)\]|\s*\[ci skip\]", re.IGNORECASE)
_BACKPORT = re.compile(r"\[PR #\d+/[0-9a-f]+ backport\]\[[^\]]{1,40}\]\s*")
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{1,200})[)\]][.]?$")
_BARE = re.compile(
    r"(?:^|\s)(?:[-–—,;]\s*)?((?:(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?)\s+)?[#!]\d+)[.,]?$", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"[#!](\d+)\b|\bgh-(\d+)\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"https?://\S+|[\w.-]+/[\w.-]+(?=#)|[#!]\d+|\bgh-\d+|[\s,;:&+/]+"
    r"|\b(?:closes?d?|fix(?:e[sd])?|resolve[sd]?|refs?|see|also|part|of|issues?|prs?|pull|request|ticket|for|and|or|re)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b:?\s+(?:issues?\s+)?(?:[\w.-]+/[\w.-]+)?#(\d+)", re.IGNORECASE
)
_ADVISORY = re.compile(r"\bCVE-\d{4}-\d+|\bGHSA(?:-\w{4}){3}")
_NEEDS_MORE = re.compile(
    r"(?:^|\s)(?:from|in|by|of|with|to|at|on|per|via|as|like|than|after|before|since|for)$", re.IGNORECASE
)  # words that say nothing without what follows them
# What the commit is about as a picture, such as `:bug:` of gitmoji.
_PICTURE = re.compile(r"^(?:(?::[a-z][a-z0-9_+-]*:|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)\s*)+(?=\S)")
_LONGEST = 500  # maximum characters of a subject that are read
_SYNC = re.compile(
    r"(?:merge|sync|forward.?port|back.?merge|rebase)\b|release\b|v?\d+(?:\.\d+)+\b|(?:chore|build)?:? ?release",
    re.IGNORECASE,
)

_RELEASE = re.compile(
    r"\bbump (?:the )?version\b|\bupdate (?:the )?changelog\b|\bprepare (?:for )?(?:the |a )?release\b|^release\b"
    r"|^(?:- )?(?:version )?v?\d+(?:\.\d+)+(?:[-.]?[a-z]+\.?\d*)?(?: placeholder)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject, taken apart.

    Attributes:
        text: its words, verbatim but for what the other attributes say and pictures before it; a prefix before nothing
            but a package, as in `deps: name@1.0`, stays.
        type: the prefix as in Conventional Commits, in lower case; None if it has none.
        scope: what the prefix names in parentheses.
        breaks: whether the prefix has a `!`.
        numbers: numbers of pull requests or issues at its end, in their order.
    """

    text: str
    type: str | None
    scope: str | None
    breaks: bool
    numbers: tuple[int, ...]


def whole_subject(subject: str, body: str) -> str:
    """A subject together with the rest of it, if a forge cut it and begins the body with what it cut off."""
    if subject.endswith("…") and body.startswith("…"):
        return subject[:-1] + body[1:].partition("\n")[0]
    return subject


def read_subject(line: str) -> Subject:
    """Take a subject apart; a prefix counts only if its word is one that people use as a type, or it has a scope."""
    text = _PICTURE.sub("", _TAG.sub("", _BACKPORT.sub("", " ".join(line[:_LONGEST].split()))))
    text, numbers = _without_numbers(text)
    kind = scope = None
    breaks = False
    match = _CONVENTIONAL.match(text)
    if match and (match["type"].lower() in _TYPES or match["scope"] or match["bang"]):
        kind, scope, breaks = match["type"].lower(), match["scope"], bool(match["bang"] or match["early"])
        if not _PACKAGE.fullmatch(text, match.end()):
            text = _PICTURE.sub("", text[match.end() :])
    text = _TICKET.sub("", text, count=1) if _TICKET.match(text) else text
    return Subject(text.strip(), kind, scope, breaks, tuple(dict.fromkeys(numbers)))


def _without_numbers(text: str) -> tuple[str, list[int]]:
    """The text without the references at its end, and their numbers."""
    numbers: list[int] = []
    while True:
        match = _IN_BRACKETS.search(text)
        is_address = match is not None and _ADDRESS.fullmatch(match[1])
        if match is None or _REFERENCE.sub("", match[1]) or not (is_address or _NUMBER.search(match[1])):
            match = _BARE.search(text)
        if match is None or not text[: match.start()].strip():
            return text, numbers
        numbers = [int(one or other) for one, other in _NUMBER.findall(match[1])] + numbers
        rest = text[: match.start()].rstrip(" ,;–—-")
        if _NEEDS_MORE.search(rest):
            return text, numbers  # such as: take the approach from #12
        text = rest


def names_ticket(scope: str) -> bool:
    """Whether a scope is no part of the software but a ticket."""
    return _TICKET.match(f"{scope}: -") is not None


def advisories_in(text: str) -> tuple[str, ...]:
    """The identifiers of security advisories in a text."""
    return tuple(dict.fromkeys(_ADVISORY.findall(text)))


def closed_issues(text: str) -> tuple[int, ...]:
    """The numbers of issues that a message says it closes."""
    return tuple(dict.fromkeys(int(number) for number in _CLOSES.findall(text)))


def is_synchronisation(title: str) -> bool:
    """Whether a title tells only that branches are brought together or a release is made, so that commits tell more."""
    return _SYNC.match(title.strip("`'\" ")) is not None


def makes_release(title: str) -> bool:
    """Whether a title says that a release is made, whose notes may tell the work of others."""
    return _RELEASE.search(title) is not None


_EMPTY_WORDS = frozenset(
    [
        "a",
        "add",
        "added",
        "address",
        "again",
        "all",
        "also",
        "an",
        "and",
        "another",
        "apply",
        "auto",
        "automatic",
        "back",
        "bit",
        "branch",
        "bump",
        "by",
        "change",
        "changelog",
        "changes",
        "check",
        "ci",
        "clean",
        "cleanup",
        "cleanups",
        "code",
        "comment",
        "comments",
        "conflict",
        "conflicts",
        "correct",
        "correction",
        "corrections",
        "doc",
        "docs",
        "documentation",
        "edit",
        "enable",
        "error",
        "errors",
        "extra",
        "feedback",
        "file",
        "files",
        "final",
        "fix",
        "fixed",
        "fixes",
        "fixing",
        "fixup",
        "flake8",
        "for",
        "format",
        "formatting",
        "from",
        "history",
        "improve",
        "improvements",
        "in",
        "indentation",
        "into",
        "issue",
        "issues",
        "it",
        "lint",
        "linter",
        "linting",
        "main",
        "make",
        "master",
        "merge",
        "minor",
        "misc",
        "missing",
        "mistake",
        "more",
        "mypy",
        "need",
        "new",
        "news",
        "nit",
        "nits",
        "no",
        "of",
        "on",
        "oops",
        "or",
        "other",
        "polish",
        "pr",
        "pre",
        "prepare",
        "readme",
        "refactor",
        "release",
        "remove",
        "removed",
        "review",
        "rst",
        "ruff",
        "run",
        "simplify",
        "small",
        "some",
        "spelling",
        "stuff",
        "style",
        "suggestion",
        "suggestions",
        "test",
        "testing",
        "tests",
        "text",
        "that",
        "the",
        "this",
        "tidy",
        "to",
        "trivial",
        "tweak",
        "tweaks",
        "type",
        "types",
        "typing",
        "typo",
        "typos",
        "unused",
        "up",
        "update",
        "updated",
        "updates",
        "use",
        "version",
        "whitespace",
        "wip",
        "with",
        "words",
        "wording",
        "work",
    ]
)
_WORD = re.compile(r"[^\W_]+(?:[._'-][^\W_]+)*")
_FILE_EDIT = re.compile(r"(?:add|create|delete|edit|rename|update|remove) \S+\.\w{1,5}$", re.IGNORECASE)


def is_telling(text: str) -> bool:
    """Whether a subject says what was changed: it has at least two words beyond those that every project writes."""
    if _FILE_EDIT.match(text):
        return False
    words = {word.lower() for word in _WORD.findall(text)} - _EMPTY_WORDS
    is_said = len(words) >= 2 and any(map(str.isalpha, "".join(words)))
    return is_said or any(not word.isascii() for word in words) or "`" in text
