"""Reads the dependencies of package.json, Cargo.toml and pyproject.toml, from the whole file or from lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from packaging.utils import canonicalize_name

from diff_insight.evidence.diff.stretches import KnownLine, Stretch
from diff_insight.evidence.settings.dependency import Dependency, requirement
from diff_insight.evidence.settings.parse import Setting, brief

_NODE_GROUPS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_CARGO_GROUPS = ("dependencies", "dev-dependencies", "build-dependencies")
_CONDITIONS = ("markers", "python", "platform")  # keys of the conditions under which Poetry needs a package

_NAME = r"""(?:\.[^.\["]+|\["[^"]*"\])"""
_VERSION = rf"(?:\[\d+\])?(?:\.(?:version|{'|'.join(_CONDITIONS)}))?"
_CARGO_TABLE = rf"(?:workspace\.|target{_NAME}\.)?(?:{'|'.join(_CARGO_GROUPS)})"
_POETRY_TABLE = rf"tool\.poetry\.(?:dependencies|dev-dependencies|group{_NAME}\.dependencies)"
_OPTIONAL = r"project\.optional-dependencies|dependency-groups"
_LISTS = rf"project\.dependencies|build-system\.requires|(?:{_OPTIONAL})(?:{_NAME})?"
_KEYS = {
    "package.json": re.compile(rf"(?:{'|'.join(_NODE_GROUPS)})(?:{_NAME})?"),
    "Cargo.toml": re.compile(rf"{_CARGO_TABLE}(?:{_NAME}{_VERSION})?"),
    "pyproject.toml": re.compile(rf"{_LISTS}|{_POETRY_TABLE}(?:{_NAME}{_VERSION})?"),
}

_CARGO_TABLES = re.compile(rf"(?P<group>(?:workspace\.|target\..+\.)?(?:{'|'.join(_CARGO_GROUPS)}))(?P<named>)")
_POETRY_TABLES = re.compile(
    r"tool\.poetry\.(?:(?P<group>dependencies)|dev-dependencies|group\.(?P<named>[^.]+)\.dependencies)"
)
_HEADER = re.compile(r"\s*\[+([^\[\]]+)\]+\s*(?:#.*)?\r?")
_OBJECT = re.compile(r"""\s*"([^"]+)"\s*:\s*\{\s*\r?""")
_ARRAY = re.compile(r"""\s*["']?([\w.-]+)["']?\s*=\s*\[\s*(?:#.*)?\r?""")
_QUOTED = re.compile(r"""\s*["']([^"']+)["']\s*,?\s*(?:#.*)?\r?""")
_ENTRY = re.compile(r"""\s*["']?([@\w][\w./@-]*)["']?\s*[:=]\s*(?:\{[^{}]*?\bversion\s*=\s*)?["']([^"']+)["'].*""")


def is_tree_manifest(path: str) -> bool:
    """Whether this module can read a file."""
    return PurePosixPath(path).name in _KEYS


def is_dependency_key(path: str, key: str | None) -> bool:
    """Whether a key of a manifest leads to a dependency or its versions, which get facts of their own.

    Args:
        path: the manifest.
        key: the path of the key, as in `settings_facts`.
    """
    pattern = _KEYS.get(PurePosixPath(path).name)
    return pattern is not None and pattern.fullmatch(key or "") is not None


def of_tree(path: str, root: Setting) -> list[Dependency]:
    """The dependencies of a whole manifest."""
    match PurePosixPath(path).name:
        case "package.json":
            return [d for group in _NODE_GROUPS for d in _of_mapping(root.at(group), group)]
        case "Cargo.toml":
            return list(_of_cargo(root))
        case _:
            return list(_of_pyproject(root))


def _of_mapping(entries: Setting | None, group: str) -> Iterator[Dependency]:
    for name, value in entries.entries() if entries else ():
        # Poetry can list several versions of a package, each for different Python versions.
        for one in value.items() or [value]:
            version = one.at("version")
            conditions = [found for key in _CONDITIONS if (found := one.at(key)) and found.text]
            yield Dependency(
                name=value.key or name,
                versions=brief(version or one),
                group=group,
                line=(version or one).line,
                key=name,
                allowed=(version or one).text or "",
                marker=brief(conditions[0]) if conditions else "",
                terms=tuple(found.text or "" for found in conditions),
            )


