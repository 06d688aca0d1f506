"""Reads what maintainers tell those who upgrade: the sections of guides, and of release notes that do so in prose."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Line, Status
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.loss import states_loss
from diff_insight.evidence.roles import Role
from diff_insight.evidence.upgrade_guides import TURN
from diff_insight.topics.entry import Entry
from diff_insight.topics.entry_text import is_reworded, letters_of
from diff_insight.topics.guide_sections import entries_of_section
from diff_insight.topics.guide_sentences import DEPRECATES, GONE, LONGEST, OF_VERSION
from diff_insight.topics.kinds import heads_breaks
from diff_insight.topics.sections import BlockKind, Section, sections
from diff_insight.topics.upgrade_documents import is_guide, upgrade_documents

_BREAKS = re.compile(
    rf"\bbreak|incompatib|\bimportant\b|\bporting\b|\b{TURN}\b|\bupdate guide\b|\bremov", re.IGNORECASE
)
_NEWS = re.compile(
    r"\bfeatures\b|^news\b|^experimental\b|^new (?:classes|methods|functions|apis|additions)\b"
    r"|(?<!\bbreaking )\bimprovements?\b|\bhighlights\b|^(?:bug ?)?fix(?:es)?$",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"(?:table of )?contents\b|introduction|about\W*$|.*\bstatistics$|preface|conclusion|(?:getting )?help\b"
    r"|before you|faq$"
    r"|prerequisites|resources|feedback|steps? \d|next steps|credits|acknowledge?ments|.*\bcontributors\b"
    r"|testing (?:your|the) (?:upgrade|migration)\b"
    r"|(?:a )?(?:final |closing )?note$|how to\b(?! (?:upgrade|migrate)\b)"
    r"|codemods?$|migration (?:strategy|steps|path)\W*$|.*\bbeta$"
    r"|support policy|.*\bchecklist\b|this (?:document|page|guide|article)\b",
    re.IGNORECASE,
)
_IN_SHORT = re.compile(r"(?:.*\b)?(?:overview|summary|tl;?dr)\W*$", re.IGNORECASE)  # of prose around what is told
_VERSION = re.compile(r"\bv?(\d+)(?:\.(\d+|x))?(?:\.(?:\d+|x))?\b", re.IGNORECASE)
_NEW = re.compile(r"what.?s new\W*$", re.IGNORECASE)  # of a guide the part that tells breaks among news
_TO_COME = re.compile(
    r"\bfuture (?:plans|work)\b|\bwhat.?s next\b|\broadmap\b|^(?:planned|considering|under consideration|past)$", re.I
)
_IS_PLAN = re.compile(
    r"\bfuture (?:deprecation|removal|major|default change)|\bplan(?:s|ning|ned)? to (?:deprecate|remove)\b",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"(?P<from>\bfrom[-_ ])?(?:\bto[-_ ])?\bv?(?P<major>\d{1,4})(?:\.[\dx]+)*(?=[-_ ]|$)", re.IGNORECASE
)
_NO_BREAK = re.compile(r"\bnot_? a breaking change\b", re.IGNORECASE)
_ARE_NO_BREAKS = re.compile(r"\bnon-?breaking\b", re.IGNORECASE)
# From another tool, not from an earlier version.
_FROM_OTHERS = re.compile(
    rf"^(?:{TURN}|(?:switch|mov|com)(?:e|ing)) from "
    r"(?!.*\d|version|older|earlier|previous)(?:the |standard )*(?-i:[A-Z`])",
    re.IGNORECASE,
)
_WORDS = (Role.DOCUMENTATION, Role.RELEASE_NOTES)
_LICENCE = re.compile(r"licen[sc]e|copying|notice", re.IGNORECASE)  # whose headings are the names of packages
_LEAST = 16  # minimum letters of a line by which what is moved is known
_LINES = 20_000  # maximum number of lines of a hunk that are read
_MOST = 400  # maximum number of entries read from one change


def guide_entries(
    files: Sequence[FileChange], roles: Mapping[str, Role], notes: Sequence[Entry] = ()
) -> tuple[Entry, ...]:
    """What the change adds to guides to an upgrade, in the order of its files; at most 400 entries.

    A section is an entry, or each item of its list if it is no more than that list. It is told by its heading, with a
    sentence of its text if the heading does not say what happened. Of release notes the sections below a heading about
    what breaks are read whose text is prose; their lists `entries_of` reads. Sections that speak of no change are left
    out, and so is what the change only moves.

    Args:
        files: the files of the change.
        roles: the role of each of them.
        notes: the entries of release notes; what they tell in nearly the same words is not told again, unless under a
            heading that does not call it breaking.
    """
    told = [letters_of(entry.text) for entry in notes if not entry.heading or heads_breaks(entry.heading)]
    gone = frozenset(
        letters
        for file in files
        if roles[file.path] in _WORDS and not _LICENCE.match(PurePosixPath(file.path).name)
        for hunk in file.hunks
        for line in hunk.lines
        if line.kind == "-" and len(letters := letters_of(line.text)) >= _LEAST
    )
    found: list[Entry] = []
    for file in upgrade_documents(files, roles):
        found += (
            entry
            for entry in _of_file(file, with_items=roles[file.path] is not Role.RELEASE_NOTES)
            if letters_of(entry.first_line) not in gone
            and not addresses_model(f"{entry.text}\n{entry.advice}")
            and not is_reworded(entry, told)
        )
    once: dict[str, Entry] = {}  # guides for several readers repeat each other
    for entry in found:
        once.setdefault(letters_of(entry.text), entry)
    return tuple(once.values())[:_MOST]


def _of_file(file: FileChange, *, with_items: bool) -> Iterator[Entry]:
    is_whole = is_guide(file)
    parts = [[line for line in hunk.lines if line.kind != "-"][:_LINES] for hunk in file.hunks]
    read_parts = [sections([line.text for line in lines], file.path) for lines in parts]
    if is_whole and _is_for_users_of_others(file, read_parts):
        return
    outermost = 2 if file.status is Status.ADDED else 1  # the title of a document that is new may name a version, too
    version = _newest_version(zip(parts, read_parts, strict=True), outermost) if is_whole else None
    for lines, read in zip(parts, read_parts, strict=True):
        if not is_whole and _is_plan(read):
            continue
        newest = _leads_to(file.path, read) if is_whole else 0
        current = read if is_whole else _without_earlier(read, lines)
        for section in _of_version(read, version, outermost) if version else current:
            if _is_about_breaks(section, is_whole=is_whole):
                is_news = is_whole and any(map(_NEW.match, (*section.above, section.title)))
                leads_to = newest or _newest_major(section.above)
                for line, entry in entries_of_section(section, file.path, leads_to, with_items=with_items):
                    if lines[line].kind == "+" and (states_loss(entry.text) or not is_news):
                        yield replace(entry, first_line=lines[line].text)


def _without_earlier(read: Sequence[Section], lines: Sequence[Line]) -> Iterator[Section]:
    """Yield the sections of release notes but for those of versions that were there before, below one that is new."""
    is_new = is_earlier = False
    for section in read:
        if _version(section.title):
            is_added = lines[section.line].kind == "+"
            is_new, is_earlier = is_new or is_added, is_new and not is_added
        if not is_earlier:
            yield section


def _is_for_users_of_others(file: FileChange, read_parts: Sequence[Sequence[Section]]) -> bool:
    """Whether the title of a guide, if the change shows it, says that it is for those who come from another tool."""
    if not (file.hunks and file.hunks[0].new_start == 1 and read_parts[0]):
        return False
    return any(_FROM_OTHERS.match(section.title) for section in read_parts[0][:2])


def _is_plan(read: Sequence[Section]) -> bool:
    """Whether a document begins with what may be done one day."""
    begins = [block.text[:LONGEST] for section in read[:2] for block in section.blocks]
    return any(map(_IS_PLAN.search, begins))


def _leads_to(path: str, read: Sequence[Section]) -> int:
    """The major version that a guide leads to, by its name and its first heading; 0 if they do not tell."""
    first = next((section.title for section in read if section.level == 1), "")
    return _newest_major((PurePosixPath(path).stem, first))


def _newest_major(texts: Iterable[str]) -> int:
    """The newest major version to which a text says that it leads; 0 if none does."""
    found = [match for text in texts for match in _TOWARDS.finditer(text[:LONGEST])]
    return max((int(match["major"]) + bool(match["from"]) for match in found), default=0)


def _newest_version(
    parts: Iterable[tuple[Sequence[Line], Sequence[Section]]], outermost: int
) -> tuple[int, int] | None:
    """The newest version that an added heading of that level or a deeper one names; None if none does."""
    found = (
        _version(section.title)
        for lines, read in parts
        for section in read
        if section.level >= outermost and lines[section.line].kind == "+"
    )
    return max(filter(None, found), default=None)


def _of_version(read: Sequence[Section], version: tuple[int, int], outermost: int) -> Iterator[Section]:
    """Yield the sections but for those below the headings of other versions."""
    levels = [section.level for section in read if section.level >= outermost and _version(section.title)]
    highest = min(levels, default=0)
    is_told = True
    for section in read:
        if section.level <= highest:
            is_told = _version(section.title) in (None, version)
        if is_told:
            yield section


def _version(title: str) -> tuple[int, int] | None:
    """The last version that a heading names, if it says nothing else."""
    found = _VERSION.findall(title[:LONGEST])
    if not found or not OF_VERSION.match(title[:LONGEST]):
        return None
    major, minor = found[-1]
    return int(major[:9]), int(minor[:9]) if minor.isdigit() else 0


def _is_about_breaks(section: Section, *, is_whole: bool) -> bool:
    """Whether a section is about what breaks, by its own title and those above it, or like the whole document."""
    titles = (*section.above, section.title)
    if any(len(title) > LONGEST for title in titles):
        return False
    are_news = (_NEWS.search(title) and not (GONE.search(title) or DEPRECATES.match(title)) for title in titles)
    if any(are_news) or _AROUND.match(section.title.strip("*`_ ")) or any(map(_TO_COME.search, titles)):
        return False
    if _IN_SHORT.match(section.title) and not any(block.kind is BlockKind.ITEM for block in section.blocks):
        return False
    if any(map(_ARE_NO_BREAKS.search, titles)) or any(map(_FROM_OTHERS.match, titles)):
        return False
    if any(_NO_BREAK.search(block.text[:LONGEST]) for block in section.blocks):
        return False
    return is_whole or any(map(_BREAKS.search, titles))
