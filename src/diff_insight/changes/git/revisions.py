"""Parses the ways to name two versions that git accepts: `BASE HEAD`, `BASE..HEAD`, `BASE...HEAD`, `COMMIT^!`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diff_insight.changes.git.command import GitCommand
from diff_insight.errors import MissingHistoryError, UnknownRevisionError, UsageError

_PARENT = re.compile(r"(.+)\^-(\d*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Range:
    """Two versions to compare.

    Attributes:
        base: the old side; None for the first parent of `head`, or the empty tree if `head` is a root commit.
        head: the new side.
        from_merge_base: compare with the merge base of both, as GitHub does, instead of with `base` itself.
    """

    base: str | None
    head: str
    from_merge_base: bool = False


def read_words(git: GitCommand, words: Sequence[str]) -> Range:
    """Parse the range given by the words of a command line; an empty side is HEAD, as in git.

    Dots may be part of a name, as in `HEAD^{/fix: two..three}`, so the word is split where both sides are existing
    versions.

    Raises:
        UsageError: they do not name a range.
        UnknownRevisionError: a version does not exist, or is neither a commit nor a tree.
        MissingHistoryError: the clone is shallow and lacks it.
    """
    match words:
        case [base, head] if base.startswith("^") and len(base) > 1:
            return Range(base[1:], head)
        case [base, head] if head.startswith("^") and len(head) > 1:
            return Range(head[1:], base)
        case [base, head]:
            return _of_two(git, base, head)
        case [word] if word:
            return _of_one(git, word)
    raise UsageError("name two versions, such as 'v1.4..v1.5' or 'v1.4 v1.5'")


def _of_two(git: GitCommand, base: str, head: str) -> Range:
    for name in (base, head):
        if object_of(git, name) is None and (name.endswith("^!") or next(_sides(git, name), None)):
            raise UsageError(f"'{name}' names two versions already: give it alone")
    return Range(base, head)


def _of_one(git: GitCommand, word: str) -> Range:
    named = object_of(git, word)
    if named is None and word.endswith("^!") and len(word) > 2:
        return Range(None, word[:-2])
    if named is None and (match := _PARENT.fullmatch(word)):
        return Range(f"{match[1]}^{match[2] or 1}", match[1])
    if named is None:
        if found := next(_sides(git, word), None):
            return found
        if found := _likeliest_sides(word):
            # So that the error names the side that does not exist.
            return found
    if named is None:
        resolve(git, word)
    plain = re.fullmatch(r"[\w./@~-]+", word) is not None
    shown = word if plain else (named or word)[:12]
    after = "" if word == "HEAD" else f"'{shown}..HEAD' for what came after it, or "
    raise UsageError(f"'{word}' names one version: use {after}'{shown}^!' for what this commit changed")


def _splits(word: str) -> Iterator[tuple[str, str, bool]]:
    """Every way to split a word at two or three dots."""
    for match in re.finditer(r"(?=\.\.)", word):
        start = match.start()
        three = word.startswith("...", start)
        yield word[:start], word[start + (3 if three else 2) :], three


def _sides(git: GitCommand, word: str) -> Iterator[Range]:
    for base, head, three in _splits(word):
        sides = base or "HEAD", head or "HEAD"
        if all(object_of(git, side) for side in sides):
            yield Range(*sides, from_merge_base=three)


def _likeliest_sides(word: str) -> Range | None:
    """The split outside of braces, for a word that no split turns into two existing versions."""
    cuts = list(_splits(word))
    outside = [cut for cut in cuts if cut[0].count("{") == cut[0].count("}")]
    for base, head, three in outside or cuts:
        return Range(base or "HEAD", head or "HEAD", from_merge_base=three)
    return None


def object_of(git: GitCommand, name: str) -> str | None:
    """The object id that a name resolves to, as in `git rev-parse`; None if it does not resolve."""
    found = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    answer = found.stdout.decode("ascii", "replace").strip()
    return answer if found.status == 0 and re.fullmatch(r"[0-9a-f]{40,64}", answer) else None


def resolve(git: GitCommand, name: str) -> str:
    """The object id of a commit, or of a tree if the name does not resolve to a commit.

    Raises:
        UnknownRevisionError: there is no such version, it is neither a commit nor a tree, or it is ambiguous.
        MissingHistoryError: the clone is shallow and lacks it.
    """
    named = object_of(git, name)
    for kind in ("commit", "tree") if named else ():
        peeled = object_of(git, f"{named}^{{{kind}}}")
        if peeled:
            return peeled
    if named and git.run("cat-file", "-t", named).stdout.strip() == b"blob":
        raise UnknownRevisionError(
            f"'{name}' is the content of a file, not a version of the tree: compare two commits, "
            "and name the file after them, such as 'v1.4..v1.5 -- FILE'"
        )
    if several := _candidates(git, name):
        raise UnknownRevisionError(f"'{name}' is a prefix of several object ids ({several}): give more digits")
    if is_shallow(git):
        raise MissingHistoryError(shallow_message(git, f"'{name}' is not in it", _depth_of(name)))
    if object_of(git, "HEAD") is None:
        raise UnknownRevisionError(
            f"{git.folder} has no commits yet, so there is no '{name}': stage files and use --staged"
        )
    raise UnknownRevisionError(
        f"there is no version '{name}' in {git.folder}: `git branch --all` and `git tag` list the names, and "
        "`git fetch` gets those of the remote"
    )


def is_ambiguous(git: GitCommand, name: str) -> bool:
    """Whether several refs have the name, of which git picks one: a tag before a branch."""
    return "is ambiguous" in git.run("rev-parse", "--verify", "--end-of-options", name).stderr


def is_shallow(git: GitCommand) -> bool:
    """Whether the clone lacks the older part of its history."""
    return git.run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def shallow_message(git: GitCommand, missing: str, depth: int | None) -> str:
    """The message about something that a shallow clone lacks, with what to do about it.

    Args:
        git: the repository.
        missing: a clause that says what is missing.
        depth: of the history that contains it; None if unknown.
    """
    held = int(git.run("rev-list", "--count", "HEAD").stdout.strip() or 0)
    way = f"`git fetch --depth={depth}`" if depth else "`git fetch --unshallow`"
    checkout = f"fetch-depth: {depth or 0}"
    return (
        f"this clone is shallow (HEAD has {held} commit{'' if held == 1 else 's'} in it), and {missing}: run {way} "
        f"while the remote is reachable; in a CI job set `{checkout}` in the checkout step"
    )


def _candidates(git: GitCommand, name: str) -> str:
    """The objects that an ambiguous abbreviated id matches; '' if the name is not one."""
    if not re.fullmatch(r"[0-9a-f]{4,63}", name):
        return ""
    found = git.run("rev-parse", f"--disambiguate={name}").stdout.decode("ascii", "replace").split()
    return ", ".join(object_id[:12] for object_id in found[:4]) if len(found) > 1 else ""


def _depth_of(name: str) -> int | None:
    """The depth of history needed for a name such as HEAD~3; None if the name does not tell."""
    steps = re.findall(r"~(\d*)|\^(?!\{)", name)
    return 1 + sum(int(step or 1) for step in steps) if steps else None
