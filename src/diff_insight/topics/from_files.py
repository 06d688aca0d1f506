"""Builds topics of files that no commit accounts for, which are all of them in a change without commits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from diff_insight.changes.changeset import ChangeSet, FileChange
from diff_insight.evidence.diff.same_edits import same_edits
from diff_insight.evidence.gather import Evidence, FileEvidence
from diff_insight.evidence.roles import Role
from diff_insight.evidence.settings.dependencies import is_manifest
from diff_insight.topics.audiences import audience_of
from diff_insight.topics.docstrings import docstrings
from diff_insight.topics.features import features_of_roles
from diff_insight.topics.kinds import kind_of
from diff_insight.topics.new_names import NewNames
from diff_insight.topics.notes import notes_of
from diff_insight.topics.sets import Sets
from diff_insight.topics.subjects import read_subject
from diff_insight.topics.surface import surface
from diff_insight.topics.topic import Origin, PlacedFact, Topic, Words
from diff_insight.topics.weights import reasons

_SHARED_BY = 8  # a name that more files use does not make one topic of them
_TOGETHER = frozenset({Role.SOURCE, Role.TEST, Role.DOCUMENTATION, Role.EXAMPLE, Role.FIXTURE})
_ORDER = {role: number for number, role in enumerate(Role)}
_AFFIXES = ("test_", "_test", "-test", ".test", "tests", "test", "_spec", ".spec", "spec")


def topics_of_files(
    changes: ChangeSet, evidence: Evidence, roles: Mapping[str, Role], told: Sequence[Topic]
) -> list[Topic]:
    """The topics of what the given ones leave: of signs of a breaking change, and of files that none has.

    Files belong together if one uses a name that another newly defines, if one is the test or the documentation of
    another by its name, if they have the same edit, if they were moved together, or as a manifest and its lock file.

    Args:
        changes: the change.
        evidence: what is proved about it.
        roles: the role of each of its files.
        told: the topics of commits and of release notes.
    """
    having = {path for topic in told if topic.commits for path in topic.files}
    attributed = {id(placed.fact) for topic in told for placed in topic.facts}
    left = [file for file in evidence.files if file.change.path not in having]
    topics = [_topic(group, evidence, roles) for group in _groups(left, evidence, roles)]
    for file in evidence.files:
        if file.change.path in having:
            signs = tuple(sign for sign in file.signs if sign.fact and id(sign.fact) not in attributed)
            if signs:
                facts = tuple(fact for fact in file.facts if id(fact) not in attributed)
                topics.append(_topic([replace(file, facts=facts, signs=signs)], evidence, roles))
    return topics


def _groups(files: Sequence[FileEvidence], evidence: Evidence, roles: Mapping[str, Role]) -> list[list[FileEvidence]]:
    number_of = {file.change.path: number for number, file in enumerate(files)}
    sets = Sets(len(files))
    for one, other in _ties([file.change for file in files], evidence, roles):
        if one in number_of and other in number_of:
            sets.join(number_of[one], number_of[other])
    groups: dict[int, list[FileEvidence]] = {}
    for number, file in enumerate(files):
        groups.setdefault(sets.root(number), []).append(file)
    return list(groups.values())


def _ties(files: Sequence[FileChange], evidence: Evidence, roles: Mapping[str, Role]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of paths that belong together."""
    for shared in evidence.shared_names:
        if len(shared.users) <= _SHARED_BY:
            yield from ((shared.path, user) for user in shared.users if roles[user] in _TOGETHER)
    alike = same_edits({number: file for number, file in enumerate(files) if file.hunks})
    for first, others in alike.items():
        yield from ((files[first].path, files[other].path) for other in others)
    for rename in evidence.folder_renames:
        yield from ((rename.paths[0], path) for path in rename.paths[1:])
    named: dict[str, str] = {}
    for file in files:
        if roles[file.path] is Role.SOURCE:
            named.setdefault(_stem(file.path), file.path)
    for file in files:
        source = named.get(_stem(file.path))
        if source and roles[file.path] in (Role.TEST, Role.FIXTURE):
            yield source, file.path
    manifests: dict[str, str] = {}
    for file in files:
        if is_manifest(file.path):
            manifests.setdefault(str(PurePosixPath(file.path).parent), file.path)
    for file in files:
        manifest = manifests.get(str(PurePosixPath(file.path).parent))
        if manifest and (roles[file.path] is Role.LOCK or file.path.endswith("go.sum")):
            yield manifest, file.path


def _stem(path: str) -> str:
    """The name that a source file and its test share."""
    stem = PurePosixPath(path).name.partition(".")[0].lower()
    for affix in _AFFIXES:
        stem = stem.removeprefix(affix).removesuffix(affix) or stem
    return stem


def _topic(files: Sequence[FileEvidence], evidence: Evidence, roles: Mapping[str, Role]) -> Topic:
    ranked = sorted(files, key=lambda file: (_ORDER[roles[file.change.path]], -_size(file.change), file.change.path))
    paths = tuple(file.change.path for file in ranked)
    facts = tuple(PlacedFact(file.change.path, fact) for file in ranked for fact in file.facts)
    met = surface(facts, roles, evidence.exposed)
    signs = tuple(sign for file in ranked for sign in file.signs)
    names = NewNames()
    notes: list[Words] = []
    for file in ranked:
        names.read(file.change, roles[file.change.path])
        notes += notes_of(file.change, roles[file.change.path])
    notes += docstrings(met, {file.change.path: file.change for file in files})
    documented = names.documented()
    of_roles = frozenset(roles[path] for path in paths)
    kind = kind_of(read_subject(""), "", "", of_roles, met, signs)
    weighed = reasons(
        features_of_roles(of_roles - {Role.RELEASE_NOTES}), kind, met, signs,
        has_documented_names=bool(documented) and Role.SOURCE in of_roles,
    )  # fmt: skip
    weight = round(sum(reason.points for reason in weighed), 2)
    candidates = tuple(words for words in notes if words.origin is Origin.NOTE)
    return Topic(
        title="",
        subject="",
        origin=Origin.FACTS,
        candidates=candidates,
        kind=kind,
        audience=audience_of(kind, weight, met),
        weight=weight,
        reasons=weighed,
        commits=(),
        files=paths,
        facts=facts,
        surface=met,
        notes=tuple(notes),
        documented=documented,
        signs=signs,
        links=(),
    )


def _size(file: FileChange) -> int:
    return (file.additions or 0) + (file.deletions or 0)
