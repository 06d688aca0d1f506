"""Leaves out signs to which the manifests of the new tree object."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.settings.requirement_files import is_requirement_file
from diff_insight.evidence.settings.supported_versions import platform_of, tested_platform
from diff_insight.evidence.sign import Sign, SignKind


@dataclass(frozen=True, slots=True)
class _Declaration:
    """Where manifests say on which versions of a platform the software runs.

    Attributes:
        manifests: their names; only those at the top of the tree are read.
        mark: what the line contains.
        form: the line.
    """

    manifests: tuple[str, ...]
    mark: str
    form: re.Pattern[str]


_DECLARATIONS = {
    "Python": _Declaration(
        ("pyproject.toml", "setup.cfg", "setup.py"),
        "python",
        re.compile(r"\s*(?:requires-python|python_requires|python)\s*="),
    ),
    "Node.js": _Declaration(("package.json",), '"node"', re.compile(r"\s*\"node\"\s*:")),
    "Go": _Declaration(("go.mod",), "go ", re.compile(r"go \d")),
    "Rust": _Declaration(("Cargo.toml",), "rust-version", re.compile(r"\s*rust-version\s*=")),
    "PHP": _Declaration(("composer.json",), '"php"', re.compile(r"\s*\"php\"\s*:")),
    "Ruby": _Declaration(("*.gemspec",), "required_ruby_version", re.compile(r".*required_ruby_version")),
}  # fmt: skip
_MAJORS = (2, 3)  # of Python, as classifiers name them
_LEAST = re.compile(r">=\s*(\d+(?:\.\d+)*)")
_VERSION = re.compile(r"\d+(?:\.\d+)*")
# The path of a requirement file from the top of the tree.
_FROM_TOP = re.compile(r"[\"']/[\w.-]*require")
# A line by which pip installs the package beside the file.
_ITSELF = re.compile(r"\s*(?:-e|--editable)\s+\.(?:\[|\s|$)|\s*\.\[")
_PRIVATE = re.compile(r"\s*\"private\"\s*:\s*true")


def without_objections(
    files: Sequence[FileChange], signs: Sequence[tuple[Sign, ...]], trees: Trees
) -> list[tuple[Sign, ...]]:
    """The signs of each file but for those to which manifests object.

    What a job of CI no longer tests is no sign where a manifest says which versions the software supports, what a
    private package no longer lets others import nobody imports, and a requirement file of which no manifest knows is
    for those who work on the software. A command that another manifest of Python names is still installed. What
    classifiers no longer name, a least version that is raised tells better, and where they name no version any more,
    only what a manifest excludes is dropped.

    Args:
        files: the files of the change.
        signs: those of each file.
        trees: the two trees; if the new one cannot be searched, nothing objects.
    """
    tested = {platform for of_file in signs for sign in of_file if (platform := _untested(sign))}
    declared = {platform for platform in tested if _is_declared(platform, trees)}
    is_told = any(
        sign.kind is SignKind.SUPPORT_DROPPED and sign.fact and platform_of(sign.fact) == "Python"
        for of_file in signs
        for sign in of_file
    )

    @cache
    def supported() -> tuple[int, ...]:
        return _least_of_python(trees)

    def stands(path: str, sign: Sign) -> bool:
        if sign.kind is SignKind.MODULES_CLOSED:
            return not _is_private(path, trees)
        if sign.kind is SignKind.LEAST_VERSION_RAISED and is_requirement_file(path):
            return _is_installed(path, trees)
        if sign.kind is SignKind.COMMAND_REMOVED:
            return not _is_named(path, sign, trees)
        if sign.kind is SignKind.VERSION_UNLISTED:
            return not is_told and not _is_from(supported(), sign)
        return _untested(sign) not in declared

    return [
        tuple(sign for sign in of_file if stands(file.path, sign)) for file, of_file in zip(files, signs, strict=True)
    ]


def _untested(sign: Sign) -> str | None:
    """The platform of which a sign says that a version is no longer tested."""
    return tested_platform(sign.fact) if sign.kind is SignKind.VERSION_UNTESTED and sign.fact else None


def _is_declared(platform: str, trees: Trees) -> bool:
    declaration = _DECLARATIONS.get(platform)
    if declaration is None:
        return False
    mentions = trees.mentions([declaration.mark], [f":(top,glob){name}" for name in declaration.manifests])
    return any(declaration.form.match(mention.text) for mention in mentions or ())


def _is_installed(path: str, trees: Trees) -> bool:
    """Whether a manifest of a Python package names a requirement file, or a folder of such files in which it lies.

    One that installs the package itself is for those who work on it, and what is named from the top of the tree, with a
    slash, is what an archive of the sources includes.
    """
    pure = PurePosixPath(path)
    folder = pure.parent.name
    named = [pure.name]
    if "requirements" in pure.parent.parent.parts:
        named += [f'"{folder}"', f"'{folder}'", f"{folder}/"]
    mentions = trees.mentions(named, [f":(top,literal){name}" for name in _DECLARATIONS["Python"].manifests])
    if all(_FROM_TOP.search(mention.text) for mention in mentions or ()):
        return False
    installed = trees.mentions(["."], [f":(top,literal){path}"]) or ()
    return not any(_ITSELF.match(mention.text) for mention in installed)


def _is_named(path: str, sign: Sign, trees: Trees) -> bool:
    """Whether a manifest of Python names a command that another one, or another section of it, no longer does."""
    manifests = _DECLARATIONS["Python"].manifests
    if PurePosixPath(path).name not in manifests or sign.fact is None:
        return False
    name = (sign.fact.subject or "").rpartition(".")[2]
    mentions = trees.mentions([name], [f":(top,literal){manifest}" for manifest in manifests]) if name else None
    installs = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=")
    return any(installs.match(mention.text) for mention in mentions or ())


def _least_of_python(trees: Trees) -> tuple[int, ...]:
    """The least version of Python that a manifest declares, if classifiers name no version at all; else ()."""
    declaration = _DECLARATIONS["Python"]
    manifests = [f":(top,glob){name}" for name in declaration.manifests]
    if trees.mentions([f"Python :: {major}." for major in _MAJORS], manifests) != ():
        return ()
    mentions = trees.mentions([declaration.mark], manifests) or ()
    declared = [mention.text for mention in mentions if declaration.form.match(mention.text)]
    found = next((match for text in declared if (match := _LEAST.search(text))), None)
    return tuple(map(int, found[1].split("."))) if found else ()


def _is_from(least: tuple[int, ...], sign: Sign) -> bool:
    """Whether the version that a sign is about is a least version or a later one; no version is if there is none."""
    named = _VERSION.search(sign.fact.before or "") if sign.fact else None
    return named is not None and bool(least) and tuple(map(int, named[0].split("."))) >= least


def _is_private(path: str, trees: Trees) -> bool:
    mentions = trees.mentions(['"private"'], [f":(top,literal){path}"])
    return any(_PRIVATE.match(mention.text) for mention in mentions or ())
