"""Gives each topic its type, and files the type of the topic whose main file they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from diff_insight.changes.changeset import Status
from diff_insight.evidence.sign import SignKind
from diff_insight.insight.change_types import ChangeType, takes_deprecated, type_of_topic
from diff_insight.insight.insight import Author, FileInsight, is_uncertain
from diff_insight.topics.topic import Kind, Topic

_WHOLE = (Status.ADDED, Status.COPIED, Status.REMOVED)


@dataclass(frozen=True, slots=True)
class TypedTopic:
    """A topic with its type, who chose it, and the probability of it; None if a rule chose it."""

    topic: Topic
    type: ChangeType
    type_by: Author = Author.FACTS
    probability: float | None = None


def main_topics(topics: Sequence[Topic]) -> dict[str, int]:
    """The position of the topic whose main file each path is; of several, that of most weight."""
    found: dict[str, int] = {}
    for number, topic in enumerate(topics):
        if topic.files:
            found.setdefault(topic.files[0], number)
    return found


def is_open(topic: Topic) -> bool:
    """Whether neither words nor facts tell the kind of a topic, so that a model may choose its type."""
    is_implied = all(sign.kind is SignKind.IMPLIED for sign in topic.signs)
    return topic.kind is Kind.OTHER and is_implied and not takes_deprecated(topic)


def is_of_files(topic: Topic) -> bool:
    """Whether a topic is told by its files alone, because no commit and no words belong to it."""
    return not topic.commits and not topic.title


def typed_topics(
    types: tuple[ChangeType, ...],
    topics: Sequence[Topic],
    files: Mapping[str, FileInsight],
    chosen: Mapping[int, tuple[str, float]],
) -> tuple[TypedTopic, ...]:
    """Every topic with its type: by rule, or for an open one what a model, or a certain estimate, gave it or its file.

    A topic of files that nobody put into words has the type of its main file, unless facts tell its own.

    Args:
        types: all labels.
        topics: the topics.
        files: the description of each file by its path.
        chosen: the types that a model gave topics, with its probabilities, by the topics' positions.
    """
    by_name = {label.name: label for label in types}
    typed = []
    for number, topic in enumerate(topics):
        main = files.get(topic.files[0]) if topic.files else None
        if number in chosen:
            name, probability = chosen[number]
            typed.append(TypedTopic(topic, by_name[name], Author.MODEL, probability))
        elif main and (_is_of_file(topic, main) or (is_open(topic) and _is_chosen(main))):
            typed.append(TypedTopic(topic, by_name[main.change_type], main.type_by, main.probability))
        else:
            typed.append(TypedTopic(topic, type_of_topic(types, topic)))
    return tuple(typed)


def _is_of_file(topic: Topic, main: FileInsight) -> bool:
    if main.type_by is Author.ESTIMATE:
        return False
    return is_of_files(topic) and (main.type_by is Author.MODEL or is_open(topic) or main.change.status in _WHOLE)


def _is_chosen(main: FileInsight) -> bool:
    """Whether a model chose the type of a file, or an estimate that is certain."""
    return main.type_by is Author.MODEL or (main.type_by is Author.ESTIMATE and not is_uncertain(main))


def with_types_of_topics(
    files: Sequence[FileInsight], topics: Sequence[TypedTopic], mains: Mapping[str, int]
) -> tuple[FileInsight, ...]:
    """The files, a modified one that is the main file of a topic with the topic's type, so that both say the same.

    Args:
        files: the files.
        topics: the topics with their types.
        mains: see `main_topics`.
    """
    return tuple(
        _with_type(file, topics[mains[file.change.path]]) if file.change.path in mains else file for file in files
    )


def _with_type(file: FileInsight, topic: TypedTopic) -> FileInsight:
    if file.change.status in _WHOLE or file.signs or file.change.fold or file.change_type == topic.type.name:
        return file
    return replace(file, change_type=topic.type.name, type_by=topic.type_by, probability=topic.probability)
