"""All facts of one file, by the readers that suit it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath

from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.code_facts import code_facts
from diff_insight.evidence.dependencies import dependency_facts, is_dependency_key, is_manifest
from diff_insight.evidence.edits import Edit, WordEdit, word_edits
from diff_insight.evidence.entry_facts import entry_facts
from diff_insight.evidence.fact import Fact, FactKind
from diff_insight.evidence.key_lines import key_facts
from diff_insight.evidence.markdown_blocks import BlockKind, Blocks
from diff_insight.evidence.markdown_facts import markdown_blocks, markdown_facts
from diff_insight.evidence.settings import Setting, read_settings
from diff_insight.evidence.settings_facts import settings_facts
from diff_insight.evidence.sides import EDITS_READ, Sides
from diff_insight.evidence.wording_facts import link_facts, word_facts

_MARKDOWN = (".md", ".markdown", ".mdx", ".qmd", ".rmd")
_PARSED = (".yml", ".yaml", ".toml", ".json")
_SETTINGS = (*_PARSED, ".ini", ".cfg", ".properties", ".env")
_FRONT_MATTER = 40  # the lines of a Markdown file among which `key: value` is taken for front matter
_COMMENTS = ("#", "//", "/*", "*", "--", ";", '"""', "'''")
_LINES_SHOWN = 3  # lines that are quoted of a file without other facts
_LINES_READ = 300  # of how many they are the longest
_NEIGHBOURS = 30

_WORDS = frozenset(
    {
        FactKind.LINK_CHANGED, FactKind.LINK_ADDED, FactKind.LINK_REMOVED, FactKind.TERM_REPLACED,
        FactKind.VERSION_CHANGED, FactKind.DATE_CHANGED, FactKind.NUMBER_CHANGED,
    }
)  # fmt: skip
_COUNTED = 1000  # facts of a file whose words are counted on both sides

_OPPOSITES = {
    FactKind.TABLE_ADDED: FactKind.TABLE_REMOVED,
    FactKind.TABLE_REMOVED: FactKind.TABLE_ADDED,
    FactKind.LINK_ADDED: FactKind.LINK_REMOVED,
    FactKind.LINK_REMOVED: FactKind.LINK_ADDED,
    FactKind.HEADING_ADDED: FactKind.HEADING_REMOVED,
    FactKind.HEADING_REMOVED: FactKind.HEADING_ADDED,
    FactKind.KEY_ADDED: FactKind.KEY_REMOVED,
    FactKind.KEY_REMOVED: FactKind.KEY_ADDED,
    FactKind.ROW_ADDED: FactKind.ROW_REMOVED,
    FactKind.ROW_REMOVED: FactKind.ROW_ADDED,
}


def facts_of(sides: Sides) -> tuple[Fact, ...]:
    """The facts of a file, each once, without those that a move inside it explains, in the order of its readers."""
    entry = tuple(entry_facts(sides.file))
    found: dict[tuple[object, ...], Fact] = {}
    for fact in _by_reader(sides):
        found.setdefault(fact.said, fact)
    telling = tuple(_without_moves(_borne_out(sides, found.values())))
    return entry + (telling or tuple(_lines_as_they_are(sides)))


def _by_reader(sides: Sides) -> Iterator[Fact]:
    path = sides.file.path.lower()
    language = code_language(path)
    if path.endswith(_MARKDOWN):
        yield from _of_markdown(sides)
    elif language:
        yield from code_facts(sides, language)
        for edit in sides.all_edits():
            # Addresses in code are often data; one that takes another's place, or stands in a comment, is worth a word.
            for fact in link_facts(edit):
                if _is_comment(edit) or (fact.kind is FactKind.LINK_CHANGED and "//" in (fact.after or "")):
                    yield fact
            yield from _words(edit, is_prose=_is_comment(edit))
    elif path.endswith(_SETTINGS) or is_manifest(sides.file.path):
        yield from _of_settings(sides)
    else:
        for edit in sides.all_edits():
            yield from link_facts(edit)
            yield from _words(edit, is_prose=True)


def _of_markdown(sides: Sides) -> Iterator[Fact]:
    old, new = markdown_blocks(sides)
    matter = _front_matter(sides) if sides.are_whole else None
    if matter:
        yield from matter
    yield from markdown_facts(sides, old, new)
    for edit in sides.all_edits():
        kinds = _kinds_around(edit, old, new)
        if matter is None and BlockKind.HEADING not in kinds and BlockKind.CODE not in kinds and _is_on_top(edit):
            keys = list(key_facts(edit))
            yield from keys
            if keys:
                continue
        if matter is not None and BlockKind.FRONT_MATTER in kinds:
            continue
        yield from link_facts(edit)
        if BlockKind.HEADING not in kinds:
            yield from _words(edit, is_prose=not kinds & {BlockKind.CODE, BlockKind.TABLE})


def _kinds_around(edit: Edit, old: Blocks, new: Blocks) -> set[BlockKind]:
    before = old.at(edit.removed.old) if edit.removed else None
    after = new.at(edit.added.new) if edit.added else None
    return {block.kind for block in (before, after) if block}


def _is_on_top(edit: Edit) -> bool:
    """Whether an edit may stand in front matter: near the top, and not indented."""
    lines = [line for line in (edit.removed, edit.added) if line]
    return all((line.new or line.old or 0) <= _FRONT_MATTER and not line.text[:1].isspace() for line in lines)


