"""Facts about changed words: links, and replaced versions, dates, numbers and terms."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from rapidfuzz.fuzz import ratio

from diff_insight.changes.changeset import Line
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.line_pairs import Edit
from diff_insight.evidence.diff.slices import Slice, quoting, replaced_words

_LINK = re.compile(r"https?://(?![^/\s]*[$*\\{}])[^\s<>()\[\]\"'`]+")  # a host with such a sign is a pattern
_TARGET = re.compile(r"\]\(([^()\s]+)")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)")
DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{4}")
"""A date written in digits."""

_VERSION = re.compile(r"v?\d+(?:\.\d+)+(?:[-+.]?[a-z]\w*)*|\d{4}-\d{2}-\d{2}-\w+|v\d+")
_NUMBER = re.compile(r"\d[\d.,]*")
_TERM = re.compile(r"(?=.*[^\W\d_]{3}|[\u3040-\u9fff])\w(?:[\w .’'&+-]*\w)?")
_DATA = re.compile(r"(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{24,}", re.ASCII)  # base64 and hashes, not wording
_TERM_LENGTH = 60  # maximum length in characters of wording quoted as a term
_TERM_WORDS = 2  # maximum difference in word count between two terms
_TERM_LINES = 75.0  # minimum similarity of two lines, in percent, for their words to count as replaced
_OF_PROSE = frozenset({FactKind.TERM_REPLACED, FactKind.NUMBER_CHANGED})


def link_facts(edit: Edit) -> Iterator[Fact]:
    """Yield the links of a line that were changed, added or removed."""
    before = _link_slices(edit.removed) if edit.removed else {}
    after = _link_slices(edit.added) if edit.added else {}
    removed = [place for link, place in before.items() if link not in after]
    added = [place for link, place in after.items() if link not in before]
    if edit.removed and edit.added and len(removed) == len(added):
        yield from (quoting(FactKind.LINK_CHANGED, old, new) for old, new in zip(removed, added, strict=True))
        return
    yield from (quoting(FactKind.LINK_REMOVED, place, None) for place in removed)
    yield from (quoting(FactKind.LINK_ADDED, None, place) for place in added)


def word_facts(old: Line, new: Line, *, is_prose: bool) -> Iterator[Fact]:
    """Yield the changed versions and dates of an edited line and, in prose, its changed numbers and terms."""
    changed = replaced_words(old, new)
    # Several edits mean that the line was rewritten, so no single word simply replaced another.
    replaced = len(changed) == 1 and ratio(old.text, new.text, score_cutoff=_TERM_LINES) > 0
    for pair in changed:
        before, after = (words.stripped() for words in pair)
        kind = _kind_of(before, after)
        if kind and (kind not in _OF_PROSE or (replaced and is_prose)):
            yield quoting(kind, before, after)


def links(text: str) -> list[str]:
    """The addresses in a line, without duplicates: absolute URLs and the targets of Markdown links."""
    return list(_link_spans(text))


def _link_slices(line: Line) -> dict[str, Slice]:
    return {link: Slice(line, *span) for link, span in _link_spans(line.text).items()}


def _link_spans(text: str) -> dict[str, tuple[int, int]]:
    """The links of a line, each with the character span of its first occurrence."""
    found: dict[str, tuple[int, int]] = {}
    for match in _LINK.finditer(text):
        link = match[0].rstrip(".,;:")
        found.setdefault(link, (match.start(), match.start() + len(link)))
    for pattern in (_TARGET, _REFERENCE):
        for match in pattern.finditer(text):
            if not match[1].startswith(("http://", "https://", "#")):
                found.setdefault(match[1], match.span(1))
    return found


def host_of(link: str) -> str | None:
    """The host of an absolute link; None for a relative or malformed one."""
    try:
        return urlsplit(link).hostname
    except ValueError:
        return None


def _kind_of(old: Slice, new: Slice) -> FactKind | None:
    """The kind of change; None if the wording is not worth quoting or lies inside a link."""
    before, after = old.text, new.text
    if not before or not after or _LINK.match(before) or _LINK.match(after) or _is_inside_target(new):
        return None
    for kind, pattern in (
        (FactKind.DATE_CHANGED, DATE),
        (FactKind.VERSION_CHANGED, _VERSION),
        (FactKind.NUMBER_CHANGED, _NUMBER),
    ):
        if pattern.fullmatch(before) and pattern.fullmatch(after):
            return kind
    is_term = (
        not (_DATA.search(before) or _DATA.search(after))
        and before.casefold() != after.casefold()
        and abs(len(before.split()) - len(after.split())) <= _TERM_WORDS
        and all(_TERM.fullmatch(text) and len(text) <= _TERM_LENGTH for text in (before, after))
    )
    return FactKind.TERM_REPLACED if is_term else None


def _is_inside_target(words: Slice) -> bool:
    """Whether words are in the address of a Markdown link, whose change is a separate fact."""
    opened = words.left.rfind("](")
    return opened >= 0 and ")" not in words.left[opened:] and " " not in words.left[opened:]
