"""What a fact is about by name, and the judgement whether others can reach it."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

from diff_insight.changes.changeset import Mention
from diff_insight.evidence.code.language import DEMANDED
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind

Reaches = Callable[[Fact], bool]
"""Whether others can reach what a fact is about."""

LOST = frozenset({FactKind.NAME_REMOVED, FactKind.NAME_RENAMED, FactKind.NAME_HIDDEN, FactKind.NAME_MOVED})
"""The kinds of facts about names that are not where they were."""

_NEW = frozenset({FactKind.NAME_ADDED, FactKind.SETTING_ADDED, FactKind.PARAMETER_ADDED, FactKind.ENUM_VALUE_ADDED})
_SOURCES = frozenset({"src", "lib", "python"})  # folders that are no part of how modules are imported

_MODULE_OF_SWIFT = re.compile(r"((?:.*/)?Sources/[^/]+/).*\.swift$")

_OF_SUBJECT = frozenset(
    {
        FactKind.PARAMETER_ADDED, FactKind.PARAMETER_REMOVED, FactKind.PARAMETER_RENAMED, FactKind.PARAMETER_REQUIRED,
        FactKind.DEFAULT_CHANGED, FactKind.SIGNATURE_CHANGED, FactKind.VALUE_CHANGED, FactKind.SETTING_CHANGED,
        FactKind.FILE_RENAMED,  # about a module
    }
)  # fmt: skip


def anything(_fact: Fact) -> bool:
    """Others can reach whatever is public by its own file."""
    return True


def nothing(_fact: Fact) -> bool:
    """Others can reach nothing."""
    return False


def is_new(fact: Fact) -> bool:
    """Whether a fact is about something new that no caller must heed."""
    return fact.kind in _NEW and fact.where not in ("required", DEMANDED)


def among(words: frozenset[str]) -> Reaches:
    """Others can reach what the source of the entry points names, of which these are the words."""

    def reaches(fact: Fact) -> bool:
        # An entry point that loses a name has a fact of its own about it.
        return outermost(fact) in words and not ("." not in name_of(fact) and fact.kind in LOST)

    return reaches


def name_of(fact: Fact) -> str:
    """The name that a fact is about, without parameters."""
    name = fact.subject if fact.kind in _OF_SUBJECT else fact.before or fact.after
    return (name or "").partition("(")[0]


def outermost(fact: Fact) -> str:
    """The outermost name of what a fact is about."""
    return name_of(fact).partition(".")[0]


def import_path(path: str) -> str:
    """How a module is named by those who import it: without the folder of sources and the suffix.

    A module of Rust is a file, or `mod.rs` in a folder of that name.
    """
    parts = PurePosixPath(path.removesuffix("/mod.rs")).with_suffix("").parts
    return "/".join(parts[1:] if len(parts) > 1 and parts[0] in _SOURCES else parts)


def swift_module(path: str) -> str | None:
    """The folder of the module that a source of Swift belongs to, whichever of its folders it is in; None if unknown.

    By the layout of Swift packages each folder in `Sources` is a module, and importing it gives all its public names.
    """
    match = _MODULE_OF_SWIFT.match(path)
    return match[1] if match else None


def folders_around(path: str) -> Iterator[str]:
    """Yield the folders around a path, the innermost first, each with a slash at its end; '' for the top."""
    for parent in PurePosixPath(path).parents:
        yield "" if str(parent) == "." else f"{parent}/"


def texts_of(mentions: Sequence[Mention]) -> dict[str, str]:
    """The lines found in each file, by path."""
    lines: dict[str, list[str]] = {}
    for mention in mentions:
        lines.setdefault(mention.path, []).append(mention.text)
    return {path: "\n".join(of_file) for path, of_file in lines.items()}
