"""Finds changed signatures that mean the same to callers: with another name for a type, or other annotations."""

import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind

_SPELLED = {
    ".go": "type {}", ".rs": "type {}", ".ts": "type {}", ".kt": "typealias {} =", ".cpp": "using {} =",
    ".h": "using {} =", ".hpp": "using {} =", ".cs": "", ".java": "", ".swift": "typealias {} =",
}  # fmt: skip
"""How each suffix's language gives a type another name that means exactly the same; '' if it has no way."""

_MEANT = re.compile(r"\b(?:type|typealias|using)\s+(\w+)(<.*?>)?\s*=\s*([^;]+?)\s*;?\s*(?://.*)?$")
_WORD = re.compile(r"[A-Za-z_]\w*")
_RESULTS_OF_GO = re.compile(r"-> \(([^()]*)\)$")
_ALIAS_OF_GO = re.compile(r"\s*(?:import\s+)?(\w+)\s+\"(?:[^\"]*/)?(\w+)\"\s*$")
_FUNCTION_OF_GO = re.compile(r"\bfunc\(([^()]+)\)")
_INTERFACE_OF_GO = re.compile(r"\s*type (\w+) interface\b")
_ANNOTATIONS = {
    ".java": re.compile(r"/\*.*?\*/|@\w+(?:\.\w+)*(?:\([^()]*\))?\s*"),
    ".kt": re.compile(r"@\w+(?:\.\w+)*(?:\([^()]*\))?\s*"),
    ".cs": re.compile(r"\[\w+(?:\([^()]*\))?\]\s*(?=[\w\[])"),
    ".swift": re.compile(r"\bany\s+|@\w+\s+"),
}  # what compilers and checkers read, and no caller
# In Java callers pass by position: what a parameter is called, and whether it is final, only its method needs to know.
_NAMED_IN_JAVA = re.compile(r"\bfinal\s+|(?<=[\w>\].])\s+\w+(?=\s*[,)])")
_PARAMETER_OF_TYPE = re.compile(r"\b[A-Z]\d?\b")  # whose name is the library's own choice
_NAMED_LIKE_ONE = re.compile(r"\bT[A-Z]\w*")  # likewise by the custom of C#
_KEYWORDS = {
    "Int16": "short", "Int32": "int", "Int64": "long", "UInt16": "ushort", "UInt32": "uint", "UInt64": "ulong",
    "Boolean": "bool", "Object": "object", "String": "string", "Double": "double", "Single": "float",
    "Decimal": "decimal", "Char": "char", "Byte": "byte", "SByte": "sbyte",
}  # fmt: skip
"""The keywords of C# for types of .NET."""

_VALUES = frozenset(_KEYWORDS.values()) - {"object", "string"} | {
    "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Guid", "BigInteger", "Index", "Range", "nint",
}  # fmt: skip
"""Types of C# that are values: with a question mark they are other types, where of others it only warns."""

