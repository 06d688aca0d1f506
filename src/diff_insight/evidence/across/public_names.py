"""Decides which names of JavaScript, TypeScript, Rust and Python other code can really reach.

A file alone shows only whether a name is exported from it, or not marked as private. Whether users of the package can
reach it, its entry points say: the modules that `package.json` lists, or a crate's `lib.rs`. A method that a class no
longer defines may be inherited.
"""

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Mention, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind, Trait, having
from diff_insight.evidence.roles import Role, role_of

_SCRIPTS = frozenset({".js", ".jsx", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx"})
_BUILT = frozenset({"dist", "lib", "build", "es", "esm", "cjs", "out", "types"})
_OFFERED = having(Trait.OFFERED)
_LOST = frozenset({FactKind.NAME_REMOVED, FactKind.NAME_RENAMED, FactKind.NAME_HIDDEN, FactKind.NAME_MOVED})
_NEW = frozenset({FactKind.NAME_ADDED, FactKind.PARAMETER_ADDED, FactKind.ENUM_VALUE_ADDED})
_STARRED = re.compile(r"export\s*\*\s*(?:as\s+\w+\s*)?from\s*[\"'](\.[^\"']*)[\"']")
_NAMES_OF_PACKAGES = (":(glob)**/package.json", ":(glob)**/Cargo.toml", ":(glob)**/src/lib.rs")
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_HEAD = re.compile(
    r"\b(?:class|interface) (?P<name>\w+)(?:<[^>]*>)?\s*(?:\(|:|extends\b|implements\b|<)(?P<bases>[^{]*)"
)
_SOURCES = tuple(f":(glob)**/*{suffix}" for suffix in (".py", ".cs", ".java", ".ts", ".js", ".rb", ".hpp", ".h"))
_DOCUMENTS = (
    ":(glob)**/__init__.py", ":(glob)doc*/**", ":(glob)**/doc*/**/*.rst", ":(glob)**/doc*/**/*.md", ":(glob)*.md",
    ":(glob)*.rst",
)  # fmt: skip
_MODULE = re.compile(r"(?:auto|current|py:)?module::\s*([\w.]+)|^::: ([\w.]+)")
_PYTHON = (".py", ".pyi")
_INHERITED = 50  # maximum number of methods that are searched for in base classes
_Reaches = Callable[[Fact], bool]
_DEEPEST = 4  # maximum number of `export *` from an entry point to a module


def with_reachable(
    files: Sequence[FileChange], facts: Sequence[tuple[Fact, ...]], trees: Trees
) -> list[tuple[Fact, ...]]:
    """The facts of each file, those about names that others cannot reach marked as not public.

    Without a tree to search they stay as they are, and so they do in packages that do not say what they export.

    Args:
        files: the files of the change.
        facts: those of each file.
        trees: the two trees.
    """
    told = list(zip(files, facts, strict=True))
    asked = {file.path for file, of_file in told if any(_is_of_name(fact) for fact in of_file)}
    scripts = {path for path in asked if PurePosixPath(path).suffix in _SCRIPTS}
    rust = {path for path in asked if path.endswith(".rs")}
    packages = _Packages.of(trees, _unstarred(files)) if scripts or rust else None
    python = _Python.of(told, trees) if any(path.endswith(_PYTHON) for path in asked) else None
    inherited = _inherited(told, trees)
    found = []
    for file, of_file in told:
        reach: _Reaches = _anything
        if packages and file.path in scripts:
            reach = packages.of_script(file.path)
        elif packages and file.path in rust:
            reach = packages.of_rust(file.path)
        elif python and file.path.endswith(_PYTHON):
            reach = python.of_module(file.path)
        found.append(tuple(_judged(fact, file.path, reach, inherited) for fact in of_file))
    return found


def _unstarred(files: Sequence[FileChange]) -> frozenset[str]:
    """The modules of which a line that the change removes re-exports everything."""
    return frozenset(
        module
        for file in files
        if PurePosixPath(file.path).suffix in _SCRIPTS
        for hunk in file.hunks
        for line in hunk.lines
        if line.kind == "-"
        for target in _STARRED.findall(line.text)
        for module in _modules(posixpath.normpath(posixpath.join(posixpath.dirname(file.path), target)))
    )


def _is_of_name(fact: Fact) -> bool:
    return fact.public and fact.kind not in _OFFERED and fact.kind is not FactKind.NAME_EDITED


def _judged(fact: Fact, path: str, reach: _Reaches, inherited: frozenset[tuple[str, str]]) -> Fact:
    if not _is_of_name(fact):
        return fact
    is_inherited = fact.kind is FactKind.NAME_REMOVED and (path, fact.before or "") in inherited
    return replace(fact, public=False) if is_inherited or not reach(fact) else fact


class _Reach:
    """Whether others can reach the name of a fact in one module.

    Args:
        entries: the source of the package's entry points.
        is_entry: whether the module is one of them.
        was_entry: whether it was one before the change.
    """

    def __init__(self, entries: str, *, is_entry: bool, was_entry: bool = False) -> None:
        self._words = frozenset(_WORD.findall(entries))
        self._is_entry = is_entry
        self._was_entry = was_entry

    def __call__(self, fact: Fact) -> bool:
        if self._is_entry:
            return True
        name = fact.subject if fact.kind in _OF_SUBJECT else fact.before or fact.after
        top = _top(fact)
        is_top = "." not in (name or "").partition("(")[0]
        if self._was_entry and is_top and fact.kind in _LOST:
            return top not in self._words
        # An entry point that loses a name has a fact of its own about it.
        return top in self._words and not (is_top and fact.kind in _LOST)


_OF_SUBJECT = frozenset(
    {
        FactKind.PARAMETER_ADDED, FactKind.PARAMETER_REMOVED, FactKind.PARAMETER_RENAMED, FactKind.PARAMETER_REQUIRED,
        FactKind.DEFAULT_CHANGED, FactKind.SIGNATURE_CHANGED, FactKind.VALUE_CHANGED,
    }
)  # fmt: skip


def _anything(_fact: Fact) -> bool:
    return True


def _nothing(_fact: Fact) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class _Python:
    """What a Python package tells of its names.

    Attributes:
        words: the words of its documentation and of its `__init__.py` files, before and after the change, and the names
            of which a warning said that they were deprecated.
        modules: modules that its documentation presents as a whole, with dots.
        packages: the words of each `__init__.py` after the change, by path.
    """

    words: frozenset[str]
    modules: frozenset[str]
    packages: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees) -> "_Python | None":
        """None if the tree cannot be searched, or has no documentation."""
        mentions = trees.mentions([""], _DOCUMENTS)
        if not mentions or not any(role_of(mention.path) is Role.DOCUMENTATION for mention in mentions):
            return None
        gone = [
            line.text
            for file, _ in told
            if file.path.endswith("__init__.py") or role_of(file.path) is Role.DOCUMENTATION
            for hunk in file.hunks
            for line in hunk.lines
            if line.kind == "-"
        ]
        texts = [mention.text for mention in mentions] + gone
        deprecated = {
            (fact.subject or "").partition(".")[0]
            for _, of_file in told
            for fact in of_file
            if fact.kind is FactKind.DEPRECATION_ENDED
        }
        words = frozenset(word for text in texts for word in _WORD.findall(text)) | deprecated
        modules = frozenset(one or two for text in texts for one, two in _MODULE.findall(text))
        inits = _texts([mention for mention in mentions if mention.path.endswith("__init__.py")])
        return cls(words, modules, {path: frozenset(_WORD.findall(text)) for path, text in inits.items()})

    def of_module(self, path: str) -> _Reaches:
        """Which names of a module others can reach: all of a module that is documented as a whole."""
        if path.endswith("__init__.py"):
            return _anything
        dotted = path.removesuffix(".py").replace("/", ".")
        is_package = f"{path.removesuffix('.py').removesuffix('.pyi')}/__init__.py" in self.packages
        if not is_package and any(dotted == module or dotted.endswith(f".{module}") for module in self.modules):
            return _anything
        # A module that became a package of its name still exports what the package names.
        kept = self.packages.get(f"{path.removesuffix('.py').removesuffix('.pyi')}/__init__.py", frozenset())
        folder, _, name = path.rpartition("/")
        if name.startswith("_"):
            # What a private module loses, its package may have from another one.
            kept |= self.packages.get(f"{folder}/__init__.py", frozenset())

        def reaches(fact: Fact) -> bool:
            # What is new need not be documented yet.
            is_new = fact.kind in _NEW and fact.where != "required"
            return is_new or (_top(fact) in self.words and not (fact.kind in _LOST and _top(fact) in kept))

        return reaches


def _top(fact: Fact) -> str:
    """The outermost name of what a fact is about."""
    name = fact.subject if fact.kind in _OF_SUBJECT else fact.before or fact.after
    return (name or "").partition("(")[0].partition(".")[0]


@dataclass(frozen=True, slots=True)
class _Packages:
    """The packages of a tree.

    Attributes:
        texts: the manifests and the roots of crates, by path.
        trees: the tree.
        unstarred: modules of which all was exported before the change, and is not any more.
        known: what is known of each folder with a manifest.
    """

    texts: Mapping[str, str]
    trees: Trees
    unstarred: frozenset[str]
    known: dict[str, "_Entries | None"]

    @classmethod
    def of(cls, trees: Trees, unstarred: frozenset[str]) -> "_Packages | None":
        """None if the tree cannot be searched."""
        mentions = trees.mentions([""], _NAMES_OF_PACKAGES)
        return None if mentions is None else cls(_texts(mentions), trees, unstarred, {})

    def of_script(self, path: str) -> _Reaches:
        """How the names of a module can be reached."""
        folder = next((folder for folder in _folders(path) if f"{folder}package.json" in self.texts), None)
        if folder is None:
            return _anything
        if folder not in self.known:
            self.known[folder] = _entries(self.texts[f"{folder}package.json"], folder, self.trees)
        entries = self.known[folder]
        if entries is None:
            return _anything
        return entries.reach(path, was_entry=path in self.unstarred)

    def of_rust(self, path: str) -> _Reaches:
        """The same for a module of a crate: one without a library has no names for others."""
        folder = next((folder for folder in _folders(path) if f"{folder}Cargo.toml" in self.texts), None)
        if folder is None:
            return _anything
        root = self.texts.get(f"{folder}src/lib.rs")
        if root is None:
            has_library = "[lib]" in self.texts[f"{folder}Cargo.toml"]
            return _anything if has_library else _nothing
        inside = path.removeprefix(f"{folder}src/")
        module = PurePosixPath(inside).parts[0].removesuffix(".rs")
        if module in ("lib",) or re.search(rf"\bpub mod {re.escape(module)}\b", root):
            return _anything
        if module in ("main", "bin"):
            return _nothing
        exports = " ".join(re.findall(r"pub use [^;]+;", root))
        return _anything if f"{module}::*" in exports else _Reach(exports, is_entry=False)


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entry points of a package.

    Attributes:
        paths: of the modules that are entry points.
        folders: those of which all modules are.
        text: their sources put together.
    """

    paths: frozenset[str]
    folders: tuple[str, ...]
    text: str

    def reach(self, path: str, *, was_entry: bool) -> _Reaches:
        """Which names of a module others can reach, or could if it was an entry point."""
        is_entry = path in self.paths or path.startswith(self.folders)
        return _Reach(self.text, is_entry=is_entry, was_entry=was_entry)


def _folders(path: str) -> Iterator[str]:
    """Yield the folders around a path, the innermost first, each with a slash at its end; '' for the top."""
    for parent in PurePosixPath(path).parents:
        yield "" if str(parent) == "." else f"{parent}/"


def _texts(mentions: Sequence[Mention]) -> dict[str, str]:
    lines: dict[str, list[str]] = {}
    for mention in mentions:
        lines.setdefault(mention.path, []).append(mention.text)
    return {path: "\n".join(of_file) for path, of_file in lines.items()}


def _entries(manifest: str, folder: str, trees: Trees) -> _Entries | None:
    """The entry points of a package; None if it leaves all its modules to be imported."""
    try:
        read = json.loads(manifest)
    except ValueError:
        return None
    if not isinstance(read, dict):
        return None
    named = [text for key in ("main", "module", "types", "bin") for text in _strings(read.get(key))]
    exported = _strings(read.get("exports"))
    opened = tuple(f"{folder}{posixpath.normpath(text.partition('*')[0])}/" for text in exported if "*" in text)
    if f"{folder}./" in opened:
        return None  # every module can be imported
    if not named and not exported:
        return _Entries(frozenset(), (), "") if read.get("private") is True else None
    wanted = {candidate for text in (*named, *exported) if "*" not in text for candidate in _sources(text, folder)}
    sources = _read(trees, wanted)
    if not exported and any(posixpath.normpath(f"{folder}{text}") in sources for text in named):
        return None  # what is published as it stands can be imported file by file
    if not sources:
        return None
    for _ in range(_DEEPEST):
        starred = {
            candidate
            for path, text in sources.items()
            for target in _STARRED.findall(text)
            for candidate in _modules(posixpath.normpath(posixpath.join(posixpath.dirname(path), target)))
        }
        more = _read(trees, starred - sources.keys())
        if not more:
            break
        sources.update(more)
    return _Entries(frozenset(sources), opened, "\n".join(sources.values()))


def _strings(value: object) -> list[str]:
    """All strings in a value of JSON."""
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in items for text in _strings(item)]


def _sources(text: str, folder: str) -> Iterator[str]:
    """Yield the paths at which the source of an entry point may be, which may be built from it."""
    plain = posixpath.normpath(text)
    yield from _modules(f"{folder}{plain}")
    parts = PurePosixPath(plain).parts
    if parts and parts[0] in _BUILT:
        inner = [part for part in parts[1:] if part not in _BUILT]
        for base in ("src", ""):
            yield from _modules(posixpath.normpath(posixpath.join(folder, base, *inner)))


def _modules(path: str) -> Iterator[str]:
    """Yield the files that an import of a path may mean."""
    yield path
    pure = PurePosixPath(path)
    stem = str(pure.with_suffix("")) if pure.suffix in _SCRIPTS else path
    stem = stem.removesuffix(".d")
    for suffix in sorted(_SCRIPTS):
        yield f"{stem}{suffix}"
        yield f"{stem}/index{suffix}"


def _read(trees: Trees, paths: set[str]) -> dict[str, str]:
    if not paths:
        return {}
    mentions = trees.mentions([""], [f":(top,literal){path}" for path in sorted(paths)])
    return _texts(mentions or ())


def _inherited(told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees) -> frozenset[tuple[str, str]]:
    """The members, by path and name, that a class no longer defines but has from a class of the tree.

    Of bases that are not in the tree, only special methods of Python are taken to come.
    """
    gone = [
        (file.path, fact.before)
        for file, of_file in told
        for fact in of_file
        if fact.kind is FactKind.NAME_REMOVED and fact.public and fact.before and fact.before.count(".") == 1
    ][:_INHERITED]
    if not gone:
        return frozenset()
    owners = {name.partition(".")[0] for _, name in gone}
    heads = trees.mentions([f"{word} {owner}" for owner in sorted(owners) for word in ("class", "interface")]) or ()
    bases: dict[str, set[str]] = {}
    for mention in heads:
        match = _HEAD.search(mention.text)
        if match and match["name"] in owners:
            bases.setdefault(match["name"], set()).update(_WORD.findall(match["bases"]))
    wanted = {base for owner in owners for base in bases.get(owner, ())}
    members = {name.partition(".")[2] for _, name in gone}
    texts = [*(f"{word} {base}" for base in sorted(wanted) for word in ("class", "interface")), *sorted(members)]
    found = _texts(trees.mentions(texts, _SOURCES) or ()) if wanted else {}

    def has(owner: str, member: str) -> bool:
        defines = re.compile(rf"(?<![\w.]){re.escape(member)}\??\s*[(:={{;]")
        return any(
            re.search(rf"\b(?:class|interface) {re.escape(base)}\b", text) and defines.search(text)
            for base in bases.get(owner, ())
            for text in found.values()
        )

    def is_special(owner: str, member: str) -> bool:
        return member.startswith("__") and bool(bases.get(owner, set()) - {"object"})

    return frozenset((path, name) for path, name in gone if has(*name.split(".")) or is_special(*name.split(".")))
