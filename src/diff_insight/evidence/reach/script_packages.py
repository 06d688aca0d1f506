"""Which names of a JavaScript or TypeScript package others can reach, by the entry points in `package.json`."""

import json
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach.documented import Documentation
from diff_insight.evidence.reach.reaches import (
    LOST,
    Reaches,
    among,
    anything,
    folders_around,
    is_new,
    name_of,
    outermost,
    texts_of,
)

SUFFIXES = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx")
"""The suffixes of its modules."""

_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
_BUILT = frozenset({"dist", "lib", "build", "es", "esm", "cjs", "out", "types"})
_STARRED = re.compile(r"export\s*\*\s*(?:as\s+\w+\s*)?from\s*[\"'](\.[^\"']*)[\"']")
# What an entry point exports by name, rather than imports for its own use.
_EXPORTS = re.compile(
    r"\bexport\s+(?:type\s+)?\{[^}]*\}|\bexport\s+default\s+[\w$.]+|\bexport\s*=\s*[\w$.]+|\bexport\s+\*\s+as\s+\w+"
    r"|\bexports(?:\.[\w$]+)*\s*=\s*(?:\{[^}]*\}|[^;\n]*)|\bexports\.[\w$]+"
    r"|\bexport\s+(?:declare\s+)?(?:type|interface|class|function|const)\s[^;{]*"
)
_KEYWORDS = ("function", "const", "let", "var", "class", "interface", "type", "enum")
_DEFINED = re.compile(
    rf"export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:{'|'.join(_KEYWORDS)})\*? ([A-Za-z_$][\w$]*)"
)
_ALIAS = re.compile(r"(?:export )?type ([\w$]+)(?:<[^=]*>)? = ([\w$]+)(?:<.*>)?;?$")
_EXTENDS = re.compile(
    r"(?:export )?(?:default )?(?:declare )?(?:abstract )?(?:interface|class) ([\w$]+).*? extends ([^{]+)"
)
_WITHIN = tuple(f":(glob)**/*{suffix}" for suffix in SUFFIXES)
_CODE = re.compile(r"[A-Z][A-Z_]+\d{2,}")  # of a warning or an error, which is documented but not imported
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_DEEPEST = 4  # maximum number of `export *` from an entry point to a module
_SOUGHT = 60  # maximum number of lost names that are looked for in other modules: each costs eight searches
_FILES = 2000  # maximum number of files that are looked for at once
_LONGEST = 500  # maximum characters of a path


@dataclass(frozen=True, slots=True)
class ScriptPackages:
    """The packages of a tree.

    Attributes:
        manifests: the `package.json` files by path.
        trees: the tree.
        unstarred: modules of which all is not exported any more, with the modules that exported it.
        elsewhere: names that are new in any module, or lost in one and exported by another.
        documentation: reads what the documentation names.
        made_of: what each type is another name for, or extends.
        known: what is known of each folder with a manifest.
    """

    manifests: Mapping[str, str]
    trees: Trees
    unstarred: Mapping[str, frozenset[str]]
    elsewhere: frozenset[str]
    documentation: Documentation
    made_of: Mapping[str, frozenset[str]]
    known: dict[str, "_Entries | None"]

    @classmethod
    def of(
        cls, told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees, documentation: Documentation
    ) -> "ScriptPackages | None":
        """None if the tree cannot be searched."""
        mentions = trees.mentions([""], (":(glob)**/package.json",))
        if mentions is None:
            return None
        facts = [fact for file, of_file in told if file.path.endswith(SUFFIXES) for fact in of_file]
        added = frozenset(
            name_of(fact) for fact in facts if fact.kind is FactKind.NAME_ADDED and "." not in name_of(fact)
        )
        lost = {name_of(fact) for fact in facts if fact.kind in LOST and fact.public and "." not in name_of(fact)}
        elsewhere = added | _exported(lost, trees)
        unstarred = _unstarred([file for file, _ in told])
        return cls(texts_of(mentions), trees, unstarred, elsewhere, documentation, _made_of(facts, trees), {})

    def has_entries(self, path: str) -> bool:
        """Whether the package of a module says which of its modules can be imported."""
        folder = self._folder(path)
        return folder is not None and self._entries(folder) is not None

    def of_module(self, path: str) -> Reaches:
        """How the names of a module can be reached."""
        folder = self._folder(path)
        if folder is None:
            return anything
        entries = self._entries(folder)
        if entries is None and path.endswith(_DECLARATIONS):
            # Declarations are written for those who use the package.
            return lambda fact: is_new(fact) or not self._has_moved(fact)
        if entries is None:
            return anything if path in self._mains(folder) else self._is_known
        return entries.reach(path, self.made_of, self.unstarred.get(path, frozenset()))

    def _folder(self, path: str) -> str | None:
        """The folder of the package that a module belongs to."""
        folders = [folder for folder in folders_around(path) if f"{folder}package.json" in self.manifests]
        # A manifest without a name is no package; it only says how its folder's modules are read.
        named = (folder for folder in folders if '"name"' in self.manifests[f"{folder}package.json"])
        return next(named, folders[0] if folders else None)

    def _entries(self, folder: str) -> "_Entries | None":
        if folder not in self.known:
            self.known[folder] = _entries(self.manifests[f"{folder}package.json"], folder, self.trees)
        return self.known[folder]

    def _is_known(self, fact: Fact) -> bool:
        """Whether users know of a name in a package of which every module can be imported: by its documentation.

        What another module defines has moved inside the package.
        """
        if _CODE.fullmatch(outermost(fact)):
            return False
        documented = self.documentation()
        return documented is None or (documented.tells_of(fact) and not self._has_moved(fact))

    def _has_moved(self, fact: Fact) -> bool:
        return fact.kind is FactKind.NAME_MOVED or (fact.kind in LOST and outermost(fact) in self.elsewhere)

    def _mains(self, folder: str) -> frozenset[str]:
        """The modules that a manifest names."""
        try:
            read = json.loads(self.manifests[f"{folder}package.json"])
        except (ValueError, RecursionError):
            return frozenset()
        named = _strings(read.get("main", "index.js")) if isinstance(read, dict) else []
        return frozenset(path for text in named for path in _modules(posixpath.normpath(f"{folder}{text}")))


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entry points of a package.

    Attributes:
        paths: of the modules that are entry points.
        folders: those of which all modules are.
        words: the words in what their sources export by name.
    """

    paths: frozenset[str]
    folders: tuple[str, ...]
    words: frozenset[str]

    def reach(self, path: str, made_of: Mapping[str, frozenset[str]], exporting: frozenset[str]) -> Reaches:
        """Which names of a module others can reach, or could if an entry point was among the modules exporting it all.

        Of a type that an exported one is another name for, or extends, they reach the members.
        """
        if path in self.paths or path.startswith(self.folders):
            return anything
        if any(module in self.paths or PurePosixPath(module).stem == "index" for module in exporting):
            return _once_exported(self.words)
        inner = _behind(self.words, made_of)
        by_name, by_member = among(self.words), among(inner)
        return lambda fact: by_name(fact) or ("." in name_of(fact) and by_member(fact))


def _behind(words: frozenset[str], made_of: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What the types of these names are made of."""
    found: set[str] = set()
    waiting = list(words)
    while waiting:
        more = made_of.get(waiting.pop(), frozenset()) - words - found
        found |= more
        waiting += more
    return frozenset(found)


