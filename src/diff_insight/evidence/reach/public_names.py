"""Decides which of the names that facts are about other code can really reach.

A file alone shows only whether a name is exported from it, or not marked as private. Whether users of the package can
reach it, its entry points and its documentation say; and a member that a class no longer defines may be inherited.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind, Trait, having
from diff_insight.evidence.reach import dart_libraries, headers, java_modules, python_names, script_packages
from diff_insight.evidence.reach.crates import Crates
from diff_insight.evidence.reach.dart_libraries import DartLibraries
from diff_insight.evidence.reach.deprecated import Deprecated, was_deprecated
from diff_insight.evidence.reach.documented import Documentation
from diff_insight.evidence.reach.equal_signatures import equal_signatures
from diff_insight.evidence.reach.go_programs import GoPrograms
from diff_insight.evidence.reach.headers import Headers
from diff_insight.evidence.reach.inherited import inherited_members
from diff_insight.evidence.reach.java_modules import JavaModules
from diff_insight.evidence.reach.php_namespaces import kept_in_namespace
from diff_insight.evidence.reach.python_names import PythonNames
from diff_insight.evidence.reach.reaches import Reaches, anything, import_path, nothing, swift_module
from diff_insight.evidence.reach.reopened import reopened
from diff_insight.evidence.reach.rewritten import rewritten
from diff_insight.evidence.reach.script_packages import ScriptPackages

_ADDED = frozenset({FactKind.NAME_ADDED, FactKind.ENUM_VALUE_ADDED})
_KEPT = (FactKind.NAME_REMOVED, FactKind.NAME_RENAMED, FactKind.NAME_MOVED, FactKind.SIGNATURE_CHANGED)
_ROOTS = re.compile(r"^(?:.*/)?(?:src/\w+/(?:java|kotlin|scala)|\w+/src)/")
_OFFERED = having(Trait.OFFERED)


def with_reachable(
    files: Sequence[FileChange],
    facts: Sequence[tuple[Fact, ...]],
    trees: Trees,
    documented: Documentation,
    deprecated: Deprecated = (),
) -> list[tuple[Fact, ...]]:
    """The facts of each file, those about names that others cannot reach marked as not public.

    Without a tree to search they stay as they are, and so they do in packages that do not say what they export.

    Args:
        files: the files of the change.
        facts: those of each file.
        trees: the two trees.
        documented: reads the documentation, if a rule depends on it.
        deprecated: names whose deprecation the change ends.
    """
    told = list(zip(files, facts, strict=True))
    asked = [file.path for file, of_file in told if any(_is_of_name(fact) for fact in of_file)]

    def has(*suffixes: str) -> bool:
        return any(path.endswith(suffixes) for path in asked)

    scripts = ScriptPackages.of(told, trees, documented) if has(*script_packages.SUFFIXES) else None
    readers = {
        script_packages.SUFFIXES: scripts,
        (".rs",): Crates.of(files, trees, documented) if has(".rs") else None,
        (".go",): GoPrograms.of(trees) if has(".go") else None,
        headers.SUFFIXES: Headers.of(told, trees, documented) if has(*headers.SUFFIXES) else None,
        dart_libraries.SUFFIXES: DartLibraries.of(files, trees) if has(*dart_libraries.SUFFIXES) else None,
        java_modules.SUFFIXES: JavaModules.of(trees) if has(*java_modules.SUFFIXES) else None,
        python_names.SUFFIXES: PythonNames.of(told, trees, documented()) if has(*python_names.SUFFIXES) else None,
    }
    kept = (
        inherited_members(told, trees)
        | equal_signatures(told, trees)
        | reopened(told, trees)
        | rewritten(told, trees)
        | kept_in_namespace(told)
    )
    # A layout with a folder of sources has the same modules as one without.
    stays = {(_place(file.path), fact.after) for file, of_file in told for fact in of_file if fact.kind in _ADDED}
    known = _known_before(told, documented)
    found = []
    paths = {file.path for file in files}
    for file, of_file in told:
        reader = next((reader for suffixes, reader in readers.items() if file.path.endswith(suffixes)), None)
        # What a stub says, the module beside it says, too.
        is_stub = file.path.endswith(".pyi") and file.path[:-1] in paths
        reach = nothing if is_stub else reader.of_module(file.path) if reader else anything
        is_sure = scripts is not None and reader is scripts and scripts.has_entries(file.path)
        told_to_go = () if is_sure else deprecated
        found.append(
            tuple(
                replace(fact, public=False)
                if fact.kind is FactKind.NAME_ADDED and fact.after in known
                else _judged(fact, file.path, reach, kept, stays, told_to_go)
                for fact in of_file
            )
        )
    return found


def _known_before(told: Sequence[tuple[FileChange, tuple[Fact, ...]]], documented: Documentation) -> frozenset[str]:
    """The new outermost names that documentation presented before, such as those of what gets a copy for a platform."""
    added = {
        fact.after
        for _, of_file in told
        for fact in of_file
        if fact.kind is FactKind.NAME_ADDED and fact.public and fact.after and "." not in fact.after
    }
    documentation = documented() if added else None
    return frozenset(added & documentation.before) if documentation else frozenset()


def _is_of_name(fact: Fact) -> bool:
    return fact.public and fact.kind not in _OFFERED and fact.kind is not FactKind.NAME_EDITED


def _judged(
    fact: Fact,
    path: str,
    reach: Reaches,
    kept: frozenset[tuple[str, str]],
    stays: Collection[tuple[str, str | None]],
    deprecated: Deprecated,
) -> Fact:
    if not _is_of_name(fact):
        return fact
    by = fact.after if fact.kind is FactKind.SIGNATURE_CHANGED else fact.before
    is_the_same = fact.kind in _KEPT and (path, by or "") in kept
    is_moved = fact.kind is FactKind.NAME_MOVED and import_path(fact.new_path or path) == import_path(path)
    # In Ruby what a module's own methods were, in `ClassMethods`, may stand in the module itself.
    names = {fact.before, (fact.before or "").replace(".ClassMethods.", ".")}
    is_there = fact.kind is FactKind.NAME_REMOVED and any((_place(path), name) in stays for name in names)
    is_kept = is_the_same or is_there or (is_moved and fact.new_path is not None)
    if is_kept:
        return replace(fact, public=False)
    # Nobody is told that a name will go which nobody can reach.
    return fact if reach(fact) or was_deprecated(path, fact, deprecated) else replace(fact, public=False)


def _place(path: str) -> str:
    """What those who use a name import: its module, or in languages where a folder is a package its folder.

    In Ruby and where files declare a namespace it matters in no way where a name is defined.
    """
    language = code_language(path)
    if language and (language.declares_namespace or language.name == "Ruby"):
        return language.name
    if language and language.folder_is_package:
        # The same package of several modules of a build, or of the sources for several platforms.
        return swift_module(path) or _ROOTS.sub("", f"{PurePosixPath(path).parent}/")
    return import_path(path)
