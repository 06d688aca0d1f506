"""Lists what the highlights do not tell, so that every commit and file is accounted for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diff_insight.insight.change_types import Section
from diff_insight.insight.highlights import counted_kinds, kind_told
from diff_insight.insight.topic_lines import quotation
from diff_insight.reports.report import Report, Told, TopicItem
from diff_insight.reports.topic_links import shown_links
from diff_insight.sentences.code_spans import code
from diff_insight.sentences.translation import Wording
from diff_insight.topics.topic import Kind, Link, LinkKind

_FILES = 3  # maximum files named for a topic without words


@dataclass(frozen=True, slots=True)
class UntoldLine:
    """Something the highlights do not tell, in a line, with its links."""

    text: str
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Untold:
    """What the highlights do not tell.

    Attributes:
        sentence: how many commits and files are told, and what became of the others.
        groups: for each kind of topic how many there are, and a line for each.
    """

    sentence: str
    groups: tuple[tuple[str, tuple[UntoldLine, ...]], ...]


def untold(wording: Wording, report: Report) -> Untold:
    """What the highlights of a report do not tell."""
    sections = {label.name: label.section for label in report.provenance.labels}
    topics = [topic for topic in report.topics if not topic.told]
    groups = []
    for kind in Kind:
        of_kind = [
            topic for topic in topics if kind_told(topic.kind, sections.get(topic.type, Section.OTHER_UPDATES)) is kind
        ]
        if of_kind:
            lines = tuple(UntoldLine(_line(wording, topic), shown_links(topic)) for topic in of_kind)
            groups.append((counted_kinds(wording, [kind] * len(of_kind)), lines))
    groups += list(_other_commits(wording, report))
    return Untold(_sentence(wording, report), tuple(groups))


def _sentence(wording: Wording, report: Report) -> str:
    commits, files = report.coverage.commits, report.coverage.files
    told = sum(file.told is Told.HIGHLIGHTS for file in files)
    sentences = [
        wording.say("The highlights tell {told} of {total} files.", told=told, total=len(files)),
    ]
    if commits:
        told = sum(commit.told is Told.HIGHLIGHTS for commit in commits)
        sentences.insert(
            0, wording.say("The highlights tell {told} of {total} commits.", told=told, total=len(commits))
        )
    return wording.sentences(sentences)


def _line(wording: Wording, topic: TopicItem) -> str:
    if words := topic.title or topic.subject:
        return quotation(wording, words)
    return wording.join([code(path) for path in topic.files], most=_FILES)


def _other_commits(wording: Wording, report: Report) -> Iterator[tuple[str, tuple[UntoldLine, ...]]]:
    messages = {
        Told.TAKEN_BACK: wording.say("Taken back within the change"),
        Told.IN_BOTH: wording.say("In the old version, too, by another commit"),
        Told.OUTSIDE: wording.say("Outside the files of this report"),
    }
    for told, message in messages.items():
        lines = tuple(
            UntoldLine(
                quotation(wording, commit.subject),
                [Link(LinkKind.COMMIT, commit.id[:7], report.pages.commit.format(commit.id) if report.pages else None)]
                if commit.id
                else [],
            )
            for commit in report.coverage.commits
            if commit.told is told
        )
        if lines:
            yield message, lines
