"""Facts that can be read off changed lines: what became what, on which line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from urllib.parse import urlsplit

from rapidfuzz.fuzz import ratio

from diff_insight.changes.changeset import FileChange, Hunk, Line
from diff_insight.evidence.definitions import defined_name
from diff_insight.evidence.edits import Edit, WordEdit, edits, word_edits
from diff_insight.evidence.headings import headings

EDITS_READ = 20_000
"""Edited lines of one file that facts are read from; the rest of a larger file is only counted."""

_LINK = re.compile(r"https?://[^\s<>()\[\]\"'`]+")
_TARGET = re.compile(r"\]\(([^()\s]+)")
_KEY = re.compile(r"""^\s*(?:-\s+)?["']?([A-Za-z_][\w.\-/]*)["']?\s*[:=]\s*(\S.*?),?\s*$""")
_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{4}")
_VERSION = re.compile(r"v?\d+(?:\.\d+)+(?:[-+.]?[a-z]\w*)*|\d{4}-\d{2}-\d{2}-\w+|v\d+")
_NUMBER = re.compile(r"\d[\d.,]*")
_TERM = re.compile(r"(?=.*[^\W\d_]{3}|[\u3040-\u9fff])\w(?:[\w .’'&+-]*\w)?")
_SETTINGS = (".yml", ".yaml", ".toml", ".ini", ".cfg", ".json", ".properties", ".env")
_MARKDOWN = (".md", ".markdown", ".mdx", ".qmd", ".rmd")
_FRONT_MATTER = 40  # the lines of a Markdown file among which `key: value` is taken for front matter
_TERM_LENGTH = 60  # the longest wording, in characters, that is quoted as a term
_TERM_LINES = 75.0  # the least similarity of two lines, in percent, at which their words count as replaced terms
_LINES_SHOWN = 3  # lines that are quoted of a file without other facts
_NEIGHBOURS = 30


class FactKind(StrEnum):
    """What a fact says of its `before` and `after`; `subject` is the key for a value, else unused."""

    LINK_CHANGED = "link changed"
    LINK_ADDED = "link added"
    LINK_REMOVED = "link removed"
    HEADING_ADDED = "heading added"
    HEADING_REMOVED = "heading removed"
    HEADING_RENAMED = "heading renamed"
    VALUE_CHANGED = "value changed"
    VERSION_CHANGED = "version changed"
    DATE_CHANGED = "date changed"
    NUMBER_CHANGED = "number changed"
    NAME_ADDED = "name added"
    NAME_REMOVED = "name removed"
    NAME_EDITED = "name edited"
    TERM_REPLACED = "term replaced"
    LINE_CHANGED = "line changed"
    LINE_ADDED = "line added"
    LINE_REMOVED = "line removed"


@dataclass(frozen=True, slots=True)
class Fact:
    """One provable statement about a file.

    Attributes:
        kind: what is stated.
        before: the old wording, link, name or value; None for something added.
        after: the new one; None for something removed.
        subject: the key whose value changed.
        old_line: the line on the old side, counted from 1.
        new_line: the line on the new side.
    """

    kind: FactKind
    before: str | None = None
    after: str | None = None
    subject: str | None = None
    old_line: int | None = None
    new_line: int | None = None


def facts_of(file: FileChange) -> tuple[Fact, ...]:
    """All facts of a file, without those that a move explains, each once, in the order of the diff."""
    found: dict[tuple[FactKind, str | None, str | None, str | None], Fact] = {}
    read = 0
    for hunk in file.hunks:
        for fact in _facts_of_hunk(file.path, hunk, EDITS_READ - read):
            found.setdefault((fact.kind, fact.before, fact.after, fact.subject), fact)
        read += len(hunk.lines)
        if read >= EDITS_READ:
            break
    telling = tuple(_without_moves(found.values()))
    return telling or tuple(islice(_lines_as_they_are(file), _LINES_SHOWN))


def _lines_as_they_are(file: FileChange) -> Iterator[Fact]:
    """What can be said where nothing more telling is found: the words that changed, or the lines."""
    said = set()
    for hunk in file.hunks:
        for edit in edits(hunk):
            old, new = edit.removed, edit.added
            if old and new:
                for words in word_edits(old.text.strip(), new.text.strip())[:1]:
                    pair = _with_neighbours(words)
                    if pair not in said:
                        yield _two_sided(FactKind.LINE_CHANGED, *pair, old, new)
                    said.add(pair)
            elif (line := old or new) and any(character.isalnum() for character in line.text):
                kind = FactKind.LINE_REMOVED if old else FactKind.LINE_ADDED
                yield _one_sided(kind, line.text.strip(), line)


def _with_neighbours(words: WordEdit) -> tuple[str, str]:
    """The changed words with the rest of the words they are part of, so that punctuation alone is never quoted."""
    left = words.left[-_NEIGHBOURS:].rpartition(" ")[2]
    right = words.right[:_NEIGHBOURS].partition(" ")[0]
    return f"{left}{words.before}{right}".strip(), f"{left}{words.after}{right}".strip()


def _facts_of_hunk(path: str, hunk: Hunk, limit: int) -> Iterator[Fact]:
    titles = headings(hunk) if path.lower().endswith(_MARKDOWN) else {}
    for edit in islice(edits(hunk), max(limit, 0)):
        if edit.removed and edit.added:
            yield from _facts_of_replacement(path, edit.removed, edit.added, titles)
        else:
            yield from _facts_of_line(path, edit, titles)


def _facts_of_line(path: str, edit: Edit, titles: dict[Line, str]) -> Iterator[Fact]:
    line = edit.removed or edit.added
    if line is None:
        return
    gone = edit.removed is not None
    title, name = titles.get(line), defined_name(path, line.text)
    if title:
        yield _one_sided(FactKind.HEADING_REMOVED if gone else FactKind.HEADING_ADDED, title, line)
    elif name:
        yield _one_sided(FactKind.NAME_REMOVED if gone else FactKind.NAME_ADDED, name, line)
    for link in _links(line.text):
        yield _one_sided(FactKind.LINK_REMOVED if gone else FactKind.LINK_ADDED, link, line)


def _one_sided(kind: FactKind, what: str, line: Line) -> Fact:
    if line.kind == "-":
        return Fact(kind, before=what, old_line=line.old)
    return Fact(kind, after=what, new_line=line.new)


def _facts_of_replacement(path: str, old: Line, new: Line, titles: dict[Line, str]) -> Iterator[Fact]:
    if old in titles and new in titles:
        if titles[old] != titles[new]:
            yield _two_sided(FactKind.HEADING_RENAMED, titles[old], titles[new], old, new)
        return
    old_name, new_name = defined_name(path, old.text), defined_name(path, new.text)
    if old_name or new_name:
        if old_name == new_name and new_name:
            yield _two_sided(FactKind.NAME_EDITED, new_name, new_name, old, new)
        else:
            yield from _facts_of_line(path, Edit(old, None), titles)
            yield from _facts_of_line(path, Edit(None, new), titles)
        return
    yield from _link_facts(old, new)
    before, after = _setting(path, old), _setting(path, new)
    if before and after and before[0] == after[0]:
        if before[1] != after[1]:
            yield _two_sided(FactKind.VALUE_CHANGED, before[1], after[1], old, new, subject=after[0])
        return
    changed = word_edits(old.text.strip(), new.text.strip())
    # Several edits mean that the line was rewritten, and then no word of it simply took another's place.
    replaced = len(changed) == 1 and ratio(old.text, new.text, score_cutoff=_TERM_LINES) > 0
    for edit in changed:
        kind = _kind_of(edit)
        if kind and (replaced or kind not in (FactKind.TERM_REPLACED, FactKind.NUMBER_CHANGED)):
            yield _two_sided(kind, edit.before.strip(), edit.after.strip(), old, new)


def _link_facts(old: Line, new: Line) -> Iterator[Fact]:
    before, after = _links(old.text), _links(new.text)
    gone = [link for link in before if link not in after]
    come = [link for link in after if link not in before]
    if len(gone) == len(come):
        yield from (_two_sided(FactKind.LINK_CHANGED, a, b, old, new) for a, b in zip(gone, come, strict=True))
        return
    yield from (_one_sided(FactKind.LINK_REMOVED, link, old) for link in gone)
    yield from (_one_sided(FactKind.LINK_ADDED, link, new) for link in come)


def _two_sided(kind: FactKind, before: str, after: str, old: Line, new: Line, subject: str | None = None) -> Fact:
    return Fact(kind, before, after, subject, old.old, new.new)


def _kind_of(edit: WordEdit) -> FactKind | None:
    """What kind of wording changed; None where it is no wording worth quoting, or lies inside a link."""
    before, after = edit.before.strip(), edit.after.strip()
    if not before or not after or _LINK.match(before) or _LINK.match(after) or _is_inside_target(edit):
        return None
    for kind, pattern in (
        (FactKind.DATE_CHANGED, _DATE),
        (FactKind.VERSION_CHANGED, _VERSION),
        (FactKind.NUMBER_CHANGED, _NUMBER),
    ):
        if pattern.fullmatch(before) and pattern.fullmatch(after):
            return kind
    is_term = before.casefold() != after.casefold() and all(
        _TERM.fullmatch(text) and len(text) <= _TERM_LENGTH for text in (before, after)
    )
    return FactKind.TERM_REPLACED if is_term else None


def _is_inside_target(edit: WordEdit) -> bool:
    """Whether the edit stands in the address part of a Markdown link, whose change is a fact of its own."""
    opened = edit.left.rfind("](")
    return opened >= 0 and ")" not in edit.left[opened:] and " " not in edit.left[opened:]


def _setting(path: str, line: Line) -> tuple[str, str] | None:
    """The key and value of a `key: value` line in a settings file or in front matter."""
    lower = path.lower()
    number = line.new or line.old or 0
    if not lower.endswith(_SETTINGS) and not (lower.endswith(_MARKDOWN) and number <= _FRONT_MATTER):
        return None
    match = _KEY.match(line.text)
    if match is None or match[2][:2] == "//" or (lower.endswith(_MARKDOWN) and line.text[0].isspace()):
        return None
    return match[1], match[2].strip("\"'")


def _links(text: str) -> list[str]:
    """Addresses in a line: absolute ones, and the targets of Markdown links, each once."""
    found = [link.rstrip(".,;:") for link in _LINK.findall(text)]
    found += [target for target in _TARGET.findall(text) if not target.startswith(("http://", "https://", "#"))]
    return list(dict.fromkeys(found))


def _without_moves(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Leave out what was removed here and added there unchanged."""
    facts = list(facts)
    come = {(fact.kind, fact.after) for fact in facts if fact.before is None}
    gone = {(fact.kind, fact.before) for fact in facts if fact.after is None}
    for fact in facts:
        opposite = _OPPOSITES.get(fact.kind)
        if opposite and ((opposite, fact.before) in come or (opposite, fact.after) in gone):
            continue
        yield fact


_OPPOSITES = {
    FactKind.LINK_ADDED: FactKind.LINK_REMOVED,
    FactKind.LINK_REMOVED: FactKind.LINK_ADDED,
    FactKind.HEADING_ADDED: FactKind.HEADING_REMOVED,
    FactKind.HEADING_REMOVED: FactKind.HEADING_ADDED,
    FactKind.NAME_ADDED: FactKind.NAME_REMOVED,
    FactKind.NAME_REMOVED: FactKind.NAME_ADDED,
}


def host_of(link: str) -> str | None:
    """The host of an absolute link; None of a relative one or one that is malformed."""
    try:
        return urlsplit(link).hostname
    except ValueError:
        return None
