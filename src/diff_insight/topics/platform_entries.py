"""Joins what release notes and guides say of supported versions with the change of the manifest that they are about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from diff_insight.evidence.settings.supported_versions import least_version, platform_of
from diff_insight.evidence.sign import SignKind
from diff_insight.topics.topic import WRITTEN, Kind, Topic

_PLATFORM = re.compile(
    r"\b(?P<name>node(?:\.?js)?|python|cpython|php|ruby|golang|go|rustc?|msrv|java|jdk|dart|\.net)\W*"
    r"(?:versions? )?(?P<versions>(?:(?:[<>=]+\s*|v)?\d+(?:\.[\dx]+)*[\s,+]*(?:and|or|to|&|/|-|–)?\s*)+)",
    re.IGNORECASE,
)
_NAMES = {
    "node": "Node.js", "nodejs": "Node.js", "node.js": "Node.js", "python": "Python", "cpython": "Python",
    "php": "PHP", "ruby": "Ruby", "go": "Go", "golang": "Go", "rust": "Rust", "rustc": "Rust", "msrv": "Rust",
    "java": "Java", "jdk": "Java", "dart": "Dart",
}  # fmt: skip
_DEMANDS = re.compile(
    r"\brequir|\bminimum\b|\bat least\b|\bor (?:higher|later|newer|above|greater)\b|>=|\bneeds?\b|\d\+|\bbump", re.I
)
_ENDS = re.compile(r"\bdrop|\bno longer\b|\bremov|\bend of\b|\bunsupported\b|\bnot supported\b|<", re.IGNORECASE)
_VERSION = re.compile(r"\d+(?:\.\d+)*")
_LONGEST = 20  # maximum words of an entry that is about nothing else
_FEW = 4  # maximum signs of a change that an entry about one of them may name as a whole

_Version = tuple[int, ...]


def with_platform_entries(topics: Sequence[Topic]) -> list[Topic]:
    """The topics, those of entries about a platform joined with those whose manifests need a newer version of it.

    What an entry demands in contradiction to the manifest, such as a guide that was not brought up to date, is left
    out. An entry beside a change that breaks much else stays by itself.
    """
    raised = {
        platform: number
        for number, topic in enumerate(topics)
        for sign in topic.signs
        if sign.kind is SignKind.SUPPORT_DROPPED and sign.fact and (platform := platform_of(sign.fact))
    }
    joined = list(topics)
    gone: set[int] = set()
    for number, topic in enumerate(topics):
        place = _place(topic, raised)
        if place is None:
            continue
        least = _least(topics[place])
        if _contradicts(topic.title, least):
            gone.add(number)
        elif _agrees(topic.title, least) and len(topics[place].signs) <= _FEW:
            joined[place] = _joined(joined[place], topic)
            gone.add(number)
    return [topic for number, topic in enumerate(joined) if number not in gone]


def _place(topic: Topic, raised: Mapping[str, int]) -> int | None:
    """The number of the topic whose manifest says the same; None if the words are about something else as well."""
    if topic.commits or topic.origin not in WRITTEN or len(topic.title.split()) > _LONGEST:
        return None
    found = list(_PLATFORM.finditer(topic.title))
    return raised.get(_NAMES.get(found[0]["name"].lower(), "")) if len(found) == 1 else None


def _least(topic: Topic) -> _Version:
    """The least version that the manifest of a topic demands now."""
    facts = (sign.fact for sign in topic.signs if sign.kind is SignKind.SUPPORT_DROPPED and sign.fact)
    return next((least for fact in facts if (least := least_version(fact.after))), ())


def _named(title: str) -> list[_Version]:
    match = _PLATFORM.search(title)
    return [tuple(map(int, each.split("."))) for each in _VERSION.findall(match["versions"])] if match else []


def _contradicts(title: str, least: _Version) -> bool:
    """Whether words demand another version than the manifest."""
    named = _named(title)
    is_demand = _DEMANDS.search(title) is not None and not _ENDS.search(title)
    return is_demand and bool(least) and len(named) == 1 and not _is_same(named[0], least)


def _agrees(title: str, least: _Version) -> bool:
    """Whether words demand the version of the manifest, or say that earlier ones are no longer supported."""
    named = _named(title)
    if _ENDS.search(title):
        return bool(named) and all(version <= least for version in named)
    return _DEMANDS.search(title) is not None and any(_is_same(version, least) for version in named)


def _is_same(one: _Version, other: _Version) -> bool:
    """Whether two versions are equal as far as both are given: 20 and 20.19."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _joined(topic: Topic, entry: Topic) -> Topic:
    """The topic of a manifest, told in the words of an entry."""
    return replace(
        topic,
        title=entry.title,
        origin=entry.origin,
        candidates=tuple(dict.fromkeys((*entry.candidates, *topic.candidates))),
        kind=Kind.BREAK,
        audience=min(entry.audience, topic.audience, key=list(type(topic.audience)).index),
        weight=max(entry.weight, topic.weight),
        reasons=max(entry, topic, key=lambda each: each.weight).reasons,
        links=tuple(dict.fromkeys((*topic.links, *entry.links))),
    )
