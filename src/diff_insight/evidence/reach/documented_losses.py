"""Names that documentation presented, such as settings and methods, and that neither it nor the source has any more."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.changed_words import changed_words
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach.documented import is_for_users
from diff_insight.evidence.roles import Role, role_of
from diff_insight.evidence.upgrade_guides import is_upgrade_guide

_NAME = r"-{0,2}[A-Za-z_$][\w$.:-]*"
_CALL = r"(?:\([^)]*\))?"
_PRESENTED = re.compile(
    rf"#{{2,6}}\s+(?:<[^>]*>\s*)?(?:`(?P<heading>{_NAME}){_CALL}`|(?P<bare>{_NAME}){_CALL})\s*#*\s*$"
    rf"|\s*(?:[-*+]|\d+\.)\s+(?:\*\*|__)?(?:`(?P<item>{_NAME}){_CALL}`|(?P<bold>(?<=\*\*|__){_NAME}?):?(?:\*\*|__))"
    rf"|\s*\|\s*`(?P<cell>{_NAME}){_CALL}`\s*\|"
    r"|\s*\.\. (?:[\w-]+:)*(?:setting|confval|option|attribute|data|envvar|method|function|class|exception|comethod"
    r"|classmethod|staticmethod|coroutine\w*)::\s*(?P<directive>[\w.-]+)"
)
_OF_PROSE = ("bare", "bold")  # ways in which words that are no names stand, too
_LIKE_A_NAME = re.compile(
    r"\w+[_.$]\w|-{1,2}[a-z]|[a-z]+[A-Z]|[A-Z]+[a-z]+[A-Z]|[A-Z]{2,}[a-z]|[a-z][\w-]*$|[A-Z_]{3,}$"
)
_WORD = re.compile(r"[\w$]+")
_LEAST = 3  # minimum characters of such a name
_ALIKE = 65  # similarity in percent from which one name stands for another
_MOST = 100  # maximum names that are searched for in the new tree


def documented_losses(
    files: Sequence[FileChange], trees: Trees, told: Collection[str]
) -> Mapping[str, tuple[Fact, ...]]:
    """The names that are gone for users, by the path of the document that presented them.

    A document presents a name as its heading, as the first word of an item of a list or of a row of a table, or by a
    directive of Sphinx. It is gone if a source loses it in the same change, no source of the new tree has it, and no
    document presents a name like it instead, nor does the same one get another line that names it; guides to an upgrade
    may still name it.

    Args:
        files: the files of the change.
        trees: the two trees; if the new one cannot be searched, nothing is known to be gone.
        told: names of which other signs tell, the last part of each.
    """
    presented = {_last(name): (path, name, line) for path, name, line in _presented(files, "-")}
    for name in told:
        presented.pop(name, None)
    if not presented:
        return {}
    lost, got = changed_words((file for file in files if role_of(file.path) is Role.SOURCE), _WORD)
    instead = [_last(name).lower() for _, name, _ in _presented(files, "+")]
    gone = lost - got
    candidates = [last for last in presented if last in gone][:_MOST]
    documents = {presented[last][0] for last in candidates}
    kept = {(f.path, word) for f in files if f.path in documents for word in changed_words([f], _WORD)[1]}
    found: dict[str, list[Fact]] = {}
    for last in candidates:
        path, name, line = presented[last]
        if not _is_renamed(last, instead) and (path, last) not in kept and _is_gone(last, trees):
            found.setdefault(path, []).append(Fact(FactKind.NAME_REMOVED, name, old_line=line))
    return {path: tuple(facts) for path, facts in found.items()}


def _presented(files: Sequence[FileChange], kind: str) -> Iterator[tuple[str, str, int | None]]:
    """Yield the names that lines of documents present, each with the document and its old line.

    Args:
        files: the files of the change.
        kind: `-` for the lines that the documents lose, `+` for those that they get.
    """
    for file in files:
        if role_of(file.path) is not Role.DOCUMENTATION or not is_for_users(file.path) or is_upgrade_guide(file.path):
            continue
        for line in (line for hunk in file.hunks for line in hunk.lines if line.kind == kind):
            match = _PRESENTED.match(line.text)
            form = match.lastgroup if match else None
            name = (match[form] if match and form else "").rstrip(".:")
            if len(_last(name)) >= _LEAST and (form not in _OF_PROSE or _LIKE_A_NAME.match(name)):
                yield file.path, name, line.old


def _last(name: str) -> str:
    found = _WORD.findall(name)
    return str(found[-1]) if found else ""


def _is_renamed(name: str, others: Sequence[str]) -> bool:
    """Whether a name is like one that documents present instead, as `CELERY_TIMEZONE` is like `timezone`.

    What is called otherwise may still be understood by its old name.
    """
    return extractOne(name.lower(), others, scorer=ratio, score_cutoff=_ALIKE) is not None


def _is_gone(word: str, trees: Trees) -> bool:
    """Whether no source of the new tree has a word; False if the tree cannot be searched."""
    paths = trees.holders(word, whole_words=True)
    return paths is not None and not any(role_of(path) is Role.SOURCE for path in paths)