def _of_cargo(root: Setting) -> Iterator[Dependency]:
    places = [("", root)]
    workspace, targets = root.at("workspace"), root.at("target")
    places += [("workspace.", workspace)] if workspace else []
    places += [(f"target.{name}.", target) for name, target in (targets.entries() if targets else ())]
    for prefix, place in places:
        for group in _CARGO_GROUPS:
            yield from _of_mapping(place.at(group), prefix + group)


def _of_pyproject(root: Setting) -> Iterator[Dependency]:
    listed: list[tuple[str, Setting | None]] = [
        ("dependencies", root.at("project", "dependencies")),
        ("build-system", root.at("build-system", "requires")),
    ]
    for table in (root.at("project", "optional-dependencies"), root.at("dependency-groups")):
        listed += table.entries() if table else []
    for group, items in listed:
        for item in items.items() if items else ():
            if found := requirement(item.written, group, item.line):
                yield found
    poetry = root.at("tool", "poetry") or Setting({}, 1)
    tables = [("dependencies", poetry.at("dependencies")), ("dev", poetry.at("dev-dependencies"))]
    groups = poetry.at("group")
    tables += [(group, table.at("dependencies")) for group, table in (groups.entries() if groups else ())]
    for group, entries in tables:
        for found in _of_mapping(entries, group):
            yield replace(found, key=canonicalize_name(found.key))


def of_lines(path: str, known: Sequence[Stretch]) -> tuple[list[Dependency], set[str]]:
    """Read the dependencies from the lines of one side, if a line above shows their group.

    Returns:
        The dependencies, and the names on changed lines that may be dependencies of a group that is not shown.
    """
    found: list[Dependency] = []
    unknown: set[str] = set()
    for stretch in known:
        table, array = "", None
        for line in stretch.lines:
            if header := (_OBJECT if path.endswith(".json") else _HEADER).fullmatch(line.text):
                table, array = header[1].replace('"', "").replace("'", ""), None
            elif opening := _ARRAY.fullmatch(line.text):
                array = opening[1]
            elif line.text.strip().startswith(("}", "]")):
                table, array = ("" if path.endswith(".json") else table), None
            elif path.endswith("pyproject.toml") and (quoted := _QUOTED.fullmatch(line.text)):
                listed = _of_array(quoted[1], table, array, line)
                if listed and (listed.group or not array):
                    found.append(listed)
                elif listed and not table and line.changed:
                    unknown.add(listed.key)
            elif (entry := _ENTRY.fullmatch(line.text)) and (named := _of_entry(path, table, entry[1])):
                group, name = named
                key = canonicalize_name(name) if path.endswith("pyproject.toml") else name
                found.append(Dependency(name, entry[2], group, line.number, key=key, allowed=entry[2]))
            elif entry and not table and line.changed:
                unknown.add(entry[1])
    return found, unknown


def _of_array(text: str, table: str, array: str | None, line: KnownLine) -> Dependency | None:
    path = f"{table}.{array}" if table else array or ""
    if re.fullmatch(_LISTS, path) or path == "dependencies":
        return requirement(text, table if table == "build-system" else array, line.number)
    # If its list is not shown, a word without versions may be anything, such as a keyword.
    found = requirement(text, None, line.number) if not table or not array else None
    return found if found and found.versions else None


def _of_entry(path: str, table: str, name: str) -> tuple[str, str] | None:
    """The group and the name of the package that an entry of a table is about."""
    if path.endswith(".json"):
        return (table, name) if table in _NODE_GROUPS else None
    # A package may have a table of its own, with its version as an entry.
    parent, _, package = table.rpartition(".")
    places = [(table, name), (parent, package)] if name == "version" else [(table, name)]
    pattern = _CARGO_TABLES if path.endswith("Cargo.toml") else _POETRY_TABLES
    for place, named in places:
        if match := pattern.fullmatch(place):
            return match["group"] or match["named"] or "dev", named
    return None
