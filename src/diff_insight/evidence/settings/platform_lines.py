"""Reads on what the software runs from the lines of project files, such as those of .NET, Go, Gradle and Ruby."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from diff_insight.changes.changeset import Line
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides

_XML = re.compile(
    r"<(?P<key>TargetFrameworks?|maven\.compiler\.(?:release|target|source)|java\.version)>\s*(?P<value>[^<]+?)\s*</"
)
_GRADLE = re.compile(
    r"\b(?P<key>sourceCompatibility|targetCompatibility|jvmTarget|minSdk(?:Version)?)\s*(?:=|\(|\s)\s*"
    r"(?P<value>[\w.\"']+(?:\(\d+\))?)"
)
_GEM = re.compile(r"\.(?P<key>required_ruby_version)\s*=\s*(?:Gem::Requirement\.new\()?\s*[\"'](?P<value>[^\"']+)[\"']")
_SWIFT = re.compile(r"\.(?P<key>iOS|macOS|tvOS|watchOS)\(\s*[.\"](?P<value>v?\d+(?:[._]\d+)*)\"?\s*\)")
_POD = re.compile(r"\.(?P<key>(?:ios|osx|tvos|watchos)\.deployment_target)\s*=\s*[\"'](?P<value>[\d.]+)[\"']")
_SETUP = re.compile(r"\b(?P<key>python_requires)\s*=\s*[\"'](?P<value>[^\"']+)[\"']")
_GO = re.compile(r"^(?P<key>go)\s+(?P<value>\d+(?:\.\d+)*)")
_CLASSIFIER = re.compile(r"Programming Language :: (?P<platform>Python) :: (?P<version>\d+\.\d+)\b")
_OF_VERSION = re.compile(r"@swift-[\d.]+(?=\.swift$)")  # of the compiler that reads the manifest
_WITH_CLASSIFIERS = frozenset({"pyproject.toml", "setup.cfg", "setup.py"})
_BY_NAME = {"pom.xml": _XML, "setup.py": _SETUP, "Package.swift": _SWIFT, "go.mod": _GO}
_BY_SUFFIX = {
    ".csproj": _XML, ".fsproj": _XML, ".vbproj": _XML, ".props": _XML, ".targets": _XML,
    ".gradle": _GRADLE, ".kts": _GRADLE, ".gemspec": _GEM, ".podspec": _POD,
}  # fmt: skip


def platform_lines(sides: Sides) -> Iterator[Fact]:
    """Yield the facts about the platforms that a project file names on changed lines, each by the name it uses.

    A name that several changed lines of one side give different values, such as in several conditions, is left out
    unless one line of it replaces another.
    """
    pure = PurePosixPath(sides.file.path)
    pattern = _BY_NAME.get(_OF_VERSION.sub("", pure.name)) or _BY_SUFFIX.get(pure.suffix)
    if pattern is None:
        return
    paired = _paired(pattern, sides)
    old, new = _values(pattern, sides.removed_lines()), _values(pattern, sides.added_lines())
    sure = {key: (old[key], value) for key, value in new.items() if key in old}
    for key, ((before, was), (after, line)) in {**sure, **paired}.items():
        if before != after:
            yield Fact(FactKind.VALUE_CHANGED, before, after, key, None, was.old, line.new)


def classifier_facts(sides: Sides) -> Iterator[Fact]:
    """Yield the versions of Python that the classifiers of a package newly name, or name no more."""
    if PurePosixPath(sides.file.path).name not in _WITH_CLASSIFIERS:
        return
    old, new = _named(sides.removed_lines()), _named(sides.added_lines())
    for version in [*old, *new]:
        if version in old and version not in new:
            yield Fact(FactKind.SUPPORT_UNLISTED, before=version, old_line=old[version].old, public=True)
        elif version in new and version not in old:
            yield Fact(FactKind.SUPPORT_LISTED, after=version, new_line=new[version].new, public=True)


def is_told_by_classifiers(fact: Fact) -> bool:
    """Whether a fact about an item of a list is one about a classifier that `classifier_facts` tells."""
    is_item = fact.kind in (FactKind.ITEM_ADDED, FactKind.ITEM_REMOVED)
    return is_item and _CLASSIFIER.fullmatch(fact.after or fact.before or "") is not None


def _named(lines: Iterable[Line]) -> dict[str, Line]:
    return {
        f"{match['platform']} {match['version']}": line for line in lines for match in _CLASSIFIER.finditer(line.text)
    }


def _paired(pattern: re.Pattern[str], sides: Sides) -> dict[str, tuple[tuple[str, Line], tuple[str, Line]]]:
    """The values that lines which replace each other give a name, if it has only one such pair."""
    found: dict[str, list[tuple[tuple[str, Line], tuple[str, Line]]]] = {}
    for edit in sides.all_edits():
        if edit.removed and edit.added:
            was, now = pattern.search(edit.removed.text), pattern.search(edit.added.text)
            if was and now and _key(was) == _key(now):
                pair = ((was["value"], edit.removed), (now["value"], edit.added))
                found.setdefault(_key(now), []).append(pair)
    return {key: pairs[0] for key, pairs in found.items() if len(pairs) == 1}


def _values(pattern: re.Pattern[str], lines: Iterable[Line]) -> Mapping[str, tuple[str, Line]]:
    found: dict[str, tuple[str, Line]] = {}
    unsure = set()
    for line in lines:
        for match in pattern.finditer(line.text):
            if _key(match) in found and found[_key(match)][0] != match["value"]:
                unsure.add(_key(match))
            found.setdefault(_key(match), (match["value"], line))
    return {key: value for key, value in found.items() if key not in unsure}


def _key(match: re.Match[str]) -> str:
    """The name of a value; of .NET's frameworks the same for one and for several."""
    return match["key"].removesuffix("s") if match["key"] == "TargetFrameworks" else match["key"]