_NAMESPACE = re.compile(r"\b(?:[A-Z]\w*\.)+(?=[A-Z])")
_NULLABLE = re.compile(r"(\w+|[>\]])\?(?=[\s,)>\]]|$)")
_DESTRUCTURED = re.compile(r"\{[^{}]*\}(?=\??\s*:)")  # how a function of TypeScript names the members of what it takes
_BUILT_IN = re.compile(rf"\b(?:{'|'.join(_KEYWORDS)})\b")
_BRACKETED = re.compile(r"(?<!\w)\((\w+)\)(?=[?!])")  # around one type, needed only before what was left out
_USE = re.compile(r"\buse (?:\w+::)*(\w+)::(\{[^{}]*\}|\w+)\s*;")
_OF_C = (".h", ".hpp", ".cpp")
_HIDING_MARK = re.compile(r" -> [A-Z][A-Z0-9]*_[A-Z0-9_]+$")  # by which a parser takes it for the result
_MARK = re.compile(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")  # a macro for the compiler, in C++
_HASHER = re.compile(r", [A-Z](?=>)")  # in Rust the last parameter of a collection, which has a default
# A type parameter of Rust that has no name, unless its trait is one by which each type stands for itself.
_UNNAMED_PARAMETER = re.compile(r"\bimpl (?P<trait>[\w:]+)(?P<taken><(?:[^<>]|<[^<>]*>)*>)?(?:\s*\+\s*[\w:'?]+)*")
_LIFETIME = re.compile(r"<'\w+(?:,\s*'\w+)*>|'\w+(?:,\s*|\s+|(?=>))")  # which compilers infer for most callers
_OF_ITSELF = frozenset({"Into", "Borrow"})
_MOST = 50  # maximum number of names that are searched for


def equal_signatures(told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees) -> frozenset[tuple[str, str]]:
    """The changed signatures, by path and new signature, that mean what the old ones do.

    Args:
        told: the files with their facts.
        trees: the two trees; without a tree to search no other names of types are known.
    """
    changed = [
        (file.path, fact.before or "", fact.after or "", suffix)
        for file, of_file in told
        for fact in of_file
        for suffix in _SPELLED
        if fact.kind is FactKind.SIGNATURE_CHANGED and fact.public and file.path.endswith(suffix)
    ]
    if not changed:
        return frozenset()
    sought = {
        _SPELLED[suffix].format(name)
        for _, *sides, suffix in changed
        for name in _names_of_one(*sides)
        if _SPELLED[suffix]
    }
    found = (trees.mentions(sorted(sought)[:_MOST]) or ()) if sought else ()
    matches = [match for mention in found if (match := _MEANT.search(mention.text))]
    # What a name takes in angle brackets, its meaning takes as well.
    meanings = {match[1]: match[3].partition("<")[0] if match[2] else match[3] for match in matches}

    interfaces = [match[1] for mention in found if (match := _INTERFACE_OF_GO.match(mention.text))]
    aliases = {file.path: dict(_aliases(file)) for file, _ in told if file.path.endswith(".go")}
    imported = {file.path: frozenset(_imported(file)) for file, _ in told if file.path.endswith(".rs")}

    def mean_the_same(path: str, before: str, after: str) -> bool:
        for name in imported.get(path, ()):
            short = name.rpartition("::")[2]
            before, after = (re.sub(rf"(?<![\w:]){re.escape(name)}\b", short, side) for side in (before, after))
        for alias, package in aliases.get(path, {}).items():
            before, after = (re.sub(rf"\b{re.escape(alias)}\.", f"{package}.", side) for side in (before, after))
        if path.endswith(_OF_C) and any(_HIDING_MARK.search(side) for side in (before, after)):
            before, after = (side.partition(" -> ")[0] for side in (before, after))
        if path.endswith(".go") and _takes_interface(interfaces, before, after):
            return True
        old, new = (_WORD.sub(lambda word: meanings.get(word[0], word[0]), side) for side in (before, after))
        shorter = _HASHER.sub("", new) if path.endswith(".rs") else new
        old_meanings = {_meaning(before, path), _meaning(old, path)}
        return not old_meanings.isdisjoint((_meaning(new, path), _meaning(shorter, path)))

    return frozenset((path, after) for path, before, after, _ in changed if mean_the_same(path, before, after))


def _takes_interface(interfaces: Sequence[str], before: str, after: str) -> bool:
    """Whether a function of Go differs only in that it takes interfaces where it took a pointer to one type."""
    parameters, arrow, results = after.partition(" -> ")
    taken = re.escape(parameters)
    for name in interfaces:
        taken = re.sub(rf"(?<=\\ ){name}\b", lambda _: r"\*[\w.]+", taken)
    return re.fullmatch(taken + re.escape(arrow + results), before) is not None


def _imported(file: FileChange) -> Iterator[str]:
    """Yield what a source of Rust imports by name, as the last two parts of its path: `log::Level`."""
    for hunk in file.hunks:
        for line in hunk.lines:
            for around, names in _USE.findall(line.text):
                yield from (f"{around}::{name}" for name in _WORD.findall(names))


def _aliases(file: FileChange) -> Iterator[tuple[str, str]]:
    """Yield other names under which a source of Go imports a package, and the last part of the package's path."""
    for hunk in file.hunks:
        for line in hunk.lines:
            if found := _ALIAS_OF_GO.match(line.text):
                yield found[1], found[2]


def _names_of_one(before: str, after: str) -> set[str]:
    """The names that only one of two signatures has."""
    return set(_WORD.findall(before)) ^ set(_WORD.findall(after))


def _meaning(signature: str, path: str) -> str:
    """A signature without white space, and without what no caller knows or needs to."""
    suffix = PurePosixPath(path).suffix
    order: dict[str, str] = {}
    if suffix == ".go":
        signature = _RESULTS_OF_GO.sub(lambda match: f"-> {_unnamed(match[1])}", signature)
        signature = _FUNCTION_OF_GO.sub(lambda match: f"func{_unnamed(match[1], is_list=True)}", signature)
    elif suffix in _ANNOTATIONS:
        signature = _BRACKETED.sub(r"\1", _ANNOTATIONS[suffix].sub("", signature))
    if suffix == ".java":
        signature = _NAMED_IN_JAVA.sub("", signature)
    if suffix == ".cs":
        signature = _NAMESPACE.sub("", signature)  # which a directive can give as well
        signature = _BUILT_IN.sub(lambda match: _KEYWORDS[match[0]], signature)
        signature = _NULLABLE.sub(lambda match: match[0] if match[1] in _VALUES else match[1], signature)
        signature = _NAMED_LIKE_ONE.sub(lambda match: order.setdefault(match[0], f"T{len(order)}"), signature)
    elif suffix == ".rs":
        signature, numbers = _LIFETIME.sub("", signature), count(1)
        signature = _UNNAMED_PARAMETER.sub(lambda match: _meant(match, next(numbers)), signature)
    elif suffix == ".ts":
        signature = _DESTRUCTURED.sub("_", signature)
    elif suffix in _OF_C:
        signature = _MARK.sub("", signature)
    signature = _PARAMETER_OF_TYPE.sub(lambda match: order.setdefault(match[0], f"T{len(order)}"), signature)
    return re.sub(r"\s", "", signature)


def _meant(parameter: re.Match[str], number: int) -> str:
    """What callers may pass for a type parameter without a name: a type itself, or anything, as if it had one."""
    is_itself = parameter["trait"].rpartition("::")[2] in _OF_ITSELF and parameter["taken"]
    return parameter["taken"][1:-1] if is_itself else f"Z{number}"


def _unnamed(listed: str, *, is_list: bool = False) -> str:
    """The types in a list of Go that names them or does not; a single result needs no brackets."""
    parts = [part.strip() for part in listed.split(",")]
    kinds = [part.partition(" ")[2] for part in parts]
    types = kinds if all(kinds) else parts
    return f"({', '.join(types)})" if is_list or len(types) > 1 else types[0]
