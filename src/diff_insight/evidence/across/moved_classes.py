"""Members that a class loses while it moves to another file."""

from collections import Counter
from collections.abc import Iterator, Sequence

from diff_insight.changes.changeset import FileChange, Trees, Versions
from diff_insight.evidence.code.definition import Definition, NameKind
from diff_insight.evidence.code.language import CodeLanguage
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.proof import Proved, proved
from diff_insight.evidence.roles import Role, role_of

_CLASSES = frozenset(map(str, (NameKind.CLASS, NameKind.INTERFACE, NameKind.ERROR_TYPE)))
_LEFT = (FactKind.NAME_REMOVED, FactKind.NAME_MOVED)
_SAME = 0.5  # minimum share of a class's members that it still has, so that it is no other one of the same name
_MOST = 100  # maximum number of classes that are compared


def with_lost_members(files: Sequence[FileChange], facts: Sequence[tuple[Fact, ...]], trees: Trees) -> list[Proved]:
    """The facts of each file, and those about members that its classes have no more in the files to which they moved.

    Only the latter are checked; the others are kept as they are.

    Args:
        files: the files of the change.
        facts: those of each file.
        trees: the two trees; of what they do not have, nothing is told.
    """
    moves = list(_moves(files, facts))[:_MOST]
    asked = sorted({number for old, new, _ in moves for number in (old, new)})
    read = dict(zip(asked, trees.versions([files[number] for number in asked]), strict=True))
    found = [Proved(of_file, 0) for of_file in facts]
    for old, new, name in moves:
        language = code_language(files[old].path)
        if language is not None and language is code_language(files[new].path):
            lost = proved(_lost(name, language, read[old], read[new]), sides_of(files[old], read[old]))
            found[old] = Proved(found[old].facts + lost.facts, found[old].unproved + lost.unproved)
    return found


def _moves(files: Sequence[FileChange], facts: Sequence[tuple[Fact, ...]]) -> Iterator[tuple[int, int, str]]:
    """Yield the classes that one source loses and another one gets, with the numbers of both files."""
    left: dict[str, list[int]] = {}
    got: dict[str, list[int]] = {}
    paths = {file.path: number for number, file in enumerate(files)}
    for number, (file, of_file) in enumerate(zip(files, facts, strict=True)):
        for fact in of_file if role_of(file.path) is Role.SOURCE else ():
            if fact.subject in _CLASSES and fact.kind in _LEFT and fact.before and fact.new_path != file.path:
                left.setdefault(fact.before, []).append(number)
                if fact.new_path in paths:
                    got.setdefault(fact.before, []).append(paths[fact.new_path])
            elif fact.subject in _CLASSES and fact.kind is FactKind.NAME_ADDED and fact.after:
                got.setdefault(fact.after, []).append(number)
    for name, old in left.items():
        new = got.get(name, [])
        if len(old) == len(new) == 1 and old != new and "." not in name:
            yield old[0], new[0], name


def _lost(name: str, language: CodeLanguage, old: Versions, new: Versions) -> Iterator[Fact]:
    """Yield what a class had in one file and does not have in the other."""
    if old.old is None or new.new is None:
        return
    had, has = (_members(name, language.definitions(text)) for text in (old.old, new.new))
    times = Counter(member.name for member in had)
    kept = {member.name for member in has}
    if sum(member.name in kept for member in had) < _SAME * len(had):
        return
    for member in had:
        if member.name not in kept and member.public and times[member.name] == 1:
            yield Fact(
                FactKind.NAME_REMOVED, before=member.name, subject=member.kind.value, old_line=member.line, public=True
            )


def _members(name: str, definitions: Sequence[Definition]) -> list[Definition]:
    return [definition for definition in definitions if definition.container == name]
