"""Reads go.mod and go.work: requirements, replacements and excluded versions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.stretches import Stretch
from diff_insight.evidence.settings.dependency import Dependency

MODULE = "module"
"""The subject of a fact about the name by which a module is imported."""

_OPENS = re.compile(r"(\w+)\s*\(")
_SINGLE = re.compile(r"(require|exclude|replace|retract|tool|toolchain|go|godebug|use|module|ignore)\s+(.*)")
_VERSIONED = re.compile(r"(\S+)\s+(v\d\S*)\s*(?://.*)?")
_REPLACED = re.compile(r"(\S+(?:\s+v\d\S*)?)\s+=>\s+(\S+(?:\s+v\d\S*)?)\s*(?://.*)?")
_INDIRECT = re.compile(r"//\s*indirect\b")


@dataclass(frozen=True, slots=True)
class GoModule:
    """One side's name and its line, its requirements, and its replacements and exclusions by package (and version)."""

    name: tuple[str, int] | None
    required: list[Dependency]
    replaced: dict[str, tuple[str, int]]
    excluded: dict[str, tuple[str, str, int]]


def go_module(known: Sequence[Stretch]) -> GoModule:
    """Read the lines of one side, skipping entries of a block whose directive they do not show."""
    own: tuple[str, int] | None = None
    required: list[Dependency] = []
    replaced: dict[str, tuple[str, int]] = {}
    excluded: dict[str, tuple[str, str, int]] = {}
    for number, directive, words in _directives(known):
        versioned = _VERSIONED.fullmatch(words)
        if directive == "module":
            own = (words.partition("//")[0].strip().strip('"'), number)
        elif directive == "replace" and (match := _REPLACED.fullmatch(words)):
            replaced[" ".join(match[1].split())] = (match[2], number)
        elif directive == "require" and versioned:
            name, version = versioned[1].strip('"'), versioned[2]
            required.append(Dependency(name, version, None, number, key=name, allowed=version))
        elif directive == "exclude" and versioned:
            excluded[f"{versioned[1]} {versioned[2]}"] = (versioned[1], versioned[2], number)
    return GoModule(own, required, replaced, excluded)


def _directives(known: Sequence[Stretch]) -> Iterator[tuple[int, str, str]]:
    """Yield each entry's line number, its directive ('' if not known) and its text."""
    for stretch in known:
        opened = _OPENS.match(stretch.above)
        block = opened[1] if opened else ""
        for line in stretch.lines:
            text = line.text.strip()
            if text.startswith(")"):
                block = ""
            elif opening := _OPENS.fullmatch(text.partition("//")[0].strip()):
                block = opening[1]
            elif not line.text[:1].isspace() and (single := _SINGLE.match(text)):
                yield line.number, single[1], single[2].strip()
            elif text and not text.startswith("//"):
                # Only requirements carry an `indirect` comment, and only replacements an arrow.
                told = block or ("require" if _INDIRECT.search(text) else "replace" if " => " in text else "")
                yield line.number, told, text


def go_facts(old: GoModule, new: GoModule) -> Iterator[Fact]:
    """Yield another name of the module, and the replacements and exclusions that are added, changed or removed."""
    if old.name and new.name and old.name[0] != new.name[0]:
        yield Fact(FactKind.VALUE_CHANGED, old.name[0], new.name[0], MODULE, None, old.name[1], new.name[1])
    for package, (stand_in, line) in old.replaced.items():
        if package not in new.replaced:
            yield Fact(FactKind.DEPENDENCY_REPLACED, stand_in, subject=package, old_line=line)
    for package, (stand_in, line) in new.replaced.items():
        was, at = old.replaced.get(package, (None, None))
        if was != stand_in:
            yield Fact(FactKind.DEPENDENCY_REPLACED, was, stand_in, package, None, at, line)
    for key, (package, version, line) in old.excluded.items():
        if key not in new.excluded:
            yield Fact(FactKind.DEPENDENCY_EXCLUDED, version, subject=package, old_line=line)
    for key, (package, version, line) in new.excluded.items():
        if key not in old.excluded:
            yield Fact(FactKind.DEPENDENCY_EXCLUDED, after=version, subject=package, new_line=line)
