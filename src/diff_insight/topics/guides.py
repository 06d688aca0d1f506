"""Reads what maintainers tell those who upgrade: the sections of guides, and of release notes that do so in prose."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.loss import speaks_of_loss
from diff_insight.evidence.roles import Role
from diff_insight.topics.entries import (
    Entry,
    is_reworded,
    letters_of,
    numbers_in,
    without_number,
    without_references,
)
from diff_insight.topics.markup import SENTENCE_END, plain_text
from diff_insight.topics.sections import Block, BlockKind, Section, sections
from diff_insight.topics.topic import Origin
from diff_insight.topics.upgrade_documents import TURN, is_guide, upgrade_documents

_BREAKS = re.compile(rf"\bbreak|incompatib|\bimportant\b|\bporting\b|\b{TURN}\b|\bremov", re.IGNORECASE)
_DEPRECATES = re.compile(r"(?:\W|newly )*deprecat", re.IGNORECASE)
_GONE = re.compile(r"\b(?:remov|drop)", re.IGNORECASE)
_NEWS = re.compile(r"\bfeatures\b|^news\b|\bimprovements?\b|\bhighlights\b|^(?:bug ?)?fix(?:es)?$", re.IGNORECASE)
_AROUND = re.compile(
    r"(?:table of )?contents\b|overview$|introduction|summary$|preface|conclusion|(?:getting )?help\b|before you|faq$"
    r"|prerequisites|resources|feedback|steps? \d|next steps|credits|acknowledge?ments|.*\bcontributors\b"
    r"|how to\b(?! (?:upgrade|migrate)\b)"
    r"|support policy|.*\bchecklist\b|this (?:document|page|guide|article)\b",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\bv?(\d+)(?:\.(\d+|x))?(?:\.(?:\d+|x))?\b")
_OF_VERSION = re.compile(r"[\W\d]*(?:[^\W\d]\w*\W+){0,5}v?\d+(?:\.[\dx]+)*\W*$")
_TURNS = re.compile(  # what says that something is other than it was
    r"\b(?:now|must|requir\w+|minimum|at least|chang\w+|no longer|not? (?:\w+ )?(?:any ?more|supported|allowed)"
    r"|stricter|default\w*|split|merged?|disallow\w*|forbid\w*|forbidden|error|throws?|fails?|updated?|revamped)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|must|will|can(?:not)?|does|do|don't|doesn't|fails?|requires?|uses?|returns?"
    r"|throws?|becomes?|no longer|now)\b"
    r"|^(?:\w+ed|drop|remove|rename|replace|require|change|move|use|make|switch|split|stricter"
    r"|changes? (?:to|in|of))\b|\w+ed$",
    re.IGNORECASE,
)
_ALL = re.compile(r"\bbreaking changes\b", re.IGNORECASE)  # what speaks of the whole upgrade
_ADVICE = re.compile(
    r"^to (?:address|fix|migrate|upgrade|update|resolve)\b[^:]{0,40}:\s|\binstead\b|\bin favou?r of\b"
    r"|\byou(?:'ll| will| may| might)? (?:need|have) to\b|\byou (?:should|must|can (?!now\b|no longer\b))"
    r"|^please\b|^(?:use|replace|rename|change|make sure|switch|migrate|set|install|call|pass|ensure|refer to)\b",
    re.IGNORECASE,
)
# What speaks of the time before, and what is no advice without the sentence before it.
_PAST = re.compile(
    r"^(?:previously|before|historically|originally|formerly|until|prior to|since v?\d"
    r"|in (?:the past|earlier|previous))\b|\bwas (?:written|introduced)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^(?:please (?:report|let|note|see)|(?:set|use|call|pass|replace) (?:it|this|that)\b|inside\b|but\b)", re.I
)
_TO_COME = re.compile(r"\bfuture (?:plans|work)\b|\bwhat.?s next\b|\broadmap\b", re.IGNORECASE)
_NO_BREAK = re.compile(r"\bnot_? a breaking change\b", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…)`”\"']\W*$")
_ADDRESS = re.compile(r"^to (?:address|fix|migrate|upgrade|update|resolve)\b[^:]{0,40}:\s*", re.IGNORECASE)
_LINK_ALONE = re.compile(r"\[[^\]]*\]\(#[^)]*\)\W*$")
_SEVERAL = re.compile(
    r"\?$|\b(?:features|apis|methods|functions|options|settings|changes|classes|names|removals|deprecations)$",
    re.IGNORECASE,
)
_NAME = re.compile(r"`[^`]+`|[A-Z]\w*[a-z][A-Z]\w*|\w+[._]\w+|[a-z]\w*\(\)")
_WORDS = 3  # minimum words of an item, and of a heading that says by itself what happened
_LEAST = 16  # minimum letters of a line by which what is moved is known
_LONGEST = 300  # maximum characters of a sentence that is quoted
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
        notes: the entries of release notes; what they say in nearly the same words is not told again.
    """
    told = [letters_of(entry.text) for entry in notes]
    gone = frozenset(
        letters
        for file in files
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
    return tuple(found[:_MOST])


def _of_file(file: FileChange, *, with_items: bool) -> Iterator[Entry]:
    is_whole = is_guide(file.path)
    for hunk in file.hunks:
        lines = [line for line in hunk.lines if line.kind != "-"][:_LINES]
        read = sections([line.text for line in lines], file.path)
        if is_whole and file.status is Status.ADDED:
            read = _of_newest(read)
        for section in read:
            if _is_about_breaks(section, is_whole=is_whole):
                for line, entry in _entries(section, file.path, with_items=with_items):
                    if lines[line].kind == "+":
                        yield replace(entry, first_line=lines[line].text)


def _of_newest(read: Sequence[Section]) -> list[Section]:
    """The sections but for those below the headings of other versions than the newest one."""
    versions = [
        (version, section.level) for section in read if section.level > 1 and (version := _version(section.title))
    ]
    if len({version for version, _ in versions}) < 2:
        return list(read)
    newest, outermost = max(version for version, _ in versions), min(level for _, level in versions)
    found: list[Section] = []
    is_told = True
    for section in read:
        if section.level <= outermost:
            version = _version(section.title)
            is_told = version is None or version == newest
        if is_told:
            found.append(section)
    return found


def _version(title: str) -> tuple[int, int] | None:
    """The last version that a heading names, if it says nothing else."""
    found = _VERSION.findall(title[:_LONGEST])
    if not found or not _OF_VERSION.match(title[:_LONGEST]):
        return None
    major, minor = found[-1]
    return int(major[:9]), int(minor[:9]) if minor.isdigit() else 0


def _is_about_breaks(section: Section, *, is_whole: bool) -> bool:
    """Whether a section is about what breaks, by its own title and those above it, or like the whole document."""
    titles = (*section.above, section.title)
    if any(len(title) > _LONGEST for title in titles):
        return False
    are_news = (_NEWS.search(title) and not (_GONE.search(title) or _DEPRECATES.match(title)) for title in titles)
    if any(are_news) or _AROUND.match(section.title.strip("*`_ ")) or any(map(_TO_COME.search, titles)):
        return False
    if any(_NO_BREAK.search(block.text[:_LONGEST]) for block in section.blocks):
        return False
    return is_whole or any(map(_BREAKS.search, titles))


def _entries(section: Section, path: str, *, with_items: bool) -> Iterator[tuple[int, Entry]]:
    """Yield the entries of a section, each with its line, and without its first line."""
    title = plain_text(section.title, path).strip()
    items = [block for block in section.blocks if block.kind is BlockKind.ITEM]
    first = next(iter(section.blocks), None)
    is_list = bool(items) and first is not None and (first in items or first.text.rstrip().endswith(":"))
    if is_list and not _is_telling(title):
        if with_items:
            yield from _of_list(section, title, items, path)
        return
    is_told = section.is_leaf or (_is_telling(title) and speaks_of_loss(title))
    if not is_told or not title or title.endswith("?") or _OF_VERSION.match(title):
        return
    changing = list(_changing(section, title, items, path))
    if len(changing) > 1 and _is_telling(title):
        yield from changing  # which say what the heading speaks of
        return
    sentences = _sentences([block for block in section.blocks if block.kind is BlockKind.PARAGRAPH], path)
    whole = (each for each in sentences if _is_quotable(each) and _ENDS.search(each))  # not cut by code below it
    usable = (each for each in whole if not (_ADDRESS.match(each) or _PAST.search(each)))
    telling = next(filter(_says_change, usable), "")
    if _is_telling(title) and (telling or _says_change(title)):
        yield section.line, _entry(section, title, section.blocks, path)
    elif telling:
        yield section.line, _entry(section, f"{title}: {telling}", section.blocks, path)


def _of_list(section: Section, title: str, items: Sequence[Block], path: str) -> Iterator[tuple[int, Entry]]:
    """Yield the items that speak of a change; if none does but the words before them, these and the items together."""
    changing = list(_changing(section, title, items, path))
    yield from changing
    lead = section.blocks[0]
    if not changing and lead not in items:
        text = " ".join([_sentences([lead], path)[-1], ", ".join(plain_text(item.text, path) for item in items)])
        if _says_change(text) and len(text) <= _LONGEST:
            yield section.line, _entry(section, f"{title}: {text}", [], path)


def _changing(section: Section, title: str, items: Sequence[Block], path: str) -> Iterator[tuple[int, Entry]]:
    """Yield the items of a list that speak of a change."""
    for item in items:
        text = _sentences([item], path)[0]
        if len(text.split()) >= _WORDS and not _LINK_ALONE.match(item.text) and _says_change(text):
            said = f"{title}: {text}" if _NAME.fullmatch(title) and title not in text else text
            yield item.line, _entry(section, said, [item], path)


def _entry(section: Section, text: str, blocks: Sequence[Block], path: str) -> Entry:
    titles = (*section.above, section.title, text)
    is_deprecated = any(map(_DEPRECATES.match, titles)) and not any(map(_GONE.search, titles))
    usable = (each for each in _sentences(blocks, path) if each not in text and _is_quotable(each))
    advice = next((each for each in usable if _ADVICE.search(each) and not _LEANS.match(each)), "")
    told, number = without_number(without_references(text))
    return Entry(
        text=told,
        origin=Origin.GUIDE,
        heading="deprecated" if is_deprecated else "breaking",
        numbers=numbers_in("\n".join(block.text for block in blocks)) or number,
        path=path,
        first_line="",
        advice=_ADDRESS.sub("", advice),
    )


def _sentences(blocks: Sequence[Block], path: str) -> list[str]:
    return [each for block in blocks for each in SENTENCE_END.split(plain_text(block.text, path))]


def _is_quotable(sentence: str) -> bool:
    return len(sentence) <= _LONGEST and not sentence.endswith(":")


def _is_telling(title: str) -> bool:
    """Whether a heading says by itself what happened."""
    words = len(title.split())
    says_all = (words >= _WORDS and _VERB.search(title)) or (words > 1 and speaks_of_loss(title))
    return bool(says_all) and not (_SEVERAL.search(title) or _OF_VERSION.match(title))


def _says_change(text: str) -> bool:
    return (speaks_of_loss(text) or _TURNS.search(text) is not None) and not _ALL.search(text)
