"""Groups the commits of a change: one group per change as its authors made it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diff_insight.changes.changeset import Commit
from diff_insight.topics.pull_requests import PullRequest
from diff_insight.topics.sets import Sets
from diff_insight.topics.subjects import closed_issues, is_telling, read_subject, whole_subject

_FIX_UP = re.compile(r"(?:fixup|squash|amend)! +(?P<subject>.+)")
_REVERT = re.compile(r"(?P<what>Revert|Reapply|Reland) [\"“](?P<subject>.+)[\"”]")
_REVERTED = re.compile(r"This reverts (?:commit|merge request) ([0-9a-f]{7,64})\b")
_SHORT = 7  # digits of an object id by which commits are known
_BEGINNING = 20  # characters by which a subject is known to be a cut title
_SAME = 3  # minimum words of a subject for two commits that have it to be the same change


@dataclass(frozen=True, slots=True)
class Group:
    """Commits that make one change.

    Attributes:
        commits: oldest first.
        request: the pull request that brought them; None if there is none.
    """

    commits: tuple[Commit, ...]
    request: PullRequest | None


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups in the order of their first commits, and the commits that were taken back within the change."""

    groups: tuple[Group, ...]
    taken_back: tuple[Commit, ...]


def grouped(commits: Sequence[Commit], requests: Mapping[str, PullRequest]) -> Grouped:
    """Group commits by pull request, and those of none with their fix-ups and with what follows up on them.

    A commit and its revert are taken back; one that is reapplied counts again.

    Args:
        commits: oldest first.
        requests: the pull request that brought each commit, by object id.
    """
    gone, consumed = _taken_back(commits, requests)
    sets = Sets(len(commits))
    for number, other in _ties(commits, requests, gone):
        sets.join(number, other)
    members: dict[int, list[int]] = {}
    for number in range(len(commits)):
        if number not in gone and number not in consumed:
            members.setdefault(sets.root(number), []).append(number)
    groups = [
        Group(
            tuple(commits[number] for number in numbers),
            next((requests[commits[n].id] for n in numbers if commits[n].id in requests), None),
        )
        for numbers in members.values()
    ]
    return Grouped(tuple(groups), tuple(commits[n] for n in sorted({*gone, *consumed})))


def _ties(
    commits: Sequence[Commit], requests: Mapping[str, PullRequest], gone: Iterable[int]
) -> Iterable[tuple[int, int]]:
    """Yield the pairs of commits that belong together."""
    dead = frozenset(gone)
    of_request: dict[object, int] = {}
    by_subject: dict[str, int] = {}
    by_id: dict[str, int] = {}
    for number, commit in enumerate(commits):
        if number in dead:
            continue
        read = read_subject(commit.subject)
        fix_up = _FIX_UP.match(commit.subject)
        text = read_subject(fix_up["subject"]).text if fix_up else read.text
        request = requests.get(commit.id)
        # A squashed pull request inside a larger one stands for itself.
        own = read.numbers[-1] if read.numbers else None
        key = own or (request.number or request.merge if request else None)
        if key is not None:
            yield number, of_request.setdefault(key, number)
        known = by_subject.setdefault(text, number)
        if fix_up or (len(text.split()) >= _SAME and is_telling(text)):
            yield number, known
        before = by_id.get(commit.parents[0]) if commit.parents else number - 1 if number else None
        if key is None and before is not None and before not in dead and _follows_up(commit, commits[before]):
            yield number, before
        if commit.id:
            by_id[commit.id] = number


def _follows_up(commit: Commit, before: Commit) -> bool:
    """Whether a commit without words of its own goes on with the one before: by its author, and mostly in its files."""
    is_same_work = commit.author == before.author and 2 * len(commit.paths & before.paths) >= max(len(commit.paths), 1)
    return is_same_work and not is_telling(read_subject(commit.subject).text)


def _taken_back(commits: Sequence[Commit], requests: Mapping[str, PullRequest]) -> tuple[set[int], set[int]]:
    """The commits whose change is undone at the end, and the reverts and reapplications of commits of the change."""
    known: dict[str, list[int]] = {}
    target: dict[int, list[int]] = {}
    gone: set[int] = set()

    def flip(numbers: Iterable[int]) -> None:
        for number in numbers:
            if number in target:
                flip(target[number])
            else:
                gone.symmetric_difference_update({number})

    for number, commit in enumerate(commits):
        if found := _target(commit, known):
            target[number] = found
            flip(found)
        request = requests.get(commit.id)
        names = {commit.subject, read_subject(commit.subject).text, commit.id[:_SHORT]}
        if request and request.title:
            known.setdefault(read_subject(request.title).text, []).append(number)
        for name in names - {""}:
            known[name] = [number]
    return gone, set(target)


def _target(commit: Commit, known: Mapping[str, list[int]]) -> list[int]:
    """The commits of the change that a revert or a reapplication refers to; empty if it is neither, or of others."""
    match = _REVERT.match(commit.subject)
    if match is None:
        return []
    if match["what"] == "Revert":
        found = next((known[id_[:_SHORT]] for id_ in _REVERTED.findall(commit.body) if id_[:_SHORT] in known), None)
        return found or known.get(match["subject"]) or known.get(read_subject(match["subject"]).text) or []
    # What is reapplied is undone by its revert, which is undone.
    return known.get(f'Revert "{match["subject"]}"', [])


def title_of(group: Group, subjects: Sequence[str]) -> str:
    """The title of a group in its authors' words, with its prefix and number: of its request, or of a commit.

    Args:
        group: the group.
        subjects: those of its commits, the one that tells most first.
    """
    telling = (subject for subject in subjects if is_telling(read_subject(subject).text))
    return request_title(group) or next(telling, subjects[0])


def request_title(group: Group) -> str:
    """The title of a group's pull request, of a cut one the subject that begins alike; '' if it tells nothing."""
    title = group.request.title if group.request else ""
    if title.endswith("…"):
        begins = title[:_BEGINNING].lower()
        title = next((each for each in subjects_of(group) if each.lower().startswith(begins)), title)
    return title if is_telling(read_subject(title).text) else ""


def subjects_of(group: Group) -> list[str]:
    """The subjects of a group's commits, whole where a forge cut them."""
    return [whole_subject(commit.subject, commit.body) for commit in group.commits]


def numbers_of(group: Group) -> frozenset[int]:
    """The pull requests and issues that a group names as its own."""
    found = {number for commit in group.commits for number in read_subject(commit.subject).numbers}
    found.update(number for commit in group.commits for number in closed_issues(f"{commit.subject}\n{commit.body}"))
    if group.request:
        found.update(closed_issues(group.request.body))
        if group.request.number:
            found.add(group.request.number)
    return frozenset(found)
