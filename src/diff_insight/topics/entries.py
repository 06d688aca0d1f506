"""Reads the entries that a change adds to release notes: items of changelogs, directives, and news fragments."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.loss import speaks_of_loss
from diff_insight.evidence.roles import Role
from diff_insight.topics.change_directives import directive_entries, has_directives
from diff_insight.topics.entry import Entry
from diff_insight.topics.entry_text import (
    is_reworded,
    letters_of,
    numbers_in,
    says_fixed,
    without_number,
    without_references,
)
from diff_insight.topics.fragments import fragment_entries
from diff_insight.topics.kinds import heads_breaks
from diff_insight.topics.markup import plain_text
from diff_insight.topics.name_lists import in_a_row, is_bare_name
from diff_insight.topics.subjects import read_subject
from diff_insight.topics.topic import Origin

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+•]|\d+[.)])[ \t]+(?P<text>\S.*)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_TAG = re.compile(r"\[?(?P<kind>[A-Z]{2,12}) #\d+\]?(?:, \[?[A-Z]{2,12} #\d+\]?)*: ")  # as in "BUG #12, BUG #14: "
_HEADED = re.compile(r"(?P<kind>(?:add|chang|fix|remov|deprecat|improv)ed|security|breaking): (?=\S)", re.IGNORECASE)
# As in "[FIXED] Stop at links".
_BRACKETED = re.compile(
    r"\[(?P<kind>new|add(?:ed)?|features?|enhancements?|improve(?:d|ments?)|changed?|fix(?:ed|es)?"
    r"|bug(?:[ -]?fix(?:es)?)?|remov(?:ed|als?)|deprecat(?:ed|ions?)|security|breaking(?: changes?)?|internal"
    r"|docs?|documentation|tests?|ci|chore|refactor(?:ing)?|perf(?:ormance)?|build|deps)\]:? (?=\S)",
    re.IGNORECASE,
)
_BREAKING = "breaking"
_MARKED_BREAKING = re.compile(
    r"\s*(?:\*\*|__|\(|\[)(?:(?:potentially|possibly)\s+)?breaking(?:\s+changes?)?!?(?:\*\*|__|\)|\])[.!]?\s*$",
    re.IGNORECASE,
)
_OF_COMMIT = re.compile(r"`?(?=[0-9a-f]*[0-9])[0-9a-f]{7,40}`?[:\s-]+(?=\S)")
_REVERT = re.compile(r"Revert [\"“](.+)[\"”][.]?")
_AUTHOR = re.compile(r"\s*\((?=[^()]*[A-Za-z])[^()`#]{2,60}\)$")
_GNU = re.compile(r"\t\* (?P<where>[^:]{1,200}): (?P<text>\S.*)")
_HEADING = re.compile(  # of Markdown or AsciiDoc, or a line that stands out
    r"(?:#{1,6}|={2,6}(?=[ \t]+[A-Za-z\d\[]))[ \t]+(?P<md>.+)|\*\*(?P<bold>[^*]{1,60})\*\*:?\s*$"
    r"|(?P<plain>[A-Z][\w ]{2,40}):\s*$"
)
_UNDERLINE = re.compile(r"([=\-~^\"'+#*])\1{2,}\s*$")
_PROSE = re.compile(r"\(?[a-z]|`[^`]+`\s")  # how a line begins in the middle of a sentence
_GONE = re.compile(r"remov(?:ed?|als?)|deprecat(?:ed?|ions?)|dropped", re.IGNORECASE)
_FIXED = re.compile(r"(?:bug ?)?fix(?:ed|es)?|bugs? fixed", re.IGNORECASE)
# A fault that is named and not told, such as “`RuntimeError` when the loop is closed” or “A crash on Windows”.
_NAMES_FAULT = re.compile(
    r"(?:`|(?:an?|the|some|possible|potential)\s|(?:bug|crash|error|regression|race|memory|missing|wrong|incorrect|broken"
    r"|deadlock|leak|panic|exception|warning|issue|slowdown)\w*\s)",
    re.IGNORECASE,
)
# What is so of it, such as “Hints not respecting limits”, says nothing of its end, though a word of it may.
_IS_FAULTY = re.compile(
    r"[A-Z]\w*ness\s|(?:[\w().-]+\s){1,4}(?:not\s\w+ing|clearing|breaking|crashing|failing|hanging|leaking|panicking)\b"
    r"(?!.*\b(?:any ?more|no longer|again)\b)"
)
_SAYS_GONE = re.compile(r"\b(?:remov|drop|delet|no longer|no more|gone|stop)", re.IGNORECASE)
_SAYS_DEPRECATED = re.compile(r"\bdeprecat|\bwill be\b|\bno longer\b", re.IGNORECASE)
# Of people, of what is still to be done, or of the document itself.
_NO_CHANGES = re.compile(
    r"^(?:table of )?contents$|\b(?:(?:new )?contributors?|contributions|thanks|credits?|acknowledge?ments?|sponsors?"
    r"|to-?do|planned|roadmap)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\bfollowing\b|^(?:various|several|many|some)\b|\b(?:interfaces?|signatures?|names?|namespac\w+|behaviou?r)\s"
    r"(?:has|have) (?:been )?(?:changed|redone|reworked|cleaned up)\W*$",
    re.IGNORECASE,
)
# A paragraph above a list that says of all its items that they break something.
_ANNOUNCES_BREAKS = re.compile(
    r"(?!.*\b(?:no|not?|non|without|any)\W+(?:\w+\W+){0,2}(?:breaking|incompatible)\b)"
    r".*\b(?:breaking|(?:backwards?[- ])?incompatible)\W+(?:\w+\s+)?changes\b",
    re.IGNORECASE,
)
_KIND = (
    r"(?:(?:other|minor|small|various) )?"
    r"(?:breaking (?:\w+ )?changes|(?:new )?features|improvements|enhancements|performance|(?:bug ?)?fixes)"
)
# An item over those of its kind, or in a list of links to more about them.
_NAMES_KIND = re.compile(
    rf"{_KIND}(?:(?:,| and| &|/) ?{_KIND})*\W*",
    re.IGNORECASE,
)
# Nothing, or what concerns all entries.
_IS_NONE = re.compile(
    r"(?:\w+: )?(?:none|nothing|n/a)\W*|if any of (?:the|these) (?:breaking )?changes\b.*", re.IGNORECASE | re.DOTALL
)
_OF_FOOTERS = re.compile(r"\bBREAKING CHANGES?\b")
_NO_CHANGE = re.compile(r"[A-Za-z]+|(?:publish|release) (?:version )?v?\d\S*", re.IGNORECASE)
_MAJOR = "major"
# How changesets begins the entries that it puts together: `#12 1a2b3c4 Thanks @somebody! - …`, `1a2b3c4: …`.
_OF_CHANGESETS = re.compile(r"(?:\[#\d+\]\(\S+\)\s+)?(?:\[?`)?[0-9a-f]{7,40}\b|Updated dependencies\b")
_LONG = 40  # minimum characters of an entry that nobody writes twice about two changes
_LISTED = 300  # maximum characters of the items that an entry announces
_SIMILAR = 80  # similarity in percent from which a line of an entry is another one, changed
_VERSION = re.compile(r"\d+\.\d+")
_MIRROR = {"+": "-", "-": "+", " ": " "}
_MOST = 2000  # maximum number of entries read from one change


def entries_of(files: Sequence[FileChange], roles: Mapping[str, Role]) -> tuple[Entry, ...]:
    """The entries that the change adds, in the order of its files; at most 2,000.

    Read are lists of Markdown, reStructuredText and GNU change logs, directives as SQLAlchemy has them, fragments as
    towncrier, changesets and changie name them, and the notes of reno. Of what the notes of one version bring and take
    back, nothing is read.
    """
    notes = [file for file in files if roles.get(file.path) is Role.RELEASE_NOTES and not file.binary]
    removed = {file.path: _removed_words(file) for file in notes if file.deletions}
    known = frozenset(words for of_file in removed.values() for words in of_file)
    found: list[Entry] = []
    for file in notes:
        if file.status is not Status.REMOVED:
            read = (entry for entry in _read(file) if _tells(entry, known))
            found += (entry for entry in read if not is_reworded(entry, removed.get(file.path, ())))
        if len(found) >= _MOST:
            break
    return tuple(_without_reverted(_once(found[:_MOST])))


def _read(file: FileChange) -> Iterable[Entry]:
    if has_directives(file):
        return directive_entries(file)
    return fragment_entries(file) or _items(file)


def _tells(entry: Entry, known: Collection[str]) -> bool:
    """Whether an entry tells something, other than in words that the notes had before, given by their letters."""
    of_none = _NAMES_KIND.fullmatch(entry.text) or (heads_breaks(entry.heading) and _NO_CHANGE.fullmatch(entry.text))
    return letters_of(entry.text) not in known and not (of_none or _IS_NONE.fullmatch(entry.text))


def _once(entries: Sequence[Entry]) -> list[Entry]:
    """The entries but for copies.

    Such as those in a documentation that keeps versions, and long ones that were in the notes of a preview before.
    """
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(letters_of(entry.text), entry)

    def is_first(entry: Entry) -> bool:
        other = first[letters_of(entry.text)]
        return entry is other or (entry.path == other.path and (entry.text != other.text or len(entry.text) < _LONG))

    return list(filter(is_first, entries))


def _without_reverted(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries but for those that another one takes back, and these."""
    known = {letters_of(entry.text) for entry in entries}
    reverts = {entry: letters_of(match[1]) for entry in entries if (match := _REVERT.fullmatch(entry.text))}
    taken_back = known.intersection(reverts.values())
    for entry in entries:
        if letters_of(entry.text) not in taken_back and reverts.get(entry) not in taken_back:
            yield entry


