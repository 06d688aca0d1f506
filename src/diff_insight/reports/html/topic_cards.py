"""Prepares the topics that the highlights tell for a page: each with its facts, commits and files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diff_insight.changes.changeset import FileChange
from diff_insight.insight.change_types import Section
from diff_insight.reports.highlight_sections import HighlightLine, highlight_sections
from diff_insight.reports.html.type_colours import colour_of
from diff_insight.reports.markdown.escape import prose
from diff_insight.reports.markdown.links import linked
from diff_insight.reports.report import FactPlace, FileItem, Report, TopicItem
from diff_insight.reports.statements import statements
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked
from diff_insight.topics.topic import Audience, Link, LinkKind

_KEYS = {Section.BREAKING_CHANGES: "breaking", Section.NEW_FEATURES: "new", Section.OTHER_UPDATES: "other"}
_FACTS = 20  # maximum facts of a topic
_COMMITS = 20
_FILES = 30

_AUDIENCES = {
    Audience.USERS: marked("for users"),
    Audience.UPGRADERS: marked("for those who upgrade"),
    Audience.CONTRIBUTORS: marked("for contributors"),
}


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence that states a fact, the file it is about, and its line as `n7` or `o7`; '' if it has none."""

    sentence: str
    file: FileItem
    line: str


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A line of the highlights, with what stands behind it.

    Attributes:
        line: the line and its links.
        markdown: the same as an item of a list in Markdown.
        number: the position of its topic, counted from 1; None for a line about no single topic, which has no more.
        type: the type of the topic, with the number of its colour.
        audience: whom it concerns, in words.
        facts: what is proved, what users meet first.
        commits: each commit's subject and a link to it.
        files: its files, the main one first.
        more_facts: number of facts beyond those.
        more_commits: likewise of commits.
        more_files: likewise of files.
    """

    line: HighlightLine
    markdown: str
    number: int | None = None
    type: str = ""
    colour: int = 0
    audience: str = ""
    facts: tuple[PlacedSentence, ...] = ()
    commits: tuple[tuple[str, Link], ...] = ()
    files: tuple[FileItem, ...] = ()
    more_facts: int = 0
    more_commits: int = 0
    more_files: int = 0


@dataclass(frozen=True, slots=True)
class CardSection:
    """A heading of the highlights with its cards; `key` names it in addresses."""

    key: str
    heading: str
    cards: tuple[TopicCard, ...]


def card_sections(wording: Wording, report: Report) -> tuple[CardSection, ...]:
    """The sections of the highlights that have lines, breaking changes first."""
    files = {file.path: file for file in report.files}
    found = sorted(highlight_sections(wording, report), key=lambda each: each.section is not Section.BREAKING_CHANGES)
    return tuple(
        CardSection(
            _KEYS[each.section], each.heading, tuple(_card(wording, report, files, line) for line in each.lines)
        )
        for each in found
        if each.lines
    )


def _card(wording: Wording, report: Report, files: Mapping[str, FileItem], line: HighlightLine) -> TopicCard:
    markdown = f"- {prose(line.text)}{linked(line.links)}"
    if line.topic is None:
        return TopicCard(line, markdown)
    topic = report.topics[line.topic]
    places = list(dict.fromkeys([*topic.surface, *topic.facts]))
    facts = list(_facts(wording, files, places))
    commits = list(_commits(report, topic))
    own = [files[path] for path in topic.files if path in files]
    return TopicCard(
        line=line,
        markdown=markdown,
        number=line.topic + 1,
        type=topic.type,
        colour=colour_of(report, topic.type),
        audience=wording.say(_AUDIENCES[topic.audience]),
        facts=tuple(facts[:_FACTS]),
        commits=tuple(commits[:_COMMITS]),
        files=tuple(own[:_FILES]),
        more_facts=max(0, len(facts) - _FACTS),
        more_commits=max(0, len(commits) - _COMMITS),
        more_files=max(0, len(own) - _FILES),
    )


def _facts(wording: Wording, files: Mapping[str, FileItem], places: Sequence[FactPlace]) -> Iterator[PlacedSentence]:
    for place in places:
        file = files[place.path]
        change = FileChange(path=file.path, old_path=file.old_path, status=file.status)
        for stated in statements(wording, change, [file.facts[place.fact]]):
            line = f"n{stated.new_line}" if stated.new_line else f"o{stated.old_line}" if stated.old_line else ""
            yield PlacedSentence(stated.sentence, file, line)


def _commits(report: Report, topic: TopicItem) -> Iterator[tuple[str, Link]]:
    subjects = {commit.id: commit.subject for commit in report.commits}
    for id_ in topic.commits:
        if id_:
            url = report.pages.commit.format(id_) if report.pages else None
            yield subjects.get(id_, ""), Link(LinkKind.COMMIT, id_[:7], url)
