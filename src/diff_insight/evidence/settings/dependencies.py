"""Facts about the dependencies that a change to a manifest adds, removes or edits."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from packaging.utils import canonicalize_name

from diff_insight.changes.changeset import Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.diff.stretches import Stretch, all_lines, stretches
from diff_insight.evidence.settings.dependency import Dependency
from diff_insight.evidence.settings.go_modules import go_facts, go_module
from diff_insight.evidence.settings.manifests import is_tree_manifest, of_lines, of_tree
from diff_insight.evidence.settings.parse import Setting
from diff_insight.evidence.settings.requirement_files import is_requirement_file, required

_GO = ("go.mod", "go.work")
_NAME = re.compile(r"@?\w[\w./-]*")
_Pair = tuple[Dependency, Dependency]
_Same = Callable[[Dependency, Dependency], bool]


def is_manifest(path: str) -> bool:
    """Whether a file declares its project's dependencies."""
    return is_tree_manifest(path) or PurePosixPath(path).name in _GO or is_requirement_file(path)


def dependency_facts(sides: Sides, old: Setting | None, new: Setting | None) -> Iterator[Fact]:
    """Yield the dependencies that are added, removed, moved to another group, or whose versions or conditions change.

    Args:
        sides: the change to a manifest.
        old: the whole old file as settings; None if it is not known or not a settings file.
        new: likewise for the new file.
    """
    path = sides.file.path
    if sides.file.status is Status.REMOVED and is_tree_manifest(path):
        return  # what needed them is gone as a whole
    lines = stretches(sides, "-"), stretches(sides, "+")
    is_whole = sides.are_whole
    if PurePosixPath(path).name in _GO:
        earlier, later = (go_module(known) for known in lines)
        yield from go_facts(earlier, later)
        before, after = earlier.required, later.required
    elif is_requirement_file(path):
        before, after = required(path, *(all_lines(known) for known in lines))
    elif old is not None and new is not None:
        before, after = of_tree(path, old), of_tree(path, new)
    else:
        is_whole = False
        (before, unknown), (after, others) = (of_lines(path, known) for known in lines)
        before, after = ([d for d in found if d.key not in unknown | others] for found in (before, after))
        before, after = _without_named(before, after, lines[1]), _without_named(after, before, lines[0])
    for package in _packages(before, after):
        yield from _of_package(*package, is_whole=is_whole)


def _without_named(
    found: Sequence[Dependency], others: Sequence[Dependency], other_side: Sequence[Stretch]
) -> list[Dependency]:
    """Drop packages whose name also occurs on the other side, but not as a recognised dependency.

    The other side's lines may not show that they belong to a list of dependencies.
    """
    keys = {dependency.key for dependency in others}
    words = {canonicalize_name(word) for line in all_lines(other_side) for word in _NAME.findall(line.text)}
    return [
        dependency for dependency in found if dependency.key in keys or canonicalize_name(dependency.key) not in words
    ]


def _packages(
    before: Sequence[Dependency], after: Sequence[Dependency]
) -> Iterable[tuple[list[Dependency], list[Dependency]]]:
    """The old and new dependencies of each package."""
    packages: dict[str, tuple[list[Dependency], list[Dependency]]] = defaultdict(lambda: ([], []))
    for dependency in before:
        packages[dependency.key][0].append(dependency)
    for dependency in after:
        packages[dependency.key][1].append(dependency)
    return packages.values()


def _of_package(old: list[Dependency], new: list[Dependency], *, is_whole: bool) -> Iterator[Fact]:
    """The facts about one package, which may be listed in several groups and under several conditions.

    If the manifest is only partly known, an entry under another condition may be a different one of several.
    """
    told = [*old, *new]
    removed, added = list(old), list(new)
    _paired(removed, added, lambda a, b: (a.group, a.terms, a.allowed) == (b.group, b.terms, b.allowed))
    pairs = _paired(removed, added, lambda a, b: (a.group, a.terms) == (b.group, b.terms))
    pairs += _paired(removed, added, lambda a, b: (a.group, a.allowed) == (b.group, b.allowed))
    pairs += _paired(removed, added, lambda a, b: (a.terms, a.allowed) == (b.terms, b.allowed))
    if len(old) == len(new) == 1:
        pairs += _paired(removed, added, lambda a, b: a.terms == b.terms or is_whole)
    for a in removed:
        yield Fact(
            FactKind.DEPENDENCY_REMOVED, before=a.versions, subject=_label(a, told), where=a.group, old_line=a.line
        )
    for first, second in pairs:
        yield from _of_pair(first, second, told)
    for b in added:
        yield Fact(FactKind.DEPENDENCY_ADDED, after=b.versions, subject=_label(b, told), where=b.group, new_line=b.line)


def _paired(removed: list[Dependency], added: list[Dependency], same: _Same) -> list[_Pair]:
    """Remove matching dependencies from both lists and return them as pairs."""
    pairs = []
    for first in list(removed):
        second = next((other for other in added if same(first, other)), None)
        if second:
            removed.remove(first)
            added.remove(second)
            pairs.append((first, second))
    return pairs


def _of_pair(old: Dependency, new: Dependency, told: list[Dependency]) -> Iterator[Fact]:
    lines = old.line, new.line
    if old.group != new.group:
        yield Fact(FactKind.DEPENDENCY_MOVED, old.versions, new.versions, new.name, new.group, *lines)
    if old.allowed != new.allowed:
        label = _label(new, told) if (old.group, old.terms) == (new.group, new.terms) else new.name
        yield Fact(FactKind.DEPENDENCY_CHANGED, old.versions, new.versions, label, new.group, *lines)
    if old.terms != new.terms:
        are_markers = old.marker != new.marker
        terms = (old.marker, new.marker) if are_markers else (old.name + old.extras, new.name + new.extras)
        yield Fact(FactKind.DEPENDENCY_TERMS_CHANGED, *terms, new.name, new.group, *lines)


def _label(dependency: Dependency, told: list[Dependency]) -> str:
    """The name, plus its conditions or group if the package is also listed under other conditions or groups."""
    others = [other for other in told if other is not dependency]
    has_terms = any(other.terms != dependency.terms for other in others)
    has_groups = dependency.group and any(other.group != dependency.group for other in others)
    name = dependency.with_terms if has_terms else dependency.name
    return f"{name} ({dependency.group})" if has_groups else name