def _once_exported(words: frozenset[str]) -> Reaches:
    """Others could reach all of a module, and now what these words of the entry points name."""

    def reaches(fact: Fact) -> bool:
        is_lost = "." not in name_of(fact) and fact.kind in LOST
        return (outermost(fact) in words) != is_lost

    return reaches


def _exported(names: Collection[str], trees: Trees) -> frozenset[str]:
    """Those names that some module of the new tree exports where it defines them."""
    sought = [f"{keyword} {name}" for name in sorted(names)[:_SOUGHT] for keyword in _KEYWORDS]
    mentions = (trees.mentions(sought, _WITHIN) or ()) if sought else ()
    return frozenset(match[1] for mention in mentions if (match := _DEFINED.match(mention.text)) and match[1] in names)


def _made_of(facts: Sequence[Fact], trees: Trees) -> dict[str, frozenset[str]]:
    """What each type of the new tree is another name for, or extends; not searched if no member is lost."""
    if not any(fact.public and "." in name_of(fact) and not is_new(fact) for fact in facts):
        return {}
    found: dict[str, set[str]] = {}
    for mention in trees.mentions(["type ", " extends "], _WITHIN) or ():
        if match := _ALIAS.match(mention.text.strip()) or _EXTENDS.match(mention.text.strip()):
            found.setdefault(match[1], set()).update(_WORD.findall(match[2]))
    return {name: frozenset(names) for name, names in found.items()}


def _unstarred(files: Sequence[FileChange]) -> dict[str, frozenset[str]]:
    """The modules of which a line that the change removes re-exports everything, each with the files of such lines."""
    found: dict[str, set[str]] = {}
    for file in files:
        if file.path.endswith(SUFFIXES):
            removed = (line.text for hunk in file.hunks for line in hunk.lines if line.kind == "-")
            for target in (target for text in removed for target in _STARRED.findall(text)):
                for module in _modules(posixpath.normpath(posixpath.join(posixpath.dirname(file.path), target))):
                    found.setdefault(module, set()).add(file.path)
    return {module: frozenset(sources) for module, sources in found.items()}


def _entries(manifest: str, folder: str, trees: Trees) -> _Entries | None:
    """The entry points of a package; None if it leaves all its modules to be imported."""
    try:
        read = json.loads(manifest)
        if not isinstance(read, dict):
            return None
        exported = _strings(read.get("exports"))
        # A program can be imported only where nothing says what can be.
        keys = ("main", "module", "types", "typings", *(() if exported else ("bin",)))
        named = [text for key in keys for text in _strings(read.get(key))]
        source = _strings(read.get("source"))  # from which tools build the others
    except (ValueError, RecursionError):
        return None
    opened = tuple(f"{folder}{posixpath.normpath(text.partition('*')[0])}/" for text in exported if "*" in text)
    if f"{folder}./" in opened:
        return None  # every module can be imported
    if not named and not exported:
        return _Entries(frozenset(), (), frozenset()) if read.get("private") is True else None
    texts = [text for text in (*named, *source, *exported) if "*" not in text]
    wanted = {candidate for text in texts for candidate in _sources(text, folder)}
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
    words = frozenset(
        word for text in sources.values() for part in _EXPORTS.findall(text) for word in _WORD.findall(part)
    )
    return _Entries(frozenset(sources), opened, words)


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
    stem = str(pure.with_suffix("")) if pure.suffix in SUFFIXES else path
    stem = stem.removesuffix(".d")
    for suffix in SUFFIXES:
        yield f"{stem}{suffix}"
        yield f"{stem}/index{suffix}"


def _read(trees: Trees, paths: set[str]) -> dict[str, str]:
    usable = [path for path in sorted(paths) if len(path) <= _LONGEST and "\0" not in path][:_FILES]
    if not usable:
        return {}
    mentions = trees.mentions([""], [f":(top,literal){path}" for path in usable])
    return texts_of(mentions or ())
