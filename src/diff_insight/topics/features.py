"""What a topic's weight is estimated from: the words of its author and the roles of its files."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from diff_insight.evidence.roles import Role
from diff_insight.topics.groups import Group, numbers_of
from diff_insight.topics.subjects import Subject, read_subject

_WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])|[\u3040-\u30ff\u3400-\u9fff]+")
_ENDING = re.compile(r"(?:ings?|ed|es|s|ies)$")
_CODE = re.compile(r"`[^`]*`|\b\w+(?:[._]\w+)+\b|\b[a-z]+[A-Z]\w*\b|--[a-z][\w-]+|\b\w+\(\)")
_VERSION = re.compile(r"\bv?\d+(?:\.\d+)+\S*")
_LONGEST = 12  # maximum number of words of a title that are read
_NUMBERED = 0.25  # minimum share of groups with a number, for one without to be told apart by it


def stems(text: str) -> list[str]:
    """The words of a text in lower case without their endings; names of code and versions are one word each."""
    text = _VERSION.sub(" VERSION ", _CODE.sub(" NAME ", text))
    return [
        "<name>" if word == "NAME" else "<version>" if word == "VERSION" else _stem(word)
        for word in _WORD.findall(text)
    ]


def parts_of_name(text: str) -> list[str]:
    """The words that a name of code or a value consists of, in lower case without their endings."""
    return [_stem(word) for word in _WORD.findall(text)]


def _stem(word: str) -> str:
    lower = word.lower()
    short = _ENDING.sub("", lower)
    return short if len(short) >= 3 else lower


def uses_numbers(groups: Collection[Group]) -> bool:
    """Whether the authors of a change name pull requests or issues, so that a group without one stands out."""
    return sum(map(_has_number, groups)) >= _NUMBERED * len(groups)


def features(title: str, group: Group, roles: Collection[Role], *, is_number_expected: bool) -> frozenset[str]:
    """The features that a topic has, by name.

    Args:
        title: its title, as a subject is written.
        group: its commits.
        roles: the roles of its files.
        is_number_expected: whether a missing number says anything; see `uses_numbers`. If not, each topic counts as
            having one.
    """
    found = frozenset(_features(title, group, roles))
    return found if is_number_expected and not _has_number(group) else found | {"has:number"}


def _has_number(group: Group) -> bool:
    return bool(group.request or numbers_of(group))


def _features(title: str, group: Group, roles: Collection[Role]) -> Iterator[str]:
    subjects = [read_subject(commit.subject) for commit in group.commits]
    read = read_subject(title)
    words = stems(read.text)[:_LONGEST]
    if words:
        yield f"first:{words[0]}"
    yield from (f"word:{word}" for word in words)
    yield from (f"words:{one} {other}" for one, other in pairwise(words))
    for subject in _typed(read, subjects):
        yield f"type:{subject.type}"
        if subject.scope:
            yield f"scope:{subject.scope.lower()[:20]}"
        if subject.breaks:
            yield "type:!"
    yield from features_of_roles(frozenset(roles))
    if len(group.commits) > 1:
        yield "has:several commits"
    if any(len(commit.body) > 200 for commit in group.commits):
        yield "has:long body"


def _typed(title: Subject, subjects: Sequence[Subject]) -> Iterator[Subject]:
    if title.type:
        yield title
    elif len(subjects) == 1 and subjects[0].type:
        yield subjects[0]


def features_of_roles(roles: frozenset[Role]) -> Iterator[str]:
    """Yield the features of a topic that follow from the roles of its files alone."""
    yield from (f"role:{role}" for role in roles)
    if len(roles) == 1:
        yield f"only:{next(iter(roles))}"
    if Role.SOURCE in roles:
        yield from (f"source with:{role}" for role in roles if role is not Role.SOURCE)
    elif roles:
        yield "no source"