def _removed_words(file: FileChange) -> tuple[str, ...]:
    """The words of all entries that a file loses, such as a changelog that is moved or written in another markup."""
    hunks = tuple(
        replace(hunk, lines=tuple(replace(line, kind=_MIRROR[line.kind]) for line in hunk.lines)) for hunk in file.hunks
    )
    return tuple(letters_of(entry.text) for entry in _items(replace(file, hunks=hunks), is_whole=True))


def is_item(line: str) -> bool:
    """Whether a line of release notes begins an item of a list."""
    return _ITEM.match(line) is not None


def _items(file: FileChange, *, is_whole: bool = False) -> Iterator[Entry]:
    """Yield the list items among the added lines; of a changelog that is new as a whole only those of one version.

    What is added under the heading of a version that was there before, below one that is new, is of an earlier release.
    """
    versions = 0
    is_new = is_earlier = False
    for hunk in file.hunks:
        heading, announced = "", ""
        lines = [line for line in hunk.lines if line.kind != "-"]
        removed = [line.text.strip() for line in hunk.lines if line.kind == "-"]
        item: list[str] = []
        first, indent = "", 0
        owner: int | None = None  # the indent of the entry whose details may still follow, below an empty line, too
        more: list[str] = []  # its further paragraphs
        details: list[str] = []  # the items below it
        places: list[str] = []  # their first lines
        fences = sum(_FENCE.match(line.text) is not None for line in lines)
        is_code = False
        for position, line in enumerate([*lines, None]):
            text = line.text.rstrip() if line else ""
            # Of an odd number of fences one belongs to code that is not shown whole.
            is_fence = fences % 2 == 0 and _FENCE.match(text) is not None
            is_code ^= is_fence
            if is_code or is_fence:
                continue
            match = (_GNU.match(text) or _ITEM.match(text)) if line else None
            goes_on = bool(item) and text.strip() != "" and len(text) - len(text.lstrip()) > indent and match is None
            if match is None and item and not (more or details):
                after = lines[position + 1].text if position + 1 < len(lines) else ""
                goes_on |= lines[position - 1].text.strip() != "" and _is_lazy(text, after)
            if goes_on and line and line.kind == "+":
                if details:
                    details[-1] = f"{details[-1]}\n{text.strip()}"
                else:
                    (more or item).append(text.strip())
                continue
            if item and line and line.kind == "+" and not text.strip():
                more.append("")
                continue
            depth = len(match.groupdict().get("indent") or "") if match else 0
            if match and owner is not None and depth > owner and line and line.kind == "+":
                details.append(match["text"])
                places.append(text)
                continue
            is_told = item and (is_whole or not is_earlier) and not _NO_CHANGES.search(heading)
            if is_told and not extractOne(first.strip(), removed, scorer=ratio, score_cutoff=_SIMILAR):
                kind = plain_text(item[0], file.path)
                if details and _NAMES_KIND.fullmatch(kind):
                    for place, detail in zip(places, details, strict=True):
                        yield _entry([detail], [], [], kind, file.path, place)
                else:
                    yield _entry(item, more, details, announced or heading, file.path, first)
            item, more, details, places = [], [], [], []
            if text.strip():
                owner = None
            if line is None:
                break
            if match and line.kind == "+":
                item, first, indent, owner = [match["text"]], text, depth, depth
                continue
            if found := _HEADING.match(text):
                heading = (found["md"] or found["bold"] or found["plain"]).strip()
            elif position + 1 < len(lines) and text.strip() and _UNDERLINE.match(lines[position + 1].text):
                heading = text.strip()
            else:
                if match is None and text.strip():
                    announced = _BREAKING if _ANNOUNCES_BREAKS.match(text) else ""
                continue
            announced = ""
            if _VERSION.search(heading):
                versions += 1
                is_new, is_earlier = is_new or line.kind == "+", is_new and line.kind != "+"
            if versions > 1 and file.status is Status.ADDED and not is_whole:
                return


