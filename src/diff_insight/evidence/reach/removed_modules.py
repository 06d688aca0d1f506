"""Modules of a Python package that nobody can import any more."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Status, Trees
from diff_insight.evidence.across.references import left_path
from diff_insight.evidence.reach.documented import Documentation, Documented
from diff_insight.evidence.reach.reaches import import_path
from diff_insight.evidence.roles import Role, role_of
from diff_insight.evidence.signs import is_private

_INIT = "__init__"
_ROOTS = ("", "src/", "lib/", "python/")
_FORMS = (".py", ".pyi", ".pyx", "/**/*.py")


def removed_modules(files: Sequence[FileChange], trees: Trees, documentation: Documentation) -> Mapping[str, str]:
    """How modules were imported that the new tree does not have, with dots, by their old paths.

    Only documented ones count. Of a package that is gone as a whole only the package is named.

    Args:
        files: the files of the change.
        trees: the two trees; if the new one cannot be searched, no module is known to be gone.
        documentation: reads the documentation.
    """
    left = [path for file in files if (path := left_path(file)) and _may_be_imported(path)]
    documented = documentation() if left else None
    if documented is None:
        return {}
    gone = {path: _module(path) for path in left}
    named = {path: module for path, module in gone.items() if _is_documented(module, documented)}
    there = _still_there(list(named.values()), files, trees)
    found = {path: module for path, module in named.items() if module not in there}
    whole = {module for path, module in found.items() if PurePosixPath(path).stem == _INIT}
    return {path: module for path, module in found.items() if not any(_packages(module, whole))}


def _may_be_imported(path: str) -> bool:
    return path.endswith(".py") and role_of(path) is Role.SOURCE and not is_private(path) and "/" in path


def _module(path: str) -> str:
    """How a module is imported, with dots; a package by its folder."""
    return import_path(path).removesuffix(f"/{_INIT}").replace("/", ".")


def _is_documented(module: str, documented: Documented) -> bool:
    return "." in module and module in documented.paths | documented.modules


def _packages(module: str, whole: set[str]) -> Iterator[str]:
    """Yield those packages around a module that are gone as a whole."""
    parts = module.split(".")
    yield from (around for size in range(1, len(parts)) if (around := ".".join(parts[:size])) in whole)


def _still_there(modules: Sequence[str], files: Sequence[FileChange], trees: Trees) -> frozenset[str]:
    """Those modules that the new tree has: as a file, or as a package with any module, which may be empty itself."""
    forms = [f"{root}{module.replace('.', '/')}{form}" for module in modules for root in _ROOTS for form in _FORMS]
    mentions = trees.mentions([""], [f":(top,glob){form}" for form in forms]) if forms else ()
    if mentions is None:
        return frozenset(modules)
    paths = {mention.path for mention in mentions} | {file.path for file in files if file.status is not Status.REMOVED}
    return frozenset(around for path in paths for around in accumulate(_module(path).split("."), _joined))


def _joined(around: str, name: str) -> str:
    return f"{around}.{name}"
