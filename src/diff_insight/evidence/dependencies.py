"""Reads the packages that a manifest depends on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from diff_insight.changes.changeset import Line
from diff_insight.evidence.fact import Fact, FactKind
from diff_insight.evidence.settings import Setting
from diff_insight.evidence.settings_facts import plain
from diff_insight.evidence.sides import Sides

_REQUIREMENTS = re.compile(r"(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)$", re.IGNORECASE)
_GO = re.compile(r"^\s*(?:require\s+)?([\w.~-]+\.[\w.~-]+(?:/[\w.~-]+)+)\s+(v\d\S*)")
_QUOTED = re.compile(r"""^\s*["']([^"']+)["']\s*,?\s*(?:#.*)?\r?$""")
_ENTRY = re.compile(r"""^\s*["']?([@\w][\w./@-]*)["']?\s*[:=]\s*(?:\{.*?\bversion\s*=\s*)?["']([^"']+)["']""")
_SECTION = re.compile(r"""^\s*(?:\[(.+?)\]\s*|["'](\w+)["']\s*:\s*\{\s*)\r?$""")
_NODE_GROUPS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_CARGO_GROUPS = ("dependencies", "dev-dependencies", "build-dependencies")


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package that is depended on: its name, the versions allowed ('' for any), the group and the line it is in."""

    name: str
    versions: str
    group: str | None
    line: int


def is_manifest(path: str) -> bool:
    """Whether a file names the packages that its project depends on."""
    name = PurePosixPath(path).name
    return name in ("pyproject.toml", "package.json", "Cargo.toml", "go.mod") or is_line_manifest(path)


def is_line_manifest(path: str) -> bool:
    """Whether every line of a manifest stands for itself: go.mod, and pip's requirement files."""
    pure = PurePosixPath(path)
    return (
        pure.name == "go.mod"
        or _REQUIREMENTS.match(pure.name) is not None
        or (pure.parent.name == "requirements" and pure.suffix in (".txt", ".in"))
    )


def is_dependency_key(path: str, key: str | None) -> bool:
    """Whether a key of a manifest leads to a dependency, which is a fact of its own.

    Args:
        path: the manifest.
        key: the path of the key, as in `settings_facts`.
    """
    name, key = PurePosixPath(path).name, key or ""
    if name == "package.json":
        return key.startswith(_NODE_GROUPS)
    if name == "Cargo.toml":
        return re.match(r"(?:workspace\.|target\..+\.)?(?:dev-|build-)?dependencies\b", key) is not None
    return name == "pyproject.toml" and key.startswith(
        ("project.dependencies", "project.optional-dependencies.", "dependency-groups.", "build-system.requires",
         "tool.poetry.dependencies", "tool.poetry.group.")
    )  # fmt: skip


def dependency_facts(sides: Sides, old: Setting | None, new: Setting | None) -> Iterator[Fact]:
    """The dependencies that come, go, or allow other versions.

    Args:
        sides: the change of a manifest.
        old: the whole of it before as settings, None where it is not known or no settings file.
        new: likewise after.
    """
    path = sides.file.path
    if old is not None and new is not None:
        before, after = _of_settings(path, old), _of_settings(path, new)
    else:
        before, after = _of_lines(sides, is_old=True), _of_lines(sides, is_old=False)
    earlier = {(d.group, d.name): d for d in before}
    later = {(d.group, d.name): d for d in after}
    for key, dependency in earlier.items():
        if key not in later:
            yield Fact(
                FactKind.DEPENDENCY_REMOVED, before=dependency.versions, subject=dependency.name,
                where=dependency.group, old_line=dependency.line,
            )  # fmt: skip
    for key, dependency in later.items():
        was = earlier.get(key)
        if was is None:
            yield Fact(
                FactKind.DEPENDENCY_ADDED, after=dependency.versions, subject=dependency.name,
                where=dependency.group, new_line=dependency.line,
            )  # fmt: skip
        elif was.versions != dependency.versions:
            yield Fact(
                FactKind.DEPENDENCY_CHANGED, was.versions, dependency.versions, dependency.name, dependency.group,
                was.line, dependency.line,
            )  # fmt: skip


def _of_settings(path: str, root: Setting) -> list[Dependency]:
    match PurePosixPath(path).name:
        case "package.json":
            return [d for group in _NODE_GROUPS for d in _of_mapping(root.at(group), group)]
        case "Cargo.toml":
            return list(_of_cargo(root))
        case _:
            return list(_of_pyproject(root))


def _of_mapping(entries: Setting | None, group: str) -> Iterator[Dependency]:
    for name, value in entries.entries() if entries else ():
        version = value.at("version")
        yield Dependency(name, version.text or "" if version else plain(value), group, value.line)


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
            if dependency := _requirement(item.text or "", group, item.line):
                yield dependency
    yield from _of_mapping(root.at("tool", "poetry", "dependencies"), "dependencies")
    groups = root.at("tool", "poetry", "group")
    for group, table in groups.entries() if groups else ():
        yield from _of_mapping(table.at("dependencies"), group)


def _requirement(text: str, group: str | None, line: int) -> Dependency | None:
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    versions = str(requirement.specifier) or (f"@ {requirement.url}" if requirement.url else "")
    return Dependency(canonicalize_name(requirement.name), versions, group, line)


def _of_lines(sides: Sides, *, is_old: bool) -> list[Dependency]:
    """What changed lines alone say; for manifests with sections, what stands under one that the hunk shows."""
    found: Iterable[Dependency]
    if is_line_manifest(sides.file.path):
        lines = sides.removed_lines() if is_old else sides.added_lines()
        found = (d for line in lines if (d := _of_line(sides.file.path, line, is_old=is_old)))
    else:
        found = _of_sections(sides, is_old=is_old)
    return list(found)


def _of_line(path: str, line: Line, *, is_old: bool) -> Dependency | None:
    number = (line.old if is_old else line.new) or 0
    if PurePosixPath(path).name == "go.mod":
        match = _GO.match(line.text)
        return Dependency(match[1], match[2], None, number) if match else None
    text = re.split(r"\s#|\s--|\\\s*$", line.text.strip(), maxsplit=1)[0].strip().rstrip("\\").strip()
    return _requirement(text, None, number) if text and text[0].isalnum() else None


def _of_sections(sides: Sides, *, is_old: bool) -> Iterator[Dependency]:
    path, changed = sides.file.path, "-" if is_old else "+"
    for hunk in sides.file.hunks[: len(sides.edits)]:
        section = ""
        for line in hunk.lines:
            if line.kind not in (" ", changed):
                continue
            if match := _SECTION.match(line.text):
                section = match[1] or match[2]
                continue
            if line.kind == " ":
                continue
            number = (line.old if is_old else line.new) or 0
            quoted, entry = _QUOTED.match(line.text), _ENTRY.match(line.text)
            if path.endswith("pyproject.toml") and quoted:
                dependency = _requirement(quoted[1], None, number)
                # A word without versions may be anything, such as a keyword.
                if dependency and dependency.versions:
                    yield dependency
            elif entry and "ependencies" in section:
                yield Dependency(entry[1], entry[2], section, number)