def _front_matter(sides: Sides) -> list[Fact] | None:
    """The facts of the YAML between the first two `---`; None where a side has none that can be read."""
    old, new = (_matter(text or "") for text in (sides.old, sides.new))
    if old is None or new is None:
        return None
    return list(settings_facts(old, new))


def _matter(text: str) -> Setting | None:
    if not text.startswith("---"):
        return Setting({}, 1)
    # The first `---` stays, so that lines keep their numbers; the second ends the YAML document.
    end = text.find("\n---", 3)
    read = read_settings(text[:end], ".yaml") if end > 0 else None
    return read if read is not None and isinstance(read.content, dict) else None


def _of_settings(sides: Sides) -> Iterator[Fact]:
    file = sides.file
    suffix = PurePosixPath(file.path).suffix.lower()
    old = new = None
    if sides.old is not None and sides.new is not None and suffix in _PARSED:
        old = read_settings(sides.old, suffix) if sides.old else Setting({}, 1)
        new = read_settings(sides.new, suffix) if sides.new else Setting({}, 1)
    manifest = is_manifest(file.path)
    dependencies = list(dependency_facts(sides, old, new)) if manifest else []
    yield from dependencies
    if old is not None and new is not None:
        for fact in settings_facts(old, new):
            if not (manifest and is_dependency_key(file.path, fact.subject)):
                yield fact
        return
    told = {fact.old_line for fact in dependencies}, {fact.new_line for fact in dependencies}
    for edit in sides.all_edits():
        if (edit.removed and edit.removed.old in told[0]) or (edit.added and edit.added.new in told[1]):
            continue
        keys = list(key_facts(edit)) if suffix in _SETTINGS and not _is_comment(edit) else []
        yield from keys
        if keys:
            continue
        yield from link_facts(edit)
        yield from _words(edit, is_prose=_is_comment(edit))


def _words(edit: Edit, *, is_prose: bool) -> Iterator[Fact]:
    if edit.removed and edit.added:
        yield from word_facts(edit.removed, edit.added, is_prose=is_prose)


def _is_comment(edit: Edit) -> bool:
    return all(line.text.lstrip().startswith(_COMMENTS) for line in (edit.removed, edit.added) if line)


def _borne_out(sides: Sides, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Leave out words and links that seem to come, go or take another's place, but only changed their line.

    What is gone must stand less often on the new side than on the old one, and what is new more often.
    """
    old, new = _text(sides, "+"), _text(sides, "-")
    for number, fact in enumerate(facts):
        if fact.kind not in _WORDS or number > _COUNTED:
            yield fact
            continue
        gone = fact.before is None or old.count(fact.before) > new.count(fact.before)
        come = fact.after is None or new.count(fact.after) > old.count(fact.after)
        if gone and come:
            yield fact


def _text(sides: Sides, skipped: str) -> str:
    """One side, as far as it is known, in one line."""
    whole = sides.old if skipped == "+" else sides.new
    if sides.are_whole and whole is not None:
        return " ".join(whole.split())
    return " ".join(
        " ".join(line.text.split())
        for hunk in sides.file.hunks[: len(sides.edits)]
        for line in hunk.lines[:EDITS_READ]
        if line.kind != skipped
    )


def _without_moves(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Leave out what was removed here and added there unchanged; of headings say that they moved."""
    facts = list(facts)
    come = {(fact.kind, fact.subject, fact.after): fact for fact in facts if fact.before is None}
    gone = {(fact.kind, fact.subject, fact.before) for fact in facts if fact.after is None}
    for fact in facts:
        opposite = _OPPOSITES.get(fact.kind)
        if opposite is None:
            yield fact
        elif fact.after is None:
            other = come.get((opposite, fact.subject, fact.before))
            if other is None:
                yield fact
            elif fact.kind is FactKind.HEADING_REMOVED:
                yield Fact(
                    FactKind.HEADING_MOVED, fact.before, fact.before, old_line=fact.old_line, new_line=other.new_line
                )
        elif (opposite, fact.subject, fact.after) not in gone:
            yield fact


def _lines_as_they_are(sides: Sides) -> list[Fact]:
    """What can be said where nothing more telling is found: the longest of the words that changed, and of the lines."""
    found = list({fact.said: fact for fact in islice(_words_or_lines(sides), _LINES_READ)}.values())
    longest = sorted(found, key=lambda fact: -len((fact.before or "") + (fact.after or "")))[:_LINES_SHOWN]
    return [fact for fact in found if fact in longest]


def _words_or_lines(sides: Sides) -> Iterator[Fact]:
    for edit in sides.all_edits():
        old, new = edit.removed, edit.added
        if old and new:
            for words in word_edits(old.text.strip(), new.text.strip())[:1]:
                pair = _with_neighbours(words)
                yield Fact(FactKind.LINE_CHANGED, *pair, old_line=old.old, new_line=new.new)
        elif old and any(character.isalnum() for character in old.text):
            yield Fact(FactKind.LINE_REMOVED, old.text.strip(), old_line=old.old)
        elif new and any(character.isalnum() for character in new.text):
            yield Fact(FactKind.LINE_ADDED, after=new.text.strip(), new_line=new.new)


def _with_neighbours(words: WordEdit) -> tuple[str, str]:
    """The changed words with the rest of the words they are part of, so that punctuation alone is never quoted."""
    left = words.left[-_NEIGHBOURS:].rpartition(" ")[2]
    right = words.right[:_NEIGHBOURS].partition(" ")[0]
    return f"{left}{words.before}{right}".strip(), f"{left}{words.after}{right}".strip()
