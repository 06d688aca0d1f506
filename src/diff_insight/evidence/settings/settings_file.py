"""Reads a settings file or manifest: as whole documents if both sides can be parsed, else by its lines."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.line_pairs import Edit
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.settings.dependencies import dependency_facts, is_manifest
from diff_insight.evidence.settings.documents import document_facts
from diff_insight.evidence.settings.json_schema import as_field, is_json_schema
from diff_insight.evidence.settings.key_lines import key_facts, key_lines
from diff_insight.evidence.settings.manifests import is_dependency_key
from diff_insight.evidence.settings.openapi import as_interface, is_openapi
from diff_insight.evidence.settings.parse import Setting, read_settings
from diff_insight.evidence.settings.rewritten_texts import with_lines
from diff_insight.evidence.settings.sample_files import as_sampled, is_sample
from diff_insight.evidence.words.edited_line import edited_text, is_comment
from diff_insight.evidence.words.line_facts import line_facts

_PARSED = (".yml", ".yaml", ".toml", ".json", ".jsonc")
SUFFIXES = (*_PARSED, ".ini", ".cfg", ".properties", ".env")
"""The suffixes of settings files."""

_OF_SAMPLES = (".example", ".sample", ".template", ".dist", ".default")


def format_of(path: str) -> str:
    """The suffix that determines the format of settings.

    Files such as `.env.local` have it in front, samples such as `it.yml.example` before what says that they are ones.
    """
    pure = PurePosixPath(path.lower())
    if pure.name == ".env" or pure.name.startswith((".env.", ".env-")):
        return ".env"
    return PurePosixPath(pure.stem).suffix if pure.suffix in _OF_SAMPLES else pure.suffix


def read_settings_file(sides: Sides) -> Iterator[Fact]:
    """Yield the facts about a settings file, a manifest, or a file that is both."""
    path = sides.file.path
    suffix = format_of(path)
    documents = _documents(sides, suffix)
    old, new = (_only(side) for side in documents) if documents else (None, None)
    dependencies = list(dependency_facts(sides, old, new)) if is_manifest(path) else []
    yield from dependencies
    found = document_facts(*documents) if documents else None
    if found is not None:
        meant = as_interface if is_openapi(sides) else as_field if is_json_schema(sides) else None
        meant = as_sampled if meant is None and is_sample(path) else meant
        for fact in with_lines(sides, found):
            if not is_dependency_key(path, fact.subject):
                yield meant(fact) if meant else fact
        return
    known = key_lines(sides, suffix)
    told = {fact.old_line for fact in dependencies}, {fact.new_line for fact in dependencies}
    texts: list[Edit] = []
    for edit in sides.all_edits():
        if (edit.removed and edit.removed.old in told[0]) or (edit.added and edit.added.new in told[1]):
            continue
        keys = list(key_facts(edit, known)) if suffix in SUFFIXES and not is_comment(edit) else []
        facts = [fact for fact in keys if isinstance(fact, Fact)]
        yield from map(as_sampled, facts) if is_sample(path) else facts
        if facts:
            continue
        words = list(edited_text(edit, is_prose=is_comment(edit)))
        yield from words
        texts += [] if words else [text for text in keys if isinstance(text, Edit)]
    yield from line_facts(replace(sides, edits=(tuple(texts),)))


def _documents(sides: Sides, suffix: str) -> tuple[tuple[Setting, ...], tuple[Setting, ...]] | None:
    """The documents of both sides, none for an empty side; None if a side is not known or not valid."""
    if suffix not in _PARSED or sides.old is None or sides.new is None:
        return None
    old = read_settings(sides.old, suffix) if sides.old else ()
    new = read_settings(sides.new, suffix) if sides.new else ()
    return (old, new) if old is not None and new is not None else None


def _only(documents: tuple[Setting, ...]) -> Setting:
    return documents[0] if len(documents) == 1 else Setting({}, 1)
