"""Accounts for every commit and file of a change: where the report tells it."""

from collections.abc import Iterator, Mapping

from diff_insight.changes.changeset import Commit
from diff_insight.insight.analysis import Analysis
from diff_insight.reports.report import CommitCoverage, Coverage, FileCoverage, Told


def coverage_of(analysis: Analysis, told: frozenset[int]) -> Coverage:
    """What became of every commit and file.

    Args:
        analysis: the analysis of the change.
        told: the positions of the topics that the highlights tell.
    """
    of_commit: dict[Commit, int] = {}
    of_file: dict[str, int] = {}
    for number, typed in enumerate(analysis.topics):
        for commit in typed.topic.commits:
            of_commit.setdefault(commit, number)
        for path in typed.topic.files:
            of_file.setdefault(path, number)
    return Coverage(
        commits=tuple(_commits(analysis, of_commit, told)),
        files=tuple(
            FileCoverage(
                path=file.change.path,
                topic=of_file.get(file.change.path),
                told=_told(of_file.get(file.change.path), told),
            )
            for file in analysis.files
        ),
    )


def _commits(analysis: Analysis, topics: Mapping[Commit, int], told: frozenset[int]) -> Iterator[CommitCoverage]:
    left_out = dict.fromkeys(analysis.taken_back, Told.TAKEN_BACK) | dict.fromkeys(analysis.in_both, Told.IN_BOTH)
    for commit in analysis.changes.commits:
        topic = topics.get(commit)
        where = left_out.get(commit) or _told(topic, told)
        yield CommitCoverage(id=commit.id, subject=commit.subject, topic=topic, told=where)


def _told(topic: int | None, told: frozenset[int]) -> Told:
    if topic is None:
        return Told.OUTSIDE
    return Told.HIGHLIGHTS if topic in told else Told.COUNTED
