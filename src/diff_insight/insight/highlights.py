"""Chooses which topics the highlights tell, and in which lines."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from diff_insight.insight.change_types import Section
from diff_insight.insight.insight import FileInsight, Line
from diff_insight.insight.topic_lines import documented_names, quotation, topic_line
from diff_insight.insight.topic_types import TypedTopic
from diff_insight.sentences.code_spans import code, plain
from diff_insight.sentences.translation import Wording
from diff_insight.system.messages import marked_n
from diff_insight.topics.topic import Audience, Kind, Topic

DEFAULT_LINES = 15
"""Default maximum number of lines."""

# What is told when nothing concerns users, the first that there is.
_OTHERWISE = (
    (Kind.OTHER, Kind.REFACTORING, Kind.FEATURE, Kind.FIX, Kind.PERFORMANCE),
    (Kind.DOCUMENTATION, Kind.EXAMPLE, Kind.TRANSLATION),
    (Kind.DEPENDENCY, Kind.BUILD),
    (Kind.TEST, Kind.CI, Kind.FORMATTING, Kind.RELEASE),
)

_OF_SECTIONS = {Section.BREAKING_CHANGES: Kind.BREAK, Section.NEW_FEATURES: Kind.FEATURE}

_COUNTS = {
    Kind.SECURITY: marked_n("{count} security fix", "{count} security fixes"),
    Kind.BREAK: marked_n("{count} breaking change", "{count} breaking changes"),
    Kind.DEPRECATION: marked_n("{count} deprecation", "{count} deprecations"),
    Kind.FEATURE: marked_n("{count} new feature", "{count} new features"),
    Kind.FIX: marked_n("{count} fix", "{count} fixes"),
    Kind.PERFORMANCE: marked_n("{count} improvement of speed", "{count} improvements of speed"),
    Kind.OTHER: marked_n("{count} other change", "{count} other changes"),
    Kind.REFACTORING: marked_n("{count} refactoring", "{count} refactorings"),
    Kind.DEPENDENCY: marked_n("{count} change of dependencies", "{count} changes of dependencies"),
    Kind.DOCUMENTATION: marked_n("{count} change of documentation", "{count} changes of documentation"),
    Kind.EXAMPLE: marked_n("{count} change of examples", "{count} changes of examples"),
    Kind.TRANSLATION: marked_n("{count} change of translations", "{count} changes of translations"),
    Kind.TEST: marked_n("{count} change of tests", "{count} changes of tests"),
    Kind.BUILD: marked_n("{count} change of the build", "{count} changes of the build"),
    Kind.CI: marked_n("{count} change of CI", "{count} changes of CI"),
    Kind.FORMATTING: marked_n("{count} change of form only", "{count} changes of form only"),
    Kind.RELEASE: marked_n("{count} step of a release", "{count} steps of a release"),
}


@dataclass(frozen=True, slots=True)
class Highlights:
    """What the highlights tell.

    Attributes:
        sections: the lines of each section.
        told: the positions of the topics that they tell, the most important first.
        left_out: sentences that count the other topics: by kind those that concern users; '' if there are none.
    """

    sections: Mapping[Section, tuple[Line, ...]]
    told: tuple[int, ...]
    left_out: str


def highlights(
    wording: Wording,
    topics: Sequence[TypedTopic],
    files: Mapping[str, FileInsight],
    *,
    told_already: frozenset[int] = frozenset(),
    told_after: frozenset[int] = frozenset(),
    breaking: frozenset[int] = frozenset(),
    most: int = DEFAULT_LINES,
) -> Highlights:
    """The highlights: security first, then breaking changes of which authors speak, then topics by weight.

    Args:
        wording: the report's language.
        topics: all topics, those of most weight first.
        files: the description of each file by its path; topics without words are told by the title of their main file.
        told_already: positions of topics that another line tells, such as one about the same edit in many files.
        told_after: positions of topics that the steps to upgrade tell; they do not count as left out.
        breaking: positions of those of them that stand under the breaking changes, whatever their type.
        most: maximum number of topics that are told; 0 for all that concern users.
    """
    lines: dict[Section, list[Line]] = {section: [] for section in Section}
    touched = Counter(path for each in topics for path in each.topic.files)
    shared = frozenset(path for path, count in touched.items() if count > 1)
    told: list[int] = []
    for number in ranked([each.topic for each in topics]):
        if number in told_already:
            continue
        if most and len(told) == most:
            break
        topic = topics[number].topic
        text = topic_line(wording, topic) or _by_file(wording, topic, files, shared)
        is_repeated = any(line.text == text for section in lines.values() for line in section)
        if text and not is_repeated and not _is_empty(wording, topic, files):
            section = Section.BREAKING_CHANGES if number in breaking else topics[number].type.section
            lines[section].append(Line(text, number))
            told.append(number)
    left = sorted({*range(len(topics))} - {*told, *told_already, *told_after})
    for_users = [number for number in left if is_for_users(topics[number].topic)]
    rest = counted(wording, topics, for_users)
    others = len(left) - len(for_users)
    left_out = wording.sentences(
        [
            wording.say("Not told here: {rest}.", rest=rest) if rest else "",
            wording.say_n(
                "{count} change concerns only those who work on it.",
                "{count} changes concern only those who work on it.",
                others,
            )
            if others
            else "",
        ]
    )
    return Highlights({section: tuple(found) for section, found in lines.items()}, tuple(told), left_out)


def counted(
    wording: Wording,
    topics: Sequence[TypedTopic],
    numbers: Iterable[int],
    breaking: Collection[int] = frozenset(),
) -> str:
    """How many topics of each kind there are, in words; '' if there are none.

    Args:
        wording: the report's language.
        topics: all topics.
        numbers: the positions of those that are counted.
        breaking: the positions of those that the steps to upgrade tell, which count as breaking changes, unless they
            are about security.
    """
    kinds = []
    for number in numbers:
        typed = topics[number]
        section = Section.BREAKING_CHANGES if number in breaking else typed.type.section
        kinds.append(kind_told(typed.topic.kind, section))
    return counted_kinds(wording, kinds)


def kind_told(kind: Kind, section: Section) -> Kind:
    """The kind as which a topic is counted: what stands under breaking changes or new features is one."""
    return kind if kind is Kind.SECURITY else _OF_SECTIONS.get(section, kind)


def counted_kinds(wording: Wording, kinds: Sequence[Kind]) -> str:
    """The same for the kinds of topics."""
    counts = Counter(kinds)
    return wording.join(
        [wording.say_n(*_COUNTS[kind], counts[kind]) for kind in _COUNTS if counts[kind]], most=len(Kind)
    )


def is_for_users(topic: Topic) -> bool:
    """Whether a topic concerns users, or those who upgrade."""
    return topic.audience is not Audience.CONTRIBUTORS


def ranked(topics: Sequence[Topic]) -> list[int]:
    """The positions of the topics that can be told, the most important first.

    Security and breaking changes that authors speak of come first; signs of one alone are no more than weight.
    """
    wanted = [number for number, topic in enumerate(topics) if is_for_users(topic)]
    for kinds in _OTHERWISE:
        wanted = wanted or [number for number, topic in enumerate(topics) if topic.kind in kinds]
    return sorted(wanted, key=lambda number: _rank(topics[number]))


def _rank(topic: Topic) -> tuple[bool, bool, float]:
    return topic.kind is not Kind.SECURITY, topic.kind is not Kind.BREAK, -topic.weight


def _is_empty(wording: Wording, topic: Topic, files: Mapping[str, FileInsight]) -> bool:
    """Whether all that can be told of a topic is that a file of its was edited."""
    main = files.get(topic.files[0]) if topic.files else None
    if main is None or topic.title or topic.surface or topic.notes:
        return False
    return main.title == wording.say("Edit {name}", name=PurePosixPath(topic.files[0]).name)


def _by_file(wording: Wording, topic: Topic, files: Mapping[str, FileInsight], shared: Collection[str]) -> str:
    """The line of a topic that nobody put into telling words: the title of its main file, the other files, new names.

    What a file's title says is not the topic's alone if the file is shared with other topics; then its subject is told.
    """
    main = files.get(topic.files[0]) if topic.files else None
    if main is None:
        return ""
    is_own = topic.files[0] not in shared or not topic.subject
    title = plain(main.title) if is_own else quotation(wording, topic.subject)
    named = [code(path) for path in topic.files if not is_own or path not in main.title]
    if named:
        title = wording.say("{title} ({files})", title=title, files=wording.join(named, most=3))
    names = documented_names(wording, topic)
    return wording.sentences([wording.say("{what}.", what=title), *names]) if names else title
