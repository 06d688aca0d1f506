"""All facts of one file, by the readers that suit it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.code_facts import code_facts
from diff_insight.evidence.dependencies import dependency_facts, is_dependency_key, is_manifest
from diff_insight.evidence.displaced import not_displaced
from diff_insight.evidence.edits import Edit
from diff_insight.evidence.entry_facts import entry_facts
from diff_insight.evidence.fact import Fact, FactKind
from diff_insight.evidence.key_lines import key_facts
from diff_insight.evidence.line_facts import line_facts
from diff_insight.evidence.markdown_blocks import BlockKind, Blocks
from diff_insight.evidence.markdown_facts import markdown_blocks, markdown_facts
from diff_insight.evidence.settings import Setting, read_settings
from diff_insight.evidence.settings_facts import settings_facts
from diff_insight.evidence.sides import Sides
from diff_insight.evidence.wording_facts import link_facts, word_facts

_MARKDOWN = (".md", ".markdown", ".mdx", ".qmd", ".rmd")
_PARSED = (".yml", ".yaml", ".toml", ".json")
_SETTINGS = (*_PARSED, ".ini", ".cfg", ".properties", ".env")
_FRONT_MATTER = 40  # the lines of a Markdown file among which `key: value` is taken for front matter
_COMMENTS = ("#", "//", "/*", "*", "--", ";", '"""', "'''")


def facts_of(sides: Sides) -> tuple[Fact, ...]:
    """The facts of a file, each once, without those that a move inside it explains, in the order of its readers."""
    entry = tuple(entry_facts(sides.file))
    found: dict[tuple[object, ...], Fact] = {}
    for fact in _by_reader(sides):
        found.setdefault(fact.said, fact)
    telling = tuple(not_displaced(sides, found.values()))
    return entry + (telling or tuple(line_facts(sides)))


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
