"""Parts the signs of a change that breaks too much for one line: first what concerns every user, then file by file."""

from collections.abc import Sequence

from diff_insight.evidence.roles import Role, role_of
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.topics.topic import Topic

_IN_ONE_LINE = 24
"""Maximum number of signs that are told together."""

_OF_ALL = frozenset(
    {
        SignKind.SUPPORT_DROPPED, SignKind.LEAST_VERSION_RAISED, SignKind.MAJOR_VERSION, SignKind.PEER_ADDED,
        SignKind.MODULES_CLOSED, SignKind.ENTRY_POINT_REMOVED,
    }
)  # fmt: skip


def parted(topic: Topic, signs: Sequence[Sign]) -> list[list[Sign]]:
    """The signs in the groups in which they are told, each once and none empty; one group if there are few.

    Args:
        topic: the change.
        signs: some of its signs, at least one.
    """
    if len(signs) <= _IN_ONE_LINE:
        return [_in_order(topic, signs)]
    paths = _paths(topic)
    groups: dict[str, list[Sign]] = {}
    for sign in signs:
        path = paths.get(id(sign.fact), "")
        groups.setdefault("" if _is_of_all(sign, path) else path, []).append(sign)
    of_all = [groups.pop("")] if "" in groups else []
    return of_all + sorted(groups.values(), key=len, reverse=True)


def concerns_all(signs: Sequence[Sign]) -> bool:
    """Whether one of the signs concerns whoever installs the software, whatever they use of it."""
    return any(sign.kind in _OF_ALL for sign in signs)


def _in_order(topic: Topic, signs: Sequence[Sign]) -> list[Sign]:
    """The signs, those first that concern whoever installs the software."""
    paths = _paths(topic)
    return sorted(signs, key=lambda sign: not _is_of_all(sign, paths.get(id(sign.fact), "")))


def _paths(topic: Topic) -> dict[int, str]:
    """The paths of facts, by identity: two facts of a topic may be alike."""
    return {id(placed.fact): placed.path for placed in topic.facts}


def _is_of_all(sign: Sign, path: str) -> bool:
    return sign.kind in _OF_ALL or (path != "" and role_of(path) is Role.BUILD)
