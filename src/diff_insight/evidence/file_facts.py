"""Extracts all facts of one file: determines its kind and runs the reader for that kind."""

from collections.abc import Callable, Iterator
from enum import Enum, auto
from itertools import chain

from diff_insight.evidence.across.large_files import stored_facts
from diff_insight.evidence.code.code_file import read_code
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.content import Content, other_content
from diff_insight.evidence.diff.displaced import not_displaced
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.markdown.markdown_file import read_markdown
from diff_insight.evidence.settings import settings_file
from diff_insight.evidence.settings.dependencies import is_manifest
from diff_insight.evidence.settings.platform_lines import classifier_facts, is_told_by_classifiers, platform_lines
from diff_insight.evidence.settings.settings_file import read_settings_file
from diff_insight.evidence.settings.setup_scripts import script_facts
from diff_insight.evidence.surface.schema_facts import SUFFIXES, schema_facts
from diff_insight.evidence.words.documented_defaults import documented_defaults
from diff_insight.evidence.words.edited_line import edited_text, edited_words
from diff_insight.evidence.words.entry_facts import entry_facts, is_regular
from diff_insight.evidence.words.line_facts import line_facts
from diff_insight.evidence.words.version_notes import version_notes

_MARKDOWN = (".md", ".markdown", ".mdx", ".qmd", ".rmd")


class FileKind(Enum):
    """Which kind of content a file is read as."""

    MARKDOWN = auto()
    CODE = auto()
    SETTINGS = auto()
    SCHEMA = auto()  # of messages, types or tables
    TEXT = auto()
    MISNAMED_SOURCE = auto()  # source of a language other than the one its suffix stands for
    OPAQUE = auto()  # a Git LFS pointer, binary data, or markup under a suffix such as Qt's `.ts`


def facts_of(sides: Sides) -> tuple[Fact, ...]:
    """The facts of a file in reader order, without duplicates and without those explained by a move inside the file."""
    entry = tuple(entry_facts(sides.file))
    if not is_regular(sides.file):
        return entry
    if stored := stored_facts(sides):
        return entry + stored
    found: dict[tuple[object, ...], Fact] = {}
    platforms = tuple(platform_lines(sides))
    stated = {(fact.before, fact.after, fact.old_line) for fact in platforms}
    for fact in chain(
        platforms,
        classifier_facts(sides),
        script_facts(sides),
        documented_defaults(sides),
        version_notes(sides),
        _READERS[kind_of_file(sides)](sides),
    ):
        is_stated = fact.kind is FactKind.VERSION_CHANGED and (fact.before, fact.after, fact.old_line) in stated
        if not is_told_by_classifiers(fact) and not is_stated:
            found.setdefault(fact.said, fact)
    telling = tuple(not_displaced(sides, found.values()))
    return entry + (telling or tuple(line_facts(sides)))


def facts_as_text(sides: Sides) -> tuple[Fact, ...]:
    """The facts of a file's lines alone, whatever kind of file it is."""
    found = {fact.said: fact for fact in _read_text(sides)}
    return tuple(not_displaced(sides, found.values())) or tuple(line_facts(sides))


def kind_of_file(sides: Sides) -> FileKind:
    """Determine what a file is read as: by its name, unless its content shows that it is something else."""
    named, content = _kind_of_name(sides.file.path), other_content(sides)
    if content is None or (named is FileKind.TEXT and content not in (Content.POINTER, Content.BINARY)):
        return named
    return FileKind.MISNAMED_SOURCE if content is Content.SOURCE else FileKind.OPAQUE


def _kind_of_name(path: str) -> FileKind:
    lower = path.lower()
    if lower.endswith(_MARKDOWN):
        return FileKind.MARKDOWN
    if code_language(lower):
        return FileKind.CODE
    if lower.endswith(SUFFIXES):
        return FileKind.SCHEMA
    return (
        FileKind.SETTINGS
        if settings_file.format_of(path) in settings_file.SUFFIXES or is_manifest(path)
        else FileKind.TEXT
    )


def _read_text(sides: Sides) -> Iterator[Fact]:
    for edit in sides.all_edits():
        yield from edited_text(edit, is_prose=True)


def _read_schema(sides: Sides) -> Iterator[Fact]:
    yield from schema_facts(sides)
    yield from _read_text(sides)


def _read_misnamed_source(sides: Sides) -> Iterator[Fact]:
    for edit in sides.all_edits():
        yield from edited_words(edit, is_prose=False)


def _read_nothing(_sides: Sides) -> Iterator[Fact]:
    return iter(())


_READERS: dict[FileKind, Callable[[Sides], Iterator[Fact]]] = {
    FileKind.MARKDOWN: read_markdown,
    FileKind.CODE: read_code,
    FileKind.SETTINGS: read_settings_file,
    FileKind.SCHEMA: _read_schema,
    FileKind.TEXT: _read_text,
    FileKind.MISNAMED_SOURCE: _read_misnamed_source,
    FileKind.OPAQUE: _read_nothing,
}
