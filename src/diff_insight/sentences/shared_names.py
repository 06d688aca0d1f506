"""Describes which files belong together, and what moved between them."""

from collections import Counter
from collections.abc import Mapping

from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.gather import Evidence
from diff_insight.sentences.code_spans import code
from diff_insight.sentences.names import quoted
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked

_RENAMES = 4
_NAMES = 4
_MOVES = 4
_LINES = 5  # minimum number of lines moved between two files to be mentioned
_NEW = marked("{name}, which is new in {file}, stands in changed lines of {users}.")
_REMOVED = marked("{name} is gone from {file}, and from lines of {users}.")
_CHANGED = marked("{name}, which changes in {file}, stands in changed lines of {users}.")
_SHARED = {FactKind.NAME_ADDED: _NEW, FactKind.NAME_REMOVED: _REMOVED}


def together(wording: Wording, evidence: Evidence, names: Mapping[str, str]) -> str:
    """A paragraph about renamed folders, moved lines and names shared by several files; '' if there are none.

    Args:
        wording: the report's language.
        evidence: the facts about all files.
        names: short names by path.
    """
    sentences = [
        wording.say(
            "{count} files move from {old} to {new}.",
            count=len(rename.paths), old=code(f"{rename.old}/"), new=code(f"{rename.new}/"),
        )
        for rename in evidence.folder_renames[:_RENAMES]
    ]  # fmt: skip
    sentences += [
        wording.say(
            "{count} lines move from {old} to {new}.",
            count=lines, old=code(names.get(source, source)), new=code(names.get(target, target)),
        )
        for (source, target), lines in _moved_lines(evidence).most_common(_MOVES)
        if lines >= _LINES
    ]  # fmt: skip
    for shared in evidence.shared_names[:_NAMES]:
        users = wording.join([code(names.get(path, path)) for path in shared.users], most=4)
        place = code(names.get(shared.path, shared.path))
        sentences.append(
            wording.say(_SHARED.get(shared.kind, _CHANGED), name=quoted(shared.name), file=place, users=users)
        )
    return wording.sentences(sentences)


def _moved_lines(evidence: Evidence) -> Counter[tuple[str, str]]:
    lines: Counter[tuple[str, str]] = Counter()
    for file in evidence.files:
        for fact in file.facts:
            if fact.kind is FactKind.BLOCK_MOVED and fact.new_path:
                lines[file.change.path, fact.new_path] += int(fact.subject or 0)
    return lines
