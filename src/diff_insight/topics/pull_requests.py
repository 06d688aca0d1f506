"""Finds the pull request that brought each commit, from merge commits and from the numbers of squashed ones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diff_insight.changes.changeset import Commit
from diff_insight.topics.subjects import is_synchronisation, read_subject, whole_subject

_GITHUB = re.compile(r"Merge pull request #(\d+) from (\S+)$")
_GITEA = re.compile(r"Merge pull request '(?P<title>.+)' \(#(?P<number>\d+)\) from \S+")
_BITBUCKET = re.compile(r"Merged in (\S+) \(pull request #(\d+)\)$")
_AZURE = re.compile(r"Merged PR (\d+): (.+)$")
_BRANCH = re.compile(r"Merge (?:remote-tracking )?branch '(?P<branch>[^']+)'")
_GITLAB = re.compile(r"See merge request (?:\S*)!(\d+)\s*\Z")
_LONG_LIVED = re.compile(
    r"(?:.*/)?(?:main|master|trunk|develop|dev|next|stable|staging|production|release.*|hotfix.*|support|maint"
    r"|v?\d+(?:[._-](?:\d+|x))*)(?:[-_/].*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request, or a branch that was merged without one.

    Attributes:
        number: None for a branch.
        title: as its author wrote it; '' if the merge does not repeat it.
        body: the rest of the merge's message.
        merge: the object id of the commit that merged it.
    """

    number: int | None
    title: str
    body: str
    merge: str


def pull_request(merge: Commit) -> PullRequest | None:
    """The pull request that a merge commit names; None for merges of long-lived branches and synchronisations."""
    first, _, rest = merge.body.strip().partition("\n")
    number: int | None = None
    title, body = first.strip(), rest.strip()
    if match := _GITHUB.match(merge.subject):
        number = int(match[1])
        if _LONG_LIVED.match(match[2].partition("/")[2]):
            return None
    elif match := _GITEA.match(merge.subject):
        number, title, body = int(match["number"]), match["title"], merge.body.strip()
    elif match := _BITBUCKET.match(merge.subject):
        number = int(match[2])
    elif match := _AZURE.match(merge.subject):
        number, title, body = int(match[1]), match[2], merge.body.strip()
    elif match := _BRANCH.match(merge.subject):
        request = _GITLAB.search(merge.body)
        if request is None:
            return None if _LONG_LIVED.match(match["branch"]) else PullRequest(None, "", "", merge.id)
        number, body = int(request[1]), body[: max(0, len(body) - len(request[0]))].strip()
    else:
        read = read_subject(merge.subject)
        if not read.numbers:
            return None
        number, title, body = read.numbers[-1], read.text, merge.body.strip()
    if is_synchronisation(read_subject(title).text):
        return None
    return PullRequest(number, whole_subject(title, body), body, merge.id)


def brought_by(history: Sequence[Commit]) -> dict[str, PullRequest]:
    """The pull request that brought each commit, by object id; commits that came without one are missing.

    Follows the first parents from the tips of the range; what a merge brought is what can be reached from its other
    parents and was not there before. Each commit is visited once.

    Args:
        history: all commits of the range, with merges.
    """
    by_id = {commit.id: commit for commit in history if commit.id}
    of_merge = {commit.id: pull_request(commit) for commit in history if len(commit.parents) > 1}
    parents = {parent for commit in by_id.values() for parent in commit.parents}
    owners: dict[str, PullRequest | None] = {}
    waiting: list[tuple[str, PullRequest | None]] = [(tip, None) for tip in reversed(by_id) if tip not in parents]
    while waiting:
        tip, owner = waiting.pop()
        chain = _first_parents(tip, by_id, owners)
        owners.update(dict.fromkeys(chain, owner))
        # The oldest merge is pushed last and so visited first: what it brought was there before the newer ones.
        for id_ in chain:
            waiting += [(other, of_merge.get(id_) or owner) for other in by_id[id_].parents[1:]]
    return {id_: owner for id_, owner in owners.items() if owner}


def _first_parents(tip: str, by_id: Mapping[str, Commit], seen: Mapping[str, object]) -> list[str]:
    """The unseen commits of the range from a tip along its first parents, newest first."""
    chain: list[str] = []
    current: str | None = tip
    while current is not None and current in by_id and current not in seen:
        chain.append(current)
        above = by_id[current].parents
        current = above[0] if above else None
    return chain
