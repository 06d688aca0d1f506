"""Finds changed signatures that mean the same to callers: with another name for a type, or other annotations."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind

_SPELLED = {
    ".go": "type {} =", ".rs": "type {} =", ".ts": "type {} =", ".kt": "typealias {} =", ".cpp": "using {} =",
    ".h": "using {} =", ".hpp": "using {} =", ".cs": "", ".java": "",
}  # fmt: skip
"""How each suffix's language gives a type another name that means exactly the same; '' if it has no way."""

_MEANT = re.compile(r"\b(?:type|typealias|using)\s+(\w+)\s*=\s*([^;]+?)\s*;?\s*(?://.*)?$")
_WORD = re.compile(r"[A-Za-z_]\w*")
_RESULTS_OF_GO = re.compile(r"-> \(([^()]*)\)$")
_FUNCTION_OF_GO = re.compile(r"\bfunc\(([^()]+)\)")
_ANNOTATIONS = {
    ".java": re.compile(r"/\*.*?\*/|@\w+(?:\.\w+)*(?:\([^()]*\))?\s*"),
    ".kt": re.compile(r"@\w+(?:\.\w+)*(?:\([^()]*\))?\s*"),
    ".cs": re.compile(r"\[\w+(?:\([^()]*\))?\]\s*(?=\w)"),
}  # what compilers and checkers read, and no caller
_PARAMETER_OF_TYPE = re.compile(r"\b[A-Z]\d?\b")  # whose name is the library's own choice
_HASHER = re.compile(r", [A-Z](?=>)")  # in Rust the last parameter of a collection, which has a default
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
    sought = {
        _SPELLED[suffix].format(name)
        for _, *sides, suffix in changed
        for name in _new_names(*sides)
        if _SPELLED[suffix]
    }
    found = (trees.mentions(sorted(sought)[:_MOST]) or ()) if sought else ()
    meanings = {match[1]: match[2] for mention in found if (match := _MEANT.search(mention.text))}

    def mean_the_same(path: str, before: str, after: str) -> bool:
        spelled_out = _WORD.sub(lambda word: meanings.get(word[0], word[0]), after)
        shorter = _HASHER.sub("", spelled_out) if path.endswith(".rs") else spelled_out
        return _meaning(before, path) in (_meaning(spelled_out, path), _meaning(shorter, path))

    return frozenset((path, after) for path, before, after, _ in changed if mean_the_same(path, before, after))


def _new_names(before: str, after: str) -> Iterator[str]:
    """Yield the names that only the new signature has."""
    yield from sorted(set(_WORD.findall(after)) - set(_WORD.findall(before)))


def _meaning(signature: str, path: str) -> str:
    """A signature without white space, and without what no caller knows or needs to."""
    suffix = PurePosixPath(path).suffix
    if suffix == ".go":
        signature = _RESULTS_OF_GO.sub(lambda match: f"-> {_unnamed(match[1])}", signature)
        signature = _FUNCTION_OF_GO.sub(lambda match: f"func{_unnamed(match[1], is_list=True)}", signature)
    elif suffix in _ANNOTATIONS:
        signature = _ANNOTATIONS[suffix].sub("", signature)
    order: dict[str, str] = {}
    signature = _PARAMETER_OF_TYPE.sub(lambda match: order.setdefault(match[0], f"T{len(order)}"), signature)
    return re.sub(r"\s", "", signature)


def _unnamed(listed: str, *, is_list: bool = False) -> str:
    """The types in a list of Go that names them or does not; a single result needs no brackets."""
    parts = [part.strip() for part in listed.split(",")]
    kinds = [part.partition(" ")[2] for part in parts]
    types = kinds if all(kinds) else parts
    return f"({', '.join(types)})" if is_list or len(types) > 1 else types[0]