def _is_lazy(text: str, after: str) -> bool:
    """Whether a line goes on with the item right above it, though it is not indented, as CommonMark allows.

    Args:
        text: the line.
        after: the next one, by which a heading is known.
    """
    return _PROSE.match(text) is not None and _HEADING.match(text) is None and _UNDERLINE.match(after) is None


def _entry(
    lines: Sequence[str], more: Sequence[str], details: Sequence[str], heading: str, path: str, first: str
) -> Entry:
    """The entry of the lines of its first paragraph, with the items below it that it announces.

    The other paragraphs can name the number.
    """
    written = "\n".join(lines)
    mark = _MARKED_BREAKING.search(written)
    written = written[: mark.start()] if mark else written
    numbers = numbers_in(written) or numbers_in("\n".join(more))
    text, number = without_number(without_references(_without_commit(plain_text(written, path))))
    numbers = numbers or number
    tag = _TAG.match(text) or _HEADED.match(text) or _BRACKETED.match(text)
    read = read_subject(text[tag.end() :] if tag else text)
    if heading.lower() == "major changes" and _OF_CHANGESETS.match("\n".join(lines)):
        heading = _MAJOR
    # Below footers of commits stand other commits that were squashed with them.
    is_break = heads_breaks(heading) and not _OF_FOOTERS.search(heading)
    tagged = tag["kind"].lower() if tag else ""
    kind = _BREAKING if mark else tagged or (heading if is_break else read.type or heading)
    told = _with_verb(without_references(read.text), kind)
    leaves_open = heads_breaks(heading) and not speaks_of_loss(told)  # what it breaks
    if details and (told.endswith(":") or _ANNOUNCES.search(told) or leaves_open):
        told = f"{told.rstrip(':.')}: {_listed(details, path)}"
    return Entry(told, Origin.CHANGELOG, kind, numbers, path, first)


def _listed(details: Sequence[str], path: str) -> str:
    """The items below an entry that announces them."""
    texts = [without_references(plain_text(each, path)) for each in details]
    return in_a_row(texts) if all(map(is_bare_name, texts)) else in_a_row(texts, "; ", _LISTED)


def _with_verb(text: str, heading: str) -> str:
    """The text after its heading if only that says what happened, such as “Python 3.8 support” under Removed."""
    word = heading.strip("#: ")
    if _GONE.fullmatch(word):
        says = _SAYS_DEPRECATED if word.lower().startswith("deprecat") else _SAYS_GONE
        is_said = says.search(text) is not None
    elif _FIXED.fullmatch(word):
        is_named = _NAMES_FAULT.match(text) is not None and not says_fixed(text)
        word, is_said = "Fixed", not (is_named or _IS_FAULTY.match(text))
    else:
        return text
    return text if is_said or not text else f"{word}: {text}"


def _without_commit(text: str) -> str:
    """The text without the commit at its beginning, and the name of its author at the end, as programs write them."""
    match = _OF_COMMIT.match(text)
    return _AUTHOR.sub("", text[match.end() :]) if match else text
