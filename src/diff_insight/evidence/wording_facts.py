"""What a change does to words: links, versions, dates, numbers and terms that take another's place."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from rapidfuzz.fuzz import ratio

from diff_insight.changes.changeset import Line
from diff_insight.evidence.edits import Edit, WordEdit, word_edits
from diff_insight.evidence.fact import Fact, FactKind

_LINK = re.compile(r"https?://[^\s<>()\[\]\"'`]+")
_TARGET = re.compile(r"\]\(([^()\s]+)")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)")
DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{4}")
"""A date as it is written in numbers."""

_VERSION = re.compile(r"v?\d+(?:\.\d+)+(?:[-+.]?[a-z]\w*)*|\d{4}-\d{2}-\d{2}-\w+|v\d+")
_NUMBER = re.compile(r"\d[\d.,]*")
_TERM = re.compile(r"(?=.*[^\W\d_]{3}|[\u3040-\u9fff])\w(?:[\w .’'&+-]*\w)?")
_TERM_LENGTH = 60  # the longest wording, in characters, that is quoted as a term
_TERM_WORDS = 2  # words that one of two terms has more than the other, at most
_TERM_LINES = 75.0  # the least similarity of two lines, in percent, at which their words count as replaced terms
_OF_PROSE = frozenset({FactKind.TERM_REPLACED, FactKind.NUMBER_CHANGED})


def link_facts(edit: Edit) -> Iterator[Fact]:
    """The links of a line that changed, came or went."""
    before = links(edit.removed.text) if edit.removed else []
    after = links(edit.added.text) if edit.added else []
    old_line = edit.removed.old if edit.removed else None
    new_line = edit.added.new if edit.added else None
    gone = [link for link in before if link not in after]
    come = [link for link in after if link not in before]
    if edit.removed and edit.added and len(gone) == len(come):
        for old, new in zip(gone, come, strict=True):
            yield Fact(FactKind.LINK_CHANGED, old, new, old_line=old_line, new_line=new_line)
        return
    yield from (Fact(FactKind.LINK_REMOVED, link, old_line=old_line) for link in gone)
    yield from (Fact(FactKind.LINK_ADDED, after=link, new_line=new_line) for link in come)


def word_facts(old: Line, new: Line, *, is_prose: bool) -> Iterator[Fact]:
    """The versions and dates of an edited line that changed, and, in prose, its numbers and terms."""
    changed = word_edits(old.text.strip(), new.text.strip())
    # Several edits mean that the line was rewritten, and then no word of it simply took another's place.
    replaced = len(changed) == 1 and ratio(old.text, new.text, score_cutoff=_TERM_LINES) > 0
    for edit in changed:
        kind = _kind_of(edit)
        if kind and (kind not in _OF_PROSE or (replaced and is_prose)):
            yield Fact(kind, edit.before.strip(), edit.after.strip(), old_line=old.old, new_line=new.new)


def links(text: str) -> list[str]:
    """Addresses in a line: absolute ones, and the targets of Markdown links, each once."""
    found = [link.rstrip(".,;:") for link in _LINK.findall(text)]
    targets = _TARGET.findall(text) + _REFERENCE.findall(text)
    found += [target for target in targets if not target.startswith(("http://", "https://", "#"))]
    return list(dict.fromkeys(found))


def host_of(link: str) -> str | None:
    """The host of an absolute link; None of a relative one or one that is malformed."""
    try:
        return urlsplit(link).hostname
    except ValueError:
        return None


def _kind_of(edit: WordEdit) -> FactKind | None:
    """What kind of wording changed; None where it is no wording worth quoting, or lies inside a link."""
    before, after = edit.before.strip(), edit.after.strip()
    if not before or not after or _LINK.match(before) or _LINK.match(after) or _is_inside_target(edit):
        return None
    for kind, pattern in (
        (FactKind.DATE_CHANGED, DATE),
        (FactKind.VERSION_CHANGED, _VERSION),
        (FactKind.NUMBER_CHANGED, _NUMBER),
    ):
        if pattern.fullmatch(before) and pattern.fullmatch(after):
            return kind
    is_term = (
        before.casefold() != after.casefold()
        and abs(len(before.split()) - len(after.split())) <= _TERM_WORDS
        and all(_TERM.fullmatch(text) and len(text) <= _TERM_LENGTH for text in (before, after))
    )
    return FactKind.TERM_REPLACED if is_term else None


def _is_inside_target(edit: WordEdit) -> bool:
    """Whether the edit stands in the address part of a Markdown link, whose change is a fact of its own."""
    opened = edit.left.rfind("](")
    return opened >= 0 and ")" not in edit.left[opened:] and " " not in edit.left[opened:]
