"""Compares lines with the bullets that maintainers added to their notes between two versions."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from diff_insight.changes.git.command import PLAIN, GitCommand
from diff_insight.topics.features import stems

_BULLET = re.compile(r"^[-*] +\S")
_NUMBER = re.compile(r"(?:[#!]|\bgh-|[:{](?:pr|pull|issue|gh)[:}]`|/(?:pull|issues)/)(\d+)", re.IGNORECASE)
_REFERENCE = re.compile(r"https?://\S+|[:{][\w:]+[:}]`[^`]*`|\(?[#!]\d+\)?")
_QUOTED = re.compile(r"`+([^`]+)`+")
_OPTION = re.compile(r"--[a-z][\w-]+")
_WORD = re.compile(r"[A-Za-z_][\w.]*\w")
_TELLING = re.compile(r"[a-z0-9]_[a-z0-9]|[a-z][A-Z]|[A-Z]{2,}[a-z]")
_EMPTY = frozenset(
    [
        "<name>",
        "<version>",
        "the",
        "and",
        "for",
        "with",
        "from",
        "are",
        "was",
        "been",
        "its",
        "this",
        "that",
        "not",
        "now",
        "when",
        "use",
        "can",
        "may",
        "will",
        "also",
        "into",
        "than",
        "more",
        "all",
        "new",
        "add",
        "remov",
        "fix",
        "chang",
        "updat",
        "support",
        "improv",
        "file",
        "line",
        "only",
        "has",
        "have",
        "does",
    ]
)
_LEAST = 3  # minimum words that two texts share if they tell the same
_SHARE = 0.5  # and the minimum share of the shorter one


@dataclass(frozen=True, slots=True)
class Notes:
    """The bullets of a release, and the names that so many of them have that they tell nothing."""

    bullets: tuple[str, ...]
    common: frozenset[str]

    def tell(self, line: str, numbers: Collection[int] = ()) -> bool:
        """Whether any bullet tells what a line tells, or has one of its numbers."""
        return any(
            not set(numbers).isdisjoint(numbers_in(bullet)) or tells(line, bullet, self.common)
            for bullet in self.bullets
        )

    def told(self, lines: Sequence[str]) -> int:
        """How many bullets the lines tell."""
        return sum(any(tells(line, bullet, self.common) for line in lines) for bullet in self.bullets)


def notes_between(git: GitCommand, pattern: str, base: str, head: str) -> Notes:
    """The bullets that a project added to its notes file, a glob, between two versions."""
    shown = git.succeed(
        "diff", "-U0", "--no-color", base, head, "--", f":(glob){pattern}", view=PLAIN.with_pathspecs()
    ).stdout
    items: list[list[str]] = []
    open_ = False
    for line in shown.decode("utf-8", "replace").split("\n"):
        text = line[1:] if line.startswith("+") and not line.startswith("+++") else None
        if text is not None and _BULLET.match(text):
            items.append([text[1:].strip()])
            open_ = True
        elif text is not None and open_ and text[:1].isspace() and text.strip():
            items[-1].append(text.strip())
        else:
            open_ = False
    bullets = tuple(" ".join(item) for item in items)
    counts = Counter(name for bullet in bullets for name in names_in(bullet))
    most = max(3, len(bullets) / 4)
    return Notes(bullets, frozenset(name for name, count in counts.items() if count > most))


def tells(line: str, bullet: str, common: Collection[str] = ()) -> bool:
    """Whether two texts tell the same: they share a name that is in few bullets, or half of their words."""
    if (names_in(line) & names_in(bullet)) - set(common):
        return True
    one, other = _words(line), _words(bullet)
    shared = len(one & other)
    return shared >= _LEAST and shared >= _SHARE * min(len(one), len(other))


def numbers_in(text: str) -> frozenset[int]:
    """The pull requests and issues that a text names."""
    return frozenset(int(number) for number in _NUMBER.findall(text))


def names_in(text: str) -> frozenset[str]:
    """The names of code, options and quoted words of a text, without their qualifiers."""
    text = _REFERENCE.sub(" ", text)
    found = set(_OPTION.findall(text))
    for word in _WORD.findall(text):
        found.update(each for each in (word, word.rpartition(".")[2]) if len(each) > 3 and _TELLING.search(each))
    for quoted in _QUOTED.findall(text):
        name = quoted.strip(" ~!.:()").rpartition(".")[2].partition("(")[0]
        if re.fullmatch(r"[\w-]{4,}", name) and not _EMPTY.intersection(stems(name)):
            found.add(name)
    return frozenset(found)


def _words(text: str) -> frozenset[str]:
    spaced = re.sub(r"([a-z])([A-Z])|[_.`]", r"\1 \2", _REFERENCE.sub(" ", text))
    return frozenset(word for word in stems(spaced) if len(word) >= 3) - _EMPTY
