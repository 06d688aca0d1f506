"""Compares lines with the bullets that maintainers added to their notes between two versions."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from diff_insight.changes.git.command import PLAIN, GitCommand
from diff_insight.topics.features import stems

_BULLET = re.compile(r"^ ?[-*] +\S")
_HEADING = re.compile(r"#{2,6} +(?P<md>\S.*)|\*\*(?P<bold>[^*]{1,60})\*\*:?\s*$|(?P<plain>[A-Z][\w ]{2,40}):?\s*$")
_UNDERLINE = re.compile(r"([=\-~^\"'+#*])\1{2,}\s*$")
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
_OWN = 20  # fewer characters before a colon, or in all, may be a word for the type
_LEAST = 3  # minimum words that two texts share if they tell the same
_SHARE = 0.5  # and the minimum share of the shorter one


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a release.

    Attributes:
        bullets: their text, each on one line.
        headings: the heading above each bullet; '' if it is not new.
        common: names that so many bullets have that they tell nothing.
    """

    bullets: tuple[str, ...]
    headings: tuple[str, ...]
    common: frozenset[str]

    def tell(self, line: str, numbers: Collection[int] = ()) -> bool:
        """Whether any bullet tells what a line tells, or has one of its numbers."""
        return bool(self.of(line, numbers))

    def of(self, line: str, numbers: Collection[int] = ()) -> list[int]:
        """The positions of the bullets that tell what a line tells, those with one of its numbers first."""
        named = [n for n, bullet in enumerate(self.bullets) if not numbers_in(bullet).isdisjoint(numbers)]
        alike = [n for n, bullet in enumerate(self.bullets) if tells(line, bullet, self.common)]
        return list(dict.fromkeys([*named, *alike]))

    def told(self, lines: Sequence[str]) -> int:
        """How many bullets the lines tell."""
        return sum(any(tells(line, bullet, self.common) for line in lines) for bullet in self.bullets)


def notes_between(git: GitCommand, pattern: str, base: str, head: str) -> Notes:
    """The bullets that a project added to its notes file, a glob, between two versions."""
    shown = git.succeed(
        "diff", "-U0", "--no-color", base, head, "--", f":(glob){pattern}", view=PLAIN.with_pathspecs()
    ).stdout
    lines = shown.decode("utf-8", "replace").split("\n")
    return notes_in(line[1:] if line.startswith("+") and not line.startswith("+++") else None for line in lines)


def notes_in(lines: Iterable[str | None]) -> Notes:
    """The bullets in lines of a notes file; None for a place where lines are left out."""
    items: list[list[str]] = []
    headings: list[str] = []
    heading, before, open_ = "", "", False
    for text in lines:
        if text is not None and _BULLET.match(text):
            items.append([text.strip()[1:].strip()])
            headings.append(heading)
            open_ = True
        elif text is not None and open_ and text[:1].isspace() and text.strip():
            items[-1].append(text.strip())
        else:
            open_ = False
            if text is None:
                heading = ""
            elif found := _HEADING.match(text):
                heading = (found["md"] or found["bold"] or found["plain"]).strip()
            elif _UNDERLINE.match(text) and before.strip():
                heading = before.strip()
        before = text or ""
    bullets = tuple(" ".join(item) for item in items)
    counts = Counter(name for bullet in bullets for name in names_in(bullet))
    most = max(3, len(bullets) / 4)
    return Notes(bullets, tuple(headings), frozenset(name for name, count in counts.items() if count > most))


def type_said(bullet: str, heading: str, types: Mapping[str, str]) -> str:
    """The type that a bullet's own first words, before a colon, or the heading above it say; '' if they say none.

    Args:
        bullet: the bullet.
        heading: the heading above it.
        types: the type by a pattern, the first that is found in lower case.
    """
    own = bullet.partition(":")[0]
    words = f"{own if len(own) < _OWN else ''} {heading}".lower()
    return next((kind for pattern, kind in types.items() if re.search(pattern, words)), "")


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
