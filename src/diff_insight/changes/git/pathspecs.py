"""Converts pathspecs relative to a folder of the tree to equivalent ones from its top."""

import posixpath
import re
from collections.abc import Iterable, Sequence

from diff_insight.changes.git.command import PLAIN, GitCommand
from diff_insight.errors import UsageError

_LONG = re.compile(r":\(([^()]*)\)(.*)", re.DOTALL)
_WILDCARD = frozenset("*?[\\")
# Other characters are magic of another git version, or an unterminated long form.
_SHORT = re.compile(r""":(?!\()([/!^]*)(?::|(?![!"#%&',\-/;<=>@^_`~]))(.*)""", re.DOTALL)


def read_pathspecs(git: GitCommand, pathspecs: Sequence[str], tree: str) -> tuple[str, ...]:
    """Convert pathspecs relative to the given folder, as git reads them, to ones from the top of the tree.

    Args:
        git: the repository.
        pathspecs: as for `from_top`.
        tree: any tree of the repository; git validates the pathspecs by comparing it with itself.

    Raises:
        UsageError: one is empty, leads out of the tree, or is rejected by git, whose message is included.
    """
    below = from_top(pathspecs, git.place.prefix)
    if below:
        tried = git.run("diff", "--quiet", tree, tree, "--", *below, view=PLAIN.with_pathspecs())
        if tried.status:
            raise UsageError(f"git cannot read a pathspec: {tried.stderr.removeprefix('fatal: ')}")
    return below


def from_top(pathspecs: Iterable[str], prefix: str) -> tuple[str, ...]:
    """Convert pathspecs relative to a folder to ones with `:(top)` magic, which mean the same anywhere.

    Args:
        pathspecs: as after `--` in git's own commands, such as `src`, `:!*.lock` or `:(icase)readme*`.
        prefix: the folder, from the top of the tree, with a trailing slash; '' for the top.

    Raises:
        UsageError: one is empty, or leads out of the tree.
    """
    return tuple(_from_top(pathspec, prefix) for pathspec in pathspecs)


def _from_top(pathspec: str, prefix: str) -> str:
    if not pathspec:
        raise UsageError("a pathspec is empty: name a path, or '.' for all of the folder")
    if match := _LONG.fullmatch(pathspec):
        magic, path = [word for word in match[1].split(",") if word], match[2]
    elif match := _SHORT.fullmatch(pathspec):
        magic = list(dict.fromkeys("top" if sign == "/" else "exclude" for sign in match[1]))
        path = match[2]
    elif pathspec.startswith(":"):
        return pathspec  # git rejects it and explains why
    else:
        magic, path = [], pathspec
    if "top" not in magic:
        magic.insert(0, "top")
        has_wildcards = "literal" not in magic and not _WILDCARD.isdisjoint(path)
        above = re.sub(r"([*?\[\\])", r"\\\1", prefix) if has_wildcards else prefix
        path = _joined(pathspec, above, path)
    return f":({','.join(magic)}){path}"


def _joined(pathspec: str, prefix: str, path: str) -> str:
    joined = posixpath.normpath(posixpath.join(prefix, path)) if prefix or path else ""
    if joined == ".." or joined.startswith(("../", "/")):
        raise UsageError(f"the pathspec '{pathspec}' leads out of the repository: name a path inside it")
    if joined == ".":
        return ""
    return f"{joined}/" if path.endswith("/") else joined
