"""All facts of one file, by the readers that suit it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from diff_insight.evidence.across.large_files import stored_facts
from diff_insight.evidence.code.code_facts import code_facts
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.content import Content, other_content
from diff_insight.evidence.diff.displaced import not_displaced
from diff_insight.evidence.diff.fact import Fact, FactKind
from diff_insight.evidence.diff.line_pairs import Edit
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.markdown.blocks import BlockKind, Blocks
from diff_insight.evidence.markdown.documents import document_facts
from diff_insight.evidence.markdown.markdown_facts import markdown_blocks, markdown_facts
from diff_insight.evidence.settings.dependencies import dependency_facts, is_manifest
from diff_insight.evidence.settings.key_lines import KeyLines, key_facts, key_lines
from diff_insight.evidence.settings.manifests import is_dependency_key
from diff_insight.evidence.settings.parse import Setting, read_settings
from diff_insight.evidence.settings.settings_facts import Rewritten, settings_facts
from diff_insight.evidence.words.entry_facts import entry_facts, is_regular
from diff_insight.evidence.words.line_facts import line_facts
from diff_insight.evidence.words.word_facts import link_facts, word_facts

_MARKDOWN = (".md", ".markdown", ".mdx", ".qmd", ".rmd")
_PARSED = (".yml", ".yaml", ".toml", ".json", ".jsonc")
_SETTINGS = (*_PARSED, ".ini", ".cfg", ".properties", ".env")
_FRONT_MATTER = 40  # the lines of a Markdown file among which `key: value` is taken for front matter
_MATTER = KeyLines(".yaml")
_COMMENTS = ("#", "//", "/*", "*", "--", ";", '"""', "'''")


def facts_of(sides: Sides) -> tuple[Fact, ...]:
    """The facts of a file, each once, without those that a move inside it explains, in the order of its readers."""
    entry = tuple(entry_facts(sides.file))
    if not is_regular(sides.file):
        return entry
    if stored := stored_facts(sides):
        return entry + stored
    found: dict[tuple[object, ...], Fact] = {}
    for fact in _by_reader(sides):
        found.setdefault(fact.said, fact)
    telling = tuple(not_displaced(sides, found.values()))
    return entry + (telling or tuple(line_facts(sides)))


def _by_reader(sides: Sides) -> Iterator[Fact]:
    path = sides.file.path.lower()
    language = code_language(path)
    other = other_content(sides)
    is_read = bool(language) or path.endswith((*_MARKDOWN, *_SETTINGS)) or is_manifest(sides.file.path)
    if other in (Content.POINTER, Content.BINARY) or (other and is_read):
        if other is Content.SOURCE:
            for edit in sides.all_edits():
                yield from _words(edit, is_prose=False)
    elif path.endswith(_MARKDOWN):
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
            keys = [fact for fact in key_facts(edit, _MATTER) if isinstance(fact, Fact)]
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
    return list(_with_lines(sides, settings_facts(old, new)))


def _matter(text: str) -> Setting | None:
    if not text.startswith("---"):
        return Setting({}, 1)
    # The first `---` stays, so that lines keep their numbers; the second ends the YAML document.
    end = text.find("\n---", 3)
    read = read_settings(text[:end], ".yaml") if end > 0 else None
    if read == ():
        return Setting({}, 1)
    return read[0] if read and isinstance(read[0].content, dict) else None


def _of_settings(sides: Sides) -> Iterator[Fact]:
    path = sides.file.path
    suffix = _format(path)
    documents = _documents(sides, suffix)
    old, new = (_only(side) for side in documents) if documents else (None, None)
    dependencies = list(dependency_facts(sides, old, new)) if is_manifest(path) else []
    yield from dependencies
    found = document_facts(*documents) if documents else None
    if found is not None:
        for fact in _with_lines(sides, found):
            if not is_dependency_key(path, fact.subject):
                yield fact
        return
    known = key_lines(sides, suffix)
    told = {fact.old_line for fact in dependencies}, {fact.new_line for fact in dependencies}
    texts: list[Edit] = []
    for edit in sides.all_edits():
        if (edit.removed and edit.removed.old in told[0]) or (edit.added and edit.added.new in told[1]):
            continue
        keys = list(key_facts(edit, known)) if suffix in _SETTINGS and not _is_comment(edit) else []
        facts = [fact for fact in keys if isinstance(fact, Fact)]
        yield from facts
        if facts:
            continue
        words = [*link_facts(edit), *_words(edit, is_prose=_is_comment(edit))]
        yield from words
        texts += [] if words else [text for text in keys if isinstance(text, Edit)]
    yield from line_facts(replace(sides, edits=(tuple(texts),)))


def _format(path: str) -> str:
    """The suffix that tells the format of settings; files such as `.env.local` have it in front."""
    pure = PurePosixPath(path.lower())
    return ".env" if pure.name.startswith(".env") else pure.suffix


def _documents(sides: Sides, suffix: str) -> tuple[tuple[Setting, ...], tuple[Setting, ...]] | None:
    """The documents of both sides, none of one that is empty; None where a side is not known or not valid."""
    if suffix not in _PARSED or sides.old is None or sides.new is None:
        return None
    old = read_settings(sides.old, suffix) if sides.old else ()
    new = read_settings(sides.new, suffix) if sides.new else ()
    return (old, new) if old is not None and new is not None else None


def _only(documents: tuple[Setting, ...]) -> Setting:
    return documents[0] if len(documents) == 1 else Setting({}, 1)


def _with_lines(sides: Sides, found: Iterable[Fact | Rewritten]) -> Iterator[Fact]:
    """The facts of settings, and in place of texts that were rewritten those of their lines."""
    old: set[int] = set()
    new: set[int] = set()
    for fact in found:
        if isinstance(fact, Fact):
            yield fact
        else:
            old.update(fact.old)
            new.update(fact.new)
    edits = []
    for edit in sides.all_edits():
        removed = edit.removed if edit.removed and edit.removed.old in old else None
        added = edit.added if edit.added and edit.added.new in new else None
        if removed or added:
            edits.append(Edit(removed, added))
    yield from line_facts(replace(sides, edits=(tuple(edits),)))


def _words(edit: Edit, *, is_prose: bool) -> Iterator[Fact]:
    if edit.removed and edit.added:
        yield from word_facts(edit.removed, edit.added, is_prose=is_prose)


def _is_comment(edit: Edit) -> bool:
    return all(line.text.lstrip().startswith(_COMMENTS) for line in (edit.removed, edit.added) if line)
