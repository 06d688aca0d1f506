"""Finds changed signatures that mean the same: with another name for a type, or other names of results."""

import re
from collections.abc import Iterator, Sequence

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind

_SPELLED = {
    ".go": "type {} =", ".rs": "type {} =", ".ts": "type {} =", ".kt": "typealias {} =", ".cpp": "using {} =",
    ".h": "using {} =", ".hpp": "using {} =",
}  # fmt: skip
"""How each suffix's language gives a type another name that means exactly the same."""

_MEANT = re.compile(r"\b(?:type|typealias|using)\s+(\w+)\s*=\s*([^;]+?)\s*;?\s*(?://.*)?$")
_WORD = re.compile(r"[A-Za-z_]\w*")
_RESULTS_OF_GO = re.compile(r"-> \(([^()]*)\)$")
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
    sought = {_SPELLED[suffix].format(name) for _, *sides, suffix in changed for name in _new_names(*sides)}
    found = (trees.mentions(sorted(sought)[:_MOST]) or ()) if sought else ()
    meanings = {match[1]: match[2] for mention in found if (match := _MEANT.search(mention.text))}
    return frozenset(
        (path, after)
        for path, before, after, _ in changed
        if _meaning(_WORD.sub(lambda word: meanings.get(word[0], word[0]), after), path) == _meaning(before, path)
    )


def _new_names(before: str, after: str) -> Iterator[str]:
    """Yield the names that only the new signature has."""
    yield from sorted(set(_WORD.findall(after)) - set(_WORD.findall(before)))


def _meaning(signature: str, path: str) -> str:
    """A signature without white space; of Go also without the names of results, which no caller knows."""
    match = _RESULTS_OF_GO.search(signature)
    if match and path.endswith(".go"):
        parts = [part.strip() for part in match[1].split(",")]
        kinds = [part.partition(" ")[2] for part in parts]
        if all(kinds):
            results = ", ".join(kinds)
            signature = signature[: match.start()] + (f"-> ({results})" if len(kinds) > 1 else f"-> {results}")
    return re.sub(r"\s", "", signature)
