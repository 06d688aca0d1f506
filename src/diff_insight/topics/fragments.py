"""Reads news fragments: files of which each holds one entry, as towncrier, changesets, changie and reno name them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

import yaml

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.topics.entry import Entry
from diff_insight.topics.entry_text import numbers_in, without_references
from diff_insight.topics.markup import plain_text
from diff_insight.topics.topic import Origin

_MARK = re.compile(r"\A[ \t]*(?:[-*+•]|\d+[.)])[ \t]+")
# `4.0.0.rst` is no fragment of a kind “rst” but the notes of a version.
_TOWNCRIER = re.compile(
    r"(?!\d+(?:\.\d+)+\.(?:rst|md|txt)$)(?P<issue>\+?[\w.-]*?)\.(?P<kind>[a-z_]+)(?:\.\d+)?(?:\.(?:rst|md|txt))?$"
)


def fragment_entries(file: FileChange) -> list[Entry]:
    """The entries of a file that is itself a fragment; empty if it is none."""
    pure = PurePosixPath(file.path)
    if file.status is not Status.ADDED:
        return []
    content = "\n".join(line.text for hunk in file.hunks for line in hunk.lines)
    if pure.suffix in (".yaml", ".yml"):
        return list(_of_yaml(content, file.path))
    if ".changeset" in pure.parts:
        _, _, body = content.removeprefix("---").partition("\n---")
        bumps = re.findall(r":\s*(major|minor|patch)", content.partition("\n---")[0])
        kind = next((bump for bump in ("major", "minor", "patch") if bump in bumps), "")
        return [_of_fragment(body, kind, file.path, ())] if body.strip() else []
    match = _TOWNCRIER.fullmatch(pure.name)
    if match is None or pure.name.lower().startswith(("change", "history", "news", "release", "readme")):
        return []
    numbers = (int(match["issue"]),) if match["issue"].isdigit() else ()
    return [_of_fragment(content, match["kind"], file.path, numbers)] if content.strip() else []


def _of_fragment(content: str, kind: str, path: str, numbers: tuple[int, ...]) -> Entry:
    paragraph = content.strip().split("\n\n")[0]
    paragraph = _MARK.sub("", paragraph)
    numbers += numbers_in(content)
    text = without_references(plain_text(paragraph, path))
    return Entry(text, Origin.FRAGMENT, kind, tuple(dict.fromkeys(numbers)), path, paragraph.split("\n")[0])


def _of_yaml(content: str, path: str) -> Iterator[Entry]:
    """Yield the notes of reno (lists by section) or changie (`kind` and `body`)."""
    try:
        read = yaml.safe_load(content)
    except yaml.YAMLError:
        return
    if not isinstance(read, dict):
        return
    if isinstance(read.get("body"), str):
        yield _of_fragment(read["body"], str(read.get("kind", "")), path, ())
        return
    for section, notes in read.items():
        for note in notes if isinstance(notes, list) else []:
            if isinstance(note, str) and note.strip():
                # reno writes reStructuredText inside YAML.
                yield replace(_of_fragment(note, str(section), f"{path}.rst", ()), path=path)
