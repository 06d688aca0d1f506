"""Gives the breaks that a guide to an upgrade tells a sign that says so."""

from collections.abc import Sequence
from dataclasses import replace

from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.topics.topic import Kind, Origin, Topic


def with_guided_breaks(topics: Sequence[Topic]) -> list[Topic]:
    """The topics, those that break something by the words of a guide with a sign for each of its sentences."""
    return [replace(topic, signs=(*topic.signs, *_signs(topic))) for topic in topics]


def _signs(topic: Topic) -> list[Sign]:
    if topic.kind is not Kind.BREAK:
        return []
    return [Sign(SignKind.GUIDED, words=words.text) for words in topic.candidates if words.origin is Origin.GUIDE]
